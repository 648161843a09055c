"""The port on which a process says whether it lives, whether it is ready, and what was measured.

Start with ``monitoring``. `bot.runtime.meter` takes the measurements all over Callboard; ``metrics`` keeps them.
"""
