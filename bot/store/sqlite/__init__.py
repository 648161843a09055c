"""SQLite: one writer, shared commits, and the lock that keeps a second writer away.

Start reading at `store`.
"""
