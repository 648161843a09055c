"""Checks that a deployment runs on its own data.

A row that can't be read is left out by whatever reads it, and listed for the admin until it is fixed.
Start with ``damage``.
"""
