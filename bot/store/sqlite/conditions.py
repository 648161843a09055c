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


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file's content is at fault."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def explain_fault(fault: str) -> str:
    """Explain, in words, a fault that SQLite found in a file: its check's first line or an error's text.

    https://www.sqlite.org/pragma.html#pragma_integrity_check
    """
    if "not a database" in fault:
        return "it doesn't begin as a SQLite file does, or is encrypted"
    if "index" in fault or "UNIQUE" in fault:
        return "an index doesn't fit its table"
    if "NULL value" in fault or "CHECK constraint" in fault:
        return "a row holds what its table forbids"
    return "pages of it were changed or lost"
