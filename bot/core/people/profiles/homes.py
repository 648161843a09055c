"""Where a person lives at a moment, as far as it is still known: a district holds only as long as its map's lines."""

from datetime import date

from msgspec import Struct

from bot.core.directory.congresses import find_congress, find_congress_start, find_first_day
from bot.core.directory.maps import UNDATED, Maps
from bot.core.directory.states import SEATS
from bot.core.people.profiles.profiles import Profile
from bot.core.times.clock import DAY

SOON = 90 * DAY  # before a Congress begins: about from its election on


class Redrawn(Struct, frozen=True):
    """A state whose lines changed since a person gave their district, and the day ``since`` which the new ones hold.

    ``has_map`` is False while the new map isn't loaded, so that no ZIP code would tell the district.
    """

    state: str
    since: date
    has_map: bool


class Home(Struct, frozen=True):
    """A district, a state alone, or None. ``redrawn`` says why the district that the person gave isn't trusted."""

    place: str | None = None
    redrawn: Redrawn | None = None


NOWHERE = Home()


def find_home(profile: Profile | None, maps: Maps, at: int) -> Home:
    """Where the person lives at ``at`` (UTC microseconds): their district, or its state alone once lines changed."""
    if profile is None or profile.state is None:
        return NOWHERE
    state, number = profile.state, find_congress(at)
    given = profile.congress or UNDATED
    if profile.numbered is None:
        return Home(profile.district, _find_unmapped_lines(state, maps, number))
    if SEATS.get(state) == 1 or not maps.has_changed(state, given, number):
        return Home(profile.district)
    if profile.coming and not maps.has_changed(state, given + 1, number):
        return Home(profile.coming)
    return Home(state, _find_lines(state, maps, given, number, has_map=maps.has_map(state, at)))


def _find_unmapped_lines(state: str, maps: Maps, number: int) -> Redrawn | None:
    """The new lines of a state that no loaded map shows, so that asking for a ZIP code would lead nowhere."""
    used = maps.find(number)
    if used is None or not maps.has_changed(state, used.congress, number):
        return None
    return _find_lines(state, maps, used.congress, number, has_map=False)


def _find_lines(state: str, maps: Maps, since: int, number: int, *, has_map: bool) -> Redrawn:
    """The last new lines of a state after the Congress ``since``."""
    changed = next((one for one in range(number, since, -1) if state in maps.list_changed(one)), number)
    return Redrawn(state, find_first_day(changed), has_map)


def find_coming_lines(profile: Profile, maps: Maps, at: int) -> Redrawn | None:
    """The new lines that a person's state has soon after ``at``.

    None if it keeps its own, or if their district on the new map is known.
    """
    place, later = find_trusted_place(profile, maps, at), find_congress(at) + 1
    is_known = profile.coming is not None and place == profile.district
    if not place or "-" not in place or is_known or find_congress_start(later) - at > SOON:
        return None
    state = place.split("-")[0]
    has_map = any(one.congress == later for one in maps.loaded)
    return Redrawn(state, find_first_day(later), has_map) if state in maps.list_changed(later) else None


def find_trusted_place(profile: Profile | None, maps: Maps, at: int) -> str | None:
    """The district or state of `find_home`."""
    return find_home(profile, maps, at).place
