"""Orgs, chapters, channels, roles, and what people tell of themselves."""
