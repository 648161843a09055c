"""`/leaderboard`: the board for the channel, and its private variations."""

from typing import Annotated

from bot.cogs.shared.card_parts import CampaignWord, everyone, goal, place_words, title
from bot.cogs.shared.paging import LISTED
from bot.core.boards.boards import Board, Boards, Period, Standing, Standings
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

    @command("leaderboard", private=False)
    async def leaderboard(
        self,
        inv: Invocation,
        by: WhichBoard = None,
        period: WhichPeriod = None,
        campaign: CampaignWord = None,
    ) -> Card:
        """Post the board: which chapters, orgs, states, districts or volunteers made how many calls."""
        return await self._show(inv, by, period, campaign, public=True)

    @action("board")
    async def board(
        self,
        inv: Invocation,
        by: WhichBoard = None,
        period: WhichPeriod = None,
        campaign: CampaignWord = None,
    ) -> Card:
        """Show a board to whoever pressed the button."""
        return await self._show(inv, by, period, campaign)

    async def _show(
        self, inv: Invocation, by: Board | None, period: Period | None, campaign: str | None, public: bool = False
    ) -> Card:
        standings = await self._boards.read(
            inv.caller,
            by or Board.CHAPTERS,
            period or Period.CAMPAIGN,
            campaign,
            inv.at,
            admin=inv.role is Role.ADMIN,
            public=public,
        )
        return board_card(inv, standings, public)


def board_card(inv: Invocation, standings: Standings, public: bool = False) -> Card:
    """Draw a board. It mentions nobody, and names only volunteers who chose a public name."""
    words = inv.words
    target = standings.campaign.file.goal if standings.period is Period.CAMPAIGN else None
    rows = board_lines(words, standings) if standings.counted != 0 else words.m("board.empty")
    return Card(
        title=title(inv, standings.campaign.file),
        body=join(_head(words, standings), rows, _names_hint(words, standings) if public else Markup()),
        facts=(everyone(words, standings.total, target),) if target and not public else (),
        progress=goal(words, standings.total, target) if public else None,
        buttons=(*_names_buttons(inv, standings, public), *_buttons(words, standings)),
        note=board_note(words, standings),
    )


def _head(words: Words, standings: Standings) -> Markup:
    """Say how many calls the rows are of, and for one org's beside them how many the coalition made."""
    compared, period = words.choice("board", standings.board), standings.period
    if standings.counted is None:
        head = words.m("board.name", board=compared)
    else:
        head = words.m(f"board.head.{period}", board=compared, count=standings.counted)
    if not standings.are_one_orgs or standings.counted == standings.total:
        return head
    return join(head, words.m(f"board.coalition.{period}", count=standings.total), between=" ")


def _names_hint(words: Words, standings: Standings) -> Markup:
    is_asked = standings.board is Board.VOLUNTEERS and standings.counted != 0
    return words.m("board.names") if is_asked else Markup()


def _names_buttons(inv: Invocation, standings: Standings, public: bool) -> tuple[Button, ...]:
    """Return the way to the names, which no channel keeps, and from them to hiding one for those who may."""
    if standings.board is not Board.VOLUNTEERS:
        return ()
    if not public:
        may = inv.role >= Role.CAPTAIN and standings.lines
        return (Button(inv.words.t("board.hide"), "name.shown"),) if may else ()
    args = {"by": Board.VOLUNTEERS.value, "period": standings.period.value, "campaign": standings.campaign.id}
    return (Button(inv.words.t("board.see_names"), "board", args, Style.PRIMARY, anyone=True),)


def board_lines(words: Words, standings: Standings) -> Markup:
    """Return a board's groups, a line each, as a screen reader reads them best: "1. Queens: 12 calls"."""
    return join(*(_line(words, standings.board, line) for line in standings.lines), between="\n")


def _line(words: Words, board: Board, line: Standing) -> Markup:
    name = words.t(f"placeholder.{line.name}") if line.placeholder else line.name
    name = cut_middle(place_words(name) if board is Board.DISTRICTS else name, LISTED)
    if line.rank is None:
        return words.m("board.unranked", name=name, count=line.n)
    return words.m("board.line", rank=line.rank, name=name, count=line.n)


def board_note(words: Words, standings: Standings) -> Markup:
    """Say what a board doesn't show."""
    kind = "callers" if standings.board is Board.VOLUNTEERS and not standings.lines else standings.board
    more = words.m(f"board.more.{kind}", count=standings.more) if standings.more else Markup()
    folded = words.m("board.folded", count=standings.folded) if standings.folded_groups else Markup()
    nowhere = (
        words.m(f"board.placeless.{standings.board}", count=standings.placeless) if standings.placeless else Markup()
    )
    return join(more, folded, nowhere, between=" ")


def _buttons(words: Words, standings: Standings) -> tuple[Button, ...]:
    campaign = {"campaign": standings.campaign.id}
    now = {"by": standings.board.value, "period": standings.period.value, **campaign}
    periods = [
        Button(words.choice("period", period), "board", {**now, "period": period.value}, anyone=True)
        for period in Period
        if period is not standings.period
    ]
    boards = [
        Button(words.choice("board", board), "board", {**now, "by": board.value}, anyone=True)
        for board in Board
        if board is not standings.board
    ]
    return (*periods, *boards)
