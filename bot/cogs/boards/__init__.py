"""Leaderboards, and one's own numbers."""
