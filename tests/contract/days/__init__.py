"""Whole days over several platforms at once."""
