"""What a caller types and taps: /script, /log, /undo and their buttons.

Cogs read intent and draw cards; `bot.core.calls` decides. Start with ``log``.
"""
