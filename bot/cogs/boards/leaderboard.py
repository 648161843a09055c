"""`/leaderboard`: the board for the channel, and its private variations."""

from dataclasses import replace
from typing import Annotated

from bot.cogs.calls.other_campaigns import add_others
from bot.cogs.shared.card_parts import (
    CampaignWord,
    WhichMeasure,
    draw_everyone,
    draw_goal,
    name_place,
    translate_title,
)
from bot.cogs.shared.paging import LISTED
from bot.core.base.statuses import CampaignState
from bot.core.boards.board_view import Board, BoardView, Period
from bot.core.boards.boards import Boards
from bot.core.boards.ranking import BoardLine
from bot.core.totals.counting import Measure
from bot.kit.cards.labels import cut_middle
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card, Style
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command
from bot.moments import Moment
from bot.roles import Role

WhichBoard = Annotated[Board | None, Opt("What to compare")]
WhichPeriod = Annotated[Period | None, Opt("Since when to count")]


class LeaderboardCog:
    """Shows boards."""

    subject = "calls"

    def __init__(self, boards: Boards) -> None:
        self._boards = boards

    @command("leaderboard", private=False, reads=True)
    async def show_leaderboard(
        self,
        inv: Invocation,
        by: WhichBoard = None,
        period: WhichPeriod = None,
        campaign: CampaignWord = None,
        what: WhichMeasure = None,
    ) -> Card:
        """Post the board: chapters, orgs, states, districts or volunteers, by their calls or postcards."""
        return await self._show(inv, by, period, campaign, what, public=True)

    @action("board", reads=True)
    async def show_board(
        self,
        inv: Invocation,
        by: WhichBoard = None,
        period: WhichPeriod = None,
        campaign: CampaignWord = None,
        what: WhichMeasure = None,
    ) -> Card:
        """Show a board to the person who tapped the button."""
        return await self._show(inv, by, period, campaign, what)

    async def _show(
        self,
        inv: Invocation,
        by: Board | None,
        period: Period | None,
        campaign: str | None,
        what: Measure | None,
        public: bool = False,
    ) -> Card:
        view = await self._boards.read(
            inv.caller,
            by or Board.CHAPTERS,
            period or Period.CAMPAIGN,
            campaign,
            inv.at,
            admin=inv.role is Role.ADMIN,
            public=public,
            measure=what or Measure.CALLS,
        )
        return draw_board_card(inv, view, public)


def draw_board_card(inv: Invocation, view: BoardView, public: bool = False) -> Card:
    """Draw a board. It mentions nobody, and names only volunteers who chose a public name."""
    words = inv.words
    counts_goal = view.period is Period.CAMPAIGN and view.measure is Measure.CALLS  # a goal is one of calls
    target = view.campaign.file.goal if counts_goal else None
    rows = write_board_lines(words, view) if view.counted != 0 else words.m(_choose_empty(view, inv.at))
    card = Card(
        title=translate_title(inv, view.campaign.file),
        body=join(_write_head(words, view), rows, *(_write_hints(inv, view) if public else ())),
        facts=(draw_everyone(words, view.total, target),) if target and not public else (),
        progress=draw_goal(words, view.total, target) if public else None,
        buttons=(*_draw_names_buttons(inv, view, public), *_draw_buttons(words, view)),
        note=write_board_note(words, view),
    )
    return add_others(inv, card, view.others, ("board", "leaderboard"), _list_args(view), anyone=True)


def _name_key(view: BoardView, name: str) -> str:
    """The key of a board's sentence about calls, or of the same about postcards."""
    return f"board.{name}" if view.measure is Measure.CALLS else f"board.postcards.{name}"


def _choose_empty(view: BoardView, at: int) -> str:
    """The key of what an empty board says."""
    if view.measure is Measure.POSTCARDS and not view.campaign.file.takes_postcards:
        return "postcard.none"
    return _name_key(view, "empty" if view.campaign.state(at) is CampaignState.OPEN else "shut")


def _write_head(words: Words, view: BoardView) -> Markup:
    """How many calls the lines add up to, with the coalition's total beside a single org's."""
    compared, period = words.label("board", view.board), view.period
    if view.counted is None:
        head = words.m(_name_key(view, "name"), board=compared)
    else:
        head = words.m(_name_key(view, f"head.{period}"), board=compared, count=view.counted)
    if not view.are_one_orgs or view.counted == view.total:
        return head
    between = "\n" if view.counted is None else " "  # a name alone is no sentence
    return join(head, words.m(_name_key(view, f"coalition.{period}"), count=view.total), between=between)


