"""Coverage: which offices a campaign has reached, which not, and how many people could call each."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy import select

from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaigns import Campaign, Campaigns, to_look_at
from bot.core.coalition.audience import Audience
from bot.core.coalition.org_directory import Place, places
from bot.core.congress.congress import Congress
from bot.core.directory.generic_offices import GENERIC
from bot.core.directory.members import Directory
from bot.core.guidance.targets import find_targets, parse_state_code
from bot.core.people.people import People
from bot.core.reports.report_rows import load_office_calls, load_rows_within, make_scoped, subject
from bot.roles import Reach, Role
from bot.store.engine import Store, Tx
from bot.store.statement import Row
from bot.store.tables import chapters, people


@dataclass(frozen=True, slots=True)
class Covered:
    """One office the campaign calls (``whom``: see `report_rows.subject`): calls, attempts, and how many people could.

    ``people`` is None for a few that are too few to tell across orgs. ``chapters`` are the ids of the chapters they
    belong to.
    """

    whom: str
    calls: int
    tried: int
    people: int | None
    chapters: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gaps:
    """A campaign's coverage: those without a call first, of them those that most people could call.

    ``few`` is the least number of people that is told. ``chapters`` are those whose people could call somebody whom
    nobody has reached yet; ``unplaced`` counts people whose district and state nobody knows, ``unknown`` the calls to
    "your representative" or senators by people whose place nobody knew: of no office that could be named.
    """

    campaign: Campaign
    lines: tuple[Covered, ...]
    few: int
    chapters: tuple[Place, ...]
    unplaced: int
    unknown: int

    @property
    def open(self) -> tuple[Covered, ...]:
        """The offices that nobody has reached."""
        return tuple(line for line in self.lines if not line.calls)

    @property
    def audience(self) -> Audience:
        """The audience of an alert about the gaps."""
        orgs = dict.fromkeys(place.org_id for place in self.chapters)
        return Audience(tuple(orgs), chapters=tuple(place.id for place in self.chapters))


# Somebody's place is in their profile alone, encrypted: it is counted in memory and kept nowhere.
_PEOPLE = make_scoped(
    select(people.c.profile, people.c.chapter_id)
    .select_from(people.outerjoin(chapters, people.c.chapter_id == chapters.c.id))
    .where(people.c.suspended_at.is_(None)),
    chapters.c.org_id,
)

Dwelling = tuple[str | None, str | None]  # district or state, and chapter


class Made(NamedTuple):
    """Completed calls and attempts, by target."""

    calls: Counter[str]
    tried: Counter[str]


class Coverage:
    """Reads coverage."""

    def __init__(self, store: Store, known: People, campaigns: Campaigns, congress: Congress, min_group: int) -> None:
        self._store = store
        self._people = known
        self._campaigns = campaigns
        self._congress = congress
        self._min_group = min_group

    async def read(self, reach: Reach, word: str | None, at: int) -> Gaps:
        """A campaign's coverage by the orgs within ``reach``. Raises UserError for an unknown campaign."""
        rows, campaign, made, directory, known = await self._store.read(lambda tx: self._read(tx, reach, word, at))
        dwellings = await asyncio.to_thread(self._dwellings, rows)
        few = self._min_group if reach.role is Role.ADMIN else 0
        lines = list_covered(campaign.file, dwellings, made, directory)
        wanted = {chapter for line in lines if not line.calls for chapter in line.chapters}
        return Gaps(
            campaign=campaign,
            lines=tuple(hide_few_people(line, few) for line in lines),
            few=few,
            chapters=tuple(place for place in known if place.id in wanted),
            unplaced=sum(n for (place, _), n in dwellings.items() if place is None),
            unknown=sum(made.calls[whom] for whom in GENERIC),
        )

    async def _read(
        self, tx: Tx, reach: Reach, word: str | None, at: int
    ) -> tuple[list[Row], Campaign, Made, Directory, tuple[Place, ...]]:
        campaign = to_look_at(await self._campaigns.within(tx, reach), word, at)
        directory = await self._congress.load_sitting(tx, at)
        made = Made(Counter(), Counter())
        for one in await load_office_calls(tx, reach, campaign.id, directory):
            (made.calls if one.outcome.completed else made.tried)[one.whom] += one.n
        return await load_rows_within(tx, _PEOPLE, reach), campaign, made, directory, await places(tx, reach)

    def _dwellings(self, rows: Iterable[Row]) -> Counter[Dwelling]:
        """Count people by place and chapter. It decrypts every profile, so don't run it on the event loop."""
        return Counter((self._people.profile(row.profile).district, row.chapter_id) for row in rows)


def list_covered(
    file: CampaignFile, dwellings: Mapping[Dwelling, int], made: Made, directory: Directory
) -> tuple[Covered, ...]:
    """Return every office that calls were for or that somebody could call, the least reached first.

    "Your representative" of somebody whose place nobody knows is no office.
    """
    could, homes = Counter[str](), defaultdict[str, set[str]](set)
    for (place, chapter), n in dwellings.items():
        for whom in callable_from(file, place, directory):
            could[whom] += n
            homes[whom] |= {chapter} if chapter else set()
    known = [whom for whom in {**could, **made.calls, **made.tried} if whom not in GENERIC]
    everybody = [
        Covered(whom, made.calls[whom], made.tried[whom], could[whom], frozenset(homes[whom])) for whom in known
    ]
    return tuple(sorted(everybody, key=lambda line: (line.calls, -(line.people or 0), line.whom)))


def callable_from(file: CampaignFile, place: str | None, directory: Directory) -> Iterable[str]:
    """The known targets that somebody who lives in ``place`` can call for a campaign."""
    targets = find_targets(file, place, directory)
    district = targets.place if targets.place and "-" in targets.place else None
    state = parse_state_code(targets.place) if targets.place else None
    found = ((target, subject(target.slot, directory, state, district)) for target in targets.row)
    return tuple(whom for target, whom in found if whom != target.generic)


def hide_few_people(line: Covered, few: int) -> Covered:
    """The line without its number of people if they are fewer than ``few``."""
    if line.people and line.people < few:
        return replace(line, people=None)
    return line
