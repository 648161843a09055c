"""`/leaderboard`: the board for the channel, and its private variations."""

from typing import Annotated

from bot.cogs.shared.card_parts import CampaignWord, draw_everyone, draw_goal, place_words, translate_title
from bot.cogs.shared.paging import LISTED
from bot.core.base.statuses import CampaignState
from bot.core.boards.boards import Board, Boards, BoardView, Period
from bot.core.boards.ranking import BoardLine
from bot.kit.cards.labels import cut_middle
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card, Style
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command
from bot.roles import Role

WhichBoard = Annotated[Board | None, Opt("What to compare")]
WhichPeriod = Annotated[Period | None, Opt("Since when to count")]


class LeaderboardCog:
    """Shows boards."""

    subject = "calls"

    def __init__(self, boards: Boards) -> None:
        self._boards = boards

    @command("leaderboard", private=False, reads=True)
    async def leaderboard(
        self, inv: Invocation, by: WhichBoard = None, period: WhichPeriod = None, campaign: CampaignWord = None
    ) -> Card:
        """Post the board: which chapters, orgs, states, districts or volunteers made how many calls."""
        return await self._show(inv, by, period, campaign, public=True)

    @action("board", reads=True)
    async def show_board(
        self, inv: Invocation, by: WhichBoard = None, period: WhichPeriod = None, campaign: CampaignWord = None
    ) -> Card:
        """Show a board to the person who tapped the button."""
        return await self._show(inv, by, period, campaign)

    async def _show(
        self, inv: Invocation, by: Board | None, period: Period | None, campaign: str | None, public: bool = False
    ) -> Card:
        view = await self._boards.read(
            inv.caller,
            by or Board.CHAPTERS,
            period or Period.CAMPAIGN,
            campaign,
            inv.at,
            admin=inv.role is Role.ADMIN,
            public=public,
        )
        return draw_board_card(inv, view, public)


def draw_board_card(inv: Invocation, view: BoardView, public: bool = False) -> Card:
    """Draw a board. It mentions nobody, and names only volunteers who chose a public name."""
    words = inv.words
    target = view.campaign.file.goal if view.period is Period.CAMPAIGN else None
    empty = "board.empty" if view.campaign.state(inv.at) is CampaignState.OPEN else "board.shut"
    rows = write_board_lines(words, view) if view.counted != 0 else words.m(empty)
    return Card(
        title=translate_title(inv, view.campaign.file),
        body=join(_write_head(words, view), rows, _write_names_hint(words, view) if public else Markup()),
        facts=(draw_everyone(words, view.total, target),) if target and not public else (),
        progress=draw_goal(words, view.total, target) if public else None,
        buttons=(*_draw_names_buttons(inv, view, public), *_draw_buttons(words, view)),
        note=write_board_note(words, view),
    )


def _write_head(words: Words, view: BoardView) -> Markup:
    """How many calls the lines add up to, with the coalition's total beside a single org's."""
    compared, period = words.choice("board", view.board), view.period
    if view.counted is None:
        head = words.m("board.name", board=compared)
    else:
        head = words.m(f"board.head.{period}", board=compared, count=view.counted)
    if not view.are_one_orgs or view.counted == view.total:
        return head
    return join(head, words.m(f"board.coalition.{period}", count=view.total), between=" ")


def _write_names_hint(words: Words, view: BoardView) -> Markup:
    has_names = view.board is Board.VOLUNTEERS and view.counted != 0
    return words.m("board.names") if has_names else Markup()


def _draw_names_buttons(inv: Invocation, view: BoardView, public: bool) -> tuple[Button, ...]:
    """On a public board, the button to the names, which channels never show. For captains, the button to hide one."""
    if view.board is not Board.VOLUNTEERS:
        return ()
    if not public:
        can_hide = inv.role >= Role.CAPTAIN and view.lines
        return (Button(inv.words.t("board.hide"), "name.shown"),) if can_hide else ()
    if view.counted == 0:
        return ()
    args = {"by": Board.VOLUNTEERS.value, "period": view.period.value, "campaign": view.campaign.id}
    return (Button(inv.words.t("board.see_names"), "board", args, Style.PRIMARY, anyone=True),)


def write_board_lines(words: Words, view: BoardView) -> Markup:
    """One line per group, in a form that screen readers read well: "1. Queens: 12 calls"."""
    return join(*(_write_line(words, view.board, line) for line in view.lines), between="\n")


def _write_line(words: Words, board: Board, line: BoardLine) -> Markup:
    name = words.t(f"placeholder.{line.name}") if line.placeholder else line.name
    name = cut_middle(place_words(name) if board is Board.DISTRICTS else name, LISTED)
    if line.rank is None:
        return words.m("board.unranked", name=name, count=line.n)
    return words.m("board.line", rank=line.rank, name=name, count=line.n)


def write_board_note(words: Words, view: BoardView) -> Markup:
    """What a board doesn't show."""
    kind = "callers" if view.board is Board.VOLUNTEERS and not view.lines else view.board
    more = words.m(f"board.more.{kind}", count=view.more) if view.more else Markup()
    folded = words.m("board.folded", count=view.folded) if view.folded_groups else Markup()
    nowhere = words.m(f"board.placeless.{view.board}", count=view.placeless) if view.placeless else Markup()
    return join(more, folded, nowhere, between=" ")


def _draw_buttons(words: Words, view: BoardView) -> tuple[Button, ...]:
    campaign = {"campaign": view.campaign.id}
    now = {"by": view.board.value, "period": view.period.value, **campaign}
    periods = [
        Button(words.choice("period", period), "board", {**now, "period": period.value}, anyone=True)
        for period in Period
        if period is not view.period
    ]
    boards = [
        Button(words.choice("board", board), "board", {**now, "by": board.value}, anyone=True)
        for board in Board
        if board is not view.board
    ]
    return (*periods, *boards)
