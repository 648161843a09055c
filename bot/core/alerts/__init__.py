"""Action alerts: writing them, choosing channels and times, approving them, and deciding about problems afterwards.

Confirming an alert inserts one delivery row per channel in the same transaction; nothing here posts anything.
Start with ``alerts``, then read ``posting`` for which channels get it, when, and as what card.
"""
