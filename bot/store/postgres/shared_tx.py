"""The transaction as each unit of a batch sees it: it suspends the unit until the batch has run the statement.

Rows whose fate is known beforehand wait, so that the batch adds those of all its units at once: before a unit reads
again, and at the end.
"""

from collections.abc import Generator, Iterable, Mapping, Sequence
from enum import StrEnum
from types import coroutine
from typing import Any, NamedTuple

from bot.store.engine import ListQueries
from bot.store.statement import Params, Row, Statement


class How(StrEnum):
    """What a unit does with its statement."""

    ONE = "one"
    ALL = "all"
    RUN = "run"
    MANY = "many"
    AHEAD = "ahead"


class Step(NamedTuple):
    """A statement that a unit awaits, with its parameters: those of each row for `MANY`, each `Key` for `AHEAD`."""

    how: How
    statement: Statement | None
    params: Any


Key = tuple[Statement, tuple[Any, ...]]  # a query and its bound parameters


@coroutine
def _wait_for(how: How, statement: Statement | None, params: Any) -> Generator[Step, Any, Any]:
    return (yield Step(how, statement, params))


class SharedTx:
    """See `engine.Tx`. ``changes`` are the rows that wait to be added."""

    __slots__ = ("_ahead", "changes")
    has_one_writer = False

    def __init__(self) -> None:
        self.changes: list[tuple[Statement, Sequence[Params]]] = []
        self._ahead: dict[Key, list[Row]] = {}

    async def one(self, statement: Statement, /, **params: Any) -> Row | None:
        rows = self._take(statement, params)
        if rows is None:
            return await _wait_for(How.ONE, statement, params)
        return rows[0] if rows else None

    async def all(self, statement: Statement, /, **params: Any) -> list[Row]:
        rows = self._take(statement, params)
        found: list[Row] = await _wait_for(How.ALL, statement, params) if rows is None else rows
        return found

    async def run(self, statement: Statement, /, **params: Any) -> int:
        self._ahead.clear()
        if statement.is_certain and statement.is_plain_insert:
            self.changes.append((statement, (params,)))
            return 1
        count: int = await _wait_for(How.RUN, statement, params)
        return count

    async def many(self, statement: Statement, rows: Iterable[Params], /) -> None:
        self._ahead.clear()
        if statement.is_certain:
            self.changes.append((statement, tuple(rows)))
        else:
            await _wait_for(How.MANY, statement, tuple(rows))

    async def read_ahead(self, list_queries: ListQueries) -> None:
        keys = dict.fromkeys(_make_key(statement, params) for statement, params in list_queries())
        able = tuple(key for key in keys if key[0].arrays or not key[1])
        self._ahead |= await _wait_for(How.AHEAD, None, able)

    def _take(self, statement: Statement, params: Mapping[str, Any]) -> list[Row] | None:
        """The rows that were read ahead, once."""
        return self._ahead.pop(_make_key(statement, params), None) if self._ahead else None


def _make_key(statement: Statement, params: Mapping[str, Any]) -> Key:
    return statement, statement.postgresql.bind(params)
