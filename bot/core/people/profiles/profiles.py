"""What people entered about themselves, and their time zone: from it, their platform, or the district they live in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import MsgspecError
from msgspec.json import Decoder

from bot.config.zone_names import is_clock
from bot.core.base.keys.keys import Keys
from bot.core.congress.places import parse_place
from bot.core.directory.members import REPRESENTATIVE, Directory, name_seat
from bot.core.directory.offices.office_zones import find_district_zone
from bot.core.times.clock import local
from bot.core.times.wall_clock import find_instants, find_unambiguous_time
from bot.errors import Unreadable

_NO_MEMBERS = Directory()


@dataclass(frozen=True, slots=True)
class Profile:
    """What a person entered about themselves. It is stored encrypted.

    Whether the district still holds, only `homes.find_home` knows.
    """

    district: str | None = None  # CA-11, or CA if only the state is known
    name: str | None = None  # for the script
    language: str | None = None
    public_name: str | None = None
    zone: str | None = None  # an IANA zone
    upper: str | None = None  # the key of a district of the state's Senate, or of its only chamber: TX-U-14
    lower: str | None = None  # and of its House or Assembly: CA-L-12, VT-L-Addison-3
    congress: int | None = None  # whose map has the district; None, in older profiles, is the 119th (`maps.UNDATED`)
    coming: str | None = None  # the district on the next Congress's map, if the ZIP that they gave has another there

    @property
    def state(self) -> str | None:
        """The district's state, None while unknown."""
        return self.district.split("-")[0] if self.district else None

    @property
    def numbered(self) -> str | None:
        """The district, None while only the state is known."""
        return self.district if self.district and "-" in self.district else None

    @property
    def is_lost(self) -> bool:
        """Whether it is empty only because what is stored can't be read."""
        return False


@dataclass(frozen=True, slots=True)
class LostProfile(Profile):
    """An empty profile in place of one that can't be read: its row is damaged, or it was written with another key."""

    @property
    def is_lost(self) -> bool:
        """Whether it is empty only because what is stored can't be read."""
        return True


_PROFILE = Decoder(Profile)


def read_profile(keys: Keys, sealed: bytes) -> Profile:
    """Decrypt a profile's column. Raises Unreadable."""
    try:
        return _PROFILE.decode(keys.decrypt(sealed))
    except MsgspecError as error:
        raise Unreadable("a stored profile is damaged") from error


def update_profile(profile: Profile, **fields: str | None) -> Profile:
    """A copy of ``profile`` with some fields changed: None leaves a field alone, a lone dash clears it."""
    changes: dict[str, Any] = {name: None if value == "-" else value for name, value in fields.items() if value}
    return replace(profile, **changes)


def live_in(profile: Profile, district: str | None = None, keys: Sequence[str] = ()) -> Profile:
    """A copy of ``profile`` with another district, or with the ``keys`` of districts of its state's legislature.

    Nobody lives in two states: what was known of another one goes.
    """
    state = keys[0][:2] if keys else None
    if state and state != profile.state:
        district = parse_place(state)
    moved = replace(profile, district=district) if district and district != profile.district else profile
    if moved is not profile:
        moved = replace(moved, congress=None, coming=None)
    named = {"upper" if key[3] == "U" else "lower": key for key in keys}
    kept = {name: key for name in ("upper", "lower") if (key := named.get(name) or getattr(profile, name))}
    own = {name: key for name, key in kept.items() if key[:2] == moved.state}
    return replace(moved, upper=own.get("upper"), lower=own.get("lower"))


def list_replaced_places(before: Profile, after: Profile) -> tuple[str, ...]:
    """The districts, by key, that a profile lost to another state, or to its own state without a number."""
    if after.state is None or after == before:
        return ()
    if after.state != before.state:
        return tuple(place for place in (before.district, before.lower, before.upper) if place)
    return (before.numbered,) if before.numbered and not after.numbered else ()


def find_home_zone(platform: str | None, profile: Profile | None, directory: Directory) -> str | None:
    """A person's IANA zone, or None if unknown.

    In a state with two zones, a district has the zone of most of its member's offices.
    """
    if platform and is_clock(platform):
        return platform
    if profile is None or profile.zone or not profile.district:
        return profile.zone if profile else None
    member = directory.seats.get(name_seat(profile.district, REPRESENTATIVE))
    zones = tuple([office.zone for office in member.offices[1:]]) if member else ()
    return find_district_zone(profile.district, zones)


def find_profile_zone(profile: Profile | None) -> str | None:
    """A person's IANA zone by their profile alone. In a state with two zones, it is the one of most districts."""
    return find_home_zone(None, profile, _NO_MEMBERS)


def end_of_day(at: int, zone: ZoneInfo) -> int:
    """When the day of ``at`` ends in ``zone``, in UTC microseconds; later if clocks skip midnight."""
    midnight = datetime.combine(local(at, zone).date() + timedelta(days=1), time())
    return (find_instants(midnight, zone) or find_instants(find_unambiguous_time(midnight, zone), zone))[0]


def find_day_end(at: int, campaign: ZoneInfo, reader: str | None) -> int | None:
    """When the campaign's day of ``at`` ends, or None if that is midnight for the reader."""
    end = end_of_day(at, campaign)
    if reader is None or local(end, ZoneInfo(reader)).time() == time():
        return None
    return end
