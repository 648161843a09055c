"""Boards: who made how many calls, ranked fairly, with nobody named who didn't choose to be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import Select, Table, bindparam, func, select

from bot.core.callers import Caller
from bot.core.campaigns import Campaign, Campaigns, to_look_at
from bot.core.clock import day_of, week_of
from bot.core.coalition import Coalition
from bot.core.counters import persons, total
from bot.core.counting import CAMPAIGN, By
from bot.core.people import People
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import chapters, counters, orgs, people

SHOWN = 10  # rows of a board; the rest are counted in one line


class Board(StrEnum):
    """What a board compares."""

    CHAPTERS = "chapters"
    ORGS = "orgs"
    STATES = "states"
    DISTRICTS = "districts"
    VOLUNTEERS = "volunteers"


class Period(StrEnum):
    """Since when calls are counted."""

    TODAY = "today"
    WEEK = "week"
    CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True)
class Group:
    """One group's total, as it stands in the database: ``people`` is how many made its ``n`` calls."""

    name: str
    n: int
    people: int
    last_at: int
    placeholder: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of a board. ``rank`` is None for a placeholder, which stands last."""

    rank: int | None
    name: str
    n: int
    placeholder: bool = False


@dataclass(frozen=True, slots=True)
class Standings:
    """A board as it is shown.

    ``folded`` counts the calls of the ``folded_groups`` groups too small to show, ``more`` the groups or
    volunteers that have calls and no line of their own.
    """

    board: Board
    period: Period
    campaign: Campaign
    lines: tuple[Standing, ...]
    folded: int
    folded_groups: int
    more: int
    total: int


def ranked(groups: Iterable[Group]) -> tuple[Standing, ...]:
    """Rank groups as competitions do (1, 2, 2, 4); ties stand in the order of the last call that still counts."""
    order = sorted(groups, key=lambda group: (group.placeholder, -group.n, group.last_at, group.name))
    placed = [group for group in order if not group.placeholder]
    standings: list[Standing] = []
    for n, tied in groupby(placed, key=lambda group: group.n):
        rank = len(standings) + 1
        standings += [Standing(rank, group.name, n) for group in tied]
    return (*standings, *(Standing(None, group.name, group.n, True) for group in order if group.placeholder))


def folded(groups: Sequence[Group], smallest: int) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """Part ``groups`` into those shown and those folded together, which have fewer than ``smallest`` people.

    Never is exactly one folded alone, whose number everybody could then work out: the next smallest joins it.
    """
    by_size = sorted(groups, key=lambda group: (group.people, group.n, group.name))
    small = sum(group.people < smallest for group in by_size)
    if small == 1:
        small = min(2, len(by_size))
    return tuple(by_size[small:]), tuple(by_size[:small])


_C = counters.c
_AT = (
    _C.campaign_id == bindparam("campaign"),
    _C.period == bindparam("period"),
)


def _groups(table: Table, by: By) -> Select[Any]:
    columns = (table.c.name, table.c.placeholder, _C.n, _C.people, _C.last_at)
    return select(*columns).where(*_AT, _C.by == by.value, _C.n > 0, _C.key == table.c.id)


_ORGS = Statement(_groups(orgs, By.ORG).where(_C.scope == ""))
_OWN_CHAPTERS = Statement(_groups(chapters, By.CHAPTER).where(_C.scope == bindparam("org")))
_ALL_CHAPTERS = Statement(_groups(chapters, By.CHAPTER))


def _places(by: By) -> Statement:
    columns = (_C.key.label("name"), _C.n, _C.people, _C.last_at)
    return Statement(select(*columns).where(*_AT, _C.by == by.value, _C.scope == "", _C.n > 0))


_PLACES = {Board.STATES: _places(By.STATE), Board.DISTRICTS: _places(By.DISTRICT)}
_PEOPLE = (*_AT, _C.by == By.PERSON.value, _C.scope == bindparam("org"))
_PUBLIC = Statement(
    select(people.c.profile, _C.n, _C.last_at)
    .where(*_PEOPLE, _C.n > 0, _C.key == people.c.id, people.c.public == 1)
    .order_by(_C.n.desc(), _C.last_at)
    .limit(SHOWN)
)
_AHEAD = Statement(select(func.count().label("n")).select_from(counters).where(*_PEOPLE, _C.n > bindparam("mine")))


class Boards:
    """Reads boards."""

    def __init__(
        self, store: Store, people: People, coalition: Coalition, campaigns: Campaigns, min_group: int
    ) -> None:
        self._store = store
        self._people = people
        self._coalition = coalition
        self._campaigns = campaigns
        self._min_group = min_group

    async def read(
        self,
        caller: Caller,
        board: Board,
        period: Period,
        campaign: str | None,
        at: int,
        admin: bool = False,
        public: bool = False,
    ) -> Standings:
        """Return a board as it stands: the caller's own org's chapters or volunteers, an admin's of every org.

        A ``public`` one is read by everybody in a channel, so that in an org's space it is never of every org.
        """

        async def read(tx: Tx) -> Standings:
            org = await self._whose(tx, caller, admin, public)
            return await self._read(tx, caller, org, board, period, campaign, at)

        return await self._store.read(read)

    async def _read(
        self, tx: Tx, caller: Caller, org: str, board: Board, period: Period, word: str | None, at: int
    ) -> Standings:
        campaign = to_look_at(await self._campaigns.met(tx, caller), word, at)
        when = {"campaign": campaign.id, "period": period_key(period, campaign, at)}
        bare = await _bare(tx, board, period, campaign, when["period"])
        if board is Board.VOLUNTEERS:
            return await self._volunteers(tx, bare, when, org)
        return await _compared(tx, bare, when, org, self._min_group)

    async def _whose(self, tx: Tx, caller: Caller, admin: bool, public: bool) -> str:
        """Return the org whose rows are shown, empty for every org's.

        What everybody in a space reads is of the space's org, or of nobody's, whoever asks for it there.
        """
        if admin:
            return (await self._coalition.space(tx, caller) or "") if public else ""
        person = None if public and caller.space else await self._people.find(tx, caller)
        return (await self._coalition.belongs(tx, person.chapter_id if person else None, caller)).org_id

    async def _volunteers(self, tx: Tx, bare: Standings, when: dict[str, str], org: str) -> Standings:
        """Return those with a public name, each with their true rank among everybody."""
        rows = await tx.all(_PUBLIC, org=org, **when)
        lines = []
        for row in rows:
            [ahead] = await tx.all(_AHEAD, org=org, mine=row.n, **when)
            name = self._people.profile(row.profile).public_name or ""
            lines.append(Standing(1 + ahead.n, name, row.n))
        everybody = await persons(tx, when["campaign"], when["period"], org)
        return replace(bare, lines=tuple(lines), more=everybody - len(lines))


async def final_board(tx: Tx, campaign: Campaign, org: str | None, min_group: int) -> Standings:
    """Return a whole campaign's board as a channel sees it: an org's own chapters, for the coalition its orgs."""
    board = Board.CHAPTERS if org else Board.ORGS
    bare = await _bare(tx, board, Period.CAMPAIGN, campaign, CAMPAIGN)
    return await _compared(tx, bare, {"campaign": campaign.id, "period": CAMPAIGN}, org or "", min_group)


async def _bare(tx: Tx, board: Board, period: Period, campaign: Campaign, key: str) -> Standings:
    everybody = await total(tx, campaign.id, By.TOTAL, "", "", key)
    return Standings(board, period, campaign, (), 0, 0, 0, everybody)


async def _compared(tx: Tx, bare: Standings, when: dict[str, str], org: str, min_group: int) -> Standings:
    """Return the board of groups; those of one's own ``org`` need no folding."""
    match bare.board:
        case Board.CHAPTERS if org:
            return _shown(bare, [_group(row) for row in await tx.all(_OWN_CHAPTERS, org=org, **when)], 0)
        case Board.CHAPTERS:
            groups = [_group(row) for row in await tx.all(_ALL_CHAPTERS, **when)]
        case Board.ORGS:
            groups = [_group(row) for row in await tx.all(_ORGS, **when)]
        case _:
            rows = await tx.all(_PLACES[bare.board], **when)
            groups = [Group(row.name, row.n, row.people, row.last_at) for row in rows]
    return _shown(bare, groups, min_group)


def period_key(period: Period, campaign: Campaign, at: int) -> str:
    """Return the name that totals carry for a period which holds the instant ``at``."""
    today = day_of(at, campaign.zone)
    match period:
        case Period.TODAY:
            return today.isoformat()
        case Period.WEEK:
            return week_of(today)
        case Period.CAMPAIGN:
            return CAMPAIGN


def _group(row: Row) -> Group:
    return Group(row.name, row.n, row.people, row.last_at, bool(row.placeholder))


def _shown(bare: Standings, groups: Sequence[Group], smallest: int) -> Standings:
    kept, small = folded(groups, smallest) if smallest else (tuple(groups), ())
    lines = ranked(kept)
    return replace(
        bare,
        lines=lines[:SHOWN],
        folded=sum(group.n for group in small),
        folded_groups=len(small),
        more=len(lines[SHOWN:]),
    )
