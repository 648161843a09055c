"""What a posted card shows at one moment: its campaign's state, numbers and time left. Start with `SnapshotReader`."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.core.alerts.alert_text import mark_words, read_translations
from bot.core.base.keys.keys import Keys
from bot.core.base.statuses import AlertStatus, CampaignState
from bot.core.base.stored_values import is_readable, read_enum, read_object, read_zone
from bot.core.boards.board_view import BoardView
from bot.core.boards.boards import load_final_board
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.times.clock import DAY, HOUR, day_of
from bot.core.totals.counters import count_people, load_counter, load_total
from bot.core.totals.counting import CAMPAIGN, CounterDelta, GroupKind, Measure, PostcardKind
from bot.store.engine import Tx
from bot.store.sql import bindparam, distinct, func, select
from bot.store.statement import Row, Statement
from bot.store.tables import chapters, current_totals


class Kind(StrEnum):
    """What an alert is: written by a coordinator, or posted by Callboard on a campaign's schedule."""

    ALERT = "alert"
    START = "start"  # its campaign has opened
    CLOSE = "close"  # its campaign has closed
    LINES = "lines"  # the offices' lines are open
    SUMMARY = "summary"  # an org's calls and postcards today
    REMINDER = "reminder"


class CampaignNumbers(Struct, frozen=True):
    """A campaign's completed calls, and how many people in how many chapters made them.

    ``people`` and ``chapters`` are None if the group is too small to disclose. ``postcards`` are counted apart, None if
    there is none and none can be written here.
    """

    calls: int
    people: int | None
    chapters: int | None
    postcards: int | None = None


class TimeLeft(Struct, frozen=True):
    """How long a campaign stays open, in whole ``days``, or in ``hours`` during its last two days.

    Less than an hour is 0 hours.
    """

    days: int | None
    hours: int


@dataclass(frozen=True, slots=True)
class CardSnapshot:
    """Everything that a posted card is drawn from.

    ``words`` are the author's, empty for scheduled posts. ``corrected``: the campaign's file has changed since the
    alert was written. ``finals`` are a closed campaign's boards: of calls and, if there are any, of postcards.
    ``texts`` are a reminder's own or an alert's translations, by language. An alert's that were written for other words
    are never shown; their languages are ``outdated``.
    ``today`` is what the org of a daily summary called that day, ``postcards_today`` what it wrote, each with 0 people
    if the group is too small to disclose.
    """

    kind: Kind
    words: str
    campaign: Campaign
    state: CampaignState
    numbers: CampaignNumbers
    left: TimeLeft | None
    corrected: bool = False
    withdrawn: bool = False
    finals: tuple[BoardView, ...] = ()
    texts: Mapping[str, str] | None = None
    outdated: tuple[str, ...] = ()
    today: CounterDelta | None = None
    postcards_today: CounterDelta | None = None

    @property
    def digest(self) -> bytes:
        """32 bytes that change with anything the card shows except its author's words. See `find_wording`."""
        lines = [_list_lines(view) for view in self.finals]
        calls, cards = (lines[0], lines[1:]) if lines else (None, [])
        wording = (self.campaign.file.version, self.state, self.campaign.closes_at, self.corrected, self.withdrawn)
        numbers = (self.numbers, self.left, calls, self.today, self.postcards_today, *cards)
        return _hash_half(wording) + _hash_half(numbers)


def find_wording(digest: bytes) -> bytes:
    """The half of a digest that changes only with what people decide: the campaign's words, its state and end.

    Such a change is shown at once. The other half, numbers and time left, follows at leisure.
    """
    return digest[:_HALF]


def _list_lines(view: BoardView) -> list[tuple[int | None, str, int]]:
    return [(line.rank, line.name, line.n) for line in view.lines]


def _hash_half(parts: object) -> bytes:
    return hashlib.sha256(repr(parts).encode()).digest()[:_HALF]


_HALF = 16  # bytes

_C = current_totals.c
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


async def read_numbers(tx: Tx, campaign: Campaign, min_group: int) -> CampaignNumbers:
    """Count a campaign's calls, people, chapters and postcards.

    Groups of fewer than ``min_group`` people are not disclosed.
    """
    calls = await load_total(tx, campaign.id, GroupKind.TOTAL, "", "")
    cards = await load_total(tx, campaign.id, PostcardKind.TOTAL, "", "")
    postcards = cards if cards or campaign.file.takes_postcards else None
    people = await count_people(tx, campaign.id, CAMPAIGN, "")
    if people < min_group:
        return CampaignNumbers(calls, None, None, postcards)
    [row] = await tx.all(_CHAPTERS, campaign=campaign.id)
    return CampaignNumbers(calls, people, row.n, postcards)


