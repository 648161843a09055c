"""Leaderboards: who made how many calls, or sent how many postcards. They name only people who chose a public name."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import assert_never

from bot.core.boards.board_scope import BoardScope, is_org, keep_org, load_own_total, unfold_if_alone
from bot.core.boards.board_view import Board, BoardView, Period, find_period_key, find_slice, is_place
from bot.core.boards.named_callers import list_named_callers
from bot.core.boards.ranking import BoardLine, Group, rank_groups
from bot.core.campaigns.campaign_search import find_campaign_to_show, list_other_open
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.coalition.coalition import Coalition
from bot.core.people.people import People
from bot.core.times.clock import day_of
from bot.core.totals.counters import count_people, load_total
from bot.core.totals.counting import CAMPAIGN, GroupKind, Measure
from bot.core.totals.group_totals import GroupTotal, GroupTotals
from bot.identity import Caller
from bot.store.engine import Store, Tx
from bot.store.sql import bindparam, select
from bot.store.statement import Row, Statement
from bot.store.tables import chapters, current_totals, orgs

SHOWN = 10  # lines of a board; one more line counts the rest


_C = current_totals.c
_AT = (
    _C.campaign_id == bindparam("campaign"),
    _C.period == bindparam("period"),
)


_OWN_CHAPTERS = Statement(
    select(chapters.c.name, chapters.c.placeholder, _C.n, _C.people, _C.last_at).where(
        *_AT, _C.by == bindparam("kind"), _C.n > 0, _C.key == chapters.c.id, _C.scope == bindparam("org")
    )
)


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
        measure: Measure = Measure.CALLS,
    ) -> BoardView:
        """Read a board. Chapters and volunteers are the caller's own org's; an admin sees all orgs'.

        A whole channel reads a ``public`` board, so in an org's space it never covers all orgs. Without a ``campaign``,
        it is of one that the channel may know; a board of postcards, of the foremost that has a postcard.
        """

        async def read(tx: Tx) -> BoardView:
            scope = await self._find_scope(tx, caller, admin, public)
            seen = await self._campaigns.load_visible(tx, caller)
            is_posted = public and caller.space is not None
            shown = await self._campaigns.select_for_space(tx, seen, caller) if is_posted else seen
            chosen = choose_board_campaign(seen if campaign else shown, campaign, at, measure)
            view = await _make_view(tx, board, period, chosen, find_period_key(period, chosen, at), measure)
            view = replace(view, others=list_other_open(shown, chosen, at, measure))
            return await self._read(tx, view, scope, at, public=public)

        return await self._store.read(read)

    async def _read(self, tx: Tx, view: BoardView, scope: BoardScope, at: int, *, public: bool) -> BoardView:
        campaign = view.campaign
        when = {"campaign": campaign.id, "period": find_period_key(view.period, campaign, at)}
        today = day_of(at, campaign.zone)
        view = await _add_own_total(tx, view, when["period"], scope, today, self._min_group)
        if view.board is Board.VOLUNTEERS:
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
        lines = [BoardLine(*one) for one in await list_named_callers(tx, self._people, org, when, SHOWN, view.measure)]
        everybody = await count_people(tx, when["campaign"], when["period"], org, view.measure)
        rest = everybody - len(lines)
        if 0 < rest < self._min_group < everybody and not scope.is_full:
            lines, rest = [], everybody  # the org's total minus the named people would expose the others
        return replace(view, lines=tuple(lines), more=rest)


async def load_final_board(
    tx: Tx, campaign: Campaign, org: str | None, at: int, min_group: int, measure: Measure = Measure.CALLS
) -> BoardView:
    """A whole campaign for a channel: by an org's own chapters, or by the coalition's orgs without ``org``."""
    board = Board.CHAPTERS if org else Board.ORGS
    view = await _make_view(tx, board, Period.CAMPAIGN, campaign, CAMPAIGN, measure)
    when = {"campaign": campaign.id, "period": CAMPAIGN}
    scope, today = BoardScope(org or "", is_full=True), day_of(at, campaign.zone)
    view = await _add_own_total(tx, view, CAMPAIGN, scope, today, min_group)
    return await _fill_groups(tx, view, when, scope, today, min_group)


def choose_board_campaign(known: Sequence[Campaign], word: str | None, at: int, measure: Measure) -> Campaign:
    """The campaign whose board to show. Raises UserError for a word that names none."""
    with_postcards = tuple(one for one in known if one.file.takes_postcards) if measure is Measure.POSTCARDS else ()
    return find_campaign_to_show(tuple(known) if word else with_postcards or tuple(known), word, at)


async def _make_view(tx: Tx, board: Board, period: Period, campaign: Campaign, key: str, measure: Measure) -> BoardView:
    everybody = await load_total(tx, campaign.id, measure.name_kind(GroupKind.TOTAL), "", "", key)
    return BoardView(board, period, campaign, (), 0, 0, 0, everybody, measure=measure)


async def _add_own_total(
    tx: Tx, view: BoardView, period: str, scope: BoardScope, today: date, min_group: int
) -> BoardView:
    """Add the org's total if the board shows a single org."""
    if not scope.org or view.board not in (Board.CHAPTERS, Board.VOLUNTEERS):
        return view
    own = await load_own_total(tx, view.campaign.id, scope, period, _make_totals(tx, view, today, min_group))
    return replace(view, are_one_orgs=True, own=own)


async def _fill_groups(
    tx: Tx, view: BoardView, when: dict[str, str], scope: BoardScope, today: date, min_group: int
) -> BoardView:
    """Fill in a board of groups. A reader sees every chapter of their own org; other small groups are folded."""
    if view.board is Board.CHAPTERS and scope.org and scope.is_full:
        kind = view.measure.name_kind(GroupKind.CHAPTER)
        rows = await tx.all(_OWN_CHAPTERS, org=scope.org, kind=kind.value, **when)
        return _add_lines(view, [_read_group(row) for row in rows])
    found = await _load_groups(_make_totals(tx, view, today, min_group), view.board)
    if view.board is Board.CHAPTERS:
        if scope.org:
            found = await keep_org(tx, found, when["campaign"], scope.org, view.measure)
        else:
            found = await unfold_if_alone(tx, found, when["campaign"], view.measure)
    query = _find_names_query(view.board)
    names = {row.id: row for row in await tx.all(query)} if query else None
    apart = [one for one in found if not one.is_folded]
    lines = [one for one in apart if names or is_place(view.board, one.key)]
    view = replace(view, placeless=sum(one.calls for one in apart) - sum(one.calls for one in lines))
    return _add_lines(view, [_make_group(one, names) for one in lines], [one.calls for one in found if one.is_folded])


def _make_totals(tx: Tx, view: BoardView, today: date, min_group: int) -> GroupTotals:
    return GroupTotals(tx, view.campaign.id, today, find_slice(view.period), min_group, view.measure)


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


def _make_group(total: GroupTotal, names: Mapping[str, Row] | None) -> Group:
    name = names[total.key].name if names else total.key
    placeholder = bool(names and names[total.key].placeholder)
    return Group(name, total.calls, total.people, total.last_at, placeholder)


def _read_group(row: Row) -> Group:
    return Group(row.name, row.n, row.people, row.last_at, bool(row.placeholder))


def _add_lines(view: BoardView, groups: Sequence[Group], small: Sequence[int] = ()) -> BoardView:
    """Add the board's lines; ``small`` holds the calls of each folded group."""
    lines = rank_groups(groups)
    more = len(lines[SHOWN:])
    return replace(view, lines=lines[:SHOWN], folded=sum(small), folded_groups=len(small), more=more)
