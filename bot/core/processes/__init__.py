"""The processes that share one database: who is alive, who serves which shards, and whose turn it is at a platform.

Start with ``presence``.
"""
