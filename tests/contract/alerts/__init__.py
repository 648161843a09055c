"""Alerts: written, chosen, refused, sent, and read where they arrive."""
