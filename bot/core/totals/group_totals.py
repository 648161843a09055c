"""Loads totals of groups by org and slice of time, and folds small groups as `bot.core.totals.disclosure` decides."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import assert_never

from bot.core.times.clock import week_of
from bot.core.totals.counting import CAMPAIGN, GroupKind, Measure
from bot.core.totals.disclosure import STRANGERS, Cells, GroupPart, Slice, add_up, fold, fold_within
from bot.core.totals.periods import list_periods
from bot.store.engine import Tx
from bot.store.sql import ColumnElement, and_, bindparam, case, func, or_, select
from bot.store.statement import Statement
from bot.store.tables import anonymous_totals, current_totals, orgs

NOWHERE = ""  # the key of people with no known place


@dataclass(frozen=True, slots=True)
class GroupTotal:
    """One group in one period. ``people`` made its ``calls``, the last one at ``last_at`` (UTC microseconds).

    Where postcards are counted, ``calls`` are postcards. All forgotten people count as one. ``org`` is set only for
    chapters. If it ``is_folded``, other orgs must not see its number by itself.
    """

    key: str
    org: str
    calls: int
    people: int
    last_at: int
    is_folded: bool


Address = tuple[str, str]  # scope and key of a total
_Numbers = Mapping[Slice, Mapping[Address, GroupPart]]

_C, _A = current_totals.c, anonymous_totals.c
_SAME = and_(*(_C[column.name] == column for column in anonymous_totals.primary_key))
# A forgotten person may come back and be forgotten again, so all of them count as one.
_PEOPLE = _C.people - case((_A.forgotten > 1, _A.forgotten - 1), else_=0)
_ROWS = current_totals.outerjoin(anonymous_totals, _SAME)
_HERE = (_C.campaign_id == bindparam("campaign"), _C.by == bindparam("what"), _C.n > 0)
_KEYED = _C.key == bindparam("key")
_PERIODS_HERE = list_periods()
_WEEK = _PERIODS_HERE.c.period
_OTHER_WEEKS = and_(_C.period == _WEEK, _WEEK.like("%-W%"), bindparam("week") != _WEEK)
_OTHER_DAYS = or_(*(_C.period == bindparam(f"day_{number}") for number in range(6)))


def _make_totals_query(*where: ColumnElement[bool]) -> Statement:
    columns = (_C.scope, _C.key, _C.n, _PEOPLE.label("people"), _C.last_at)
    return Statement(select(*columns).select_from(_ROWS).where(*_HERE, _C.period == bindparam("period"), *where))


def _make_most_query(*where: ColumnElement[bool]) -> Statement:
    """The most people in any one of several days or weeks: the whole had at least as many."""
    columns = (_C.scope, _C.key, func.max(_PEOPLE).label("people"))
    return Statement(select(*columns).select_from(_ROWS).where(*_HERE, *where).group_by(_C.scope, _C.key))


_ALL, _ONE = _make_totals_query(), _make_totals_query(_KEYED)
_PERIODS = (Slice.CAMPAIGN, Slice.WEEK, Slice.TODAY)
# A shorter period, the next longer one, the slice between them, and that slice's rows.
_STEPS = (
    (Slice.WEEK, Slice.CAMPAIGN, Slice.OTHER_WEEKS, _OTHER_WEEKS),
    (Slice.TODAY, Slice.WEEK, Slice.OTHER_DAYS, _OTHER_DAYS),
)
_MOST = {rest: _make_most_query(within) for *_, rest, within in _STEPS}
_MOST_OF_ONE = {rest: _make_most_query(within, _KEYED) for *_, rest, within in _STEPS}
_NO_ORG = Statement(select(orgs.c.id).where(orgs.c.placeholder == 1))


class GroupTotals:
    """Loads a campaign's group totals for one period, as seen on the campaign-local day ``today``.

    It also judges what a number reveals beside the numbers of longer periods. Across orgs, groups of fewer than
    ``least`` people are folded. Calls and postcards are judged apart, since no number adds them up.
    """

    def __init__(
        self, tx: Tx, campaign: str, today: date, period: Slice, least: int, measure: Measure = Measure.CALLS
    ) -> None:
        self._tx, self._campaign, self._today = tx, campaign, today
        self._period, self._least = period, least
        self.measure = measure

    async def load_orgs(self) -> tuple[GroupTotal, ...]:
        """Every org's total."""
        numbers = await self._read(GroupKind.ORG)
        groups = await self._load_cells(GroupKind.ORG, numbers)
        return _list_groups(numbers, self._period, _get_key, self._fold(groups, groups)[-1])

    async def load_chapters(self) -> tuple[GroupTotal, ...]:
        """The totals of all orgs' chapters. A folded org's chapters are folded with it."""
        numbers, of_orgs = await self._read(GroupKind.CHAPTER), await self._read(GroupKind.ORG)
        outer, owner = await self._load_cells(GroupKind.ORG, of_orgs), await self._load_owner(GroupKind.CHAPTER)
        # A chapter's people know its numbers, so each chapter is a reader, as an org is among orgs.
        groups = _make_cells(
            numbers, _join_address, lambda address: STRANGERS if owner(address) == STRANGERS else address[1]
        )
        inner = _nest(groups, lambda name: name.partition("/")[0])
        folds = fold_within(inner, {}, self._fold(outer, outer), self._least, self._period)
        return _list_groups(numbers, self._period, _join_address, folds[-1])

    async def load_states(self) -> tuple[GroupTotal, ...]:
        """Every state's total, and one with the key `NOWHERE` for people without a state."""
        numbers, nowhere = await self._read(GroupKind.STATE), await self._read(GroupKind.DISTRICT, NOWHERE)
        numbers = {period: {**numbers[period], **nowhere[period]} for period in numbers}
        return _list_groups(numbers, self._period, _get_key, (await self._fold_states(numbers))[-1])

    async def load_districts(self) -> tuple[GroupTotal, ...]:
        """Every district's total. People whose district is unknown are under their state, or `NOWHERE`."""
        states, numbers = await self._read(GroupKind.STATE), await self._read(GroupKind.DISTRICT)
        nowhere = {period: _select_key(numbers[period], NOWHERE) for period in numbers}
        states = {period: {**states[period], **nowhere[period]} for period in states}
        inner = _nest(await self._load_cells(GroupKind.DISTRICT, numbers), lambda name: name.partition("-")[0])
        outer, folds = await self._load_cells(GroupKind.STATE, states), await self._fold_states(states)
        return _list_groups(
            numbers, self._period, _get_key, fold_within(inner, outer, folds, self._least, self._period)[-1]
        )

    async def _fold_states(self, numbers: _Numbers) -> tuple[frozenset[str], ...]:
        orgs_ = await self._load_cells(GroupKind.ORG, await self._read(GroupKind.ORG))
        return self._fold(await self._load_cells(GroupKind.STATE, numbers), orgs_)

    async def _load_cells(self, by: GroupKind, numbers: _Numbers) -> Mapping[str, Cells]:
        return _make_cells(numbers, _get_key, await self._load_owner(by))

    def _fold(self, groups: Mapping[str, Cells], orgs_: Mapping[str, Cells]) -> tuple[frozenset[str], ...]:
        whole = {one: add_up(orgs_.values(), one) for one in Slice}
        return fold(groups, whole, self._least, self._period)

    async def _load_owner(self, by: GroupKind) -> Callable[[Address], str]:
        """A function that finds the owner of a total: an org, `STRANGERS`, or "" if unknown."""
        none = {row.id for row in await self._tx.all(_NO_ORG)}
        at = 1 if by is GroupKind.ORG else 0
        return lambda address: STRANGERS if address[at] in none else address[at]

    async def _read(self, by: GroupKind, key: str | None = None) -> dict[Slice, dict[Address, GroupPart]]:
        """The totals of one kind, or of one key of it, by slice. In a difference, ``people`` is a minimum."""
        found = dict[Slice, dict[Address, GroupPart]]()
        here = {
            "campaign": self._campaign,
            "what": self.measure.name_kind(by).value,
            **({} if key is None else {"key": key}),
        }
        for period in _PERIODS[: _PERIODS.index(self._period) + 1]:
            rows = await self._tx.all(_ALL if key is None else _ONE, period=self._name_period(period), **here)
            found[period] = {(scope, key): GroupPart(*number) for scope, key, *number in rows}
        for period, longer, rest, _ in _STEPS:
            if period in found:
                query = (_MOST if key is None else _MOST_OF_ONE)[rest]
                rows = await self._tx.all(query, **self._list_others(rest), **here)
                most = {(row.scope, row.key): int(row.people) for row in rows}
                found[rest] = _subtract(found[longer], found[period], most)
        return found

    def _name_period(self, period: Slice) -> str:
        """The period's name in counters."""
        match period:
            case Slice.CAMPAIGN:
                return CAMPAIGN
            case Slice.WEEK:
                return week_of(self._today)
            case Slice.TODAY:
                return self._today.isoformat()
            case Slice.OTHER_WEEKS | Slice.OTHER_DAYS:
                raise AssertionError("differences between periods have no counters")
            case _:
                assert_never(period)

    def _list_others(self, rest: Slice) -> dict[str, str]:
        if rest is Slice.OTHER_WEEKS:
            return {"week": week_of(self._today)}
        monday = self._today - timedelta(days=self._today.weekday())
        days = [monday + timedelta(days=number) for number in range(7)]
        return {f"day_{at}": day.isoformat() for at, day in enumerate(day for day in days if day != self._today)}


