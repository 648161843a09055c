"""Runs waiting units of work in one transaction, each statement once for all of them.

Units are driven by hand. Each runs until it awaits a statement; then the same statement of several units is sent once,
with arrays of their parameters. So sixty logged calls need about as many round trips, and as many commits, as one.

All units share the transaction's locks, so two that lock the same row can't run side by side: the later one waits for
the next batch. A unit that fails before it wrote leaves the batch alone. After that, only a rollback undoes it.
"""

from collections import defaultdict
from collections.abc import Generator, Iterable, Mapping, Sequence
from enum import StrEnum
from types import coroutine
from typing import Any, NamedTuple

from msgspec import Struct

from bot.store.engine import Unit
from bot.store.statement import Params, Row, Statement


class FailedUnit(Struct, frozen=True):
    """A unit's own error, for its caller."""

    error: Exception


class PostponedUnit(Struct, frozen=True):
    """A unit that waits for the next batch: it locks what another one has locked."""


class MustRunAlone(Exception):
    """The transaction must be rolled back: a unit failed, or met another one's lock, after it wrote."""


class _How(StrEnum):
    ONE = "one"
    ALL = "all"
    RUN = "run"
    MANY = "many"


class _Step(NamedTuple):
    """A statement that a unit awaits, with its parameters (those of each row, for `MANY`)."""

    how: _How
    statement: Statement
    params: Any


@coroutine
def _wait_for(how: _How, statement: Statement, params: Any) -> Generator[_Step, Any, Any]:
    return (yield _Step(how, statement, params))


class _SharedTx:
    """See `engine.Tx`. Its methods suspend the unit until the batch has run the statement."""

    __slots__ = ()
    has_one_writer = False

    async def one(self, statement: Statement, /, **params: Any) -> Row | None:
        return await _wait_for(_How.ONE, statement, params)

    async def all(self, statement: Statement, /, **params: Any) -> list[Row]:
        found: list[Row] = await _wait_for(_How.ALL, statement, params)
        return found

    async def run(self, statement: Statement, /, **params: Any) -> int:
        count: int = await _wait_for(_How.RUN, statement, params)
        return count

    async def many(self, statement: Statement, rows: Iterable[Params], /) -> None:
        await _wait_for(_How.MANY, statement, tuple(rows))


async def run_together(connection: Any, units: Sequence[Unit[Any]]) -> list[Any]:
    """Each unit's result, `FailedUnit` or `PostponedUnit`. Raises MustRunAlone, and the driver's errors."""
    batch = _Batch(connection, units)
    try:
        while batch.waiting:
            await batch.advance()
    finally:
        batch.close()
    return batch.outcomes


class _Batch:
    """Units on their way through one transaction. Units are known by their place."""

    def __init__(self, connection: Any, units: Sequence[Unit[Any]]) -> None:
        tx = _SharedTx()
        self._connection = connection
        self._running: list[Any] = [unit(tx) for unit in units]
        self._locked: dict[Any, int] = {}  # each locked row's id, with the unit that locked it
        self._wrote: set[int] = set()
        self.outcomes: list[Any] = [None] * len(units)
        self.waiting: dict[int, Any] = dict.fromkeys(range(len(units)))  # with the answers they wait for

    def close(self) -> None:
        """End the units that didn't finish."""
        for unit in self._running:
            unit.close()

    async def advance(self) -> None:
        """Let every unit go on to its next statement, and run these statements."""
        steps: defaultdict[tuple[_How, Statement], dict[int, Any]] = defaultdict(dict)
        for place, answer in self.waiting.items():
            if step := self._resume(place, answer):
                steps[step.how, step.statement][place] = step.params
        self.waiting = {}
        for (how, statement), params in steps.items():
            if how in (_How.ONE, _How.ALL):
                await self._query(statement, how, params)
            else:
                await self._change(statement, how, params)

    def _resume(self, place: int, answer: Any) -> _Step | None:
        """The next statement of a unit, None once it ended."""
        try:
            step = self._running[place].send(answer)
        except StopIteration as finished:
            self.outcomes[place] = finished.value
            return None
        except Exception as error:  # the unit's own error, for its caller; the rest of the batch goes on
            self._leave(place, FailedUnit(error))
            return None
        if not isinstance(step, _Step):
            raise RuntimeError("a unit of work awaited something other than its transaction")
        return step

    def _leave(self, place: int, outcome: FailedUnit | PostponedUnit) -> None:
        if place in self._wrote:
            raise MustRunAlone
        self._running[place].close()
        self.outcomes[place] = outcome

    async def _query(self, statement: Statement, how: _How, params: Mapping[int, Any]) -> None:
        found = await self._fetch(statement, params)
        for place, rows in found.items():
            if statement.is_locking and not self._take_locks(statement, place, rows):
                self._leave(place, PostponedUnit())
            elif how is _How.ALL:
                self.waiting[place] = rows
            else:
                self.waiting[place] = rows[0] if rows else None

    def _take_locks(self, statement: Statement, place: int, rows: Iterable[Row]) -> bool:
        """Whether no other unit has locked these rows. A locking query's first column tells them apart."""
        ids = [(statement, row[0]) for row in rows]
        return all(self._locked.setdefault(id, place) == place for id in ids)

    async def _fetch(self, statement: Statement, params: Mapping[int, Any]) -> dict[int, list[Row]]:
        compiled, text = statement.postgresql, statement.arrays
        sets = [compiled.bind(one) for one in params.values()]
        if text is None:
            if not any(sets):  # without parameters, everybody finds the same
                rows = [compiled.row(row) for row in await self._connection.fetch(compiled.text)]
                return {place: list(rows) for place in params}
            return {
                place: [compiled.row(row) for row in await self._connection.fetch(compiled.text, *one)]
                for place, one in zip(params, sets, strict=True)
            }
        places, found = list(params), {place: list[Row]() for place in params}
        for row in await self._connection.fetch(text, *map(list, zip(*sets, strict=True))):
            found[places[row[0] - 1]].append(compiled.row(row[1:]))
        return found

    async def _change(self, statement: Statement, how: _How, params: Mapping[int, Any]) -> None:
        self._wrote.update(params)
        if how is _How.MANY:
            rows = [row for rows in params.values() for row in rows]
            await self._insert(statement, statement.fold(rows) if statement.fold else rows)
            self.waiting.update(dict.fromkeys(params))
        elif statement.is_plain_insert and statement.arrays:
            await self._insert(statement, list(params.values()))
            self.waiting.update(dict.fromkeys(params, 1))
        else:
            for place, one in params.items():
                self.waiting[place] = await run_statement(self._connection, statement, one)

    async def _insert(self, statement: Statement, rows: Sequence[Params]) -> None:
        compiled, text = statement.postgresql, statement.arrays
        sets = [compiled.bind(row) for row in rows]
        if not sets:
            return
        if text and (statement.is_plain_insert or statement.fold):
            await self._connection.execute(text, *map(list, zip(*sets, strict=True)))
        else:
            await self._connection.executemany(compiled.text, sets)


async def run_statement(connection: Any, statement: Statement, params: Params) -> int:
    """Run a statement that changes rows, and return how many."""
    compiled = statement.postgresql
    status = await connection.execute(compiled.text, *compiled.bind(params))
    count = status.rsplit(" ", 1)[-1]  # "INSERT 0 1", "UPDATE 3"; "DROP TABLE" changes no row
    return int(count) if count.isdigit() else 0
