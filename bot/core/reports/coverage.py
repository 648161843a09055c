"""Coverage: which offices a campaign has reached, and how many people could call each of them."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaign_search import find_campaign_to_show
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.coalition.audience import Audience
from bot.core.coalition.org_directory import Place, fetch_visible_places
from bot.core.congress.congress import Congress
from bot.core.directory.members import Directory
from bot.core.directory.offices.generic_offices import GENERIC, STATE_GENERIC
from bot.core.guidance.state_targets import ANYWHERE, StateHome
from bot.core.guidance.targets import find_targets, parse_state_code
from bot.core.people.profiles.homes import find_trusted_place
from bot.core.people.profiles.residents import Homes, Residents, parse_home, read_homes
from bot.core.reports.handed_over import count_handed_over
from bot.core.reports.report_rows import identify_office, load_office_calls, load_rows_within, make_scoped
from bot.core.statehouse.state_directory import StateDirectory
from bot.core.statehouse.statehouses import Statehouses
from bot.core.totals.counter_changes import fold_changes
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.sql import select
from bot.store.tables import chapters
from bot.store.tables import residents as resident_counts


@dataclass(frozen=True, slots=True)
class OfficeCoverage:
    """One office of a campaign: its completed calls, its attempts, and how many people could call it.

    ``postcards`` were handed over, apart from calls. ``whom`` is as in `report_rows.identify_office`. ``people`` is
    None if they are too few to disclose across orgs.
    """

    whom: str
    calls: int
    tried: int
    people: int | None
    postcards: int = 0


class Gaps(Struct, frozen=True):
    """A campaign's coverage. Offices without a call come first, and among them those without a postcard.

    Of equals, those that most people could call come first.

    ``few`` is the smallest number of people that is disclosed. ``chapters`` have people who could call an office that
    nobody has reached. ``unplaced`` counts people without a known district or state. ``unknown`` counts calls to "your
    representative" or a senator by people without a known place, so that no office can be named.
    """

    campaign: Campaign
    lines: tuple[OfficeCoverage, ...]
    few: int
    chapters: tuple[Place, ...]
    unplaced: int
    unknown: int
    has_maps: bool

    @property
    def open(self) -> tuple[OfficeCoverage, ...]:
        """The offices that nobody has reached."""
        return tuple(line for line in self.lines if not line.calls)

    @property
    def audience(self) -> Audience:
        """The audience of an alert about the gaps."""
        orgs = dict.fromkeys(place.org_id for place in self.chapters)
        return Audience(tuple(orgs), chapters=tuple(place.id for place in self.chapters))


_KEPT = resident_counts.c
_HOMES = make_scoped(
    select(_KEPT.chapter_id, _KEPT.sealed).select_from(
        resident_counts.outerjoin(chapters, _KEPT.chapter_id == chapters.c.id)
    ),
    chapters.c.org_id,
)


class Residence(NamedTuple):
    """Where people live: in a district or state, and in districts of the state's legislature."""

    place: str | None
    upper: str | None
    lower: str | None


class PlaceResidents(NamedTuple):
    """The people of one place: how many, their homes (as `residents.name_home` writes them), and whom they can call."""

    n: int
    homes: frozenset[str]
    callable: tuple[str, ...]


class CallCounts(NamedTuple):
    """Completed calls, attempts and postcards handed over, by target."""

    calls: Counter[str]
    tried: Counter[str]
    postcards: Counter[str]


