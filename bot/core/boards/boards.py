"""Boards: who made how many calls, ranked fairly, with nobody named who didn't choose to be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import Select, Table, bindparam, func, select

from bot.core.base.clock import day_of, week_of
from bot.core.campaigns.campaigns import Campaign, Campaigns, to_look_at
from bot.core.coalition.coalition import Coalition
from bot.core.people.people import People
from bot.core.people.public_names import HIDDEN, WAITS, is_shown, taken_names
from bot.core.totals.counters import persons, total
from bot.core.totals.counting import CAMPAIGN, By
from bot.core.totals.disclosure import Slice
from bot.core.totals.group_totals import NOWHERE, GroupTotal, GroupTotals
from bot.identity import Caller
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import chapters, counters, orgs, people

_LOOKED_AT = 50  # public names, of which some may not be shown any more
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

    ``folded`` counts the calls of the ``folded_groups`` groups that are not told apart, people whose place isn't known
    among them, ``more`` the groups or volunteers that have calls and no line of their own.
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


_C = counters.c
_AT = (
    _C.campaign_id == bindparam("campaign"),
    _C.period == bindparam("period"),
)


def _groups(table: Table, by: By) -> Select[Any]:
    columns = (table.c.name, table.c.placeholder, _C.n, _C.people, _C.last_at)
    return select(*columns).where(*_AT, _C.by == by.value, _C.n > 0, _C.key == table.c.id)


_OWN_CHAPTERS = Statement(_groups(chapters, By.CHAPTER).where(_C.scope == bindparam("org")))
_NAMES = {
    Board.ORGS: Statement(select(orgs.c.id, orgs.c.name, orgs.c.placeholder)),
    Board.CHAPTERS: Statement(select(chapters.c.id, chapters.c.name, chapters.c.placeholder)),
}
_IS_ORG = Statement(select(orgs.c.placeholder).where(orgs.c.id == bindparam("org")))
_PEOPLE = (*_AT, _C.by == By.PERSON.value, _C.scope == bindparam("org"))
_PUBLIC = Statement(
    select(people.c.profile, _C.n, _C.last_at)
    .where(*_PEOPLE, _C.n > 0, _C.key == people.c.id, people.c.public == 1)
    .where(func.coalesce(people.c.name_hidden, "") != HIDDEN, ~WAITS, people.c.suspended_at.is_(None))
    .order_by(_C.n.desc(), _C.last_at)
    .limit(_LOOKED_AT)
)
_AHEAD = Statement(select(func.count().label("n")).select_from(counters).where(*_PEOPLE, _C.n > bindparam("mine")))


@dataclass(frozen=True, slots=True)
class _View:
    """The org whose chapters and volunteers are shown, "" for every org's.

    ``is_own`` says that whoever reads them may know all of the org: not a guest, nor somebody of no org.
    """

    org: str
    is_own: bool


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
            view = await self._whose(tx, caller, admin, public)
            return await self._read(tx, caller, view, board, period, campaign, at)

        return await self._store.read(read)

    async def _read(
        self, tx: Tx, caller: Caller, view: _View, board: Board, period: Period, word: str | None, at: int
    ) -> Standings:
        campaign = to_look_at(await self._campaigns.met(tx, caller), word, at)
        when = {"campaign": campaign.id, "period": period_key(period, campaign, at)}
        bare = await _bare(tx, board, period, campaign, when["period"])
        if board is Board.VOLUNTEERS:
            return await self._volunteers(tx, bare, when, view)
        return await _compare(tx, bare, when, view, day_of(at, campaign.zone), self._min_group)

    async def _whose(self, tx: Tx, caller: Caller, admin: bool, public: bool) -> _View:
        """Return whose rows are shown.

        What everybody in a space reads is of the space's org, or of nobody's, whoever asks for it there.
        """
        if admin:
            return _View((await self._coalition.space(tx, caller) or "") if public else "", is_own=True)
        person = await self._people.find(tx, caller)
        own = (await self._coalition.belongs(tx, person.chapter_id if person else None, caller)).org_id
        org = (await self._coalition.belongs(tx, None, caller)).org_id if public and caller.space else own
        # A guest reads no more of an org than everybody does; people of no org know nothing of each other.
        return _View(org, is_own=org == own and await _is_org(tx, org))

    async def _volunteers(self, tx: Tx, bare: Standings, when: dict[str, str], view: _View) -> Standings:
        """Return those with a public name, each with their true rank among everybody."""
        org = view.org
        rows = await tx.all(_PUBLIC, org=org, **when)
        taken, lines = await taken_names(tx, (org,) if org else ()), list[Standing]()
        named = ((row, self._people.profile(row.profile).public_name or "") for row in rows)
        for row, name in [one for one in named if is_shown(one[1], taken)][:SHOWN]:
            [ahead] = await tx.all(_AHEAD, org=org, mine=row.n, **when)
            lines.append(Standing(1 + ahead.n, name, row.n))
        everybody = await persons(tx, when["campaign"], when["period"], org)
        rest = everybody - len(lines)
        if 0 < rest < self._min_group < everybody and not view.is_own:
            lines, rest = [], everybody  # their org's total without the named ones would tell of the others
        return replace(bare, lines=tuple(lines), more=rest)


async def final_board(tx: Tx, campaign: Campaign, org: str | None, at: int, min_group: int) -> Standings:
    """Return a whole campaign's board as a channel sees it: an org's own chapters, for the coalition its orgs."""
    board = Board.CHAPTERS if org else Board.ORGS
    bare = await _bare(tx, board, Period.CAMPAIGN, campaign, CAMPAIGN)
    when = {"campaign": campaign.id, "period": CAMPAIGN}
    view = _View(org or "", is_own=True)
    return await _compare(tx, bare, when, view, day_of(at, campaign.zone), min_group)


async def _bare(tx: Tx, board: Board, period: Period, campaign: Campaign, key: str) -> Standings:
    everybody = await total(tx, campaign.id, By.TOTAL, "", "", key)
    return Standings(board, period, campaign, (), 0, 0, 0, everybody)


async def _compare(
    tx: Tx, bare: Standings, when: dict[str, str], view: _View, today: date, min_group: int
) -> Standings:
    """Return the board of groups. Chapters of one's own org are told apart."""
    org = view.org
    if bare.board is Board.CHAPTERS and org and view.is_own:
        return _show(bare, [_group(row) for row in await tx.all(_OWN_CHAPTERS, org=org, **when)])
    totals = GroupTotals(tx, when["campaign"], today, Slice(bare.period.value), min_group)
    read = {Board.CHAPTERS: totals.chapters, Board.ORGS: totals.orgs, Board.STATES: totals.states}
    found = await read.get(bare.board, totals.districts)()
    if bare.board is Board.CHAPTERS and org:  # what is folded with other orgs' isn't theirs to see
        is_all = not await _is_org(tx, org) and await _is_everybody(tx, when["campaign"], org)
        found = tuple(
            replace(one, is_folded=False) for one in found if one.org == org and (is_all or not one.is_folded)
        )
    names = {row.id: row for row in await tx.all(_NAMES[bare.board])} if bare.board in _NAMES else None
    shown = [_named(one, names) for one in found if not one.is_folded and (names or is_place(bare.board, one.key))]
    return _show(bare, shown, [one.calls for one in found if one.is_folded])


