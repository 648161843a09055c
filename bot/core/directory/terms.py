"""Until when the data on Congress name anybody: a term is over at noon in Washington.

Source: U.S. Constitution, Amendment XX, section 1, for the third of January; other terms end at that hour here too.
"""

from collections.abc import Collection
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.core.base.wall_clock import to_instant
from bot.core.directory.members import Directory, Member
from bot.core.directory.office_zones import EASTERN

_NOON = time(12)


def end_of(day: date) -> int:
    """Return the instant, UTC microseconds, at which a term that ends on ``day`` is over."""
    return to_instant(datetime.combine(day, _NOON), ZoneInfo(EASTERN))


def is_over(day: date, at: int) -> bool:
    """Say whether a term that ends on ``day`` is over at ``at``, UTC microseconds."""
    return at >= end_of(day)


def in_force(directory: Directory, at: int, vacant: Collection[str] = ()) -> Directory:
    """Return ``directory`` without the members whose terms are over at ``at``: all, once its Congress has ended.

    Nor are those in it whose seats an admin marked ``vacant``. All left out are in ``past``: calls to them keep their
    slots, and what was done keeps its names.
    """
    edition = directory.edition
    if edition is None:
        return directory
    over = is_over(edition.valid_to, at)
    past = {id: member for id, member in directory.members.items() if over or _left(member, at, vacant)}
    if not over and not past:
        return directory
    sitting = {id: member for id, member in directory.members.items() if id not in past}
    seats = {member.seat: member for member in sitting.values()}
    return Directory(edition, sitting, seats, {} if over else directory.committees, past, over, frozenset(vacant))


def _left(member: Member, at: int, vacant: Collection[str]) -> bool:
    return member.seat in vacant or is_over(member.ends, at)


def next_end(directory: Directory, at: int) -> float:
    """Return the next instant at which `in_force` may change, infinity where it never does."""
    ends = {member.ends for member in directory.members.values()}
    if directory.edition:
        ends.add(directory.edition.valid_to)
    return min((end for end in map(end_of, ends) if end > at), default=float("inf"))
