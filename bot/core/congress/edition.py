"""Turns public files into an edition that can replace the stored one, or refuses them with a sentence."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot.core.congress.source_file import SourceFile, refuse_source
from bot.core.congress.zip_file import ZipDistrict, read_zips
from bot.core.directory.congresses import (
    find_congress,
    find_congress_of_term,
    find_congress_start,
    find_first_day,
    find_noon,
)
from bot.core.directory.maps import UNDATED, MapEdition, make_maps
from bot.core.directory.members import Directory, Edition, Member, Title, list_senate_seats, make_directory
from bot.core.directory.states import DISTRICTS, NAMES, WITHOUT_SENATORS
from bot.core.directory.terms import find_holding, is_holding

if TYPE_CHECKING:
    from bot.core.congress.legislators import ReadMembers

# No Congress ever had more vacant seats at once, so with more than this the file is cut short.
MOST_VACANT_HOUSE, MOST_VACANT_SENATE = 20, 8


@dataclass(frozen=True, slots=True)
class MapLoad:
    """One Congress's map, read from a file. ``is_dated`` is False if the file doesn't say which Congress it is for.

    ``without_zips`` are the districts without a ZIP.
    """

    congress: int
    is_dated: bool
    sha256: str
    pairs: tuple[ZipDistrict, ...]
    without_zips: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CongressLoad:
    """Everything that one update loads, with the ``vacant`` seats.

    ``members`` are those whose terms had begun, empty if the files have only the next Congress. ``coming`` are terms
    that begin later. ``committees`` have members' ids by committee id, and are empty without their file, as are
    ``committee_names``. ``doubts`` are sentences about records that were left out.
    """

    edition: Edition
    members: tuple[Member, ...]
    coming: tuple[Member, ...]
    maps: tuple[MapLoad, ...]
    sources: str
    vacant: tuple[str, ...]
    committees: Mapping[str, tuple[str, ...]]
    doubts: tuple[str, ...] = ()
    committee_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def directory(self) -> Directory:
        """The directory of these data alone."""
        maps = make_maps(MapEdition(one.congress, one.sha256, one.is_dated) for one in self.maps)
        return make_directory(
            self.edition, self.members, self.committees, self.committee_names, coming=self.coming, maps=maps
        )

    @property
    def offices(self) -> int:
        """How many district offices can be called."""
        return sum(len(member.offices) - 1 for member in self.members)

    @property
    def zips(self) -> tuple[ZipDistrict, ...]:
        """The ZIPs of all maps, each with its districts."""
        return tuple(pair for one in self.maps for pair in one.pairs)

    @property
    def without_zips(self) -> tuple[str, ...]:
        """The districts without a ZIP in the newest map."""
        return self.maps[-1].without_zips if self.maps else ()


def read_load(
    current: SourceFile,
    offices: SourceFile,
    zips: SourceFile | None,
    at: int,
    committees: SourceFile | None = None,
    committee_names: SourceFile | None = None,
    more_zips: Sequence[SourceFile] = (),
) -> CongressLoad:
    """Read the three files, the optional ones on committees, and other Congresses' ZIPs, at ``at`` (UTC microseconds).

    Without ``zips`` the maps that are stored stay. Raises ConfigError if the files can't be all of Congress.
    """
    # The shapes of the files load with the first one that is read.
    from bot.core.congress.committees import read_committee_names, read_committees
    from bot.core.congress.legislators import read_members

    found = _take_whole_congresses(read_members(current, offices, at), current, at)
    maps = {one.congress: one for one in map(read_map, filter(None, (zips, *more_zips)))}
    named = found.begun or find_holding(found.coming, _find_next_start(at)).values()
    sitting = read_committees(committees, {member.id for member in named}) if committees else {}
    names = read_committee_names(committee_names) if committee_names else {}
    sources = tuple(filter(None, (current, offices, zips, committees, committee_names, *more_zips)))
    key = hashlib.sha256("".join(source.sha256 for source in sources).encode()).hexdigest()
    return CongressLoad(
        _make_edition(key, named, at),
        found.begun,
        found.coming,
        tuple(maps[number] for number in sorted(maps)),
        _describe_sources(sources),
        _find_vacant_seats(named),
        sitting,
        found.doubts,
        names,
    )


def _make_edition(key: str, members: Iterable[Member], at: int) -> Edition:
    """The edition of the Congress in which most of the members' terms end."""
    ends = Counter(find_congress_of_term(member.ends) for member in members if member.title is not Title.SENATOR)
    [(number, _)] = ends.most_common(1)
    return Edition(key, number, find_first_day(number), find_first_day(number + 1), at)


