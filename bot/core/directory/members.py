"""Members of Congress and their offices, as one edition of the data lists them. Parties are not stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from bot.core.directory.maps import Maps
from bot.core.directory.states import SEATS, WITHOUT_SENATORS

WASHINGTON = "Washington"
REPRESENTATIVE, SENIOR, JUNIOR = "representative", "senator-1", "senator-2"


class Title(StrEnum):
    """A member's form of address."""

    SENATOR = "senator"
    REPRESENTATIVE = "representative"
    DELEGATE = "delegate"
    COMMISSIONER = "commissioner"  # Puerto Rico's resident commissioner


@dataclass(frozen=True, slots=True)
class Office:
    """A member's office. The Washington office has the member's own id."""

    id: str
    member: str
    place: str
    phone: str | None
    zone: str

    @property
    def is_in_washington(self) -> bool:
        """Whether this is the Washington office. All others are district offices."""
        return self.id == self.member


@dataclass(frozen=True, slots=True)
class Member:
    """One term of a member of Congress. ``district`` is set in the House only, ``senior`` in the Senate only.

    ``offices`` begin with the Washington office. ``begins`` and ``ends`` are the first and the last day of the term;
    ``since`` is when a senator joined the Senate. ``last`` is the surname without suffix; ``given`` are first name,
    nickname, and both with middle names. Data from older versions has none of these but ``ends``.
    """

    id: str
    name: str
    title: Title
    state: str
    district: str | None
    senior: bool | None
    ends: date
    offices: tuple[Office, ...]
    last: str = ""
    first_names: tuple[str, ...] = ()
    begins: date | None = None
    since: date | None = None

    @property
    def generic(self) -> str:
        """The target of people who don't know yet that this is their member."""
        if self.title is not Title.SENATOR:
            return REPRESENTATIVE
        return SENIOR if self.senior else JUNIOR

    @property
    def seat(self) -> str:
        """The name of the member's seat: see `name_seat`."""
        return name_seat(self.district or self.state, self.generic)


# Members of the House without a floor vote. Source: House Rule III, clause 3.
VOTELESS = frozenset({Title.DELEGATE, Title.COMMISSIONER})


def find_house_title(state: str | None) -> Title:
    """The title of a state's members of the House; `Title.REPRESENTATIVE` for an unknown state."""
    if state not in WITHOUT_SENATORS:
        return Title.REPRESENTATIVE
    return Title.COMMISSIONER if state == "PR" else Title.DELEGATE


def find_delegate_title(word: str, place: str | None) -> Title | None:
    """The title of the delegate whom a word of `GENERIC` means in a district or state, None if it means no delegate."""
    title = find_house_title(place.split("-")[0] if place else None)
    return title if word == REPRESENTATIVE and title in VOTELESS else None


def name_seat(place: str, generic: str) -> str:
    """The name of the seat that people in ``place``, a district or state, call ``generic``."""
    return place if generic == REPRESENTATIVE else f"{place.split('-')[0]} {generic}"


def list_senate_seats() -> tuple[str, ...]:
    """The hundred seats of the Senate, named by `name_seat`."""
    states = sorted(SEATS.keys() - WITHOUT_SENATORS)
    return tuple(name_seat(state, rank) for state in states for rank in (SENIOR, JUNIOR))


@dataclass(frozen=True, slots=True)
class Edition:
    """The Congress that an edition describes, and when it is valid.

    ``key`` is the SHA-256 of the files. ``loaded_at`` is in UTC microseconds. The next Congress begins on ``valid_to``.
    """

    key: str
    number: int
    valid_from: date
    valid_to: date
    loaded_at: int


_NOBODY: Mapping[str, Member] = MappingProxyType({})
_NO_COMMITTEES: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Directory:
    """All members of one edition, by id and by seat, each committee's members, and the loaded maps.

    Without an ``edition``, no data on members are loaded. As stored, ``members`` are those who sat when the data were
    loaded, and ``coming`` are terms that began or begin later; `terms.find_sitting` gives the members at a moment.
    ``past`` are members whose terms have ended, by id. ``over`` means that the sitting Congress is not loaded, so
    nobody is named. ``vacant`` are seats that an admin marked. ``former`` are terms from earlier editions.
    ``committee_names`` are by id, and empty without their file. ``stored`` is the directory as stored, None for itself.
    """

    edition: Edition | None = None
    members: Mapping[str, Member] = field(default_factory=lambda: _NOBODY)
    seats: Mapping[str, Member] = field(default_factory=lambda: _NOBODY)
    committees: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_COMMITTEES)
    past: Mapping[str, Member] = field(default_factory=lambda: _NOBODY)
    over: bool = False
    vacant: frozenset[str] = frozenset()
    committee_names: Mapping[str, str] = field(default_factory=lambda: _NO_NAMES)
    coming: tuple[Member, ...] = ()
    former: tuple[Member, ...] = ()
    maps: Maps = field(default_factory=Maps)
    stored: "Directory | None" = field(default=None, compare=False, repr=False)

    @property
    def has_no_members(self) -> bool:
        """Whether no member can be named, because no data is loaded or its Congress has ended."""
        return self.edition is None or self.over

    def find_member(self, id: str) -> Member | None:
        """The member with this id, also before and after their term."""
        others = (term for term in (*self.coming, *reversed(self.former)) if term.id == id)
        return self.members.get(id) or self.past.get(id) or next(others, None)

    def find_office(self, id: str) -> Office | None:
        """The office with this id, also before and after its member's term."""
        member = self.find_member(id.partition("-")[0])
        return next((one for one in member.offices if one.id == id), None) if member else None


def make_directory(
    edition: Edition,
    members: Iterable[Member],
    committees: Mapping[str, tuple[str, ...]] = _NO_COMMITTEES,
    committee_names: Mapping[str, str] = _NO_NAMES,
    *,
    coming: Iterable[Member] = (),
    former: Iterable[Member] = (),
    maps: Maps | None = None,
) -> Directory:
    """Make the directory of an edition."""
    by_id = {member.id: member for member in members}
    return Directory(
        edition,
        by_id,
        {member.seat: member for member in by_id.values()},
        committees,
        committee_names=committee_names,
        coming=tuple(coming),
        former=tuple(former),
        maps=maps or Maps(),
    )
