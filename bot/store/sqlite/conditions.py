"""SQLite's errors when the disk or file is at fault and not the statement: locked, full, read-only."""

import sqlite3

BUSY_SECONDS = 2.0  # how long to wait for another program's lock, such as a backup's

# https://www.sqlite.org/rescode.html
_CODES = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_NOTADB,
    }
)


def is_condition(error: sqlite3.Error) -> bool:
    """Whether the disk or file is at fault, and not the statement."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _CODES
