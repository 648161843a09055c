"""What SQLite answers when the disk or the file is at fault and no statement: locked, full, read-only."""

import sqlite3

BUSY_SECONDS = 2.0  # how long somebody else's lock (a backup program's) is waited for

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
    """Say whether ``error`` is such an answer; what a statement did wrong is not."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _CODES
