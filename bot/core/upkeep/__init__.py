"""Checks that a deployment runs on its own data.

Readers skip a row that can't be read, and the admin sees it in a list until it is fixed.
Start with ``damage``.
"""
