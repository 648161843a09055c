"""PostgreSQL: a pool of connections, which may go through PgBouncer, and what its errors mean.

Start reading at `store`.
"""
