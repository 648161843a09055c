"""Turns public files into an edition that can replace the stored one, or refuses them with a sentence."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.congress.committees import read_committee_names, read_committees
from bot.core.congress.legislators import find_congress, read_members
from bot.core.congress.source_file import SourceFile, refuse_source
from bot.core.congress.zip_file import ZipDistrict, read_zips
from bot.core.directory.members import Edition, Member, Title, list_senate_seats
from bot.core.directory.states import DISTRICTS, NAMES, WITHOUT_SENATORS

# No Congress ever had more vacant seats at once, so with more than this the file is cut short.
MOST_VACANT_HOUSE, MOST_VACANT_SENATE = 20, 8


@dataclass(frozen=True, slots=True)
class CongressLoad:
    """Everything that one update loads, with the ``vacant`` seats and the districts ``without_zips``.

    ``committees`` have members' ids by committee id, and are empty without their file, as are ``committee_names``.
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
    committee_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def offices(self) -> int:
        """How many district offices can be called."""
        return sum(len(member.offices) - 1 for member in self.members)


def read_load(
    current: SourceFile,
    offices: SourceFile,
    zips: SourceFile,
    at: int,
    committees: SourceFile | None = None,
    committee_names: SourceFile | None = None,
) -> CongressLoad:
    """Read the three files and the optional ones on committees at ``at`` (UTC microseconds).

    Raises ConfigError if they can't be all of Congress.
    """
    members, doubts = read_members(current, offices)
    vacant = _find_vacant_seats(members, current)
    found = read_zips(zips)
    without_zips = _find_districts_without_zips(found.pairs, zips)
    number, begins, ends = find_congress(member.ends for member in members if member.title is not Title.SENATOR)
    sitting = read_committees(committees, {member.id for member in members}) if committees else {}
    names = read_committee_names(committee_names) if committee_names else {}
    sources = tuple(filter(None, (current, offices, zips, committees, committee_names)))
    key = hashlib.sha256("".join(source.sha256 for source in sources).encode()).hexdigest()
    edition = Edition(key, number, begins, ends, found.congress, at)
    return CongressLoad(
        edition, members, found.pairs, _describe_sources(sources), vacant, without_zips, sitting, doubts, names
    )


def _describe_sources(sources: Iterable[SourceFile]) -> str:
    return json.dumps([{"name": source.name, "bytes": len(source.data), "sha256": source.sha256} for source in sources])


def _find_vacant_seats(members: Sequence[Member], source: SourceFile) -> tuple[str, ...]:
    """The vacant seats. Raises ConfigError for two members in one seat, or too few members."""
    filled = Counter(member.seat for member in members)
    crowded = next((seat for seat, count in filled.items() if count > 1), None)
    if crowded:
        raise refuse_source(source, f"More than one member sits for {describe_seat(crowded)}")
    house = tuple(seat for seat in DISTRICTS if seat not in filled)
    senate = tuple(seat for seat in list_senate_seats() if seat not in filled)
    if len(house) > MOST_VACANT_HOUSE or len(senate) > MOST_VACANT_SENATE:
        found = f"{len(DISTRICTS) - len(house)} of {len(DISTRICTS)} in the House, {100 - len(senate)} of 100 senators"
        raise refuse_source(source, f"This can't be all of Congress: {found}")
    return (*senate, *house)


def _find_districts_without_zips(pairs: Iterable[ZipDistrict], source: SourceFile) -> tuple[str, ...]:
    """The districts without a ZIP. Raises ConfigError if one of them is a state's."""
    known = {pair.district for pair in pairs}
    missing = tuple(place for place in DISTRICTS if place not in known)
    cut = [place for place in missing if place.split("-")[0] not in WITHOUT_SENATORS]
    if cut:
        raise refuse_source(
            source, f"This can't be every ZIP: none lies in {cut[0]}, nor in {len(cut) - 1} other districts"
        )
    return missing


def describe_seat(seat: str) -> str:
    """A seat as an admin reads it: ``CA-14``, or ``a Senate seat of Texas``."""
    state, _, rank = seat.partition(" ")
    return f"a Senate seat of {NAMES[state]}" if rank else seat
