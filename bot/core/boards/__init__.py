"""Leaderboards, a person's own history, and chapters with their totals.

Boards read totals and never scan calls. They name only people who chose a public name.
Start with ``boards``.
"""
