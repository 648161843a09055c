"""Units of work inside the connection's thread: each runs to its end there, and many share a transaction.

A batch first runs without savepoints. If a unit fails after it wrote, the batch runs again with a savepoint around
each unit. Units that many callers run at once (`engine.Store.write_together`) pause where they add to rows that all of
them add to, such as the coalition's total. So a row that sixty calls move is written once.
"""

import sqlite3
from collections import deque
from collections.abc import Coroutine, Generator, Iterable, Sequence
from types import coroutine
from typing import Any, NamedTuple, TypeVar, cast

from bot.store.engine import FailedUnit, ListQueries, Unit
from bot.store.sqlite.conditions import is_condition
from bot.store.statement import Params, Row, Statement

T = TypeVar("T")


class WaitingUnit(NamedTuple):
    """A unit to run. ``is_shared`` allows that other shared units' statements run between its own."""

    unit: Unit[Any]
    is_shared: bool


class SqliteTx:
    """A transaction on a connection, used inside its own thread; see `engine.Tx`. Nothing here ever suspends."""

    __slots__ = ("_connection",)
    has_one_writer = True

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def one(self, statement: Statement, /, **params: Any) -> Row | None:
        return self._fetch(statement, params)

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

    def _fetch(self, statement: Statement, params: Params) -> Row | None:
        compiled = statement.sqlite
        row = self._connection.execute(compiled.text, compiled.bind(params)).fetchone()
        return None if row is None else compiled.row(row)

    async def read_ahead(self, list_queries: ListQueries) -> None:
        """Do nothing: there are no round trips."""


def drive(work: Coroutine[Any, Any, T]) -> T:
    """Run a unit of work to its end without an event loop. Awaiting a SqliteTx never suspends."""
    try:
        work.send(None)
    except StopIteration as finished:
        return cast(T, finished.value)
    raise _refuse(work)


def start(unit: Unit[T], tx: SqliteTx) -> Coroutine[Any, Any, T]:
    """A unit of work to `drive`."""
    return cast(Coroutine[Any, Any, T], unit(tx))


def _refuse(work: Coroutine[Any, Any, Any]) -> RuntimeError:
    work.close()
    return RuntimeError("a unit of work awaited something other than its transaction")


def run_units(connection: sqlite3.Connection, units: Sequence[WaitingUnit]) -> list[Any]:
    """Each unit's result or FailedUnit, after one commit for all. Raises sqlite3.Error if nothing was committed."""
    connection.execute("BEGIN IMMEDIATE")
    if len(units) == 1:
        return [_run_alone(connection, units[0].unit)]
    outcomes = _run_without_savepoints(connection, units)
    if outcomes is None:
        connection.execute("ROLLBACK")
        connection.execute("BEGIN IMMEDIATE")
        outcomes = [_run_in_savepoint(connection, one.unit) for one in units]
    connection.execute("COMMIT")
    return outcomes


def _run_alone(connection: sqlite3.Connection, unit: Unit[Any]) -> Any:
    try:
        result = drive(start(unit, SqliteTx(connection)))
    except Exception as error:  # the unit's own error, for its caller
        if isinstance(error, sqlite3.Error) and is_condition(error):
            raise
        connection.execute("ROLLBACK")
        return FailedUnit(error)
    connection.execute("COMMIT")
    return result


def _run_in_savepoint(connection: sqlite3.Connection, unit: Unit[Any]) -> Any:
    connection.execute("SAVEPOINT unit")
    try:
        result = drive(start(unit, SqliteTx(connection)))
    except Exception as error:  # the unit's own error, for its caller; the rest of the batch goes on
        if isinstance(error, sqlite3.Error) and is_condition(error):
            raise  # the whole transaction is in doubt: SQLite may have rolled it back
        connection.execute("ROLLBACK TO unit")
        connection.execute("RELEASE unit")
        return FailedUnit(error)
    connection.execute("RELEASE unit")
    return result


def _run_without_savepoints(connection: sqlite3.Connection, units: Sequence[WaitingUnit]) -> list[Any] | None:
    """Each unit's outcome, or None if one failed after it wrote: only savepoints can undo that one alone.

    A savepoint costs a unit a tenth of its time, and nearly every failure comes before the first write.
    """
    batch = _Batch(connection, units)
    try:
        return batch.run()
    except _MustUndo:
        return None
    finally:
        batch.close()


