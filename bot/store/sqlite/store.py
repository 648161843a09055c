"""SQLite: one writing connection whose waiting units of work share each durable commit, and a few readers.

There is one writer, because SQLite before 3.51.3 can lose committed writes in WAL mode when two connections reset the
log at once, and because one `fdatasync` can then carry every waiting unit. Each unit runs whole in the connection's
thread (`units`): an await for each statement would cost more than the disk.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

from msgspec import Struct

from bot.errors import Unavailable
from bot.runtime.meter import UNMEASURED, DatabaseWait, Meter
from bot.store.engine import FailedUnit, Unit
from bot.store.sqlite.conditions import is_condition
from bot.store.sqlite.connection import SPILL, Connection
from bot.store.sqlite.units import SqliteTx, WaitingUnit, drive, run_units, start

T = TypeVar("T")

READERS = 2
BATCH = 256  # most units in one commit, so that the first never waits long for the last

_Waiting = tuple[WaitingUnit, asyncio.Future[Any], float]  # a unit, its caller's answer, and since when it waits


class _File(Struct, frozen=True):
    """The opened database file: its path, and its device and inode."""

    path: Path
    identity: tuple[int, int] | None


class SqliteStore:
    """See `engine.Store`."""

    has_one_process = False  # the lock that makes it so is `open.py`'s

    def __init__(
        self, path: Path, writer: Connection, readers: Sequence[Connection], meter: Meter = UNMEASURED
    ) -> None:
        self._meter = meter
        self._file = _File(path, _read_identity(path))
        self._writer = writer
        self._readers = dict.fromkeys(readers, 0)  # each with its number of running reads
        self._waiting: deque[_Waiting] = deque()
        self._idle = asyncio.Event()  # nothing waits or is being committed
        self._idle.set()
        self._closed = False

    @classmethod
    async def open(cls, path: Path, meter: Meter = UNMEASURED, *, spills: bool = False) -> "SqliteStore":
        """Open the database file ``path``, which must have the current schema. Raises Unavailable.

        If it ``spills``, what its writer sorts goes to files, so that work on every row takes no more memory.
        """
        opened: list[Connection] = []
        try:
            for pragmas in ((SPILL,) if spills else (), *[("PRAGMA query_only = ON",)] * READERS):
                opened.append(await Connection.open(path, *pragmas))
        except sqlite3.Error as error:
            for connection in opened:
                await connection.close()
            raise Unavailable(f"{path}: {error}") from error
        return cls(path, opened[0], opened[1:], meter)

    async def read(self, unit: Unit[T]) -> T:
        self._refuse_when_closed()
        reader = min(self._readers, key=self._readers.__getitem__)
        self._readers[reader] += 1
        try:
            outcome = await reader.run(_read_snapshot, unit)
        finally:
            self._readers[reader] -= 1
        if _is_out_of_order(outcome):
            self._meter.record_database_failure()
        return cast(T, _unwrap(outcome))

    async def write(self, unit: Unit[T]) -> T:
        return cast(T, await self._add(WaitingUnit(unit, is_shared=False)))

    async def write_together(self, unit: Unit[T]) -> T:
        return cast(T, await self._add(WaitingUnit(unit, is_shared=True)))

    async def scrub(self) -> None:
        """Empty the write-ahead log; `secure_delete` has overwritten deleted rows in the file itself."""
        self._refuse_when_closed()
        _unwrap(await self._writer.run(_truncate_log))

    async def close(self) -> None:
        self._closed = True
        await self._idle.wait()
        for connection in (*self._readers, self._writer):
            await connection.close()

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise Unavailable("the store is closed")

    async def _add(self, unit: WaitingUnit) -> Any:
        self._refuse_when_closed()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()
        self._waiting.append((unit, answer, loop.time()))
        if self._idle.is_set():
            self._idle.clear()
            loop.call_soon(self._commit_next, loop)  # so that units that come at the same moment share the commit
        return await answer

    def _commit_next(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let the writer commit the units that wait. Units that arrive meanwhile share the next commit."""
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), BATCH))]
            if batch := [waiting for waiting in batch if not waiting[1].cancelled()]:
                self._meter.record_wait(DatabaseWait.COMMIT, loop.time() - batch[0][2])
                self._writer.start(self._commit, batch, loop)
                return
        self._idle.set()

    def _commit(
        self, connection: sqlite3.Connection, batch: Sequence[_Waiting], loop: asyncio.AbstractEventLoop
    ) -> None:
        """Commit a batch, in the writer's thread, and report to the loop's."""
        begun, units = loop.time(), [unit for unit, _, _ in batch]
        try:
            outcomes = _commit_to(connection, self._file, units)
        except Exception as error:  # supervisor: every caller gets an answer, and the next batch runs
            outcomes = [FailedUnit(Unavailable(f"{type(error).__name__}: {error}")) for _ in units]
        loop.call_soon_threadsafe(self._finish, batch, outcomes, loop, loop.time() - begun)

    def _finish(
        self, batch: Sequence[_Waiting], outcomes: Sequence[Any], loop: asyncio.AbstractEventLoop, seconds: float
    ) -> None:
        self._commit_next(loop)
        self._meter.record_commit(len(batch), seconds)
        if any(map(_is_out_of_order, outcomes)):
            self._meter.record_database_failure()
        for (_, answer, _), outcome in zip(batch, outcomes, strict=True):
            _resolve(answer, outcome)


def _read_snapshot(connection: sqlite3.Connection, unit: Unit[Any]) -> Any:
    try:
        connection.execute("BEGIN")
        try:
            return drive(start(unit, SqliteTx(connection)))
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        return FailedUnit(_convert_error(error))


def _truncate_log(connection: sqlite3.Connection) -> FailedUnit | None:
    try:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        return FailedUnit(_convert_error(error))
    return FailedUnit(Unavailable("somebody still reads the write-ahead log")) if busy else None


def _read_identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _commit_to(connection: sqlite3.Connection, file: _File, units: Sequence[WaitingUnit]) -> list[Any]:
    """Commit only while the file is in its place. If it was deleted or moved, a commit would be lost."""
    if _read_identity(file.path) != file.identity:
        return [FailedUnit(Unavailable(f"{file.path} was deleted or moved while Callboard runs")) for _ in units]
    outcomes = _commit_together(connection, units)
    if _read_identity(file.path) != file.identity:
        gone = f"{file.path} was deleted or moved while Callboard wrote to it"
        return [FailedUnit(Unavailable(gone, certain=False)) for _ in units]
    return outcomes


def _commit_together(connection: sqlite3.Connection, units: Sequence[WaitingUnit]) -> list[Any]:
    """Each unit's result or FailedUnit, after one commit for all."""
    try:
        return run_units(connection, units)
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        return [FailedUnit(_convert_error(error)) for _ in units]


def _is_out_of_order(outcome: Any) -> bool:
    """Whether the database failed, and not the unit."""
    return isinstance(outcome, FailedUnit) and isinstance(outcome.error, Unavailable)


def _convert_error(error: sqlite3.Error) -> Exception:
    return Unavailable(str(error)) if is_condition(error) else error


def _unwrap(outcome: T | FailedUnit) -> T:
    if isinstance(outcome, FailedUnit):
        raise outcome.error
    return outcome


def _resolve(answer: asyncio.Future[Any], outcome: Any) -> None:
    if answer.cancelled():
        return
    if isinstance(outcome, FailedUnit):
        answer.set_exception(outcome.error)
    else:
        answer.set_result(outcome)
