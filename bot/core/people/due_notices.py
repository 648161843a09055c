"""Notices that are rows first: who takes a due one, postpones it, and when the next one is due.

Each is sent at most once: one that may have arrived counts as sent. Each kind of notice is a subclass in its own room.
"""

from abc import ABC, abstractmethod
from functools import cache
from typing import Generic, TypeVar

from msgspec import Struct

from bot.core.base.retry_pauses import RetryPauses
from bot.core.times.clock import SECOND, Clock
from bot.store.engine import Store, Tx
from bot.store.sql import Table, bindparam, func, select, update
from bot.store.statement import Row, Statement

N = TypeVar("N")


class _Statements(Struct, frozen=True):
    """What is asked of one table of notices: the due rows, to postpone one, and when the next is due."""

    due: Statement
    postpone: Statement
    next: Statement


class DueNotices(ABC, Generic[N]):
    """Hands out the due rows of ``table`` as notices, and postpones them.

    A row is due at its ``due_at``, never if that is None. Its ``key`` names it; the notice has it under the same name.
    ``waiting`` are the values of a row that waits again.
    """

    def __init__(self, store: Store, clock: Clock, table: Table, key: str = "id", **waiting: str) -> None:
        self._store, self._clock, self._key = store, clock, key
        self._pauses = RetryPauses()
        self._statements = _make_statements(table, key, tuple(waiting.items()))

    async def take(self, most: int) -> tuple[N, ...]:
        """Take due notices. Each counts as sent unless `postpone` or `give_up` is called for it."""
        return await self._store.write(lambda tx: self._take(tx, most))

    async def postpone(self, notice: N, seconds: float) -> None:
        """Retry a notice that certainly didn't arrive, until a day after it was added: after ``seconds``, or later."""
        which = getattr(notice, self._key)
        due = self._clock() + int(self._pauses.take(str(which), seconds) * SECOND)
        await self._store.write(lambda tx: tx.run(self._statements.postpone, which=which, at=due))

    async def find_next_time(self) -> int | None:
        """When the next notice is due (UTC microseconds), None if there is none."""
        row = await self._store.read(lambda tx: tx.one(self._statements.next))
        return row.at if row else None

    async def _take(self, tx: Tx, most: int) -> tuple[N, ...]:
        now = self._clock()
        taken = [await self._take_row(tx, row, now) for row in await tx.all(self._statements.due, now=now, most=most)]
        return tuple([notice for notice in taken if notice is not None])

    @abstractmethod
    async def _take_row(self, tx: Tx, row: Row, now: int) -> N | None:
        """Count a row as sent and return its notice, or give it up and return None."""


@cache
def _make_statements(table: Table, key: str, waiting: tuple[tuple[str, str], ...]) -> _Statements:
    """Make a table's statements once for the whole process: to compile them takes longer than to run them."""
    due, name = table.c.due_at, table.c[key]
    due_rows = select(table).where(due <= bindparam("now")).order_by(due, name).limit(bindparam("most"))
    postponed = update(table).where(name == bindparam("which")).values(due_at=bindparam("at"), **dict(waiting))
    return _Statements(
        due=Statement(due_rows.with_for_update(skip_locked=True)),
        postpone=Statement(postponed),
        next=Statement(select(func.min(due).label("at"))),
    )
