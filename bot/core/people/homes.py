"""Where a person lives at a moment, as far as it is still known: a district holds only as long as its map's lines."""

from datetime import date

from msgspec import Struct

from bot.core.directory.congresses import find_congress, find_first_day
from bot.core.directory.maps import UNDATED, Maps
from bot.core.directory.states import SEATS
from bot.core.people.profiles import Profile


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
    if profile.numbered is None or SEATS.get(state) == 1 or not maps.has_changed(state, given, number):
        return Home(profile.district)
    if profile.coming and not maps.has_changed(state, given + 1, number):
        return Home(profile.coming)
    changed = next((one for one in range(number, given, -1) if state in maps.list_changed(one)), number)
    return Home(state, Redrawn(state, find_first_day(changed), maps.has_map(state, at)))


def find_trusted_place(profile: Profile | None, maps: Maps, at: int) -> str | None:
    """The district or state of `find_home`."""
    return find_home(profile, maps, at).place
