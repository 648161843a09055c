"""Whose clock a person's times are told by: what their platform says, else they, else that of where they live."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.config.zone_names import is_clock
from bot.core.base.clock import local
from bot.core.base.wall_clock import find_instants, find_unambiguous_time
from bot.core.directory.members import REPRESENTATIVE, Directory, name_seat
from bot.core.directory.office_zones import find_district_zone
from bot.core.people.people import Profile


def home_zone(platform: str | None, profile: Profile | None, directory: Directory) -> str | None:
    """Return a person's IANA zone, None where nobody knows it.

    A district counts as where most of its member's offices are, in states that have two zones.
    """
    if platform and is_clock(platform):
        return platform
    if profile is None or profile.zone or not profile.district:
        return profile.zone if profile else None
    member = directory.seats.get(name_seat(profile.district, REPRESENTATIVE))
    zones = (office.zone for office in member.offices[1:]) if member else ()
    return find_district_zone(profile.district, zones)


def end_of_day(at: int, zone: ZoneInfo) -> int:
    """Return when the day of ``at`` ends in ``zone``, UTC microseconds; later where clocks skip midnight."""
    midnight = datetime.combine(local(at, zone).date() + timedelta(days=1), time())
    return (find_instants(midnight, zone) or find_instants(find_unambiguous_time(midnight, zone), zone))[0]


def ends_apart(at: int, campaign: ZoneInfo, reader: str | None) -> int | None:
    """Return when the campaign's day of ``at`` ends where that isn't midnight for the reader, None where it is."""
    end = end_of_day(at, campaign)
    if reader is None or local(end, ZoneInfo(reader)).time() == time():
        return None
    return end
