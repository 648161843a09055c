"""When public data were last updated, and whose turn it is to do so by schedule; the files that Congress came from."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, cast

from msgspec import Struct, ValidationError, convert

from bot.core.base.stored_values import read_json, read_or
from bot.core.times.clock import HOUR, SECOND, Clock
from bot.errors import Unreadable
from bot.store.engine import Store, Tx
from bot.store.sql import Executable, bindparam, func, select, update
from bot.store.statement import Statement
from bot.store.tables import congress, congress_updates, maps

LEASE = 1200 * SECOND  # of a process that updates; it gives up before
RETRY = HOUR  # after an update that failed, or sooner where updates come more often

_U = congress_updates.c
_WHICH = _U.id == bindparam("which")


class PublicData(IntEnum):
    """What is updated by a schedule of its own."""

    CONGRESS = 1
    STATES = 2


class UpdateState(Struct, frozen=True):
    """The last update that succeeded, and when and why one failed since. Times are UTC microseconds."""

    done_at: int | None = None
    failed_at: int | None = None
    problem: str = ""


class LoadedFile(Struct, frozen=True):
    """A file that the stored data came from, and its size in bytes."""

    name: str
    bytes: int
    sha256: str


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
_SOURCES = Statement(select(congress.c.sources))
_MAPS = Statement(select(maps.c.congress, maps.c.loaded_at))


class UpdateLog:
    """Hands out the scheduled updates, each to one process, and records how they and others ended."""

    def __init__(self, store: Store, clock: Clock, which: PublicData = PublicData.CONGRESS) -> None:
        self._store, self._clock, self._which = store, clock, which

    async def claim(self, every: int) -> bool:
        """Whether this process is to update now, if there is an update ``every`` so many microseconds."""
        return await self._store.write(lambda tx: self._claim(tx, every))

    async def record_done(self) -> None:
        """Record that an update succeeded, scheduled or not."""
        await self._store.write(self._record_done)

    async def record_failure(self, problem: str) -> None:
        """Record why a scheduled update failed."""
        await self._store.write(lambda tx: tx.run(_RECORD_FAILURE, which=self._which, now=self._clock(), why=problem))

    async def release(self) -> None:
        """Give an update back that was not finished, for any process to do it."""
        await self._store.write(lambda tx: tx.run(_RELEASE, which=self._which))

    async def _claim(self, tx: Tx, every: int) -> bool:
        now = self._clock()
        await tx.run(_ADD_ROW, which=self._which)
        times = {"done_before": now - every, "failed_before": now - min(every, RETRY)}
        return bool(await tx.run(_CLAIM, which=self._which, now=now, until=now + LEASE, **times))

    async def _record_done(self, tx: Tx) -> None:
        await tx.run(_ADD_ROW, which=self._which)
        await tx.run(_RECORD_DONE, which=self._which, now=self._clock())


async def load_update_state(tx: Tx, which: PublicData = PublicData.CONGRESS) -> UpdateState:
    """How the last updates went."""
    row = await tx.one(_STATE, which=which)
    return UpdateState(row.done_at, row.failed_at, row.problem or "") if row else UpdateState()


async def load_files(tx: Tx) -> tuple[LoadedFile, ...]:
    """The files that the stored data came from. None if that can't be read."""
    row = await tx.one(_SOURCES)
    return read_or((), lambda: _read_files(row.sources)) if row else ()


def _read_files(sources: str) -> tuple[LoadedFile, ...]:
    """Raises Unreadable."""
    try:
        return convert(read_json(sources), tuple[LoadedFile, ...])
    except ValidationError as error:
        raise Unreadable("the note on the files of Congress is damaged") from error


async def load_map_times(tx: Tx) -> Mapping[int, int]:
    """When each Congress's map was loaded, by its number."""
    return {row.congress: row.loaded_at for row in await tx.all(_MAPS)}
