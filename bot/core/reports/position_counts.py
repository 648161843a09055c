"""Counts what offices said to each ask, and finds offices that recently said both yes and no."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from bot.core.calls.positions import Position
from bot.core.directory.members import REPRESENTATIVE, Directory
from bot.core.reports.report_rows import (
    ANSWERS,
    ANSWERS_ANONYMOUS,
    ASKERS,
    ASKERS_ANONYMOUS,
    identify_office,
    load_rows_within,
)
from bot.roles import Reach
from bot.store.engine import Tx

DISPUTE_DAYS = 14  # days within which a yes and a no can't both be right

# Different callers needed before answers count as what the office said: one caller may mishear or lie.
MIN_CALLERS = 3

_NONE: Mapping[Position, int] = MappingProxyType({})
_NEVER: Mapping[Position, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PositionCounts:
    """The answers of ``whom`` (see `report_rows.identify_office`) to one ask.

    ``counts`` are answers by position. ``last`` is the latest day of each (campaign-local, YYYY-MM-DD). ``callers`` is
    how many people asked; a person who asked before and after their member was known may count twice. ``certain`` is
    how many of them are surely different people; all forgotten accounts together count as one.
    """

    whom: str
    ask: str
    counts: Mapping[Position, int] = field(default_factory=lambda: _NONE)
    last: Mapping[Position, str] = field(default_factory=lambda: _NEVER)
    callers: int = 0
    certain: int = 0

    @property
    def is_said(self) -> bool:
        """Whether enough callers asked to report the answers as what the office said."""
        return self.certain >= MIN_CALLERS

    @property
    def newest(self) -> str:
        """The day of the latest answer."""
        return max(self.last.values(), default="")

    def is_disputed(self, since: str) -> bool:
        """Whether callers heard both a yes and a no on or after the day ``since``."""
        return all(self.last.get(position, "") >= since for position in (Position.YES, Position.NO))

    def plus(self, position: Position, n: int, day: str) -> "PositionCounts":
        """A copy with ``n`` more answers, the last of them on ``day``."""
        counts = {**self.counts, position: self.counts.get(position, 0) + n}
        return replace(self, counts=counts, last={**self.last, position: max(self.last.get(position, ""), day)})


async def load_position_counts(tx: Tx, reach: Reach, campaign: str, directory: Directory) -> tuple[PositionCounts, ...]:
    """Every office's answers to every ask, including forgotten people's. Those with the most answers come first."""
    found: dict[tuple[str, str], PositionCounts] = {}

    def current(whom: str, ask: str) -> PositionCounts:
        return found.get((whom, ask), PositionCounts(whom, ask))

    for row in await load_rows_within(tx, ANSWERS, reach, campaign=campaign):
        whom = identify_office(row.slot, directory, row.state, row.district)
        found[whom, row.ask] = current(whom, row.ask).plus(Position(row.position), row.n, row.last_day)
    for row in await load_rows_within(tx, ANSWERS_ANONYMOUS, reach, campaign=campaign):
        before = current(row.subject, row.ask)
        found[row.subject, row.ask] = before.plus(Position(row.value), row.n, row.last_day)
    for (whom, ask), askers in (await _load_askers(tx, reach, campaign, directory)).items():
        found[whom, ask] = replace(current(whom, ask), callers=askers.callers, certain=askers.certain)
    answered = (counts for counts in found.values() if counts.counts)
    return tuple(sorted(answered, key=lambda counts: (-sum(counts.counts.values()), counts.whom, counts.ask)))


@dataclass(frozen=True, slots=True)
class Askers:
    """How many people asked: known people in groups that may overlap, and forgotten people."""

    groups: tuple[int, ...] = ()
    forgotten: int = 0

    @property
    def callers(self) -> int:
        return sum(self.groups) + self.forgotten

    @property
    def certain(self) -> int:
        shared = -(-sum(self.groups) // len(self.groups)) if self.groups else 0
        return max((shared, *self.groups)) + min(1, self.forgotten)


async def _load_askers(tx: Tx, reach: Reach, campaign: str, directory: Directory) -> dict[tuple[str, str], Askers]:
    found: dict[tuple[str, str], Askers] = {}
    for row in await load_rows_within(tx, ASKERS, reach, campaign=campaign):
        where = {"district" if row.slot == REPRESENTATIVE else "state": row.place}
        key = identify_office(row.slot, directory, **where), row.ask
        askers = found.get(key, Askers())
        found[key] = replace(askers, groups=(*askers.groups, row.people))
    for row in await load_rows_within(tx, ASKERS_ANONYMOUS, reach, campaign=campaign):
        key = row.subject, row.ask
        askers = found.get(key, Askers())
        found[key] = replace(askers, forgotten=askers.forgotten + row.people)
    return found
