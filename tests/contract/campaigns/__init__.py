"""Campaigns: written, imported, translated, shown before they open, paused and closed."""
