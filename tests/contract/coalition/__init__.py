"""Orgs, chapters, roles and channels: who belongs where, and what ends when they leave."""
