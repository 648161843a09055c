"""What a posted card shows of its campaign at a moment: how it stands, how far along it is, how long is left."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import bindparam, distinct, func, select

from bot.core.campaigns import Campaign, Campaigns, State
from bot.core.clock import DAY, HOUR
from bot.core.counters import persons, total
from bot.core.counting import CAMPAIGN, By
from bot.core.keys import Keys
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import chapters, counters


class Kind(StrEnum):
    """What is posted: what a coordinator wrote, or what Callboard says by itself."""

    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Numbers:
    """A campaign's completed calls, and how many people in how many chapters made them.

    Both are None where fewer people called than may be told of.
    """

    calls: int
    people: int | None
    chapters: int | None


@dataclass(frozen=True, slots=True)
class Left:
    """How long a campaign is still open, in whole days or, within the last two, hours; 0 is less than one hour."""

    days: int | None
    hours: int


@dataclass(frozen=True, slots=True)
class Living:
    """All that a card in a channel is drawn from.

    ``corrected`` says that the campaign's file has changed since the alert was written.
    """

    kind: Kind
    words: str
    campaign: Campaign
    state: State
    numbers: Numbers
    left: Left | None
    corrected: bool = False
    withdrawn: bool = False


_C = counters.c
_CHAPTERS = Statement(
    select(func.count(distinct(_C.key)).label("n")).where(
        _C.campaign_id == bindparam("campaign"),
        _C.period == CAMPAIGN,
        _C.by == By.CHAPTER.value,
        _C.n > 0,
        _C.key == chapters.c.id,
        chapters.c.placeholder == 0,
    )
)


async def numbers(tx: Tx, campaign_id: str, min_group: int) -> Numbers:
    """Return how far along a campaign is; fewer than ``min_group`` people are not told of."""
    calls = await total(tx, campaign_id, By.TOTAL, "", "")
    people = await persons(tx, campaign_id, CAMPAIGN, "")
    if people < min_group:
        return Numbers(calls, None, None)
    [row] = await tx.all(_CHAPTERS, campaign=campaign_id)
    return Numbers(calls, people, row.n)


def left(campaign: Campaign, at: int) -> Left | None:
    """Return how long a campaign is open from ``at`` on, None where no end is set or it is over."""
    if campaign.closes_at is None or at >= campaign.closes_at:
        return None
    rest = campaign.closes_at - at
    return Left(rest // DAY if rest >= 2 * DAY else None, rest // HOUR)


class LivingReader:
    """Reads what the cards of alerts show; fewer than ``min_group`` people are not told of."""

    def __init__(self, keys: Keys, campaigns: Campaigns, min_group: int) -> None:
        self._keys = keys
        self._campaigns = campaigns
        self._min_group = min_group

    async def campaign(self, tx: Tx, alert: Row) -> Campaign | None:
        """Return the campaign that an alert is about, None where its file is gone."""
        return next((one for one in await self._campaigns.all(tx) if one.id == alert.campaign_id), None)

    async def read(self, tx: Tx, alert: Row, at: int) -> Living | None:
        """Return what the card of an alert shows at ``at``, None where its campaign's file is gone."""
        campaign = await self.campaign(tx, alert)
        if campaign is None:
            return None
        return Living(
            Kind(alert.kind),
            self._keys.decrypt(alert.words) if alert.words else "",
            campaign,
            campaign.state(at),
            await numbers(tx, campaign.id, self._min_group),
            left(campaign, at),
            corrected=alert.version != campaign.file.version,
            withdrawn=alert.state == "cancelled",
        )