def find_time_left(campaign: Campaign, at: int) -> TimeLeft | None:
    """How long a campaign stays open after ``at``, None if it has no end or is over."""
    if campaign.closes_at is None or at >= campaign.closes_at:
        return None
    rest = campaign.closes_at - at
    return TimeLeft(rest // DAY if rest >= 2 * DAY else None, rest // HOUR)


class SnapshotReader:
    """Reads what posted cards show. Groups of fewer than ``min_group`` people are not disclosed."""

    def __init__(self, keys: Keys, campaigns: Campaigns, min_group: int) -> None:
        self._keys, self._campaigns, self._min_group = keys, campaigns, min_group

    async def find_campaign(self, tx: Tx, alert: Row) -> Campaign | None:
        """Find an alert's campaign, None if its file is gone."""
        return next((one for one in await self._campaigns.read_all(tx) if one.id == alert.campaign_id), None)

    async def read(self, tx: Tx, alert: Row, at: int) -> CardSnapshot | None:
        """Read what an alert's card shows at ``at``, None if its row can't be read or its campaign's file is gone."""
        return (await self.read_all(tx, (alert,), at)).get(alert.id)

    async def read_all(self, tx: Tx, rows: Iterable[Row], at: int) -> dict[str, CardSnapshot]:
        """Read what alerts' cards show at ``at``, by alert id, omitting those that can't be read.

        Each campaign is read only once.
        """
        known = {campaign.id: campaign for campaign in await self._campaigns.read_all(tx)}
        rows = [row for row in rows if is_readable(partial(self._read_text, row))]
        summaries = [row for row in rows if row.kind == Kind.SUMMARY]
        today = {row.id: [await self._read_today(tx, row, one) for one in Measure] for row in summaries}
        counted, finals = dict[str, CampaignNumbers](), dict[tuple[str, str | None], tuple[BoardView, ...]]()
        found = dict[str, CardSnapshot]()
        for row in rows:
            campaign = known.get(row.campaign_id)
            if campaign is None:
                continue
            if campaign.id not in counted:
                counted[campaign.id] = await read_numbers(tx, campaign, self._min_group)
            whose = (campaign.id, row.org_id)
            if campaign.state(at) is CampaignState.CLOSED and whose not in finals:
                finals[whose] = await self._load_finals(tx, campaign, row.org_id, at, counted[campaign.id])
            shown = self._make_snapshot(row, campaign, at, counted[campaign.id], finals.get(whose, ()))
            calls, cards = today.get(row.id, (None, None))
            found[row.id] = replace(shown, today=calls, postcards_today=cards if cards and cards.n else None)
        return found

    async def _load_finals(
        self, tx: Tx, campaign: Campaign, org: str | None, at: int, counted: CampaignNumbers
    ) -> tuple[BoardView, ...]:
        measures = tuple(Measure) if counted.postcards else (Measure.CALLS,)
        return tuple([await load_final_board(tx, campaign, org, at, self._min_group, one) for one in measures])

    async def _read_today(self, tx: Tx, row: Row, measure: Measure) -> CounterDelta:
        day = day_of(row.at, ZoneInfo(row.zone)).isoformat()
        done = await load_counter(tx, row.campaign_id, measure.name_kind(GroupKind.ORG), "", row.org_id, day)
        return done if done.people >= self._min_group else done._replace(people=0)

    def _make_snapshot(
        self, row: Row, campaign: Campaign, at: int, so_far: CampaignNumbers, finals: tuple[BoardView, ...]
    ) -> CardSnapshot:
        kind, text, texts, outdated = self._read_text(row)
        return CardSnapshot(
            kind,
            text,
            campaign,
            campaign.state(at),
            so_far,
            find_time_left(campaign, at),
            corrected=row.version != campaign.file.version,
            withdrawn=row.state == AlertStatus.CANCELLED,
            finals=finals,
            texts=texts,
            outdated=outdated,
        )

    def _read_text(self, row: Row) -> tuple[Kind, str, Mapping[str, str] | None, tuple[str, ...]]:
        """A post's kind, its author's words, its texts, and the languages of outdated ones. Raises Unreadable."""
        kind, text = read_enum(Kind, row.kind), self._keys.decrypt(row.words) if row.words else ""
        if kind is Kind.SUMMARY:
            read_zone(row.zone)  # `_read_today` needs it
        if kind is Kind.ALERT:
            translations = read_translations(self._keys, row.translations)
            current = {tag: words for tag, (words, mark) in translations.items() if mark == mark_words(text)}
            return kind, text, current or None, tuple(tag for tag in translations if tag not in current)
        return kind, "", read_object(text, "en") if text and kind is Kind.REMINDER else None, ()
