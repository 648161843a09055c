"""Reminders that people ask for, at a time of their own, by their own clock.

A reminder is tried once, in a direct message, and never twice on one day.
Start reading at ``reminders``.
"""
