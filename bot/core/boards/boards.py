"""Leaderboards: who made how many calls. They name only people who chose a public name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, assert_never

from sqlalchemy import Select, Table, bindparam, select

from bot.core.boards.board_scope import BoardScope, is_org, keep_org, load_own_total, unfold_if_alone
from bot.core.boards.named_callers import list_named_callers
from bot.core.boards.ranking import BoardLine, Group, rank_groups
from bot.core.campaigns.campaign_search import find_campaign_to_show
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.coalition.coalition import Coalition
from bot.core.people.people import People
from bot.core.times.clock import day_of, week_of
from bot.core.totals.counters import count_people, load_total
from bot.core.totals.counting import CAMPAIGN, GroupKind
from bot.core.totals.disclosure import Slice
from bot.core.totals.group_totals import NOWHERE, GroupTotal, GroupTotals
from bot.identity import Caller
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import chapters, counters, orgs

SHOWN = 10  # lines of a board; one more line counts the rest


class Board(StrEnum):
    """What a board compares."""

    CHAPTERS = "chapters"
    ORGS = "orgs"
    STATES = "states"
    DISTRICTS = "districts"
    VOLUNTEERS = "volunteers"


class Period(StrEnum):
    """The time span that a board counts."""

    TODAY = "today"
    WEEK = "week"
    CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True)
class BoardView:
    """A board as its reader sees it.

    - ``folded`` counts the calls of the ``folded_groups`` groups merged into "smaller groups".
    - ``more`` counts the groups or volunteers with calls but without a line.
    - ``placeless`` counts the unfolded calls of people without a place of this board's kind.
    - ``total`` is the coalition's. If all lines ``are_one_orgs``, ``own`` is that org's total, or None if the
      reader can't see it.
    """

    board: Board
    period: Period
    campaign: Campaign
    lines: tuple[BoardLine, ...]
    folded: int
    folded_groups: int
    more: int
    total: int
    placeless: int = 0
    are_one_orgs: bool = False
    own: int | None = None

    @property
    def counted(self) -> int | None:
        """The calls that the lines add up to, or None if the reader can't see that sum."""
        return self.own if self.are_one_orgs else self.total - self.placeless


_C = counters.c
_AT = (
    _C.campaign_id == bindparam("campaign"),
    _C.period == bindparam("period"),
)


def _select_groups(table: Table, by: GroupKind) -> Select[Any]:
    columns = (table.c.name, table.c.placeholder, _C.n, _C.people, _C.last_at)
    return select(*columns).where(*_AT, _C.by == by.value, _C.n > 0, _C.key == table.c.id)


_OWN_CHAPTERS = Statement(_select_groups(chapters, GroupKind.CHAPTER).where(_C.scope == bindparam("org")))


_ORG_NAMES = Statement(select(orgs.c.id, orgs.c.name, orgs.c.placeholder))
_CHAPTER_NAMES = Statement(select(chapters.c.id, chapters.c.name, chapters.c.placeholder))


class Boards:
    """Reads boards."""

    def __init__(
        self, store: Store, people: People, coalition: Coalition, campaigns: Campaigns, min_group: int
    ) -> None:
        self._store, self._people, self._coalition = store, people, coalition
        self._campaigns, self._min_group = campaigns, min_group

    async def read(
        self,
        caller: Caller,
        board: Board,
        period: Period,
        campaign: str | None,
        at: int,
        admin: bool = False,
        public: bool = False,
    ) -> BoardView:
        """Read a board. Chapters and volunteers are the caller's own org's; an admin sees all orgs'.

        A whole channel reads a ``public`` board, so in an org's space it never covers all orgs.
        """

        async def read(tx: Tx) -> BoardView:
            scope = await self._find_scope(tx, caller, admin, public)
            return await self._read(tx, caller, scope, board, period, campaign, at, public=public)

        return await self._store.read(read)

    async def _read(
        self,
        tx: Tx,
        caller: Caller,
        scope: BoardScope,
        board: Board,
        period: Period,
        word: str | None,
        at: int,
        *,
        public: bool,
    ) -> BoardView:
        campaign = find_campaign_to_show(await self._campaigns.load_visible(tx, caller), word, at)
        when = {"campaign": campaign.id, "period": find_period_key(period, campaign, at)}
        view = await _make_view(tx, board, period, campaign, when["period"])
        today = day_of(at, campaign.zone)
        view = await _add_own_total(tx, view, when["period"], scope, today, self._min_group)
        if board is Board.VOLUNTEERS:
            volunteers = await self._list_volunteers(tx, view, when, scope)
            # A channel keeps its messages after a name is hidden or withdrawn, so public boards name nobody.
            return replace(volunteers, lines=(), more=len(volunteers.lines) + volunteers.more) if public else volunteers
        return await _fill_groups(tx, view, when, scope, today, self._min_group)

    async def _find_scope(self, tx: Tx, caller: Caller, admin: bool, public: bool) -> BoardScope:
        """Decide whose rows to show. A public board belongs to the space's org, no matter who asks for it."""
        if admin:
            return BoardScope((await self._coalition.find_space_org(tx, caller) or "") if public else "", is_full=True)
        person = await self._people.find(tx, caller)
        own = (await self._coalition.find_chapter(tx, person.chapter_id if person else None, caller)).org_id
        org = (await self._coalition.find_chapter(tx, None, caller)).org_id if public and caller.space else own
        # Guests see what everybody sees of an org. People without an org must not see each other.
        return BoardScope(org, is_full=org == own and await is_org(tx, org))

    async def _list_volunteers(self, tx: Tx, view: BoardView, when: dict[str, str], scope: BoardScope) -> BoardView:
        """Add the people with a public name, each with their true rank among everybody."""
        org = scope.org
        lines = [BoardLine(*one) for one in await list_named_callers(tx, self._people, org, when, SHOWN)]
        everybody = await count_people(tx, when["campaign"], when["period"], org)
        rest = everybody - len(lines)
        if 0 < rest < self._min_group < everybody and not scope.is_full:
            lines, rest = [], everybody  # the org's total minus the named people would expose the others
        return replace(view, lines=tuple(lines), more=rest)


