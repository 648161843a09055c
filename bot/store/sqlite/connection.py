"""A connection to a SQLite file, and the one thread that uses it."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

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
_OPTIONS: dict[str, Any] = {"isolation_level": None, "timeout": BUSY_SECONDS, "cached_statements": 256}


class Connection:
    """A connection that a thread of its own uses. What is given to it runs in that order."""

    def __init__(self, raw: sqlite3.Connection, thread: ThreadPoolExecutor) -> None:
        self._raw, self._thread = raw, thread
        self._closed = False

    @classmethod
    async def open(cls, path: Path, *pragmas: str) -> "Connection":
        """Open the file ``path``, with `PRAGMAS` and more ``pragmas``. Raises sqlite3.Error."""
        thread = ThreadPoolExecutor(1, "sqlite")
        loop = asyncio.get_running_loop()
        try:
            return cls(await loop.run_in_executor(thread, _connect, path, (*PRAGMAS, *pragmas)), thread)
        except sqlite3.Error:
            thread.shutdown(wait=False)
            raise

    async def run(self, function: Callable[..., T], *args: Any) -> T:
        """Run ``function(raw connection, *args)`` in the thread and return its result."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, function, self._raw, *args)

    def start(self, function: Callable[..., None], *args: Any) -> None:
        """Do the same without waiting for it. The function must raise nothing."""
        self._thread.submit(function, self._raw, *args)

    async def close(self) -> None:
        """Close it once everything that was given to it has run. Closing it again does nothing."""
        if not self._closed:
            self._closed = True
            await self.run(sqlite3.Connection.close)
            self._thread.shutdown(wait=False)


def _connect(path: Path, pragmas: Sequence[str]) -> sqlite3.Connection:
    raw: sqlite3.Connection = sqlite3.connect(path, **_OPTIONS)
    try:
        raw.executescript(";".join(pragmas))
    except sqlite3.Error:
        raw.close()
        raise
    return raw
