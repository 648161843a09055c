"""What boards compare, since when, and what their readers see."""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from bot.core.boards.ranking import BoardLine
from bot.core.campaigns.campaigns import Campaign
from bot.core.times.clock import day_of, week_of
from bot.core.totals.counting import CAMPAIGN, Measure
from bot.core.totals.disclosure import Slice
from bot.core.totals.group_totals import NOWHERE


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
    """A board as its reader sees it. Where its ``measure`` is postcards, its calls are postcards.

    - ``folded`` counts the calls of the ``folded_groups`` groups merged into "smaller groups".
    - ``more`` counts the groups or volunteers with calls but without a line.
    - ``placeless`` counts the unfolded calls of people without a place of this board's kind.
    - ``total`` is the coalition's. If all lines ``are_one_orgs``, ``own`` is that org's total, or None if the
      reader can't see it.
    - ``others`` are further open campaigns that its readers can see.
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
    measure: Measure = Measure.CALLS
    others: tuple[Campaign, ...] = ()

    @property
    def counted(self) -> int | None:
        """The calls that the lines add up to, or None if the reader can't see that sum."""
        return self.own if self.are_one_orgs else self.total - self.placeless


def is_place(board: Board, key: str) -> bool:
    """Whether the group ``key`` gets a line. A state alone, from people without a district, is not a district."""
    return key != NOWHERE and ("-" in key or board is not Board.DISTRICTS)


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
