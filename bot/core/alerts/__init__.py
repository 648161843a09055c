"""Action alerts: writing them, choosing channels and times, approving them, and deciding about problems afterwards.

Confirming an alert inserts one delivery row per channel in the same transaction; nothing here posts anything.
Start with ``alerts``, then read ``delivery_plan`` for which channels get it and ``delivery_times`` for when.
"""
