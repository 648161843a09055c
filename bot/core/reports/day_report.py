"""The report of one call-in day: what happened, compared with the last such day. Start with `DayReports.read`.

Coordinators read it about their own orgs. Admins read totals of every org, and an org's details once it sent them.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from bot.core.calls.positions import Position
from bot.core.campaigns.campaign_search import find_campaign_to_show
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.congress.congress import Congress
from bot.core.reports.day_totals import DayTotal, load_day_totals
from bot.core.reports.position_counts import PositionCounts, load_position_counts_in
from bot.core.reports.report_rows import OfficeCalls, Scoped, load_office_calls_in, load_rows_within
from bot.core.totals.counter_changes import read_folded
from bot.core.totals.counting import GroupKind, Measure, Outcome
from bot.errors import UserError
from bot.roles import Reach, Role
from bot.store.engine import Store, Tx
from bot.store.sql import and_, bindparam, or_, select
from bot.store.statement import Row, Statement
from bot.store.tables import chapters, current_totals, day_reports, orgs
from bot.text import make_sort_key


class GroupDay(Struct, frozen=True):
    """One chapter's or state's day: completed calls, the people who made them, postcards, and who sent those."""

    name: str
    calls: int
    people: int
    placeholder: bool = False  # people who have no chapter yet
    postcards: int = 0
    writers: int = 0


class OrgDay(Struct, frozen=True):
    """One org's day. Callers, chapters, states and writers are None unless the org sent its report."""

    name: str
    placeholder: bool
    calls: int
    people: int | None = None
    chapters: int | None = None
    states: int | None = None
    postcards: int = 0
    writers: int | None = None


class Answer(Struct, frozen=True):
    """How many offices gave each answer to an ask. An office counts from `MIN_CALLERS` callers on.

    An office that gave different answers counts as ``mixed``.
    """

    ask: str
    offices: Mapping[Position, int]
    mixed: int = 0


class DayReport(Struct, frozen=True):
    """One campaign-local day; ``total`` is None if the campaign has no calls and no postcards yet.

    ``before`` is the last earlier day with either. ``postcards`` and ``postcards_before`` are of the same two days and
    count postcards, never calls. ``groups`` are the reader's chapters, most calls first; ``orgs`` are there for admins
    instead. Offices and answers leave out what forgotten people did, because its day is not stored.
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
    postcards: DayTotal | None = None
    postcards_before: DayTotal | None = None

    @property
    def has_postcards(self) -> bool:
        """Whether anybody sent one on the day, or on the one before."""
        return any(one is not None and one.calls for one in (self.postcards, self.postcards_before))

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


_N = current_totals.c
_GROUPS = select(_N.by, _N.scope, _N.key, _N.n, _N.people).where(
    _N.campaign_id == bindparam("campaign"), _N.period == bindparam("day"), _N.n > 0
)
_INNER = or_(*(_N.by == one.name_kind(by).value for by in (GroupKind.CHAPTER, GroupKind.STATE) for one in Measure))
_OUTER = or_(*(_N.by == one.name_kind(GroupKind.ORG).value for one in Measure))
_ON_DAY = Scoped(
    Statement(_GROUPS.where(or_(_OUTER, _INNER))),
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
        """The report of ``day`` (YYYY-MM-DD), or of the last day with calls or postcards. Raises UserError."""
        return await read_folded(self._store, lambda tx: self.read_in(tx, reach, word, day, at))

    async def read_in(self, tx: Tx, reach: Reach, word: str | None, day: str | None, at: int) -> DayReport:
        """The report, in the caller's transaction."""
        campaign = find_campaign_to_show(await self._campaigns.load_within(tx, reach), word, at)
        calls, cards = [await _load_days(tx, reach, campaign, measure) for measure in Measure]
        days = sorted(calls.keys() | cards.keys(), reverse=True)
        if not days and day is None:
            return DayReport(campaign, None)
        if day is not None and day not in days:
            missing = "report.no_day_postcards" if cards or campaign.file.takes_postcards else "report.no_day"
            raise UserError(missing, field="day", day=day)
        place = days.index(day) if day else 0
        shown, *earlier = days[place:]
        before = next(iter(earlier), None)
        whole = reach.role is Role.ADMIN
        directory = await self._congress.load_sitting(tx, at)
        offices = await load_office_calls_in(tx, reach, campaign.id, directory, shown)
        counts = await load_position_counts_in(tx, reach, campaign.id, directory, shown)
        asks = [ask.key for ask in campaign.file.asks]
        sent = {row.org_id for row in await tx.all(_SENT, campaign=campaign.id, day=shown)}
        groups = await load_rows_within(tx, _ON_DAY, reach, campaign=campaign.id, day=shown)
        return DayReport(
            campaign=campaign,
            total=calls.get(shown, DayTotal(shown, 0, 0)),
            before=calls.get(before, DayTotal(before, 0, 0)) if before else None,
            orgs=await _list_orgs(tx, groups, sent) if whole else (),
            chapters=() if whole else _list_chapters(await _load_chapters(tx), groups),
            states=() if whole else _list_states(groups),
            offices=tuple(offices),
            answers=tuple(count_answers(ask, counts) for ask in asks),
            is_sent=bool(reach.orgs) and reach.orgs <= sent,
            postcards=cards.get(shown),
            postcards_before=cards.get(before) if before else None,
        )


