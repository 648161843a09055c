"""Loads many rows without what each one moves, which is made anew in a fraction of the time afterward."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

_SUSPENDED = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"


@contextmanager
def suspend_counting(connection: sqlite3.Connection) -> Iterator[None]:
    """Drop a SQLite file's triggers and indexes, and create the same ones again at the end.

    What the triggers keep is wrong until it is recounted, which may be done before the end. For PostgreSQL, see
    `copies.transfer`.
    """
    suspended = connection.execute(_SUSPENDED).fetchall()
    for kind, name, _ in suspended:
        connection.execute(f"DROP {kind} {name}")
    yield
    for _, _, sql in suspended:
        connection.execute(sql)
