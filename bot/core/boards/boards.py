"""Boards: who made how many calls, ranked fairly, with nobody named who didn't choose to be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import Select, Table, bindparam, select

from bot.core.base.clock import day_of, week_of
from bot.core.boards.board_scope import View, is_everybody, is_org, own_total
from bot.core.boards.named_callers import named_callers
from bot.core.campaigns.campaigns import Campaign, Campaigns, to_look_at
from bot.core.coalition.coalition import Coalition
from bot.core.people.people import People
from bot.core.totals.counters import count_people, load_total
from bot.core.totals.counting import CAMPAIGN, GroupKind
from bot.core.totals.disclosure import Slice
from bot.core.totals.group_totals import NOWHERE, GroupTotal, GroupTotals
from bot.identity import Caller
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import chapters, counters, orgs

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

    ``folded`` counts the calls of the ``folded_groups`` groups that are not told apart, ``more`` the groups or
    volunteers that have calls and no line of their own, and ``placeless`` the calls of people who told no place of this
    board's kind, where those are not among the folded. ``total`` is everybody's; where all rows ``are_one_orgs``,
    ``own`` is that org's total, None where the reader may not tell it from others'.
    """

    board: Board
    period: Period
    campaign: Campaign
    lines: tuple[Standing, ...]
    folded: int
    folded_groups: int
    more: int
    total: int
    placeless: int = 0
    are_one_orgs: bool = False
    own: int | None = None

    @property
    def counted(self) -> int | None:
        """The calls that the rows are of, None where the reader may not be told."""
        return self.own if self.are_one_orgs else self.total - self.placeless


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


def _groups(table: Table, by: GroupKind) -> Select[Any]:
    columns = (table.c.name, table.c.placeholder, _C.n, _C.people, _C.last_at)
    return select(*columns).where(*_AT, _C.by == by.value, _C.n > 0, _C.key == table.c.id)


_OWN_CHAPTERS = Statement(_groups(chapters, GroupKind.CHAPTER).where(_C.scope == bindparam("org")))
_NAMES = {
    Board.ORGS: Statement(select(orgs.c.id, orgs.c.name, orgs.c.placeholder)),
    Board.CHAPTERS: Statement(select(chapters.c.id, chapters.c.name, chapters.c.placeholder)),
}


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
            return await self._read(tx, caller, view, board, period, campaign, at, public=public)

        return await self._store.read(read)

    async def _read(
        self,
        tx: Tx,
        caller: Caller,
        view: View,
        board: Board,
        period: Period,
        word: str | None,
        at: int,
        *,
        public: bool,
    ) -> Standings:
        campaign = to_look_at(await self._campaigns.met(tx, caller), word, at)
        when = {"campaign": campaign.id, "period": period_key(period, campaign, at)}
        bare = await _bare(tx, board, period, campaign, when["period"])
        today = day_of(at, campaign.zone)
        bare = await _with_own(tx, bare, when["period"], view, today, self._min_group)
        if board is Board.VOLUNTEERS:
            shown = await self._volunteers(tx, bare, when, view)
            # A channel keeps what is posted there, also once a name is hidden or taken back: it gets none.
            return replace(shown, lines=(), more=len(shown.lines) + shown.more) if public else shown
        return await _compare(tx, bare, when, view, today, self._min_group)

    async def _whose(self, tx: Tx, caller: Caller, admin: bool, public: bool) -> View:
        """Return whose rows are shown.

        What everybody in a space reads is of the space's org, or of nobody's, whoever asks for it there.
        """
        if admin:
            return View((await self._coalition.space(tx, caller) or "") if public else "", is_own=True)
        person = await self._people.find(tx, caller)
        own = (await self._coalition.belongs(tx, person.chapter_id if person else None, caller)).org_id
        org = (await self._coalition.belongs(tx, None, caller)).org_id if public and caller.space else own
        # A guest reads no more of an org than everybody does; people of no org know nothing of each other.
        return View(org, is_own=org == own and await is_org(tx, org))

    async def _volunteers(self, tx: Tx, bare: Standings, when: dict[str, str], view: View) -> Standings:
        """Return those with a public name, each with their true rank among everybody."""
        org = view.org
        lines = [Standing(*one) for one in await named_callers(tx, self._people, org, when, SHOWN)]
        everybody = await count_people(tx, when["campaign"], when["period"], org)
        rest = everybody - len(lines)
        if 0 < rest < self._min_group < everybody and not view.is_own:
            lines, rest = [], everybody  # their org's total without the named ones would tell of the others
        return replace(bare, lines=tuple(lines), more=rest)


