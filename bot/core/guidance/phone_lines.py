"""Phone numbers to call: a target's offices, and which of them to try first."""

from dataclasses import dataclass
from enum import StrEnum

from msgspec import Struct

from bot.core.directory.members import Member, Office
from bot.core.directory.offices.office_hours import Hours, LocalTime, find_local_time
from bot.core.directory.offices.office_zones import EASTERN, find_zone
from bot.core.guidance.targets import Target
from bot.core.statehouse.state_directory import StateMember

Official = Member | StateMember


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
    number (usually the switchboard, which connects to everybody) and for offices from the campaign file. ``phone`` is
    empty where no number is known, which happens in the states. ``elsewhere``
    is an office of the same member that is open while this one is closed. ``detour`` says why this isn't Washington.
    """

    office: str
    phone: str
    time: LocalTime
    place: str | None = None
    elsewhere: Office | None = None
    detour: Detour | None = None


def find_line(target: Target, switchboard: str, at: int, office: str | None = None) -> PhoneLine:
    """The line to ``office``, else to the office to try first; ``switchboard`` if that has no number.

    The switchboard in Washington connects to nobody in a state, so a target there may have no number at all.
    """
    if target.listed:
        return PhoneLine(target.slot, target.listed.phone, find_local_time(target.listed.timezone, at))
    if target.governor:
        return PhoneLine(target.slot, target.governor.phone, find_local_time(target.governor.timezone, at))
    official = target.official
    found = _find_office(official, office) if official else None
    if found and found.phone is None and target.is_of_state and official:
        found = next((one for one in official.offices if one.phone), None)
    if official is None or found is None or found.phone is None:
        zone = find_zone(target.state) if target.state else EASTERN
        phone = target.number if target.is_of_state else switchboard
        return PhoneLine(target.slot, phone, find_local_time(zone, at))
    time = find_local_time(found.zone, at)
    elsewhere = _find_open_office(official, found, at) if time.hours is not Hours.OPEN else None
    return PhoneLine(found.id, found.phone, time, found.place, elsewhere)


def _find_office(member: Official, id: str | None) -> Office | None:
    """The office with this id, else the one in Washington or at the capitol."""
    return next((office for office in member.offices if office.id == (id or member.id)), None)


def _find_open_office(member: Official, closed: Office, at: int) -> Office | None:
    """The first other open office with its own number."""
    others = (one for one in member.offices if one.phone and not are_alike(one, closed))
    return next((one for one in others if find_local_time(one.zone, at).hours is Hours.OPEN), None)


def are_alike(one: Office, other: Office) -> bool:
    """Whether two offices are the same to a caller: they share a number, or the town that names them."""
    return one.id == other.id or one.phone == other.phone or one.place == other.place


def find_other_office(member: Official, tried: str, at: int) -> Office | None:
    """Another office of the member with its own number, open ones first.

    Offices in the same town are left out, because they have the same name on a card: D.C.'s delegate has two of them.
    """
    called = _find_office(member, tried) or member.offices[0]
    others = [one for one in member.offices if one.phone and not are_alike(one, called)]
    open_now = [one for one in others if find_local_time(one.zone, at).hours is Hours.OPEN]
    return next(iter((*open_now, *others)), None)
