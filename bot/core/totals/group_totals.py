"""Totals of groups by org and slice of time, as `bot.core.totals.disclosure` judges them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select

from bot.core.base.clock import week_of
from bot.core.totals.counting import CAMPAIGN, By
from bot.core.totals.disclosure import STRANGERS, Cells, Part, Slice, add_up, fold, fold_within
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import anonymous_totals, counters, orgs

NOWHERE = ""  # the key of people who told no place


@dataclass(frozen=True, slots=True)
class GroupTotal:
    """One group in one period; ``people`` are how many made its ``calls``, the last at ``last_at`` (UTC microseconds).

    Forgotten people count as one. ``org`` is a chapter's, else empty. ``is_folded`` says that its number is not to be
    told apart across orgs.
    """

    key: str
    org: str
    calls: int
    people: int
    last_at: int
    is_folded: bool


class _Number(NamedTuple):
    calls: int
    people: int
    last_at: int


Address = tuple[str, str]  # scope and key of a total
_Numbers = Mapping[Slice, Mapping[Address, _Number]]

_C, _A = counters.c, anonymous_totals.c
_SAME = and_(*(_C[column.name] == column for column in anonymous_totals.primary_key))
# Whoever is forgotten may come back and be forgotten again, so all of them are taken for one person.
_PEOPLE = _C.people - case((_A.forgotten > 1, _A.forgotten - 1), else_=0)
_ROWS = counters.outerjoin(anonymous_totals, _SAME)
_HERE = (_C.campaign_id == bindparam("campaign"), _C.by == bindparam("what"), _C.n > 0)
_KEYED = _C.key == bindparam("key")
_OTHER_WEEKS = and_(_C.period.like("%-W%"), _C.period != bindparam("week"))
_OTHER_DAYS = or_(*(_C.period == bindparam(f"day_{number}") for number in range(6)))


def _totals(*where: ColumnElement[bool]) -> Statement:
    columns = (_C.scope, _C.key, _C.n, _PEOPLE.label("people"), _C.last_at)
    return Statement(select(*columns).select_from(_ROWS).where(*_HERE, _C.period == bindparam("period"), *where))


def _most(*where: ColumnElement[bool]) -> Statement:
    """Return the query for the most people that one of several days or weeks had: all of them had no fewer."""
    columns = (_C.scope, _C.key, func.max(_PEOPLE).label("people"))
    return Statement(select(*columns).select_from(_ROWS).where(*_HERE, *where).group_by(_C.scope, _C.key))


_ALL, _ONE = _totals(), _totals(_KEYED)
_PERIODS = (Slice.CAMPAIGN, Slice.WEEK, Slice.TODAY)
# A shorter period, the longer one, and the slice by which they differ.
_STEPS = (
    (Slice.WEEK, Slice.CAMPAIGN, Slice.OTHER_WEEKS),
    (Slice.TODAY, Slice.WEEK, Slice.OTHER_DAYS),
)
_MOST = {Slice.OTHER_WEEKS: _most(_OTHER_WEEKS), Slice.OTHER_DAYS: _most(_OTHER_DAYS)}
_MOST_OF_ONE = {Slice.OTHER_WEEKS: _most(_OTHER_WEEKS, _KEYED), Slice.OTHER_DAYS: _most(_OTHER_DAYS, _KEYED)}
_NO_ORG = Statement(select(orgs.c.id).where(orgs.c.placeholder == 1))


class GroupTotals:
    """Reads a campaign's totals of groups in one period, as seen on the campaign-local day ``today``.

    What a number tells beside those of longer periods is judged too. Across orgs fewer than ``least`` people are not
    told of.
    """

    def __init__(self, tx: Tx, campaign: str, today: date, period: Slice, least: int) -> None:
        self._tx = tx
        self._campaign = campaign
        self._today = today
        self._period = period
        self._least = least

    async def orgs(self) -> tuple[GroupTotal, ...]:
        """Return every org's total."""
        numbers = await self._read(By.ORG)
        groups = await self._groups(By.ORG, numbers)
        return _listed(numbers, self._period, _key, self._fold(groups, groups)[-1])

    async def chapters(self) -> tuple[GroupTotal, ...]:
        """Return every org's chapters' totals; those of a folded org are folded with it."""
        numbers, of_orgs = await self._read(By.CHAPTER), await self._read(By.ORG)
        outer, owner = await self._groups(By.ORG, of_orgs), await self._owner(By.CHAPTER)
        # A chapter's people know its numbers, so it is to the others in its org what an org is to others.
        groups = _cells(numbers, _both, lambda address: STRANGERS if owner(address) == STRANGERS else address[1])
        inner = _nested(groups, lambda name: name.partition("/")[0])
        folds = fold_within(inner, {}, self._fold(outer, outer), self._least, self._period)
        return _listed(numbers, self._period, _both, folds[-1])

    async def states(self) -> tuple[GroupTotal, ...]:
        """Return every state's total, and that of people who told none, whose key is `NOWHERE`."""
        numbers, nowhere = await self._read(By.STATE), await self._read(By.DISTRICT, NOWHERE)
        numbers = {period: {**numbers[period], **nowhere[period]} for period in numbers}
        return _listed(numbers, self._period, _key, (await self._fold_states(numbers))[-1])

    async def districts(self) -> tuple[GroupTotal, ...]:
        """Return every district's total; the key of people who told only their state is that, or `NOWHERE`."""
        states, numbers = await self._read(By.STATE), await self._read(By.DISTRICT)
        nowhere = {period: _only(numbers[period], NOWHERE) for period in numbers}
        states = {period: {**states[period], **nowhere[period]} for period in states}
        inner = _nested(await self._groups(By.DISTRICT, numbers), lambda name: name.partition("-")[0])
        outer, folds = await self._groups(By.STATE, states), await self._fold_states(states)
        return _listed(numbers, self._period, _key, fold_within(inner, outer, folds, self._least, self._period)[-1])

    async def _fold_states(self, numbers: _Numbers) -> tuple[frozenset[str], ...]:
        orgs_ = await self._groups(By.ORG, await self._read(By.ORG))
        return self._fold(await self._groups(By.STATE, numbers), orgs_)

    async def _groups(self, by: By, numbers: _Numbers) -> Mapping[str, Cells]:
        return _cells(numbers, _key, await self._owner(by))

    def _fold(self, groups: Mapping[str, Cells], orgs_: Mapping[str, Cells]) -> tuple[frozenset[str], ...]:
        whole = {one: add_up(orgs_.values(), one) for one in Slice}
        return fold(groups, whole, self._least, self._period)

    async def _owner(self, by: By) -> Callable[[Address], str]:
        """Return what says whose people a total is about: an org's, `STRANGERS`, or, as "", nobody knows whose."""
        none = {row.id for row in await self._tx.all(_NO_ORG)}
        at = 1 if by is By.ORG else 0
        return lambda address: STRANGERS if address[at] in none else address[at]

    async def _read(self, by: By, key: str | None = None) -> dict[Slice, dict[Address, _Number]]:
        """Return the totals of one kind by slice, or of one key alone; in a difference ``people`` is the least."""
        found = dict[Slice, dict[Address, _Number]]()
        here = {"campaign": self._campaign, "what": by.value, **({} if key is None else {"key": key})}
        for period in _PERIODS[: _PERIODS.index(self._period) + 1]:
            rows = await self._tx.all(_ALL if key is None else _ONE, period=self._name(period), **here)
            found[period] = {(row.scope, row.key): _Number(row.n, row.people, row.last_at) for row in rows}
        for period, longer, rest in _STEPS:
            if period in found:
                query = (_MOST if key is None else _MOST_OF_ONE)[rest]
                rows = await self._tx.all(query, **self._others(rest), **here)
                most = {(row.scope, row.key): int(row.people) for row in rows}
                found[rest] = _differences(found[longer], found[period], most)
        return found

    def _name(self, period: Slice) -> str:
        """Return the name that totals carry for a period."""
        return {
            Slice.CAMPAIGN: CAMPAIGN,
            Slice.WEEK: week_of(self._today),
            Slice.TODAY: self._today.isoformat(),
        }[period]

    def _others(self, rest: Slice) -> dict[str, str]:
        if rest is Slice.OTHER_WEEKS:
            return {"week": week_of(self._today)}
        monday = self._today - timedelta(days=self._today.weekday())
        days = [monday + timedelta(days=number) for number in range(7)]
        return {f"day_{at}": day.isoformat() for at, day in enumerate(day for day in days if day != self._today)}


