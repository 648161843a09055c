"""`/leaderboard`: the board for the channel, and its private variations."""

from typing import Annotated

from bot.cogs.shared.card_parts import CampaignWord, everyone, goal, place_words, title
from bot.cogs.shared.paging import LISTED
from bot.core.boards.boards import Board, Boards, Period, Standing, Standings
from bot.kit.cards.labels import cut_middle
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.spec import Opt, action, command
from bot.roles import Role

WhichBoard = Annotated[Board | None, Opt("What to compare")]
WhichPeriod = Annotated[Period | None, Opt("Since when to count")]


class LeaderboardCog:
    """Shows boards."""

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
    compared = words.choice("board", standings.board)
    target = standings.campaign.file.goal if standings.period is Period.CAMPAIGN else None
    head = words.m(f"board.head.{standings.period}", board=compared, count=standings.total)
    return Card(
        title=title(inv, standings.campaign.file),
        body=join(head, board_lines(words, standings) if standings.total else words.m("board.empty")),
        facts=(everyone(words, standings.total, target),) if target and not public else (),
        progress=goal(words, standings.total, target) if public else None,
        buttons=_buttons(words, standings),
        note=board_note(words, standings),
    )


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
    more = words.m(f"board.more.{standings.board}", count=standings.more) if standings.more else Markup()
    folded = words.m("board.folded", count=standings.folded) if standings.folded_groups else Markup()
    return join(more, folded, between=" ")


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
