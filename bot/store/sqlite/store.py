"""SQLite: one writing connection whose waiting units of work share each durable commit, and a few readers.

There is one writer, because SQLite before 3.51.3 can lose committed writes in WAL mode when two connections reset the
log at once, and because one `fdatasync` can then carry every waiting unit. Each unit runs whole in the connection's
thread: an await for each statement would cost more than the disk. A batch first runs without savepoints. If a unit
fails after it wrote, the batch runs again with a savepoint around each unit.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Coroutine, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import aiosqlite
from msgspec import Struct

from bot.errors import Unavailable
from bot.store.engine import Query, Unit
from bot.store.sqlite.conditions import BUSY_SECONDS, is_condition
from bot.store.statement import Params, Row, Statement

T = TypeVar("T")

READERS = 2
BATCH = 256  # most units in one commit, so that the first never waits long for the last
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    # A savepoint keeps the pages that its unit changes. A file for them would cost as much as the unit.
    "PRAGMA temp_store = MEMORY",
)
_OPTIONS: dict[str, Any] = {"isolation_level": None, "timeout": BUSY_SECONDS, "cached_statements": 256}


class SqliteTx:
    """A transaction on a connection, used inside its own thread; see `engine.Tx`. Nothing here ever suspends."""

    __slots__ = ("_connection",)
    has_one_writer = True

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def one(self, statement: Statement, /, **params: Any) -> Row | None:
        compiled = statement.sqlite
        row = self._connection.execute(compiled.text, compiled.bind(params)).fetchone()
        return None if row is None else compiled.row(row)

    async def all(self, statement: Statement, /, **params: Any) -> list[Row]:
        compiled = statement.sqlite
        rows = self._connection.execute(compiled.text, compiled.bind(params))
        return [compiled.row(row) for row in rows]

    async def run(self, statement: Statement, /, **params: Any) -> int:
        compiled = statement.sqlite
        return self._connection.execute(compiled.text, compiled.bind(params)).rowcount

    async def many(self, statement: Statement, rows: Iterable[Params], /) -> None:
        compiled = statement.sqlite
        self._connection.executemany(compiled.text, map(compiled.bind, rows))

    async def read_ahead(self, *queries: Query) -> None:
        """Do nothing: there are no round trips."""


class _Failed(Struct, frozen=True):
    """A unit's own error, on its way from the connection's thread to the caller."""

    error: Exception


_Waiting = tuple[Unit[Any], asyncio.Future[Any]]  # a unit and its caller's answer


class _File(Struct, frozen=True):
    """The opened database file: its path, and its device and inode."""

    path: Path
    identity: tuple[int, int] | None


class SqliteStore:
    """See `engine.Store`."""

    has_one_process = False  # the lock that makes it so is `open.py`'s

    def __init__(self, path: Path, writer: aiosqlite.Connection, readers: Sequence[aiosqlite.Connection]) -> None:
        self._file = _File(path, _read_identity(path))
        self._writer = writer
        self._readers = dict.fromkeys(readers, 0)  # each with its number of running reads
        self._waiting: deque[_Waiting] = deque()
        self._committing: asyncio.Task[None] | None = None
        self._closed = False

    @classmethod
    async def open(cls, path: Path) -> "SqliteStore":
        """Open the database file ``path``, which must have the current schema. Raises Unavailable."""
        opened: list[aiosqlite.Connection] = []
        try:
            for pragmas in ((), *[("PRAGMA query_only = ON",)] * READERS):
                opened.append(await aiosqlite.connect(path, **_OPTIONS))
                await _prepare(opened[-1], *pragmas)
        except sqlite3.Error as error:
            for connection in opened:  # an open one's thread would keep the process from ending
                await connection.close()
            raise Unavailable(f"{path}: {error}") from error
        return cls(path, opened[0], opened[1:])

    async def read(self, unit: Unit[T]) -> T:
        self._refuse_when_closed()
        reader = min(self._readers, key=self._readers.__getitem__)
        self._readers[reader] += 1
        try:
            return cast(T, _unwrap(await _hop(reader, _read_snapshot, unit)))
        finally:
            self._readers[reader] -= 1

    async def write(self, unit: Unit[T]) -> T:
        self._refuse_when_closed()
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((unit, answer))
        if self._committing is None:
            self._committing = asyncio.create_task(self._commit_waiting(), name="store-commits")
        return await answer

    async def write_together(self, unit: Unit[T]) -> T:
        return await self.write(unit)  # all units share commits here

    async def scrub(self) -> None:
        """Empty the write-ahead log; `secure_delete` has overwritten deleted rows in the file itself."""
        self._refuse_when_closed()
        _unwrap(await _hop(self._writer, _truncate_log))

    async def close(self) -> None:
        self._closed = True
        if self._committing:
            await asyncio.wait({self._committing})
        for connection in (*self._readers, self._writer):
            await connection.close()  # after its thread has run what was queued

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise Unavailable("the store is closed")

    async def _commit_waiting(self) -> None:
        """Commit until no unit waits. Units that arrive during a commit share the next one."""
        while self._waiting:
            count = min(len(self._waiting), BATCH)
            batch = [self._waiting.popleft() for _ in range(count)]
            units = [unit for unit, answer in batch if not answer.cancelled()]
            answers = [answer for _, answer in batch if not answer.cancelled()]
            for answer, outcome in zip(answers, await self._commit_batch(units), strict=True):
                _resolve(answer, outcome)
        self._committing = None

    async def _commit_batch(self, units: Sequence[Unit[Any]]) -> list[Any]:
        try:
            return await _hop(self._writer, _commit_to, self._file, units)
        except Exception as error:  # supervisor: every caller gets an answer, and the next batch runs
            return [_Failed(Unavailable(f"{type(error).__name__}: {error}")) for _ in units]


async def _prepare(connection: aiosqlite.Connection, *pragmas: str) -> None:
    await connection.executescript(";".join((*PRAGMAS, *pragmas)))  # in one hop to the connection's thread


async def _hop(connection: aiosqlite.Connection, function: Callable[..., T], *args: Any) -> T:
    """Run ``function(raw connection, *args)`` in the connection's thread. Only here are private names used.

    aiosqlite offers such a hop for its own calls, but not for ours.
    """
    return cast(T, await connection._execute(function, connection._conn, *args))  # type: ignore[no-untyped-call]


def drive(work: Coroutine[Any, Any, T]) -> T:
    """Run a unit of work to its end without an event loop. Awaiting a SqliteTx never suspends."""
    try:
        work.send(None)
    except StopIteration as finished:
        return cast(T, finished.value)
    work.close()
    raise RuntimeError("a unit of work awaited something other than its transaction")


def _read_snapshot(connection: sqlite3.Connection, unit: Unit[Any]) -> Any:
    try:
        connection.execute("BEGIN")
        try:
            return drive(cast(Coroutine[Any, Any, Any], unit(SqliteTx(connection))))
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        return _Failed(_convert_error(error))


def _truncate_log(connection: sqlite3.Connection) -> _Failed | None:
    try:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        return _Failed(_convert_error(error))
    return _Failed(Unavailable("somebody still reads the write-ahead log")) if busy else None


def _read_identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _commit_to(connection: sqlite3.Connection, file: _File, units: Sequence[Unit[Any]]) -> list[Any]:
    """Commit only while the file is in its place. If it was deleted or moved, a commit would be lost."""
    if _read_identity(file.path) != file.identity:
        return [_Failed(Unavailable(f"{file.path} was deleted or moved while Callboard runs")) for _ in units]
    outcomes = _commit_together(connection, units)
    if _read_identity(file.path) != file.identity:
        gone = f"{file.path} was deleted or moved while Callboard wrote to it"
        return [_Failed(Unavailable(gone, certain=False)) for _ in units]
    return outcomes


def _commit_together(connection: sqlite3.Connection, units: Sequence[Unit[Any]]) -> list[Any]:
    """Each unit's result or _Failed, after one commit for all."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        outcomes = _run_without_savepoints(connection, units)
        if outcomes is None:
            connection.execute("ROLLBACK")
            connection.execute("BEGIN IMMEDIATE")
            outcomes = [_run_in_savepoint(connection, unit) for unit in units]
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        return [_Failed(_convert_error(error)) for _ in units]
    return outcomes