def is_place(board: Board, key: str) -> bool:
    """Say whether the group ``key`` has a line of its own: districts of people who told only their state have none."""
    return key != NOWHERE and ("-" in key or board is not Board.DISTRICTS)


def _named(total: GroupTotal, names: Mapping[str, Row] | None) -> Group:
    name = names[total.key].name if names else total.key
    placeholder = bool(names and names[total.key].placeholder)
    return Group(name, total.calls, total.people, total.last_at, placeholder)


async def _is_everybody(tx: Tx, campaign: str, org: str) -> bool:
    """Say whether nobody else has called for a campaign: then the org's number is the total, which is open."""
    return await total(tx, campaign, By.ORG, "", org) == await total(tx, campaign, By.TOTAL, "", "")


async def _is_org(tx: Tx, org: str) -> bool:
    """Say whether somebody of ``org`` is of one at all: people without an org know nothing of each other."""
    row = await tx.one(_IS_ORG, org=org)
    return bool(row and not row.placeholder)


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


def _show(bare: Standings, groups: Sequence[Group], small: Sequence[int] = ()) -> Standings:
    """Return the board with its lines; ``small`` are the calls of each group that has none."""
    lines = ranked(groups)
    more = len(lines[SHOWN:])
    return replace(bare, lines=lines[:SHOWN], folded=sum(small), folded_groups=len(small), more=more)
