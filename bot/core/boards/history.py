"""A person's own numbers. Only that person sees them."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.base.statuses import CampaignState
from bot.core.boards.board_view import Period, find_period_key
from bot.core.boards.boards import choose_board_campaign
from bot.core.calls.undo import SINCE, can_undo
from bot.core.campaigns.campaign_search import find_campaign_to_show, sort_campaigns
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.coalition.coalition import Coalition
from bot.core.directory.members import Directory, Title, find_delegate_title
from bot.core.guidance.campaign_choice import load_open_targets
from bot.core.guidance.target_finder import TargetFinder
from bot.core.guidance.targets import Targets, find_reason_for_nobody
from bot.core.people.people import People
from bot.core.people.profiles.profiles import find_home_zone
from bot.core.times.clock import day_of, week_of
from bot.core.totals.counters import load_total
from bot.core.totals.counting import CAMPAIGN, AnyKind, GroupKind, Measure, Outcome, PostcardKind
from bot.identity import Caller
from bot.phrases import Phrase
from bot.store.engine import Tx
from bot.store.sql import and_, bindparam, desc, func, select
from bot.store.statement import Row, Statement
from bot.store.tables import calls, counters, orgs

RECENT = 10


class LoggedCall(Struct, frozen=True):
    """One call in a person's history. ``reference`` is None once the call can't be taken back."""

    day: date
    slot: str
    outcome: Outcome
    campaign: str
    title: Title | None = None  # of a delegate whose name is unknown
    reference: str | None = None


class Count(Struct, frozen=True):
    """A person's completed calls in one campaign: today, this week, and since it started."""

    campaign: Campaign
    today: int
    week: int
    all: int


class PostcardPlace(Struct, frozen=True):
    """A person's place among the ``ranked`` people of ``org`` who sent postcards in ``campaign``."""

    campaign: Campaign
    rank: int
    ranked: int
    org: str


class History(Struct, frozen=True):
    """A person's own numbers: completed calls, weekly streak, recent calls, and place in their org.

    - ``rank`` is their place among the ``ranked`` callers of ``org`` in ``campaign``. All three are 0 or None
      without a completed call or an org, and in an org so small that a rank would expose another caller.
    - ``platforms`` are those of all linked accounts.
    - ``counts`` covers the open campaigns and those of ``recent``, foremost first. ``has_more`` says that there are
      earlier calls than those.
    - ``zone`` is the person's own time zone.
    - ``postcards`` are their postcards in all campaigns. ``postcard_place`` is their place among their org's writers in
      the foremost campaign that takes postcards, by the same rules as ``rank``.
    - ``with_targets`` are the open campaigns that have somebody for them to call, foremost first. ``nobody`` says why
      ``campaign`` has nobody, if it is open.
    - ``postcards`` are those in every campaign. They are never counted among calls.
    """

    campaign: Campaign
    today: int
    week: int
    all: int
    streak: int
    recent: tuple[LoggedCall, ...]
    rank: int
    ranked: int
    platforms: tuple[str, ...] = ()
    counts: tuple[Count, ...] = ()
    zone: str | None = None
    org: str | None = None
    with_targets: tuple[Campaign, ...] = ()
    nobody: Phrase | None = None
    postcards: int = 0
    postcard_place: PostcardPlace | None = None
    has_more: bool = False


class _Place(Struct, frozen=True):
    """A person's place among their org's callers, or its writers of postcards."""

    rank: int = 0
    ranked: int = 0
    org: str | None = None


_ORG_NAME = Statement(select(orgs.c.name).where(orgs.c.id == bindparam("org"), orgs.c.placeholder == 0))
_LIVE = and_(calls.c.person_id == bindparam("person"), calls.c.removed_at.is_(None))
_RECENT = Statement(
    select(
        calls.c.day,
        calls.c.slot,
        calls.c.outcome,
        calls.c.campaign_id,
        calls.c.state,
        calls.c.logged_at,
        calls.c.reference,
        SINCE,
    )
    .where(_LIVE)
    .order_by(desc(calls.c.entered_at), desc(calls.c.id))
    .limit(RECENT + 1)
)
_WEEKS = Statement(select(calls.c.week).distinct().where(_LIVE, calls.c.counted == 1))
_AHEAD_OF = and_(
    counters.c.campaign_id == bindparam("campaign"),
    counters.c.period == CAMPAIGN,
    counters.c.by == bindparam("kind"),
    counters.c.scope == bindparam("org"),
    counters.c.n > bindparam("than"),
)
_MORE_THAN = Statement(select(func.count().label("n")).select_from(counters).where(_AHEAD_OF))


def count_streak(weeks: Collection[str], today: date) -> int:
    """Count the consecutive weeks with a completed call, ending this week or last week."""
    week = today if week_of(today) in weeks else today - timedelta(weeks=1)
    length = 0
    while week_of(week) in weeks:
        length, week = length + 1, week - timedelta(weeks=1)
    return length


