"""Members of Congress and their offices, as one edition of the data has them. Nobody's party is known here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from bot.core.directory.states import SEATS, WITHOUT_SENATORS

WASHINGTON = "Washington"
REPRESENTATIVE, SENIOR, JUNIOR = "representative", "senator-1", "senator-2"


class Title(StrEnum):
    """How a member is spoken to."""

    SENATOR = "senator"
    REPRESENTATIVE = "representative"
    DELEGATE = "delegate"
    COMMISSIONER = "commissioner"  # Puerto Rico's resident commissioner


@dataclass(frozen=True, slots=True)
class Office:
    """Somewhere to ring a member; the Washington office's ``id`` is the member's own."""

    id: str
    member: str
    place: str
    phone: str | None
    zone: str

    @property
    def in_washington(self) -> bool:
        """Whether it is the one in Washington; the others are district offices."""
        return self.id == self.member


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who sits in Congress: ``district`` of the House alone, ``senior`` of the Senate alone.

    ``offices`` begin with Washington's; ``ends`` is the last day of the term. ``last`` is the surname without suffix,
    ``given`` are first name, nickname and both with middle names; data loaded by older versions have neither.
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
    given: tuple[str, ...] = ()

    @property
    def generic(self) -> str:
        """The slot of somebody who doesn't know yet that this is their member."""
        if self.title is not Title.SENATOR:
            return REPRESENTATIVE
        return SENIOR if self.senior else JUNIOR

    @property
    def seat(self) -> str:
        """The seat, of which there is one: see `seat`."""
        return seat(self.district or self.state, self.generic)


# Those who sit in the House without a vote on its floor. Source: House Rule III, clause 3.
VOTELESS = frozenset({Title.DELEGATE, Title.COMMISSIONER})


def house_title(state: str | None) -> Title:
    """Return how whoever sits in the House for a state is spoken to; a representative where it isn't known."""
    if state not in WITHOUT_SENATORS:
        return Title.REPRESENTATIVE
    return Title.COMMISSIONER if state == "PR" else Title.DELEGATE


def title_of_seat(word: str, *places: str | None) -> Title | None:
    """Return the title of whom a word of `GENERIC` means where that is a delegate, None for all others.

    The first of the ``places``, districts or states, that is known tells.
    """
    title = house_title(next((place.split("-")[0] for place in places if place), None))
    return title if word == REPRESENTATIVE and title in VOTELESS else None


def seat(place: str, generic: str) -> str:
    """Return the name of the seat that is ``generic`` to people in ``place``, a district or a state."""
    return place if generic == REPRESENTATIVE else f"{place.split('-')[0]} {generic}"


def senate_seats() -> tuple[str, ...]:
    """Return the hundred seats of the Senate, named as `seat` names them."""
    states = sorted(SEATS.keys() - WITHOUT_SENATORS)
    return tuple(seat(state, rank) for state in states for rank in (SENIOR, JUNIOR))


@dataclass(frozen=True, slots=True)
class Edition:
    """Which Congress the data are of, and when they hold.

    ``key`` is the SHA-256 over the files; ``zips_for`` the Congress whose districts the ZIPs are of, None where
    the file doesn't say; ``loaded_at`` UTC microseconds. The next Congress begins on ``valid_to``.
    """

    key: str
    number: int
    valid_from: date
    valid_to: date
    zips_for: int | None
    loaded_at: int


_NOBODY: Mapping[str, Member] = MappingProxyType({})
_NO_COMMITTEES: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Directory:
    """All members of one edition, by id and by seat, and who sits on each committee, by its id.

    Without an edition nothing was ever loaded. ``past`` are members whose terms have ended, by id, and ``over`` says
    that their whole Congress has: see `terms.in_force`. ``vacant`` are seats that an admin knows to be so.
    """

    edition: Edition | None = None
    members: Mapping[str, Member] = field(default_factory=lambda: _NOBODY)
    seats: Mapping[str, Member] = field(default_factory=lambda: _NOBODY)
    committees: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_COMMITTEES)
    past: Mapping[str, Member] = field(default_factory=lambda: _NOBODY)
    over: bool = False
    vacant: frozenset[str] = frozenset()

    @property
    def names_nobody(self) -> bool:
        """Whether no member can be named, since nothing was loaded or its Congress has ended."""
        return self.edition is None or self.over

    def member(self, id: str) -> Member | None:
        """Return the member with that id, also one whose term has ended."""
        return self.members.get(id) or self.past.get(id)

    def office(self, id: str) -> Office | None:
        """Return the office with that id."""
        member = self.member(id.partition("-")[0])
        return next((one for one in member.offices if one.id == id), None) if member else None


def directory_of(
    edition: Edition, members: Iterable[Member], committees: Mapping[str, tuple[str, ...]] = _NO_COMMITTEES
) -> Directory:
    """Return the directory of an edition."""
    by_id = {member.id: member for member in members}
    return Directory(edition, by_id, {member.seat: member for member in by_id.values()}, committees)
