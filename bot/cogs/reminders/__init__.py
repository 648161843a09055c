"""Reminders of one's own."""
