"""A connection to a SQLite file, and the one thread that uses it."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
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
    """A connection that a thread of its own uses. What is given to it runs in that order.

    A pool's thread would take twice the time to come back: it keeps a future and a lock for each piece of work.
    """

    def __init__(self) -> None:
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._raw: sqlite3.Connection | None = None
        self._closed = False
        Thread(target=_work_off, args=(self._work,), name="sqlite", daemon=True).start()

    @classmethod
    async def open(cls, path: Path, *pragmas: str) -> "Connection":
        """Open the file ``path``, with `PRAGMAS` and more ``pragmas``. Raises sqlite3.Error."""
        opened = cls()
        try:
            await opened.run(opened._connect, path, (*PRAGMAS, *pragmas))
        except sqlite3.Error:
            await opened.close()
            raise
        return opened

    async def run(self, function: Callable[..., T], *args: Any) -> T:
        """Run ``function(raw connection, *args)`` in the thread and return its result."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        self.start(_run, loop, answer, function, *args)
        return await answer

    def start(self, function: Callable[..., None], *args: Any) -> None:
        """Do the same without waiting for it. The function must raise nothing."""
        self._work.put(lambda: function(self._raw, *args))

    async def close(self) -> None:
        """Close it once everything that was given to it has run. Closing it again does nothing."""
        if not self._closed:
            self._closed = True
            await self.run(_close)
            self._work.put(None)

    def _connect(self, _: None, path: Path, pragmas: Sequence[str]) -> None:
        self._raw = sqlite3.connect(path, **_OPTIONS)
        self._raw.executescript(";".join(pragmas))


def _work_off(work: SimpleQueue[Callable[[], None] | None]) -> None:
    for piece in iter(work.get, None):
        piece()


def _run(
    raw: sqlite3.Connection | None,
    loop: asyncio.AbstractEventLoop,
    answer: asyncio.Future[Any],
    function: Callable[..., Any],
    *args: Any,
) -> None:
    """Run a function in the thread, and report to the loop's."""
    try:
        resolve, outcome = answer.set_result, function(raw, *args)
    except Exception as error:  # supervisor: it goes to whoever waits
        resolve, outcome = answer.set_exception, error
    loop.call_soon_threadsafe(_resolve, answer, resolve, outcome)


def _resolve(answer: asyncio.Future[Any], resolve: Callable[[Any], None], outcome: Any) -> None:
    if not answer.done():  # its caller may have left
        resolve(outcome)


def _close(raw: sqlite3.Connection | None) -> None:
    if raw is not None:
        raw.close()
