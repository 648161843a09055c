"""Reports for coordinators: calls by day, chapter, district and office, what offices said, and postcards."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from msgspec import Struct

from bot.core.boards.board_view import Board, is_place
from bot.core.boards.boards import choose_board_campaign
from bot.core.boards.ranking import Group
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.congress.congress import Congress
from bot.core.reports.day_totals import DayTotal, load_day_totals
from bot.core.reports.handed_over import count_handed_over
from bot.core.reports.position_counts import DISPUTE_DAYS, PositionCounts, load_position_counts
from bot.core.reports.report_rows import (
    OfficeCalls,
    Scoped,
    load_office_calls,
    load_rows_within,
    make_scoped,
)
from bot.core.times.clock import day_of
from bot.core.totals.counter_changes import read_folded
from bot.core.totals.counting import CAMPAIGN, GroupKind, Measure, Outcome
from bot.core.totals.disclosure import Slice
from bot.core.totals.group_totals import GroupTotal, GroupTotals
from bot.roles import Reach, Role
from bot.store.engine import Store, Tx
from bot.store.sql import bindparam, select
from bot.store.statement import Row, Statement
from bot.store.tables import chapters, current_totals, orgs
from bot.text import make_sort_key


class CallsReport(Struct, frozen=True):
    """``days`` are newest first. ``outcomes`` count every call that wasn't removed, including attempts.

    A person who calls for two orgs counts as one of the people of each.
    """

    campaign: Campaign
    days: tuple[DayTotal, ...]
    calls: int
    people: int
    outcomes: Mapping[Outcome, int]


@dataclass(frozen=True, slots=True)
class ChapterLine:
    """One chapter's completed calls, the people who made them, and the time of the last (UTC microseconds)."""

    org: str
    name: str
    placeholder: bool
    calls: int
    people: int
    last_at: int


class ChaptersReport(Struct, frozen=True):
    """Chapters, most calls first. ``folded`` chapters, too small to disclose, made ``folded_calls``.

    Where its ``measure`` is postcards, its calls are postcards.
    """

    campaign: Campaign
    lines: tuple[ChapterLine, ...]
    folded: int
    folded_calls: int
    measure: Measure = Measure.CALLS


class DistrictsReport(Struct, frozen=True):
    """Completed calls by district, most calls first. ``calls`` is the total, including people without a district.

    ``folded`` districts, too small to disclose, made ``folded_calls``. Where its ``measure`` is postcards, its calls
    are postcards.
    """

    campaign: Campaign
    lines: tuple[Group, ...]
    folded: int
    folded_calls: int
    calls: int
    measure: Measure = Measure.CALLS

    @property
    def elsewhere(self) -> int:
        """Calls by people whose district isn't known."""
        return self.calls - self.folded_calls - sum(line.n for line in self.lines)


class OfficeLine(Struct, frozen=True):
    """The outcomes of calls to one office. ``whom`` is its id, or comes from `report_rows.identify_office`.

    ``postcards`` were handed to the member, never to one office of several.
    """

    whom: str
    outcomes: Mapping[Outcome, int]
    postcards: int = 0


class OfficesReport(Struct, frozen=True):
    """Offices, most calls first."""

    campaign: Campaign
    lines: tuple[OfficeLine, ...]

    @property
    def has_postcards(self) -> bool:
        """Whether any were handed over."""
        return any(line.postcards for line in self.lines)


class PositionsReport(Struct, frozen=True):
    """What offices said. Conflicting answers since ``since`` are disputed."""

    campaign: Campaign
    counts: tuple[PositionCounts, ...]
    since: str


_N = current_totals.c
_IN_CAMPAIGN = (_N.campaign_id == bindparam("campaign"), _N.n > 0)
_CHAPTERS = (
    select(
        orgs.c.id.label("org_id"),
        orgs.c.name.label("org"),
        chapters.c.id,
        chapters.c.name,
        chapters.c.placeholder,
        _N.n,
        _N.people,
        _N.last_at,
    )
    .where(*_IN_CAMPAIGN, _N.period == CAMPAIGN, _N.by == bindparam("kind"))
    .where(_N.key == chapters.c.id, _N.scope == orgs.c.id)
)
_DISTRICTS = make_scoped(
    select(_N.key, _N.n, _N.people).where(*_IN_CAMPAIGN, _N.period == CAMPAIGN, _N.by == bindparam("kind")), _N.scope
)
_BY_CHAPTER = Scoped(Statement(_CHAPTERS), Statement(_CHAPTERS.where(_N.scope == bindparam("org"))))