class Histories:
    """Reads people's own numbers."""

    def __init__(
        self, base: Base, people: People, coalition: Coalition, campaigns: Campaigns, finder: TargetFinder, least: int
    ) -> None:
        self._store, self._people, self._coalition = base.store, people, coalition
        self._campaigns, self._finder, self._min_group = campaigns, finder, least

    async def read(self, caller: Caller, at: int, zone: str | None = None) -> History:
        """The caller's history, empty for a newcomer. ``zone`` is the time zone their platform reports."""
        return await self._store.read(lambda tx: self._read(tx, caller, at, zone))

    async def _read(self, tx: Tx, caller: Caller, at: int, zone: str | None) -> History:
        known, visible = await self._campaigns.read_all(tx), await self._campaigns.load_visible(tx, caller)
        campaign = find_campaign_to_show(visible, None, at)
        person = await self._people.find(tx, caller)
        open_targets = await load_open_targets(tx, visible, self._finder, person.profile if person else None, at)
        with_targets = tuple(one for one, targets in open_targets if targets.all)
        nobody = next((_explain(one, targets) for one, targets in open_targets if one.id == campaign.id), None)
        if person is None:
            return History(campaign, 0, 0, 0, 0, (), 0, 0, with_targets=with_targets, nobody=nobody)
        org = (await self._coalition.find_chapter(tx, person.chapter_id, caller)).org_id
        weeks = {row.week for row in await tx.all(_WEEKS, person=person.id)}
        entries = [_make_entry(row, at) for row in await tx.all(_RECENT, person=person.id)]
        recent = tuple(entries[:RECENT])
        # Open campaigns, and others only if the person called in them recently.
        shown = {campaign.id, *(entry.campaign for entry in recent)}
        shown |= {one.id for one in visible if one.state(at) is CampaignState.OPEN}
        counted = (one for one in sort_campaigns(known, at) if one.id in shown)
        counts = tuple([await _load_count(tx, one, person.id, at) for one in counted])
        own = next(count for count in counts if count.campaign.id == campaign.id)
        place = await self._find_place(tx, campaign.id, org, person.id, Measure.CALLS)
        length = count_streak(weeks, day_of(at, campaign.zone))
        platforms = await self._people.load_platforms(tx, person.id)
        numbers = (own.today, own.week, own.all, length)
        return History(
            campaign,
            *numbers,
            recent,
            place.rank,
            place.ranked,
            platforms,
            counts,
            find_home_zone(zone, person.profile, Directory()),
            place.org,
            with_targets,
            nobody,
            await _count_postcards(tx, known, person.id),
            await self._find_postcard_place(tx, visible, org, person.id, at),
            has_more=len(entries) > RECENT,
        )

    async def _find_postcard_place(
        self, tx: Tx, visible: tuple[Campaign, ...], org: str, person_id: str, at: int
    ) -> PostcardPlace | None:
        campaign = choose_board_campaign(visible, None, at, Measure.POSTCARDS)
        place = await self._find_place(tx, campaign.id, org, person_id, Measure.POSTCARDS)
        return PostcardPlace(campaign, place.rank, place.ranked, place.org) if place.org else None

    async def _find_place(self, tx: Tx, campaign: str, org: str, person_id: str, measure: Measure) -> _Place:
        kind = measure.name_kind(GroupKind.PERSON)
        named, own = await tx.one(_ORG_NAME, org=org), await load_total(tx, campaign, kind, org, person_id)
        ranked = await _count_more_than(tx, campaign, org, 0, kind)
        if named is None or not own or ranked < self._min_group:
            return _Place()
        return _Place(1 + await _count_more_than(tx, campaign, org, own, kind), ranked, named.name)


def _make_entry(row: Row, at: int) -> LoggedCall:
    """A call in the words that it was logged with: where its caller lives today doesn't say whom they called then."""
    day, title = date.fromisoformat(row.day), find_delegate_title(row.slot, row.state)
    reference = row.reference if can_undo(row.since, at) else None
    return LoggedCall(day, row.slot, Outcome(row.outcome), row.campaign_id, title, reference)


async def _count_postcards(tx: Tx, known: Iterable[Campaign], person_id: str) -> int:
    return sum([await load_total(tx, one.id, PostcardKind.PERSON, "", person_id) for one in known])


def _explain(campaign: Campaign, targets: Targets) -> Phrase | None:
    return None if targets.all else find_reason_for_nobody(targets, campaign.file)


async def _load_count(tx: Tx, campaign: Campaign, person_id: str, at: int) -> Count:
    periods = [find_period_key(period, campaign, at) for period in (Period.TODAY, Period.WEEK, Period.CAMPAIGN)]
    totals = [await load_total(tx, campaign.id, GroupKind.PERSON, "", person_id, key) for key in periods]
    return Count(campaign, *totals)


async def _count_more_than(tx: Tx, campaign_id: str, org: str, n: int, kind: AnyKind) -> int:
    row = await tx.one(_MORE_THAN, campaign=campaign_id, org=org, than=n, kind=kind.value)
    return row.n if row else 0
