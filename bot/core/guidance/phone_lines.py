"""Phone numbers to call: a target's offices, and which of them to try first."""

from dataclasses import dataclass
from enum import StrEnum

from msgspec import Struct

from bot.core.directory.members import Member, Office
from bot.core.directory.office_hours import Hours, LocalTime, find_local_time
from bot.core.directory.office_zones import EASTERN
from bot.core.guidance.targets import Target


class UnavailableReason(StrEnum):
    """Why a caller didn't get through."""

    BUSY = "busy"
    FULL = "full"  # the mailbox
    NO_ANSWER = "no_answer"
    HUNG_UP = "hung_up"


class Detour(Struct, frozen=True):
    """Why the first number isn't offered: the place to avoid now, and what happened to callers there."""

    place: str
    why: UnavailableReason | None


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """A number to call, and the time at the other end.

    A call is stored under ``office``. ``place`` is the town of a member's office. It is None for the campaign's own
    number (usually the switchboard, which connects to everybody) and for offices from the campaign file. ``elsewhere``
    is an office of the same member that is open while this one is closed. ``detour`` says why this isn't Washington.
    """

    office: str
    phone: str
    time: LocalTime
    place: str | None = None
    elsewhere: Office | None = None
    detour: Detour | None = None


def find_line(target: Target, switchboard: str, at: int, office: str | None = None) -> PhoneLine:
    """The line to ``office``, else to the office to try first; ``switchboard`` if that has no number."""
    if target.listed:
        return PhoneLine(target.slot, target.listed.phone, find_local_time(target.listed.timezone, at))
    found = _find_office(target.member, office) if target.member else None
    if target.member is None or found is None or found.phone is None:
        return PhoneLine(target.slot, switchboard, find_local_time(EASTERN, at))
    time = find_local_time(found.zone, at)
    elsewhere = _find_open_office(target.member, found, at) if time.hours is not Hours.OPEN else None
    return PhoneLine(found.id, found.phone, time, found.place, elsewhere)


def _find_office(member: Member, id: str | None) -> Office | None:
    """The office with this id, else the one in Washington."""
    return next((office for office in member.offices if office.id == (id or member.id)), None)


def _find_open_office(member: Member, closed: Office, at: int) -> Office | None:
    """The first other open office with its own number."""
    others = (one for one in member.offices if one.phone and not are_alike(one, closed))
    return next((one for one in others if find_local_time(one.zone, at).hours is Hours.OPEN), None)


def are_alike(one: Office, other: Office) -> bool:
    """Whether two offices are the same to a caller: they share a number, or the town that names them."""
    return one.id == other.id or one.phone == other.phone or one.place == other.place


def find_other_office(member: Member, tried: str, at: int) -> Office | None:
    """Another office of the member with its own number, open ones first.

    Offices in the same town are left out, because they have the same name on a card: D.C.'s delegate has two of them.
    """
    called = _find_office(member, tried) or member.offices[0]
    others = [one for one in member.offices if one.phone and not are_alike(one, called)]
    open_now = [one for one in others if find_local_time(one.zone, at).hours is Hours.OPEN]
    return next(iter((*open_now, *others)), None)
