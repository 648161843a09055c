"""Runs waiting units of work in one transaction, each statement once for all of them.

Units are driven by hand. Each runs until it awaits a statement; then the same statement of several units is sent once,
with arrays of their parameters. So sixty logged calls need about as many round trips, and as many commits, as one.

All units share the transaction's locks, so two that lock the same row can't run side by side: the later one waits for
the next batch. A unit that fails before its rows are added leaves the batch alone. After that, only a rollback undoes
it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from bot.store.engine import FailedUnit, Unit
from bot.store.postgres.combined import combine_inserts, combine_queries, split_by_table
from bot.store.postgres.shared_tx import How, Key, SharedTx, Step
from bot.store.statement import Params, Row, Statement


class PostponedUnit(Struct, frozen=True):
    """A unit that waits for the next batch: it locks what another one has locked."""


class MustRunAlone(Exception):
    """The transaction must be rolled back: a unit failed, or met another one's lock, after it wrote."""


async def run_together(connection: Any, units: Sequence[Unit[Any]]) -> list[Any]:
    """Each unit's result, `FailedUnit` or `PostponedUnit`. Raises MustRunAlone, and the driver's errors."""
    batch = _Batch(connection, units)
    try:
        while batch.waiting:
            await batch.advance()
        await batch.flush()
    finally:
        batch.close()
    return batch.outcomes


class _Batch:
    """Units on their way through one transaction. Units are known by their place."""

    def __init__(self, connection: Any, units: Sequence[Unit[Any]]) -> None:
        self._connection = connection
        self._txs = [SharedTx() for _ in units]
        self._running: list[Any] = [unit(tx) for unit, tx in zip(units, self._txs, strict=True)]
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
        steps: defaultdict[tuple[How, Statement | None], dict[int, Any]] = defaultdict(dict)
        for place, answer in self.waiting.items():
            if step := self._resume(place, answer):
                steps[step.how, step.statement][place] = step.params
        self.waiting = {}
        if any(self._txs[place].changes for places in steps.values() for place in places):
            await self.flush()
        for (how, statement), params in steps.items():
            if statement is None:
                await self._read_ahead(params)
            elif how in (How.ONE, How.ALL):
                await self._query(statement, how, params)
            else:
                await self._change(statement, how, params)

    async def flush(self) -> None:
        """Add the rows that wait, those of all units at once."""
        waiting: defaultdict[Statement, list[Params]] = defaultdict(list)
        for place, tx in enumerate(self._txs):
            if tx.changes:
                self._wrote.add(place)
            for statement, rows in tx.changes:
                waiting[statement] += rows
            tx.changes.clear()
        for inserts in split_by_table(statement for statement, rows in waiting.items() if rows):
            arrays = [array for insert in inserts for array in _make_arrays(insert, waiting[insert])]
            await self._connection.execute(combine_inserts(inserts), *arrays)

    def _resume(self, place: int, answer: Any) -> Step | None:
        """The next statement of a unit, None once it ended."""
        try:
            step = self._running[place].send(answer)
        except StopIteration as finished:
            self.outcomes[place] = finished.value
            return None
        except Exception as error:  # the unit's own error, for its caller; the rest of the batch goes on
            self._leave(place, FailedUnit(error))
            return None
        if not isinstance(step, Step):
            raise RuntimeError("a unit of work awaited something other than its transaction")
        return step

    def _leave(self, place: int, outcome: FailedUnit | PostponedUnit) -> None:
        if place in self._wrote:
            raise MustRunAlone
        self._running[place].close()
        self._txs[place].changes.clear()
        self.outcomes[place] = outcome

    async def _read_ahead(self, wanted: Mapping[int, Sequence[Key]]) -> None:
        """Answer each unit with the rows of each of its queries."""
        sets: defaultdict[Statement, dict[tuple[Any, ...], list[Row]]] = defaultdict(dict)
        for keys in wanted.values():
            for statement, bound in keys:
                sets[statement][bound] = []
        await self._fetch_several(sets)
        for place, keys in wanted.items():
            self.waiting[place] = {key: list(sets[key[0]][key[1]]) for key in keys}

    async def _fetch_several(self, sets: Mapping[Statement, dict[tuple[Any, ...], list[Row]]]) -> None:
        queries = tuple(sets)
        arrays = [list(array) for query in queries if query.arrays for array in zip(*sets[query], strict=True)]
        found = [list(sets[query].values()) for query in queries]
        rows = [query.postgresql.row for query in queries]
        for query, number, record in await self._connection.fetch(combine_queries(queries), *arrays):
            found[query][number - 1].append(rows[query](record))

    async def _query(self, statement: Statement, how: How, params: Mapping[int, Any]) -> None:
        found = await self._fetch(statement, params)
        for place, rows in found.items():
            if statement.postgresql.is_locking and not self._take_locks(statement, place, rows):
                self._leave(place, PostponedUnit())
            elif how is How.ALL:
                self.waiting[place] = rows
            else:
                self.waiting[place] = rows[0] if rows else None

    def _take_locks(self, statement: Statement, place: int, rows: Iterable[Row]) -> bool:
        """Whether no other unit has locked these rows. A locking query's first column tells them apart."""
        ids = [(statement, row[0]) for row in rows]
        return all(self._locked.setdefault(id, place) == place for id in ids)

    async def _fetch(self, statement: Statement, params: Mapping[int, Any]) -> dict[int, list[Row]]:
        compiled, text = statement.postgresql, statement.array_text
        sets = [compiled.bind(one) for one in params.values()]
        if not text:
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

    async def _change(self, statement: Statement, how: How, params: Mapping[int, Any]) -> None:
        self._wrote.update(params)
        for place, one in params.items():
            if how is How.RUN:
                self.waiting[place] = await run_statement(self._connection, statement, one)
            else:
                compiled = statement.postgresql
                await self._connection.executemany(compiled.text, [compiled.bind(row) for row in one])
                self.waiting[place] = None


def _make_arrays(insert: Statement, rows: Sequence[Params]) -> list[list[Any]]:
    """An array for each parameter of an insert of several rows."""
    bind = insert.postgresql.bind
    sets = [bind(row) for row in (insert.fold(rows) if insert.fold else rows)]
    return [list(array) for array in zip(*sets, strict=True)]


async def run_statement(connection: Any, statement: Statement, params: Params) -> int:
    """Run a statement that changes rows, and return how many."""
    compiled = statement.postgresql
    status = await connection.execute(compiled.text, *compiled.bind(params))
    count = status.rsplit(" ", 1)[-1]  # "INSERT 0 1", "UPDATE 3"; "DROP TABLE" changes no row
    return int(count) if count.isdigit() else 0