def _write_hints(inv: Invocation, view: BoardView) -> tuple[Markup, Markup]:
    """Why a public board names nobody, and of when its numbers are: nothing keeps them current there."""
    has_names = view.board is Board.VOLUNTEERS and view.counted != 0
    when = Moment(inv.at, view.campaign.timezone)
    return inv.words.m("board.names") if has_names else Markup(), inv.words.m("board.as_of", when=when)


def _draw_names_buttons(inv: Invocation, view: BoardView, public: bool) -> tuple[Button, ...]:
    """On a public board, the button to the names, which channels never show. For captains, the button to hide one."""
    if view.board is not Board.VOLUNTEERS:
        return ()
    if not public:
        can_hide = inv.role >= Role.CAPTAIN and view.lines
        return (Button(inv.words.t("board.hide"), "name.shown"),) if can_hide else ()
    if view.counted == 0:
        return ()
    return (Button(inv.words.t("board.see_names"), "board", _list_args(view), Style.PRIMARY, anyone=True),)


def write_board_lines(words: Words, view: BoardView) -> Markup:
    """One line per group, in a form that screen readers read well: "1. Queens: 12 calls"."""
    return join(*(_write_line(words, view, line) for line in view.lines), between="\n")


def _write_line(words: Words, view: BoardView, line: BoardLine) -> Markup:
    name = words.t(f"placeholder.{line.name}") if line.placeholder else line.name
    name = cut_middle(name_place(words, name) if view.board is Board.DISTRICTS else name, LISTED)
    if line.rank is None:
        return words.m(_name_key(view, "unranked"), name=name, count=line.n)
    return words.m(_name_key(view, "line"), rank=line.rank, name=name, count=line.n)


def write_board_note(words: Words, view: BoardView) -> Markup:
    """What a board doesn't show."""
    return join(_write_more(words, view), _write_folded(words, view), _write_placeless(words, view), between=" ")


def _write_more(words: Words, view: BoardView) -> Markup:
    if not view.more:
        return Markup()
    if view.board is Board.VOLUNTEERS and not view.lines:
        return words.m(_name_key(view, "callers"), count=view.more)
    return words.m(f"board.more.{view.board}", count=view.more)


def _write_folded(words: Words, view: BoardView) -> Markup:
    if not view.folded_groups:
        return Markup()
    why = view.board is Board.CHAPTERS and not view.are_one_orgs
    folded = words.m(_name_key(view, "folded"), count=view.folded)
    return join(folded, words.m("board.folded_why") if why else Markup(), between=" ")


def _write_placeless(words: Words, view: BoardView) -> Markup:
    key = _name_key(view, f"placeless.{view.board}")
    return words.m(key, count=view.placeless) if view.placeless else Markup()


def _list_args(view: BoardView) -> dict[str, str]:
    """The arguments of the button to this board. Those of calls leave out what they count, as all did once."""
    counted = {} if view.measure is Measure.CALLS else {"what": view.measure.value}
    return {"by": view.board.value, "period": view.period.value, "campaign": view.campaign.id, **counted}


def _draw_buttons(words: Words, view: BoardView) -> tuple[Button, ...]:
    now = _list_args(view)
    periods = [
        Button(words.label("period", period), "board", {**now, "period": period.value}, anyone=True)
        for period in Period
        if period is not view.period
    ]
    boards = [
        Button(words.label("board", board), "board", {**now, "by": board.value}, anyone=True)
        for board in Board
        if board is not view.board
    ]
    return (*periods, *boards, *_draw_measure_buttons(words, view))


def _draw_measure_buttons(words: Words, view: BoardView) -> tuple[Button, ...]:
    """The button to the same board of postcards, where the campaign has any, and back to that of calls."""
    other = Measure.POSTCARDS if view.measure is Measure.CALLS else Measure.CALLS
    if other is Measure.POSTCARDS and not view.campaign.file.takes_postcards:
        return ()
    args = _list_args(replace(view, measure=other))
    return (Button(words.label("measure", other), "board", args, anyone=True),)