def _run_without_savepoints(connection: sqlite3.Connection, units: Sequence[Unit[Any]]) -> list[Any] | None:
    """Each unit's outcome, or None if one failed after it wrote: only savepoints can undo that one alone.

    A savepoint costs a unit a tenth of its time, and nearly every failure comes before the first write.
    """
    outcomes, tx = list[Any](), SqliteTx(connection)
    for unit in units:
        changes = connection.total_changes
        try:
            outcomes.append(drive(cast(Coroutine[Any, Any, Any], unit(tx))))
        except Exception as error:  # the unit's own error, for its caller; the rest of the batch goes on
            if isinstance(error, sqlite3.Error) and is_condition(error):
                raise
            if connection.total_changes != changes:
                return None
            outcomes.append(_Failed(error))
    return outcomes


def _run_in_savepoint(connection: sqlite3.Connection, unit: Unit[Any]) -> Any:
    connection.execute("SAVEPOINT unit")
    try:
        result = drive(cast(Coroutine[Any, Any, Any], unit(SqliteTx(connection))))
    except Exception as error:  # the unit's own error, for its caller; the rest of the batch goes on
        if isinstance(error, sqlite3.Error) and is_condition(error):
            raise  # the whole transaction is in doubt: SQLite may have rolled it back
        connection.execute("ROLLBACK TO unit")
        connection.execute("RELEASE unit")
        return _Failed(error)
    connection.execute("RELEASE unit")
    return result


def _convert_error(error: sqlite3.Error) -> Exception:
    return Unavailable(str(error)) if is_condition(error) else error


def _unwrap(outcome: T | _Failed) -> T:
    if isinstance(outcome, _Failed):
        raise outcome.error
    return outcome


def _resolve(answer: asyncio.Future[Any], outcome: Any) -> None:
    if answer.cancelled():
        return
    if isinstance(outcome, _Failed):
        answer.set_exception(outcome.error)
    else:
        answer.set_result(outcome)