class Coverage:
    """Reads coverage."""

    def __init__(
        self,
        base: Base,
        residents: Residents,
        campaigns: Campaigns,
        congress: Congress,
        statehouses: Statehouses,
        min_group: int,
    ) -> None:
        self._store, self._keys, self._counter, self._campaigns = base.store, base.keys, residents, campaigns
        self._congress, self._statehouses, self._min_group = congress, statehouses, min_group

    async def read(self, reach: Reach, word: str | None, at: int) -> Gaps:
        """A campaign's coverage by the orgs within ``reach``. Raises UserError for an unknown campaign."""
        await fold_changes(self._store)
        kept, campaign, made, directory, within = await self._counter.read(lambda tx: self._read(tx, reach, word, at))
        states = self._statehouses.last_directory
        places = await asyncio.to_thread(find_residents, campaign.file, add_up(kept), directory, states, at)
        few = self._min_group if reach.role is Role.ADMIN else 0
        useful = find_useful_chapters(kept, places.values(), made)
        return Gaps(
            campaign=campaign,
            lines=tuple(hide_few_people(line, few) for line in list_coverage(places.values(), made)),
            few=few,
            chapters=tuple(place for place in within if place.id in useful),
            unplaced=sum(found.n for home, found in places.items() if home.place is None),
            unknown=sum(made.calls[whom] for whom in (*GENERIC, *STATE_GENERIC)),
            has_maps=bool(directory.maps.loaded),
        )

    async def _read(
        self, tx: Tx, reach: Reach, word: str | None, at: int
    ) -> tuple[Sequence[tuple[str, Homes]], Campaign, CallCounts, Directory, tuple[Place, ...]]:
        campaign = find_campaign_to_show(await self._campaigns.load_within(tx, reach), word, at)
        directory = await self._congress.load_sitting(tx, at)
        await self._statehouses.load_directory(tx)
        postcards = await count_handed_over(tx, reach, campaign.id, directory)
        made = CallCounts(Counter(), Counter(), postcards)
        for office in await load_office_calls(tx, reach, campaign.id, directory):
            (made.calls if office.outcome.completed else made.tried)[office.whom] += office.n
        return (
            [(row.chapter_id, read_homes(self._keys, row.sealed)) for row in await load_rows_within(tx, _HOMES, reach)],
            campaign,
            made,
            directory,
            await fetch_visible_places(tx, reach),
        )


def add_up(kept: Iterable[tuple[str, Mapping[str, int]]]) -> Mapping[str, int]:
    """All people by home, from the homes of each chapter (empty for people without one)."""
    people = dict[str, int]()
    for _, homes in kept:
        for home, n in homes.items():  # a hundred thousand of them, if each chapter has people everywhere
            people[home] = people.get(home, 0) + n
    return people


def find_residents(
    file: CampaignFile, people: Mapping[str, int], directory: Directory, states: StateDirectory, at: int
) -> Mapping[Residence, PlaceResidents]:
    """Who lives where at ``at``, and whom they can call in a campaign, from the number of ``people`` in each home."""
    homes = defaultdict[Residence, list[str]](list)
    for home in people:
        known = parse_home(home)
        homes[Residence(find_trusted_place(known, directory.maps, at), known.upper, known.lower)].append(home)
    return {
        one: PlaceResidents(
            sum(people[home] for home in within),
            frozenset(within),
            tuple(find_callable(file, one.place, directory, StateHome(one.upper, one.lower, states))),
        )
        for one, within in homes.items()
    }


def find_useful_chapters(
    kept: Iterable[tuple[str, Mapping[str, int]]], places: Iterable[PlaceResidents], made: CallCounts
) -> frozenset[str]:
    """The chapters of people who could call an office that nobody has reached."""
    open_homes = {
        home for found in places if not all(made.calls[whom] for whom in found.callable) for home in found.homes
    }
    return frozenset(chapter for chapter, homes in kept if not open_homes.isdisjoint(homes))


def list_coverage(places: Iterable[PlaceResidents], made: CallCounts) -> tuple[OfficeCoverage, ...]:
    """Every office that was called, that got postcards or that somebody could call, least reached first.

    Calls to "your representative" by people without a known place are left out, since no office can be named.
    """
    could, generic = Counter[str](), {*GENERIC, *STATE_GENERIC}
    for found in places:
        for whom in found.callable:
            could[whom] += found.n
    known = [whom for whom in {**could, **made.calls, **made.tried, **made.postcards} if whom not in generic]
    lines = (
        OfficeCoverage(whom, made.calls[whom], made.tried[whom], could[whom], made.postcards[whom]) for whom in known
    )
    return tuple(sorted(lines, key=_rank))


def _rank(line: OfficeCoverage) -> tuple[int, bool, int, str]:
    return line.calls, line.postcards > 0, -(line.people or 0), line.whom


def find_callable(
    file: CampaignFile, place: str | None, directory: Directory, home: StateHome = ANYWHERE
) -> Iterable[str]:
    """The campaign's offices that a person in ``place`` can call, leaving out those whose member is unknown."""
    targets = find_targets(file, place, directory, home)
    district = targets.place if targets.place and "-" in targets.place else None
    state = parse_state_code(targets.place) if targets.place else None
    offices = ((target, identify_office(target.slot, directory.seats, state, district)) for target in targets.all)
    return tuple(whom for target, whom in offices if whom != target.generic)


def hide_few_people(line: OfficeCoverage, few: int) -> OfficeCoverage:
    """The line, without its number of people if that is below ``few``."""
    if line.people and line.people < few:
        return replace(line, people=None)
    return line