def _subtract(
    longer: Mapping[Address, GroupPart], shorter: Mapping[Address, GroupPart], most: Mapping[Address, int]
) -> dict[Address, GroupPart]:
    """What the longer period has beyond the shorter one. ``most`` is a minimum of its people."""
    found = dict[Address, GroupPart]()
    for address, number in longer.items():
        within = shorter.get(address, GroupPart())
        people = max(most.get(address, 0), number.people - within.people)
        if number.calls > within.calls:
            found[address] = GroupPart(number.calls - within.calls, people)
    return found


def _get_key(address: Address) -> str:
    return address[1]


def _join_address(address: Address) -> str:
    return "/".join(address)


def _select_key(numbers: Mapping[Address, GroupPart], key: str) -> dict[Address, GroupPart]:
    return {address: number for address, number in numbers.items() if address[1] == key}


def _make_cells(
    numbers: _Numbers, name: Callable[[Address], str], owner: Callable[[Address], str]
) -> dict[str, dict[Slice, dict[str, GroupPart]]]:
    """Each group's parts by slice and owner."""
    groups: dict[str, dict[Slice, dict[str, GroupPart]]] = {}
    for slice_, by_address in numbers.items():
        for address, number in by_address.items():
            parts, whose = groups.setdefault(name(address), {}).setdefault(slice_, {}), owner(address)
            parts[whose] = parts[whose].add(number) if whose in parts else number
    return groups


def _nest(groups: Mapping[str, Cells], outer: Callable[[str], str]) -> dict[str, dict[str, Cells]]:
    found: dict[str, dict[str, Cells]] = {}
    for name, cells in groups.items():
        found.setdefault(outer(name), {})[name] = cells
    return found


def _list_groups(
    numbers: _Numbers, period: Slice, name: Callable[[Address], str], folded: Iterable[str]
) -> tuple[GroupTotal, ...]:
    """The groups of one period, each the sum of its orgs' parts."""
    folded_names, found = frozenset(folded), dict[str, tuple[Address, list[GroupPart]]]()
    for address, number in numbers[period].items():
        found.setdefault(name(address), (address, []))[1].append(number)
    return tuple(
        GroupTotal(key, scope if name is _join_address else "", *_add_all(parts), is_folded=group in folded_names)
        for group, ((scope, key), parts) in found.items()
    )


def _add_all(parts: Sequence[GroupPart]) -> GroupPart:
    calls, people, last = zip(*parts, strict=True)
    return GroupPart(sum(calls), sum(people), max(last))
