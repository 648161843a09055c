"""The report of one call-in day: what happened, compared with the last such day. Start with `DayReports.read`.

Coordinators read it about their own orgs. Admins read totals of every org, and an org's details once it sent them.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct
from sqlalchemy import and_, bindparam, or_, select

from bot.core.calls.positions import Position
from bot.core.campaigns.campaign_search import find_campaign_to_show
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.congress.congress import Congress
from bot.core.reports.day_totals import DayTotal, load_day_totals
from bot.core.reports.position_counts import PositionCounts, load_position_counts_on
from bot.core.reports.report_rows import OfficeCalls, Scoped, load_office_calls_on, load_rows_within
from bot.core.totals.counting import GroupKind, Outcome
from bot.errors import UserError
from bot.roles import Reach, Role
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import chapters, counters, day_reports, orgs
from bot.text import make_sort_key


class GroupDay(Struct, frozen=True):
    """One chapter's or state's completed calls on a day, and the people who made them."""

    name: str
    calls: int
    people: int
    placeholder: bool = False  # people who have no chapter yet


class OrgDay(Struct, frozen=True):
    """One org's day. Callers, chapters and states are None unless the org sent its report."""

    name: str
    placeholder: bool
    calls: int
    people: int | None = None
    chapters: int | None = None
    states: int | None = None


class Answer(Struct, frozen=True):
    """How many offices gave each answer to an ask. An office counts from `MIN_CALLERS` callers on.

    An office that gave different answers counts as ``mixed``.
    """

    ask: str
    offices: Mapping[Position, int]
    mixed: int = 0


class DayReport(Struct, frozen=True):
    """One campaign-local day; ``total`` is None if the campaign has no calls yet.

    ``before`` is the last earlier day with calls. ``groups`` are the reader's chapters, most calls first; ``orgs`` are
    there for admins instead. Offices and answers leave out what forgotten people did, because its day is not stored.
    """

    campaign: Campaign
    total: DayTotal | None
    before: DayTotal | None = None
    orgs: tuple[OrgDay, ...] = ()
    chapters: tuple[GroupDay, ...] = ()
    states: tuple[GroupDay, ...] = ()
    offices: tuple[OfficeCalls, ...] = ()
    answers: tuple[Answer, ...] = ()
    is_sent: bool = False

    @property
    def outcomes(self) -> Mapping[str, Mapping[Outcome, int]]:
        """The outcomes of calls to each member or office, attempts included."""
        found: dict[str, Counter[Outcome]] = {}
        for one in self.offices:
            found.setdefault(one.whom, Counter())[one.outcome] += one.n
        return found

    @property
    def called(self) -> int:
        """How many members and offices were called."""
        return len(self.outcomes)

    @property
    def reached(self) -> int:
        """At how many of them somebody answered."""
        return sum(1 for outcomes in self.outcomes.values() if outcomes.get(Outcome.SPOKE))


_N = counters.c
_GROUPS = select(_N.by, _N.scope, _N.key, _N.n, _N.people).where(
    _N.campaign_id == bindparam("campaign"), _N.period == bindparam("day"), _N.n > 0
)
_INNER = or_(_N.by == GroupKind.CHAPTER.value, _N.by == GroupKind.STATE.value)
_ON_DAY = Scoped(
    Statement(_GROUPS.where(or_(_N.by == GroupKind.ORG.value, _INNER))),
    Statement(_GROUPS.where(_INNER, _N.scope == bindparam("org"))),
)
_ORGS = Statement(select(orgs.c.id, orgs.c.name, orgs.c.placeholder))
_CHAPTERS = Statement(select(chapters.c.id, chapters.c.name, chapters.c.placeholder))
_S = day_reports.c
_SENT = Statement(select(_S.org_id).where(and_(_S.campaign_id == bindparam("campaign"), _S.day == bindparam("day"))))


