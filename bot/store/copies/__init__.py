"""Whole databases copied: into a backup and back, and from SQLite to PostgreSQL.

`backup` and `transfer` are the two ways; both copy everything or nothing.
"""
