"""What a posted card shows of its campaign at a moment: how it stands, how far along it is, how long is left."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import bindparam, distinct, func, select

from bot.core.boards import Standings, final_board
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

    ``corrected`` says that the campaign's file has changed since the alert was written; ``final`` is the board of a
    closed one, None before.
    """

    kind: Kind
    words: str
    campaign: Campaign
    state: State
    numbers: Numbers
    left: Left | None
    corrected: bool = False
    withdrawn: bool = False
    final: Standings | None = None

    @property
    def glance(self) -> bytes:
        """Return a SHA-256 that changes with whatever a card shows, its own words aside."""
        final = [(line.rank, line.name, line.n) for line in self.final.lines] if self.final else None
        drawn = (self.campaign.file.version, self.state, self.campaign.closes_at, self.numbers, self.left, final)
        return hashlib.sha256(repr((*drawn, self.corrected, self.withdrawn)).encode()).digest()


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
        return (await self.read_all(tx, (alert,), at)).get(alert.id)

    async def read_all(self, tx: Tx, rows: Iterable[Row], at: int) -> dict[str, Living]:
        """Return what the cards of alerts show at ``at``, by alert; each campaign is read once for all of its own."""
        known = {campaign.id: campaign for campaign in await self._campaigns.all(tx)}
        counted, finals = dict[str, Numbers](), dict[tuple[str, str | None], Standings]()
        found = dict[str, Living]()
        for row in rows:
            campaign = known.get(row.campaign_id)
            if campaign is None:
                continue
            if campaign.id not in counted:
                counted[campaign.id] = await numbers(tx, campaign.id, self._min_group)
            whose = (campaign.id, row.org_id)
            if campaign.state(at) is State.CLOSED and whose not in finals:
                finals[whose] = await final_board(tx, campaign, row.org_id, self._min_group)
            found[row.id] = self._living(row, campaign, at, counted[campaign.id], finals.get(whose))
        return found

    def _living(self, row: Row, campaign: Campaign, at: int, so_far: Numbers, final: Standings | None) -> Living:
        return Living(
            Kind(row.kind),
            self._keys.decrypt(row.words) if row.words else "",
            campaign,
            campaign.state(at),
            so_far,
            left(campaign, at),
            corrected=row.version != campaign.file.version,
            withdrawn=row.state == "cancelled",
            final=final,
        )
