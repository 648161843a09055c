"""When members' terms end: at noon in Washington.

Source: U.S. Constitution, Amendment XX, section 1, for January 3. Other terms end at the same hour here.
"""

from collections.abc import Collection
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.core.directory.members import Directory, Member
from bot.core.directory.office_zones import EASTERN
from bot.core.times.wall_clock import to_instant

_NOON = time(12)


def find_term_end(day: date) -> int:
    """The instant (UTC microseconds) at which a term that ends on ``day`` is over."""
    return to_instant(datetime.combine(day, _NOON), ZoneInfo(EASTERN))


def is_over(day: date, at: int) -> bool:
    """Whether a term that ends on ``day`` is over at ``at`` (UTC microseconds)."""
    return at >= find_term_end(day)


def drop_ended_terms(directory: Directory, at: int, vacant: Collection[str] = ()) -> Directory:
    """The directory at ``at``, without members whose term is over (all of them, once the Congress has ended).

    Members in seats that an admin marked as ``vacant`` are left out too. All of these are in ``past``, so that calls to
    them keep their target and their names.
    """
    edition = directory.edition
    if edition is None:
        return directory
    over = is_over(edition.valid_to, at)
    past = {id: member for id, member in directory.members.items() if over or _has_left(member, at, vacant)}
    if not over and not past:
        return directory
    sitting = {id: member for id, member in directory.members.items() if id not in past}
    seats = {member.seat: member for member in sitting.values()}
    committees, names = {} if over else directory.committees, directory.committee_names
    return Directory(edition, sitting, seats, committees, past, over, frozenset(vacant), names)


def _has_left(member: Member, at: int, vacant: Collection[str]) -> bool:
    return member.seat in vacant or is_over(member.ends, at)


def find_next_term_end(directory: Directory, at: int) -> float:
    """The next instant at which `drop_ended_terms` may change, infinity if never."""
    ends = {member.ends for member in directory.members.values()}
    if directory.edition:
        ends.add(directory.edition.valid_to)
    return min((end for end in map(find_term_end, ends) if end > at), default=float("inf"))
