"""A connection to a SQLite file: aiosqlite's, whose one thread runs whole units instead of single statements."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from bot.store.sqlite.conditions import BUSY_SECONDS

T = TypeVar("T")

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    # A savepoint keeps the pages that its unit changes. A file for them would cost as much as the unit.
    "PRAGMA temp_store = MEMORY",
)
SPILL = "PRAGMA temp_store = FILE"
_OPTIONS: dict[str, Any] = {"isolation_level": None, "timeout": BUSY_SECONDS, "cached_statements": 256}


class Connection:
    """A connection that a thread of its own uses. What is given to it runs in that order.

    aiosqlite offers its thread for its own calls, but not for ours, so private names of it are used here alone.
    """

    def __init__(self, own: aiosqlite.Connection) -> None:
        self._own, self._raw, self._queue = own, own._conn, own._tx

    @classmethod
    async def open(cls, path: Path, *pragmas: str) -> "Connection":
        """Open the file ``path``, with `PRAGMAS` and more ``pragmas``. Raises sqlite3.Error."""
        own = await aiosqlite.connect(path, **_OPTIONS)
        try:
            await own.executescript(";".join((*PRAGMAS, *pragmas)))
        except BaseException:
            await own.close()  # its thread would keep the process from ending
            raise
        return cls(own)

    async def run(self, function: Callable[..., T], *args: Any) -> T:
        """Run ``function(raw connection, *args)`` in the thread and return its result."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait((answer, partial(function, self._raw, *args)))
        return await answer

    def start(self, function: Callable[..., None], *args: Any) -> None:
        """Do the same without waiting for it. The function must raise nothing."""
        self._queue.put_nowait((None, partial(function, self._raw, *args)))

    async def close(self) -> None:
        """Close it once everything that was given to it has run. Closing it again does nothing."""
        await self._own.close()
