"""Reads a database as it is, without upgrading, locking or changing it, also beside a running Callboard."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.config.store_url import StoreUrl
from bot.errors import Unavailable
from bot.store.engine import T, Unit
from bot.store.sqlite.conditions import BUSY_SECONDS

_SECONDS = 60  # for one statement: `callboard doctor` reads whole tables


async def glance(address: StoreUrl, unit: Unit[T]) -> T | None:
    """What ``unit`` reads, None if there is no database yet or its schema is older.

    Raises Unavailable if it can't be read.
    """
    if address.engine == "postgresql":
        return await _glance_at_postgres(address.url, unit)
    return await asyncio.to_thread(_glance_at_sqlite, address.path, unit) if address.path.exists() else None


def _glance_at_sqlite(path: Path, unit: Unit[T]) -> T | None:
    from bot.store.sqlite.units import SqliteTx, drive, start

    try:
        with closing(open_reader(path)) as connection:
            return drive(start(unit, SqliteTx(connection)))
    except sqlite3.OperationalError as error:
        if "no such table" in str(error) or "no such column" in str(error):
            return None
        raise Unavailable(f"{path}: {error}") from error
    except sqlite3.Error as error:
        raise Unavailable(f"{path}: {error}") from error


def open_reader(path: Path) -> sqlite3.Connection:
    """Open a SQLite file read-only: a second writer could damage it (SQLite before 3.51.3)."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_SECONDS)


async def _glance_at_postgres(url: str, unit: Unit[T]) -> T | None:
    import asyncpg

    from bot.store.postgres.dialing import open_connection
    from bot.store.postgres.store import PostgresTx

    async with open_connection(url, _SECONDS) as connection:
        try:
            async with connection.transaction(readonly=True):
                return await unit(PostgresTx(connection))
        except (asyncpg.UndefinedTableError, asyncpg.UndefinedColumnError):
            return None