class Reports:
    """Reads reports about the orgs within ``reach``; for an admin, about the whole coalition."""

    def __init__(self, store: Store, campaigns: Campaigns, congress: Congress, min_group: int) -> None:
        self._store, self._campaigns = store, campaigns
        self._congress, self._min_group = congress, min_group

    async def load_calls(self, reach: Reach, word: str | None, at: int) -> CallsReport:
        """A campaign's calls by day."""

        async def read(tx: Tx) -> CallsReport:
            campaign = await self._find_campaign(tx, reach, word, at)
            totals = await load_day_totals(tx, reach, campaign.id)
            offices = await self._load_office_calls(tx, reach, campaign, at)
            return CallsReport(campaign, totals.days, totals.calls, totals.people, _count_outcomes(offices))

        return await read_folded(self._store, read)

    async def load_chapters(
        self, reach: Reach, word: str | None, at: int, measure: Measure = Measure.CALLS
    ) -> ChaptersReport:
        """A campaign's calls by chapter. Across orgs, small chapters are folded."""

        async def read(tx: Tx) -> ChaptersReport:
            campaign = await self._find_campaign(tx, reach, word, at, measure)
            kind = measure.name_kind(GroupKind.CHAPTER).value
            rows = await load_rows_within(tx, _BY_CHAPTER, reach, campaign=campaign.id, kind=kind)
            folded = await self._fold_chapters(tx, reach, campaign, at, measure)
            shown = sorted((_make_line(row) for row in rows if (row.org_id, row.id) not in folded), key=_rank)
            return ChaptersReport(campaign, tuple(shown), len(folded), sum(folded.values()), measure)

        return await self._store.read(read)

    async def load_districts(
        self, reach: Reach, word: str | None, at: int, measure: Measure = Measure.CALLS
    ) -> DistrictsReport:
        """A campaign's calls by the callers' district. Across orgs, small districts are folded."""

        async def read(tx: Tx) -> DistrictsReport:
            campaign = await self._find_campaign(tx, reach, word, at, measure)
            calls = (await load_day_totals(tx, reach, campaign.id, measure)).calls
            if reach.role is not Role.ADMIN:
                own = await _load_districts(tx, reach, campaign, measure)
                return DistrictsReport(campaign, own, 0, 0, calls, measure)
            totals = await self._make_totals(tx, campaign, at, measure).load_districts()
            small = [one.calls for one in totals if one.is_folded]
            return DistrictsReport(campaign, _list_districts(totals), len(small), sum(small), calls, measure)

        return await self._store.read(read)

    async def load_offices(self, reach: Reach, word: str | None, at: int) -> OfficesReport:
        """A campaign's calls by office and outcome, and beside them the postcards that were handed over."""

        async def read(tx: Tx) -> OfficesReport:
            campaign = await self._find_campaign(tx, reach, word, at)
            by_office: dict[str, Counter[Outcome]] = {}
            for office in await self._load_office_calls(tx, reach, campaign, at):
                by_office.setdefault(office.office, Counter())[office.outcome] += office.n
            cards = await count_handed_over(tx, reach, campaign.id, await self._congress.load_sitting(tx, at))
            offices = dict.fromkeys((*by_office, *cards))
            lines = (OfficeLine(whom, by_office.get(whom, Counter()), cards[whom]) for whom in offices)
            return OfficesReport(campaign, tuple(sorted(lines, key=_rank_by_calls)))

        return await read_folded(self._store, read)

    async def load_positions(self, reach: Reach, word: str | None, at: int) -> PositionsReport:
        """What each office said to each ask."""

        async def read(tx: Tx) -> PositionsReport:
            campaign = await self._find_campaign(tx, reach, word, at)
            directory = await self._congress.load_sitting(tx, at)
            since = day_of(at, campaign.zone) - timedelta(days=DISPUTE_DAYS)
            counts = await load_position_counts(tx, reach, campaign.id, directory)
            return PositionsReport(campaign, counts, since.isoformat())

        return await read_folded(self._store, read)

    def _make_totals(self, tx: Tx, campaign: Campaign, at: int, measure: Measure) -> GroupTotals:
        return GroupTotals(tx, campaign.id, day_of(at, campaign.zone), Slice.CAMPAIGN, self._min_group, measure)

    async def _fold_chapters(
        self, tx: Tx, reach: Reach, campaign: Campaign, at: int, measure: Measure
    ) -> dict[tuple[str, str], int]:
        """The calls of chapters folded across orgs, by org and chapter id."""
        if reach.role is not Role.ADMIN:
            return {}
        totals = await self._make_totals(tx, campaign, at, measure).load_chapters()
        return {(one.org, one.key): one.calls for one in totals if one.is_folded}

    async def _find_campaign(
        self, tx: Tx, reach: Reach, word: str | None, at: int, measure: Measure = Measure.CALLS
    ) -> Campaign:
        return choose_board_campaign(await self._campaigns.load_within(tx, reach), word, at, measure)

    async def _load_office_calls(self, tx: Tx, reach: Reach, campaign: Campaign, at: int) -> Iterable[OfficeCalls]:
        return await load_office_calls(tx, reach, campaign.id, await self._congress.load_sitting(tx, at))


async def _load_districts(tx: Tx, reach: Reach, campaign: Campaign, measure: Measure) -> tuple[Group, ...]:
    calls, people, kind = Counter[str](), Counter[str](), measure.name_kind(GroupKind.DISTRICT)
    for row in await load_rows_within(tx, _DISTRICTS, reach, campaign=campaign.id, kind=kind.value):
        if is_place(Board.DISTRICTS, row.key):
            calls[row.key] += row.n
            people[row.key] += row.people
    return _sort_by_calls(Group(name, calls[name], people[name], 0) for name in calls)


def _list_districts(totals: Iterable[GroupTotal]) -> tuple[Group, ...]:
    """The districts among the disclosed places."""
    shown = (one for one in totals if not one.is_folded and is_place(Board.DISTRICTS, one.key))
    return _sort_by_calls(Group(one.key, one.calls, one.people, one.last_at) for one in shown)


def _sort_by_calls(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(sorted(groups, key=lambda group: (-group.n, make_sort_key(group.name))))


def _count_outcomes(offices: Iterable[OfficeCalls]) -> Mapping[Outcome, int]:
    counts = Counter[Outcome]()
    for office in offices:
        counts[office.outcome] += office.n
    return counts


def _make_line(row: Row) -> ChapterLine:
    return ChapterLine(row.org, row.name, bool(row.placeholder), row.n, row.people, row.last_at)


def _rank(line: ChapterLine) -> tuple[bool, int, int, str, str]:
    return line.placeholder, -line.calls, line.last_at, line.org, line.name


def _rank_by_calls(line: OfficeLine) -> tuple[int, int, str]:
    return -sum(line.outcomes.values()), -line.postcards, line.whom
