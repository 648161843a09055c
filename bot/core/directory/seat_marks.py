"""Seats that an admin marked because the data are behind: a member left, or somebody else sits there already.

A mark names the member whom it leaves out, so it never hides a successor. It ends by itself once newer data no longer
have that member in that seat, or have the successor whom the admin named.
"""

from collections.abc import Iterable

from msgspec import Struct

from bot.core.directory.congresses import find_congress
from bot.core.directory.members import REPRESENTATIVE, Member, name_seat


class SeatMark(Struct, frozen=True):
    """A seat in the form of `members.name_seat`, as it was called when it was marked at ``at`` (UTC microseconds).

    ``member`` is the id of who left, "" if the data had nobody there, and ``name`` their name. ``successor`` is the id
    of who holds the seat by an admin's word; without one it is vacant.
    """

    seat: str
    member: str
    name: str
    at: int
    successor: str | None = None


class EndedMark(Struct, frozen=True):
    """A mark that ended at ``at`` because the data agree. ``holders`` are the names that they have there."""

    mark: SeatMark
    at: int
    holders: tuple[str, ...]


def is_in_seat(member: Member, seat: str) -> bool:
    """Whether a term is for a seat. Senators change their rank, so for them the state decides."""
    place, _, rank = seat.partition(" ")
    if rank:
        return member.district is None and member.state == place
    return member.district is not None and name_seat(member.district, REPRESENTATIVE) == seat


def has_left(member: Member, marks: Iterable[SeatMark]) -> bool:
    """Whether a mark leaves a member's term out."""
    return any(mark.member == member.id and is_in_seat(member, mark.seat) for mark in marks)


def find_vacant_seats(members: Iterable[Member], marks: Iterable[SeatMark]) -> frozenset[str]:
    """The seats of those ``members`` who left, by ``marks``."""
    known = tuple(marks)
    return frozenset(member.seat for member in members if has_left(member, known))


def seat_successors(
    holding: Iterable[Member], terms: Iterable[Member], marks: Iterable[SeatMark], at: int
) -> tuple[Member, ...]:
    """The terms ``holding`` at ``at``, with each successor of a mark in the place of the data's member.

    A successor's term may begin later by the data, or seem to be over. It is taken from all ``terms``, and only while
    the Congress of the mark sits.
    """
    found, known = list(holding), list(terms)
    for mark in marks:
        successor = next((term for term in known if term.id == mark.successor and is_in_seat(term, mark.seat)), None)
        if successor and find_congress(mark.at) == find_congress(at):
            found = [one for one in found if one.id != successor.id and not _is_replaced(one, mark)]
            found.append(successor)
    return tuple(found)


def _is_replaced(member: Member, mark: SeatMark) -> bool:
    """Whether a successor has a member's seat. Of a state's two senators that is the one who left."""
    return is_in_seat(member, mark.seat) and (member.district is not None or member.id == mark.member)
