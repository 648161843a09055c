"""Offices: their hours and time zones, phone numbers, and the words for those whose members are unknown."""
