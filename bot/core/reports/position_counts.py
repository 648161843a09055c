"""Counts what offices said to each ask, and finds offices that recently said both yes and no."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from bot.core.calls.positions import Position
from bot.core.directory.members import REPRESENTATIVE, Directory
from bot.core.reports.report_rows import ASKED, ASKED_LEFT, SAID, SAID_LEFT, load_rows_within, subject
from bot.roles import Reach
from bot.store.engine import Tx

LATELY = 14  # days within which a yes and a no can't both be right

# Callers from whom an office's answer is shown as what it said: one who misheard, or lies, says nothing for it.
ENOUGH = 3

_NONE: Mapping[Position, int] = MappingProxyType({})
_NEVER: Mapping[Position, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PositionCounts:
    """The answers of ``whom`` (see `report_rows.subject`) to one ask.

    ``counts`` are answers by position, ``last`` the latest day of each (campaign-local, YYYY-MM-DD), ``callers`` how
    many people asked; somebody who asked before and after their member was known may be two of them. ``certain`` are
    those who surely are different people: of accounts that were forgotten that is one at most.
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
        return self.certain >= ENOUGH

    @property
    def newest(self) -> str:
        """The day of the latest answer."""
        return max(self.last.values(), default="")

    def is_disputed(self, since: str) -> bool:
        """Whether both a yes and a no were heard on or after the day ``since``."""
        return all(self.last.get(position, "") >= since for position in (Position.YES, Position.NO))

    def plus(self, position: Position, n: int, day: str) -> "PositionCounts":
        """A copy with ``n`` more answers, the latest on ``day``."""
        counts = {**self.counts, position: self.counts.get(position, 0) + n}
        return replace(self, counts=counts, last={**self.last, position: max(self.last.get(position, ""), day)})


async def tallies(tx: Tx, reach: Reach, campaign: str, directory: Directory) -> tuple[PositionCounts, ...]:
    """Every office's answers to every ask, including forgotten people's, the most asked first."""
    found: dict[tuple[str, str], PositionCounts] = {}

    def at(whom: str, ask: str) -> PositionCounts:
        return found.get((whom, ask), PositionCounts(whom, ask))

    for row in await load_rows_within(tx, SAID, reach, campaign=campaign):
        whom = subject(row.slot, directory, row.state, row.district)
        found[whom, row.ask] = at(whom, row.ask).plus(Position(row.position), row.n, row.last_day)
    for row in await load_rows_within(tx, SAID_LEFT, reach, campaign=campaign):
        found[row.subject, row.ask] = at(row.subject, row.ask).plus(Position(row.value), row.n, row.last_day)
    for (whom, ask), asked in (await _load_asked(tx, reach, campaign, directory)).items():
        found[whom, ask] = replace(at(whom, ask), callers=asked.callers, certain=asked.certain)
    said = (tally for tally in found.values() if tally.counts)
    return tuple(sorted(said, key=lambda tally: (-sum(tally.counts.values()), tally.whom, tally.ask)))


@dataclass(frozen=True, slots=True)
class Asked:
    """How many people asked, in groups that may share people, and how many of them were forgotten."""

    groups: tuple[int, ...] = ()
    forgotten: int = 0

    @property
    def callers(self) -> int:
        return sum(self.groups) + self.forgotten

    @property
    def certain(self) -> int:
        shared = -(-sum(self.groups) // len(self.groups)) if self.groups else 0
        return max((shared, *self.groups)) + min(1, self.forgotten)


async def _load_asked(tx: Tx, reach: Reach, campaign: str, directory: Directory) -> dict[tuple[str, str], Asked]:
    found: dict[tuple[str, str], Asked] = {}
    for row in await load_rows_within(tx, ASKED, reach, campaign=campaign):
        where = {"district" if row.slot == REPRESENTATIVE else "state": row.place}
        key = subject(row.slot, directory, **where), row.ask
        held = found.get(key, Asked())
        found[key] = replace(held, groups=(*held.groups, row.people))
    for row in await load_rows_within(tx, ASKED_LEFT, reach, campaign=campaign):
        key = row.subject, row.ask
        held = found.get(key, Asked())
        found[key] = replace(held, forgotten=held.forgotten + row.people)
    return found