async def _load_days(tx: Tx, reach: Reach, campaign: Campaign, measure: Measure) -> Mapping[str, DayTotal]:
    return {one.day: one for one in (await load_day_totals(tx, reach, campaign.id, measure)).days}


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


async def _load_chapters(tx: Tx) -> Mapping[str, Row]:
    return {row.id: row for row in await tx.all(_CHAPTERS)}


async def _list_orgs(tx: Tx, rows: Sequence[Row], sent: Collection[str]) -> tuple[OrgDay, ...]:
    """Every org with calls or postcards on the day, most calls first."""
    names, chapters_ = {row.id: row for row in await tx.all(_ORGS)}, await _load_chapters(tx)
    found = []
    for key, day in _add_up(rows, GroupKind.ORG).items():
        org, own = names[key], [one for one in rows if one.scope == key]
        inner = [one for one in _list_chapters(chapters_, own) if not one.placeholder]
        shown = OrgDay(org.name, bool(org.placeholder), day.calls, postcards=day.postcards)
        if key in sent:
            groups = {"chapters": len(inner), "states": len(_list_states(own))}
            shown = replace(shown, people=day.people, writers=day.writers, **groups)
        found.append(shown)
    return tuple(sorted(found, key=_rank))


def _list_chapters(names: Mapping[str, Row], rows: Iterable[Row]) -> tuple[GroupDay, ...]:
    found = [
        replace(one, name=names[key].name, placeholder=bool(names[key].placeholder))
        for key, one in _add_up(rows, GroupKind.CHAPTER).items()
    ]
    return tuple(sorted(found, key=_rank))


def _list_states(rows: Iterable[Row]) -> tuple[GroupDay, ...]:
    """The states of the callers and writers, those of several orgs together."""
    return tuple(sorted(_add_up(rows, GroupKind.STATE).values(), key=_rank))


def _rank(one: GroupDay | OrgDay) -> tuple[object, ...]:
    return one.placeholder, -one.calls, -one.postcards, make_sort_key(one.name)


def _add_up(rows: Iterable[Row], by: GroupKind) -> dict[str, GroupDay]:
    """The groups of a kind by their keys, each the sum of its orgs' parts."""
    found: dict[str, GroupDay] = {}
    calls, cards = (measure.name_kind(by).value for measure in Measure)
    for row in rows:
        day = found.get(row.key, GroupDay(row.key, 0, 0))
        if row.by == calls:
            found[row.key] = replace(day, calls=day.calls + row.n, people=day.people + row.people)
        elif row.by == cards:
            found[row.key] = replace(day, postcards=day.postcards + row.n, writers=day.writers + row.people)
    return found
