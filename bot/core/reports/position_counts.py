"""Counts what offices said to each ask, and finds offices that recently said both yes and no."""

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct, structs

from bot.core.calls.positions import Position
from bot.core.directory.members import Directory
from bot.core.reports.report_rows import (
    ANSWERS,
    ANSWERS_ANONYMOUS,
    ANSWERS_IN,
    ASKERS,
    ASKERS_ANONYMOUS,
    Seats,
    load_rows_within,
)
from bot.core.totals.counting import CAMPAIGN
from bot.roles import Reach
from bot.store.engine import Tx

DISPUTE_DAYS = 14  # days within which a yes and a no can't both be right

# Different callers needed before answers count as what the office said: one caller may mishear or lie.
MIN_CALLERS = 3

_POSITIONS = {position.value: position for position in Position}  # faster than the enum's own lookup
_NONE: Mapping[Position, int] = MappingProxyType({})
_NEVER: Mapping[Position, str] = MappingProxyType({})


class PositionCounts(Struct, frozen=True):
    """The answers of ``whom`` (see `report_rows.identify_office`) to one ask.

    ``counts`` are answers by position. ``last`` is the latest day of each (campaign-local, YYYY-MM-DD). ``callers`` is
    how many people asked; a person who asked before and after their member was known may count twice. ``certain`` is
    how many of them are surely different people; all forgotten accounts together count as one.
    """

    whom: str
    ask: str
    counts: Mapping[Position, int] = _NONE
    last: Mapping[Position, str] = _NEVER
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
        """Whether callers heard both yes and no on or after the day ``since``."""
        return all(self.last.get(position, "") >= since for position in (Position.YES, Position.NO))


class Askers(Struct, frozen=True):
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


_Answers = dict[str, tuple[int, str]]  # how many answers, and the day of the last, by position
_Found = defaultdict[tuple[str, str], _Answers]  # by office and ask
_Asked = dict[tuple[str, str], Askers]


async def load_position_counts(tx: Tx, reach: Reach, campaign: str, directory: Directory) -> tuple[PositionCounts, ...]:
    """Every office's answers to every ask, including forgotten people's. Those with the most answers come first."""
    found = await _load_answers(tx, reach, directory, campaign, CAMPAIGN)
    for row in await load_rows_within(tx, ANSWERS_ANONYMOUS, reach, campaign=campaign):
        _add(found[row.subject, row.ask], row.value, row.n, row.last_day)
    askers = await _load_askers(tx, reach, directory, campaign, CAMPAIGN)
    for row in await load_rows_within(tx, ASKERS_ANONYMOUS, reach, campaign=campaign):
        key = row.subject, row.ask
        known = askers.get(key, Askers())
        askers[key] = structs.replace(known, forgotten=known.forgotten + row.people)
    return _join(found, askers)


async def load_position_counts_in(
    tx: Tx, reach: Reach, campaign: str, directory: Directory, day: str
) -> tuple[PositionCounts, ...]:
    """Like `load_position_counts`, for one campaign-local day. Of forgotten people's answers no day is known."""
    found = await _load_answers(tx, reach, directory, campaign, day)
    return _join(found, await _load_askers(tx, reach, directory, campaign, day))


async def _load_answers(tx: Tx, reach: Reach, directory: Directory, campaign: str, period: str) -> _Found:
    found, seats = _Found(dict), Seats(directory)
    query = ANSWERS if period == CAMPAIGN else ANSWERS_IN
    for row in await load_rows_within(tx, query, reach, campaign=campaign, period=period):
        _add(found[seats.identify(row.slot, row.place, row.congress), row.ask], row.position, row.n, row.last_day)
    return found


def _add(answers: _Answers, position: str, n: int, day: str) -> None:
    known, last = answers.get(position, (0, ""))
    answers[position] = known + n, max(last, day)


async def _load_askers(tx: Tx, reach: Reach, directory: Directory, campaign: str, period: str) -> _Asked:
    groups, seats = defaultdict[tuple[str, str], list[int]](list), Seats(directory)
    for row in await load_rows_within(tx, ASKERS, reach, campaign=campaign, period=period):
        groups[seats.identify(row.slot, row.place, row.congress), row.ask].append(row.n)
    return {key: Askers(tuple(sizes)) for key, sizes in groups.items()}


def _join(found: _Found, askers: _Asked) -> tuple[PositionCounts, ...]:
    """The answers with the people who asked, most answers first."""
    nobody = Askers()
    whole = [_make_counts(*key, answers, askers.get(key, nobody)) for key, answers in found.items()]
    return tuple(sorted(whole, key=lambda counts: (-sum(counts.counts.values()), counts.whom, counts.ask)))


def _make_counts(whom: str, ask: str, answers: _Answers, asked: Askers) -> PositionCounts:
    by_position = [(_POSITIONS[position], n, day) for position, (n, day) in answers.items()]
    counts, last = {one: n for one, n, _ in by_position}, {one: day for one, _, day in by_position}
    return PositionCounts(whom, ask, counts, last, asked.callers, asked.certain)
