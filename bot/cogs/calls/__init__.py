"""The commands and buttons of a caller: /script, /log and /undo.

Cogs parse requests and draw cards. `bot.core.calls` makes the decisions. Start with ``scripts.script`` and ``log``.
"""