def _differences(
    longer: Mapping[Address, _Number], shorter: Mapping[Address, _Number], most: Mapping[Address, int]
) -> dict[Address, _Number]:
    """Return what totals of the longer period hold beyond the shorter one, of at least so many people."""
    found = dict[Address, _Number]()
    for address, number in longer.items():
        within = shorter.get(address, _Number(0, 0, 0))
        people = max(most.get(address, 0), number.people - within.people)
        if number.calls > within.calls:
            found[address] = _Number(number.calls - within.calls, people, 0)
    return found


def _key(address: Address) -> str:
    return address[1]


def _both(address: Address) -> str:
    return "/".join(address)


def _only(numbers: Mapping[Address, _Number], key: str) -> dict[Address, _Number]:
    return {address: number for address, number in numbers.items() if address[1] == key}


def _cells(
    numbers: _Numbers, name: Callable[[Address], str], owner: Callable[[Address], str]
) -> dict[str, dict[Slice, dict[str, Part]]]:
    """Return each group's parts by slice and by whose they are."""
    groups: dict[str, dict[Slice, dict[str, Part]]] = {}
    for slice_, by_address in numbers.items():
        for address, number in by_address.items():
            parts = groups.setdefault(name(address), {}).setdefault(slice_, {})
            part = Part(number.calls, number.people)
            parts[owner(address)] = parts.get(owner(address), Part()).plus(part)
    return groups


def _nested(groups: Mapping[str, Cells], outer: Callable[[str], str]) -> dict[str, dict[str, Cells]]:
    found: dict[str, dict[str, Cells]] = {}
    for name, cells in groups.items():
        found.setdefault(outer(name), {})[name] = cells
    return found


def _listed(
    numbers: _Numbers, period: Slice, name: Callable[[Address], str], folded: Iterable[str]
) -> tuple[GroupTotal, ...]:
    """Return the groups of one period, each with its orgs' parts together."""
    held, found = frozenset(folded), dict[str, tuple[Address, _Number]]()
    for address, number in numbers[period].items():
        _, before = found.get(name(address), (address, _Number(0, 0, 0)))
        calls, people = before.calls + number.calls, before.people + number.people
        found[name(address)] = address, _Number(calls, people, max(before.last_at, number.last_at))
    return tuple(
        GroupTotal(key, scope if name is _both else "", *number, is_folded=group in held)
        for group, ((scope, key), number) in found.items()
    )
