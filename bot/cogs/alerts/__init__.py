"""Alerts: what coordinators write and follow, and what stands in a channel."""
