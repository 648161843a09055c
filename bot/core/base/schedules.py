"""Whose turn it is to do what one process does by schedule, and how it went the last time."""

from enum import IntEnum
from typing import Any, cast

from msgspec import Struct

from bot.core.times.clock import HOUR, SECOND, Clock
from bot.store.engine import Store, Tx
from bot.store.sql import Executable, bindparam, func, select, update
from bot.store.statement import Statement
from bot.store.tables import congress_updates

LEASE = 1200 * SECOND  # of a process that does the work; it gives up before
RETRY = HOUR  # after work that failed, or sooner where it comes more often

_U = congress_updates.c
_WHICH = _U.id == bindparam("which")


class Scheduled(IntEnum):
    """What has a schedule of its own."""

    CONGRESS = 1
    STATES = 2
    BACKUP = 3
    DRILL = 4


class ScheduleState(Struct, frozen=True):
    """When scheduled work last succeeded, and when and why it failed since. Times are UTC microseconds."""

    done_at: int | None = None
    failed_at: int | None = None
    problem: str = ""


def _add_row(insert: Any) -> Executable:
    return cast(
        Executable, insert(congress_updates).values(id=bindparam("which")).on_conflict_do_nothing(index_elements=["id"])
    )


_ADD_ROW = Statement(_add_row)
_CLAIM = Statement(
    update(congress_updates)
    .where(
        _WHICH,
        func.coalesce(_U.leased_until, 0) <= bindparam("now"),
        func.coalesce(_U.done_at, 0) <= bindparam("done_before"),
        func.coalesce(_U.failed_at, 0) <= bindparam("failed_before"),
    )
    .values(leased_until=bindparam("until"))
)
_RECORD_DONE = Statement(
    update(congress_updates)
    .where(_WHICH)
    .values(done_at=bindparam("now"), leased_until=None, failed_at=None, problem=None)
)
_RECORD_FAILURE = Statement(
    update(congress_updates)
    .where(_WHICH)
    .values(failed_at=bindparam("now"), leased_until=None, problem=bindparam("why"))
)
_RELEASE = Statement(update(congress_updates).where(_WHICH).values(leased_until=None))
_STATE = Statement(select(congress_updates).where(_WHICH))


class ScheduleLog:
    """Hands out scheduled work, each time to one process, and records how that ended."""

    def __init__(self, store: Store, clock: Clock, which: Scheduled) -> None:
        self._store, self._clock, self._which = store, clock, which

    async def claim(self, every: int) -> bool:
        """Whether this process is to do it now, if it is done ``every`` so many microseconds."""
        return await self.claim_since(self._clock() - every, min(every, RETRY))

    async def claim_since(self, before: int, pause: int = RETRY) -> bool:
        """Whether this process is to do it now: it was last done ``before`` or then, and failed a ``pause`` ago."""
        return await self._store.write(lambda tx: self._claim(tx, before, pause))

    async def record_done(self) -> None:
        """Record that it succeeded, by schedule or not."""
        await self._store.write(self._record_done)

    async def record_failure(self, problem: str) -> None:
        """Record why it failed by schedule."""
        await self._store.write(lambda tx: tx.run(_RECORD_FAILURE, which=self._which, now=self._clock(), why=problem))

    async def release(self) -> None:
        """Give work back that was not finished, for any process to do it."""
        await self._store.write(lambda tx: tx.run(_RELEASE, which=self._which))

    async def _claim(self, tx: Tx, before: int, pause: int) -> bool:
        now = self._clock()
        await tx.run(_ADD_ROW, which=self._which)
        times = {"done_before": before, "failed_before": now - pause}
        return bool(await tx.run(_CLAIM, which=self._which, now=now, until=now + LEASE, **times))

    async def _record_done(self, tx: Tx) -> None:
        await tx.run(_ADD_ROW, which=self._which)
        await tx.run(_RECORD_DONE, which=self._which, now=self._clock())


async def load_schedule_state(tx: Tx, which: Scheduled) -> ScheduleState:
    """How scheduled work went lately."""
    row = await tx.one(_STATE, which=which)
    return ScheduleState(row.done_at, row.failed_at, row.problem or "") if row else ScheduleState()
