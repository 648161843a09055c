"""Everything sent to people who aren't waiting for an answer: alerts, edits of posted cards, notices, reminders.

Each message is a due row first, is sent once, and is marked when the platform confirmed it.
Start with ``worker``, the loop that takes due rows, then read ``alert_sender`` for what happens to one alert.
"""
