"""Alerts in chat: writing and following them, and drawing the cards that are posted in channels.

Cogs here return cards. The one message they cause at once, a preview to its author, goes through `DirectMessages`.
Start with ``alert_writing`` for the form, ``alert`` for `/alert`, and ``posted_card`` for what a channel sees.
"""