async def load_final_board(tx: Tx, campaign: Campaign, org: str | None, at: int, min_group: int) -> BoardView:
    """A whole campaign's board for a channel: an org's own chapters, or the coalition's orgs if ``org`` is None."""
    board = Board.CHAPTERS if org else Board.ORGS
    view = await _make_view(tx, board, Period.CAMPAIGN, campaign, CAMPAIGN)
    when = {"campaign": campaign.id, "period": CAMPAIGN}
    scope, today = BoardScope(org or "", is_full=True), day_of(at, campaign.zone)
    view = await _add_own_total(tx, view, CAMPAIGN, scope, today, min_group)
    return await _fill_groups(tx, view, when, scope, today, min_group)


async def _make_view(tx: Tx, board: Board, period: Period, campaign: Campaign, key: str) -> BoardView:
    everybody = await load_total(tx, campaign.id, GroupKind.TOTAL, "", "", key)
    return BoardView(board, period, campaign, (), 0, 0, 0, everybody)


async def _add_own_total(
    tx: Tx, view: BoardView, period: str, scope: BoardScope, today: date, min_group: int
) -> BoardView:
    """Add the org's total if the board shows a single org."""
    if not scope.org or view.board not in (Board.CHAPTERS, Board.VOLUNTEERS):
        return view
    totals = GroupTotals(tx, view.campaign.id, today, find_slice(view.period), min_group)
    own = await load_own_total(tx, view.campaign.id, scope, period, totals)
    return replace(view, are_one_orgs=True, own=own)


async def _fill_groups(
    tx: Tx, view: BoardView, when: dict[str, str], scope: BoardScope, today: date, min_group: int
) -> BoardView:
    """Fill in a board of groups. A reader sees every chapter of their own org; other small groups are folded."""
    if view.board is Board.CHAPTERS and scope.org and scope.is_full:
        rows = await tx.all(_OWN_CHAPTERS, org=scope.org, **when)
        return _add_lines(view, [_read_group(row) for row in rows])
    found = await _load_groups(GroupTotals(tx, when["campaign"], today, find_slice(view.period), min_group), view.board)
    if view.board is Board.CHAPTERS:
        if scope.org:
            found = await keep_org(tx, found, when["campaign"], scope.org)
        else:
            found = await unfold_if_alone(tx, found, when["campaign"])
    query = _find_names_query(view.board)
    names = {row.id: row for row in await tx.all(query)} if query else None
    apart = [one for one in found if not one.is_folded]
    lines = [one for one in apart if names or is_place(view.board, one.key)]
    view = replace(view, placeless=sum(one.calls for one in apart) - sum(one.calls for one in lines))
    return _add_lines(view, [_make_group(one, names) for one in lines], [one.calls for one in found if one.is_folded])


async def _load_groups(totals: GroupTotals, board: Board) -> Sequence[GroupTotal]:
    match board:
        case Board.CHAPTERS:
            return await totals.load_chapters()
        case Board.ORGS:
            return await totals.load_orgs()
        case Board.STATES:
            return await totals.load_states()
        case Board.DISTRICTS:
            return await totals.load_districts()
        case Board.VOLUNTEERS:
            raise AssertionError("volunteers are people, not groups")
        case _:
            assert_never(board)


def _find_names_query(board: Board) -> Statement | None:
    """What reads the names of a board's groups; None where their keys are their names."""
    match board:
        case Board.ORGS:
            return _ORG_NAMES
        case Board.CHAPTERS:
            return _CHAPTER_NAMES
        case Board.STATES | Board.DISTRICTS | Board.VOLUNTEERS:
            return None
        case _:
            assert_never(board)


def is_place(board: Board, key: str) -> bool:
    """Whether the group ``key`` gets a line. A state alone, from people without a district, is not a district."""
    return key != NOWHERE and ("-" in key or board is not Board.DISTRICTS)


def _make_group(total: GroupTotal, names: Mapping[str, Row] | None) -> Group:
    name = names[total.key].name if names else total.key
    placeholder = bool(names and names[total.key].placeholder)
    return Group(name, total.calls, total.people, total.last_at, placeholder)


def find_period_key(period: Period, campaign: Campaign, at: int) -> str:
    """The key of the totals for the period that contains ``at``."""
    today = day_of(at, campaign.zone)
    match period:
        case Period.TODAY:
            return today.isoformat()
        case Period.WEEK:
            return week_of(today)
        case Period.CAMPAIGN:
            return CAMPAIGN
        case _:
            assert_never(period)


def find_slice(period: Period) -> Slice:
    """The slice of a campaign's calls that a board's period shows."""
    match period:
        case Period.TODAY:
            return Slice.TODAY
        case Period.WEEK:
            return Slice.WEEK
        case Period.CAMPAIGN:
            return Slice.CAMPAIGN
        case _:
            assert_never(period)


def _read_group(row: Row) -> Group:
    return Group(row.name, row.n, row.people, row.last_at, bool(row.placeholder))


def _add_lines(view: BoardView, groups: Sequence[Group], small: Sequence[int] = ()) -> BoardView:
    """Add the board's lines; ``small`` holds the calls of each folded group."""
    lines = rank_groups(groups)
    more = len(lines[SHOWN:])
    return replace(view, lines=lines[:SHOWN], folded=sum(small), folded_groups=len(small), more=more)