async def final_board(tx: Tx, campaign: Campaign, org: str | None, at: int, min_group: int) -> Standings:
    """Return a whole campaign's board as a channel sees it: an org's own chapters, for the coalition its orgs."""
    board = Board.CHAPTERS if org else Board.ORGS
    bare = await _bare(tx, board, Period.CAMPAIGN, campaign, CAMPAIGN)
    when = {"campaign": campaign.id, "period": CAMPAIGN}
    view, today = View(org or "", is_own=True), day_of(at, campaign.zone)
    bare = await _with_own(tx, bare, CAMPAIGN, view, today, min_group)
    return await _compare(tx, bare, when, view, today, min_group)


async def _bare(tx: Tx, board: Board, period: Period, campaign: Campaign, key: str) -> Standings:
    everybody = await load_total(tx, campaign.id, GroupKind.TOTAL, "", "", key)
    return Standings(board, period, campaign, (), 0, 0, 0, everybody)


async def _with_own(tx: Tx, bare: Standings, period: str, view: View, today: date, min_group: int) -> Standings:
    """Return the board with the total of the one org whose rows it has, where it has one org's."""
    if not view.org or bare.board not in (Board.CHAPTERS, Board.VOLUNTEERS):
        return bare
    slice_ = Slice(bare.period.value)
    totals = GroupTotals(tx, bare.campaign.id, today, slice_, min_group)
    own = await own_total(tx, bare.campaign.id, view, period, totals)
    return replace(bare, are_one_orgs=True, own=own)


async def _compare(tx: Tx, bare: Standings, when: dict[str, str], view: View, today: date, min_group: int) -> Standings:
    """Return the board of groups. Chapters of one's own org are told apart."""
    org = view.org
    if bare.board is Board.CHAPTERS and org and view.is_own:
        return _show(bare, [_group(row) for row in await tx.all(_OWN_CHAPTERS, org=org, **when)])
    totals = GroupTotals(tx, when["campaign"], today, Slice(bare.period.value), min_group)
    read = {Board.CHAPTERS: totals.load_chapters, Board.ORGS: totals.load_orgs, Board.STATES: totals.load_states}
    found = await read.get(bare.board, totals.load_districts)()
    if bare.board is Board.CHAPTERS and org:  # what is folded with other orgs' isn't theirs to see
        is_all = not await is_org(tx, org) and await is_everybody(tx, when["campaign"], org)
        found = tuple(
            replace(one, is_folded=False) for one in found if one.org == org and (is_all or not one.is_folded)
        )
    names = {row.id: row for row in await tx.all(_NAMES[bare.board])} if bare.board in _NAMES else None
    apart = [one for one in found if not one.is_folded]
    shown = [one for one in apart if names or is_place(bare.board, one.key)]
    bare = replace(bare, placeless=sum(one.calls for one in apart) - sum(one.calls for one in shown))
    return _show(bare, [_named(one, names) for one in shown], [one.calls for one in found if one.is_folded])


def is_place(board: Board, key: str) -> bool:
    """Say whether the group ``key`` has a line of its own: districts of people who told only their state have none."""
    return key != NOWHERE and ("-" in key or board is not Board.DISTRICTS)


def _named(total: GroupTotal, names: Mapping[str, Row] | None) -> Group:
    name = names[total.key].name if names else total.key
    placeholder = bool(names and names[total.key].placeholder)
    return Group(name, total.calls, total.people, total.last_at, placeholder)


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
