"""What a posted card shows of its campaign at a moment: how it stands, how far along it is, how long is left."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, distinct, func, select

from bot.core.base.clock import DAY, HOUR, day_of
from bot.core.base.keys import Keys
from bot.core.base.statuses import CampaignState
from bot.core.base.stored_values import is_readable, read_enum, read_object, read_zone
from bot.core.boards.boards import Standings, final_board
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.totals.counters import count_people, load_counter, load_total
from bot.core.totals.counting import CAMPAIGN, CounterDelta, GroupKind
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import chapters, counters


class Kind(StrEnum):
    """What is posted: what a coordinator wrote, or what Callboard says by itself."""

    ALERT = "alert"
    START = "start"  # its campaign has opened
    CLOSE = "close"  # its campaign has closed
    LINES = "lines"  # the offices' lines are open
    SUMMARY = "summary"  # what an org did today
    REMINDER = "reminder"


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
    closed one, None before. ``texts`` are a reminder's own, by language; ``today`` is what the org of a
    day's summary did on that day, its people only where they may be told of.
    """

    kind: Kind
    words: str  # an alert's own, empty for what campaigns post by themselves
    campaign: Campaign
    state: CampaignState
    numbers: Numbers
    left: Left | None
    corrected: bool = False
    withdrawn: bool = False
    final: Standings | None = None
    texts: Mapping[str, str] | None = None
    today: CounterDelta | None = None

    @property
    def glance(self) -> bytes:
        """Return a SHA-256 that changes with whatever a card shows, its own words aside."""
        final = [(line.rank, line.name, line.n) for line in self.final.lines] if self.final else None
        drawn = (
            self.campaign.file.version,
            self.state,
            self.campaign.closes_at,
            self.numbers,
            self.left,
            final,
            self.today,
        )
        return hashlib.sha256(repr((*drawn, self.corrected, self.withdrawn)).encode()).digest()


_C = counters.c
_CHAPTERS = Statement(
    select(func.count(distinct(_C.key)).label("n")).where(
        _C.campaign_id == bindparam("campaign"),
        _C.period == CAMPAIGN,
        _C.by == GroupKind.CHAPTER.value,
        _C.n > 0,
        _C.key == chapters.c.id,
        chapters.c.placeholder == 0,
    )
)


async def numbers(tx: Tx, campaign_id: str, min_group: int) -> Numbers:
    """Return how far along a campaign is; fewer than ``min_group`` people are not told of."""
    calls = await load_total(tx, campaign_id, GroupKind.TOTAL, "", "")
    people = await count_people(tx, campaign_id, CAMPAIGN, "")
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
        """Return what an alert's card shows at ``at``, None where it can't be read or its campaign's file is gone."""
        return (await self.read_all(tx, (alert,), at)).get(alert.id)

    async def read_all(self, tx: Tx, rows: Iterable[Row], at: int) -> dict[str, Living]:
        """Return what the cards of alerts show at ``at``, by alert, without those that can't be read.

        Each campaign is read once for all of its own.
        """
        known = {campaign.id: campaign for campaign in await self._campaigns.all(tx)}
        rows = [row for row in rows if is_readable(partial(self._told, row))]
        today = {row.id: await self._today(tx, row) for row in rows if row.kind == Kind.SUMMARY}
        counted, finals = dict[str, Numbers](), dict[tuple[str, str | None], Standings]()
        found = dict[str, Living]()
        for row in rows:
            campaign = known.get(row.campaign_id)
            if campaign is None:
                continue
            if campaign.id not in counted:
                counted[campaign.id] = await numbers(tx, campaign.id, self._min_group)
            whose = (campaign.id, row.org_id)
            if campaign.state(at) is CampaignState.CLOSED and whose not in finals:
                finals[whose] = await final_board(tx, campaign, row.org_id, at, self._min_group)
            shown = self._living(row, campaign, at, counted[campaign.id], finals.get(whose))
            found[row.id] = replace(shown, today=today.get(row.id))
        return found

    async def _today(self, tx: Tx, row: Row) -> CounterDelta:
        day = day_of(row.at, ZoneInfo(row.zone)).isoformat()
        done = await load_counter(tx, row.campaign_id, GroupKind.ORG, "", row.org_id, day)
        return done if done.people >= self._min_group else done._replace(people=0)

    def _living(self, row: Row, campaign: Campaign, at: int, so_far: Numbers, final: Standings | None) -> Living:
        kind, text, texts = self._told(row)
        return Living(
            kind,
            text,
            campaign,
            campaign.state(at),
            so_far,
            left(campaign, at),
            corrected=row.version != campaign.file.version,
            withdrawn=row.state == "cancelled",
            final=final,
            texts=texts,
        )

    def _told(self, row: Row) -> tuple[Kind, str, Mapping[str, str] | None]:
        """Return what an alert's row says: its kind, an alert's words, a reminder's own; raises Unreadable."""
        kind, text = read_enum(Kind, row.kind), self._keys.decrypt(row.words) if row.words else ""
        if kind is Kind.SUMMARY:
            read_zone(row.zone)  # whose day it sums up
        texts = read_object(text, "en") if text and kind is Kind.REMINDER else None
        return kind, text if kind is Kind.ALERT else "", texts
