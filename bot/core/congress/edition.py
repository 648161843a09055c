"""From public files to an edition that may replace the one there is, or a sentence why not."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.congress.committees import read_committees
from bot.core.congress.legislators import congress_of, read_members
from bot.core.congress.source_file import Source, nonsense
from bot.core.congress.zip_file import ZipDistrict, read_zips
from bot.core.directory.members import Edition, Member, Title, list_senate_seats
from bot.core.directory.states import DISTRICTS, NAMES, WITHOUT_SENATORS

# More empty seats than any Congress ever had at once: then the file is cut short.
MOST_VACANT_HOUSE, MOST_VACANT_SENATE = 20, 8


@dataclass(frozen=True, slots=True)
class Load:
    """All that one update brings; ``vacant`` are seats nobody sits in, ``without_zips`` districts that have none.

    ``committees`` are members' ids by the committee's; there are none where their file was left out.
    ``doubts`` are sentences about records that were left out.
    """

    edition: Edition
    members: tuple[Member, ...]
    zips: tuple[ZipDistrict, ...]
    sources: str
    vacant: tuple[str, ...]
    without_zips: tuple[str, ...]
    committees: Mapping[str, tuple[str, ...]]
    doubts: tuple[str, ...] = ()

    @property
    def offices(self) -> int:
        """How many district offices can be rung."""
        return sum(len(member.offices) - 1 for member in self.members)


def read_load(current: Source, offices: Source, zips: Source, at: int, committees: Source | None = None) -> Load:
    """Read the three files, and the committees' where it is there; raises ConfigError for what can't be Congress.

    ``at`` is now, UTC microseconds.
    """
    members, doubts = read_members(current, offices)
    vacant = _vacant(members, current)
    found = read_zips(zips)
    without_zips = _without_zips(found.pairs, zips)
    number, begins, ends = congress_of(member.ends for member in members if member.title is not Title.SENATOR)
    sitting = read_committees(committees, {member.id for member in members}) if committees else {}
    sources = (current, offices, zips, *((committees,) if committees else ()))
    key = hashlib.sha256("".join(source.sha256 for source in sources).encode()).hexdigest()
    edition = Edition(key, number, begins, ends, found.congress, at)
    return Load(edition, members, found.pairs, _described(sources), vacant, without_zips, sitting, doubts)


def _described(sources: Iterable[Source]) -> str:
    return json.dumps([{"name": source.name, "bytes": len(source.data), "sha256": source.sha256} for source in sources])


def _vacant(members: Sequence[Member], source: Source) -> tuple[str, ...]:
    """Return the seats nobody sits in; raises ConfigError for two in one seat, or for too few in all."""
    held = Counter(member.seat for member in members)
    crowded = next((seat for seat, count in held.items() if count > 1), None)
    if crowded:
        raise nonsense(source, f"More than one member sits for {described(crowded)}")
    house = tuple(seat for seat in DISTRICTS if seat not in held)
    senate = tuple(seat for seat in list_senate_seats() if seat not in held)
    if len(house) > MOST_VACANT_HOUSE or len(senate) > MOST_VACANT_SENATE:
        found = f"{len(DISTRICTS) - len(house)} of {len(DISTRICTS)} in the House, {100 - len(senate)} of 100 senators"
        raise nonsense(source, f"This can't be all of Congress: {found}")
    return (*senate, *house)


def _without_zips(pairs: Iterable[ZipDistrict], source: Source) -> tuple[str, ...]:
    """Return the districts without a ZIP; raises ConfigError when a state's is among them."""
    known = {pair.district for pair in pairs}
    missing = tuple(place for place in DISTRICTS if place not in known)
    cut = [place for place in missing if place.split("-")[0] not in WITHOUT_SENATORS]
    if cut:
        raise nonsense(source, f"This can't be every ZIP: none lies in {cut[0]}, nor in {len(cut) - 1} other districts")
    return missing


def described(seat: str) -> str:
    """Return a seat as an admin reads it: ``CA-14``, or one in the Senate as ``a Senate seat of Texas``."""
    state, _, rank = seat.partition(" ")
    return f"a Senate seat of {NAMES[state]}" if rank else seat