class DayReports:
    """Reads the report of one day."""

    def __init__(self, store: Store, campaigns: Campaigns, congress: Congress) -> None:
        self._store, self._campaigns, self._congress = store, campaigns, congress

    async def read(self, reach: Reach, word: str | None, day: str | None, at: int) -> DayReport:
        """The report of ``day`` (YYYY-MM-DD), or of the last day with calls. Raises UserError for a day without any."""
        return await self._store.read(lambda tx: self.read_in(tx, reach, word, day, at))

    async def read_in(self, tx: Tx, reach: Reach, word: str | None, day: str | None, at: int) -> DayReport:
        """The report, in the caller's transaction."""
        campaign = find_campaign_to_show(await self._campaigns.load_within(tx, reach), word, at)
        days = (await load_day_totals(tx, reach, campaign.id)).days
        if not days and day is None:
            return DayReport(campaign, None)
        place = _find_day(days, day)
        shown, before = days[place], days[place + 1] if place + 1 < len(days) else None
        whole = reach.role is Role.ADMIN
        directory = await self._congress.load_sitting(tx, at)
        offices = await load_office_calls_on(tx, reach, campaign.id, directory, shown.day)
        counts = await load_position_counts_on(tx, reach, campaign.id, directory, shown.day)
        asks = [ask.key for ask in campaign.file.asks]
        sent = {row.org_id for row in await tx.all(_SENT, campaign=campaign.id, day=shown.day)}
        groups = await load_rows_within(tx, _ON_DAY, reach, campaign=campaign.id, day=shown.day)
        return DayReport(
            campaign=campaign,
            total=shown,
            before=before,
            orgs=await _list_orgs(tx, groups, sent) if whole else (),
            chapters=() if whole else _list_chapters(await _load_chapters(tx), groups),
            states=() if whole else _list_states(groups),
            offices=tuple(offices),
            answers=tuple(count_answers(ask, counts) for ask in asks),
            is_sent=bool(reach.orgs) and reach.orgs <= sent,
        )


def count_answers(ask: str, counts: Iterable[PositionCounts]) -> Answer:
    """How many offices said what to one ask."""
    offices, mixed = Counter[Position](), 0
    for one in counts:
        said = [position for position in one.counts if position is not Position.NO_ANSWER]
        if one.ask != ask or not one.is_said or not said:
            continue
        if len(said) == 1:
            offices[said[0]] += 1
        else:
            mixed += 1
    return Answer(ask, offices, mixed)


def _find_day(days: tuple[DayTotal, ...], day: str | None) -> int:
    """The place of a day among those with calls; the newest if none is named."""
    if day is None:
        return 0
    for place, one in enumerate(days):
        if one.day == day:
            return place
    raise UserError("report.no_day", field="day", day=day)


async def _load_chapters(tx: Tx) -> Mapping[str, Row]:
    return {row.id: row for row in await tx.all(_CHAPTERS)}


async def _list_orgs(tx: Tx, rows: Sequence[Row], sent: Collection[str]) -> tuple[OrgDay, ...]:
    """Every org with calls on the day, most first."""
    names, chapters_ = {row.id: row for row in await tx.all(_ORGS)}, await _load_chapters(tx)
    found = []
    for row in (row for row in rows if row.by == GroupKind.ORG.value):
        org, own = names[row.key], [one for one in rows if one.scope == row.key]
        inner = [one for one in _list_chapters(chapters_, own) if not one.placeholder]
        details = (row.people, len(inner), len(_list_states(own))) if row.key in sent else ()
        found.append(OrgDay(org.name, bool(org.placeholder), row.n, *details))
    return tuple(sorted(found, key=lambda one: (one.placeholder, -one.calls, make_sort_key(one.name))))


def _list_chapters(names: Mapping[str, Row], rows: Iterable[Row]) -> tuple[GroupDay, ...]:
    found = [
        GroupDay(names[row.key].name, row.n, row.people, bool(names[row.key].placeholder))
        for row in rows
        if row.by == GroupKind.CHAPTER.value
    ]
    return tuple(sorted(found, key=lambda one: (one.placeholder, -one.calls, make_sort_key(one.name))))


def _list_states(rows: Iterable[Row]) -> tuple[GroupDay, ...]:
    """The states of the callers, those of several orgs together."""
    calls, people = Counter[str](), Counter[str]()
    for row in rows:
        if row.by == GroupKind.STATE.value:
            calls[row.key] += row.n
            people[row.key] += row.people
    found = [GroupDay(state, calls[state], people[state]) for state in calls]
    return tuple(sorted(found, key=lambda one: (-one.calls, make_sort_key(one.name))))