def _take_whole_congresses(found: "ReadMembers", source: SourceFile, at: int) -> "ReadMembers":
    """The members and the coming terms of each Congress that the file has whole.

    Raises ConfigError if it has none.
    """
    start = _find_next_start(at)
    of_next = find_holding((*found.begun, *found.coming), start).values()
    if _is_whole(of_next):
        if _is_whole(found.begun):
            return found
        lasting = tuple(member for member in found.begun if is_holding(member, start))
        return replace(found, begun=(), coming=(*lasting, *found.coming))
    if not _is_whole(found.begun):
        raise refuse_source(source, f"This can't be all of Congress: {_count_members(found.begun)}")
    sooner = tuple(term for term in found.coming if term.begins and find_noon(term.begins) < start)
    if len(sooner) == len(found.coming):
        return found
    doubt = f"The next Congress was left out, because it isn't whole yet: {_count_members(of_next)}."
    return replace(found, coming=sooner, doubts=(*found.doubts, doubt))


def _find_next_start(at: int) -> int:
    return find_congress_start(find_congress(at) + 1)


def _describe_sources(sources: Iterable[SourceFile]) -> str:
    return json.dumps([{"name": source.name, "bytes": len(source.data), "sha256": source.sha256} for source in sources])


def _is_whole(members: Iterable[Member]) -> bool:
    """Whether these can be all members of one Congress."""
    house, senate = _split_vacant_seats(members)
    return len(house) <= MOST_VACANT_HOUSE and len(senate) <= MOST_VACANT_SENATE


def _find_vacant_seats(members: Iterable[Member]) -> tuple[str, ...]:
    house, senate = _split_vacant_seats(members)
    return (*senate, *house)


def _split_vacant_seats(members: Iterable[Member]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The vacant seats of the House and of the Senate."""
    filled = {member.seat for member in members}
    return tuple(seat for seat in DISTRICTS if seat not in filled), tuple(
        seat for seat in list_senate_seats() if seat not in filled
    )


def _count_members(members: Iterable[Member]) -> str:
    house, senate = _split_vacant_seats(members)
    return f"{len(DISTRICTS) - len(house)} of {len(DISTRICTS)} in the House, {100 - len(senate)} of 100 senators"


def read_map(source: SourceFile) -> MapLoad:
    """Read a ZIP file. Raises ConfigError if it isn't one, or can't have every ZIP."""
    found = read_zips(source)
    without = _find_districts_without_zips(found.pairs, source)
    return MapLoad(found.congress or UNDATED, found.congress is not None, source.sha256, found.pairs, without)


def _find_districts_without_zips(pairs: Iterable[ZipDistrict], source: SourceFile) -> tuple[str, ...]:
    """The districts without a ZIP. Raises ConfigError if one of them is a state's."""
    known = {pair.district for pair in pairs}
    missing = tuple(place for place in DISTRICTS if place not in known)
    cut = [place for place in missing if place.split("-")[0] not in WITHOUT_SENATORS]
    if cut:
        others = "" if len(cut) == 1 else f", nor in {len(cut) - 1} other district{'' if len(cut) == 2 else 's'}"
        raise refuse_source(source, f"This can't be every ZIP: none lies in {cut[0]}{others}")
    return missing


def describe_seat(seat: str) -> str:
    """A seat as an admin reads it: ``CA-14``, or ``a Senate seat of Texas``."""
    state, _, rank = seat.partition(" ")
    return f"a Senate seat of {NAMES[state]}" if rank else seat
