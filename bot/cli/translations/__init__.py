"""``callboard translations``: how far each language of the app has come, and the way to translators and back.

Start in `commands`. `catalog` reads and writes the files in ``bot/locales``, `marks` those in ``bot/locales/state``,
and `review` decides what may be saved. `key_rules` knows how long each sentence may be.
"""
