"""Numbers to ring: a target's offices, and which of them is best tried now."""

from dataclasses import dataclass
from enum import StrEnum

from bot.core.directory.members import Member, Office
from bot.core.directory.office_hours import Hours, LocalTime, find_local_time
from bot.core.directory.office_zones import EASTERN
from bot.core.guidance.targets import Target


class Why(StrEnum):
    """What somebody met who couldn't get through."""

    BUSY = "busy"
    FULL = "full"  # the mailbox
    NO_ANSWER = "no_answer"
    HUNG_UP = "hung_up"


@dataclass(frozen=True, slots=True)
class Steered:
    """Why a number isn't the first one to try: the place that is better left alone now, and what callers met there."""

    place: str
    why: Why | None


@dataclass(frozen=True, slots=True)
class Line:
    """A number to ring, and the time at its other end.

    ``office`` is what a call to it is kept under. ``place`` is the town of a member's office, None where the number
    is the campaign's (the switchboard's, as a rule), which connects to everybody, or an office's of the campaign's
    own. ``elsewhere`` is an office of the same member that is open while this one isn't; ``steered`` says why this
    isn't Washington's.
    """

    office: str
    phone: str
    time: LocalTime
    place: str | None = None
    elsewhere: Office | None = None
    steered: Steered | None = None


def line_to(target: Target, switchboard: str, at: int, office: str | None = None) -> Line:
    """Return the number of ``office``, else of the first one to try; ``switchboard`` where there is none."""
    if target.listed:
        return Line(target.slot, target.listed.phone, find_local_time(target.listed.timezone, at))
    found = _office(target.member, office) if target.member else None
    if target.member is None or found is None or found.phone is None:
        return Line(target.slot, switchboard, find_local_time(EASTERN, at))
    time = find_local_time(found.zone, at)
    elsewhere = _open(target.member, at) if time.hours is not Hours.OPEN else None
    return Line(found.id, found.phone, time, found.place, elsewhere)


def _office(member: Member, id: str | None) -> Office | None:
    """Return an office by its id, else Washington's."""
    return next((office for office in member.offices if office.id == (id or member.id)), None)


def _open(member: Member, at: int) -> Office | None:
    """Return the first office with a number of its own that is open."""
    return next(
        (one for one in member.offices if one.phone and find_local_time(one.zone, at).hours is Hours.OPEN), None
    )


def other_office(member: Member, tried: str, at: int) -> Office | None:
    """Return another office of the member with a number of its own, an open one first; None where there is none."""
    others = [one for one in member.offices if one.phone and one.id != tried]
    opened = [one for one in others if find_local_time(one.zone, at).hours is Hours.OPEN]
    return next(iter((*opened, *others)), None)