class _MustUndo(Exception):
    """A unit failed after it wrote."""


class _Pause(NamedTuple):
    """A shared unit waits: until all added their rows or, with ``for_others``, until all other paused ones ended."""

    for_others: bool


_FOR_ROWS, _FOR_OTHERS = _Pause(for_others=False), _Pause(for_others=True)


@coroutine
def _wait(pause: _Pause) -> Generator[_Pause, None, None]:
    yield pause


class _SharedTx(SqliteTx):
    """The transaction of shared units. A unit pauses in it where a statement can fold its rows with others'."""

    __slots__ = ("_locked", "_rows", "place")

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._rows: dict[Statement, list[Params]] = {}  # to fold
        self._locked: dict[tuple[Statement, Any], int] = {}  # each locked row's id, with the unit that locked it
        self.place = 0  # the unit that runs

    async def one(self, statement: Statement, /, **params: Any) -> Row | None:
        row = self._fetch(statement, params)
        if row is None or not statement.sqlite.is_locking:
            return row
        if self._locked.setdefault((statement, row[0]), self.place) == self.place:
            return row
        await _wait(_FOR_OTHERS)
        return await self.one(statement, **params)

    async def many(self, statement: Statement, rows: Iterable[Params], /) -> None:
        if statement.fold is None:
            return await super().many(statement, rows)
        self._rows.setdefault(statement, []).extend(rows)
        return await _wait(_FOR_ROWS)

    def add_rows(self) -> None:
        """Run the statements of paused units, each once for all of them."""
        for statement, rows in self._rows.items():
            assert statement.fold
            compiled = statement.sqlite
            self._connection.executemany(compiled.text, map(compiled.bind, statement.fold(rows)))
        self._rows.clear()

    def unlock(self) -> None:
        """Forget the locks of units that ended."""
        self._locked.clear()


class _Batch:
    """Units on their way through one transaction. Units are known by their place."""

    def __init__(self, connection: sqlite3.Connection, units: Sequence[WaitingUnit]) -> None:
        self._connection, self._units = connection, units
        self._tx, self._shared = SqliteTx(connection), _SharedTx(connection)
        self._paused: deque[tuple[int, Coroutine[Any, Any, Any]]] = deque()
        self._outcomes: list[Any] = [None] * len(units)

    def run(self) -> list[Any]:
        """Each unit's outcome. Raises _MustUndo, and sqlite3.Error for the disk's or the file's condition."""
        for place, (unit, is_shared) in enumerate(self._units):
            if is_shared:
                self._advance(place, start(unit, self._shared))
            else:
                self._finish_paused()
                self._advance(place, start(unit, self._tx))
        self._finish_paused()
        return self._outcomes

    def close(self) -> None:
        """End the units that didn't finish."""
        for _, work in self._paused:
            work.close()

    def _finish_paused(self) -> None:
        while self._paused:
            self._add_rows()
            for _ in range(len(self._paused)):
                self._advance(*self._paused.popleft(), has_written=True)
        self._shared.unlock()

    def _add_rows(self) -> None:
        try:
            self._shared.add_rows()
        except sqlite3.Error as error:
            if is_condition(error):
                raise
            raise _MustUndo from error

    def _advance(self, place: int, work: Coroutine[Any, Any, Any], *, has_written: bool = False) -> None:
        """Run a unit until it ends or pauses."""
        changes, self._shared.place = self._connection.total_changes, place
        try:
            pause = work.send(None)
            if not isinstance(pause, _Pause):
                raise _refuse(work)
        except StopIteration as finished:
            self._outcomes[place] = finished.value
        except Exception as error:  # the unit's own error, for its caller; the rest of the batch goes on
            if isinstance(error, sqlite3.Error) and is_condition(error):
                raise
            if has_written or self._connection.total_changes != changes:
                raise _MustUndo from error
            self._outcomes[place] = FailedUnit(error)
        else:
            if not pause.for_others:
                self._paused.append((place, work))
                return
            if has_written or self._connection.total_changes != changes:
                work.close()
                raise _MustUndo
            self._finish_paused()
            self._advance(place, work)
