"""Whether a member's name on a volunteer's card may be wrong, because the data on Congress are old or lack a map."""

from datetime import date
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.core.directory.congresses import find_congress, find_first_day
from bot.core.directory.data_warnings import FRESH, Doubt
from bot.core.directory.members import REPRESENTATIVE, Directory
from bot.core.directory.office_zones import EASTERN
from bot.core.directory.states import SEATS
from bot.core.guidance.target import Target
from bot.core.times.clock import day_of


class NameDoubt(Struct, frozen=True):
    """Why a name may be wrong: `Doubt.AGED`, with the ``day`` of the data, or `Doubt.ZIPS`, with that of new lines."""

    doubt: Doubt
    day: date


def find_name_doubt(target: Target | None, directory: Directory, at: int) -> NameDoubt | None:
    """The doubt about a target's name at ``at`` (UTC microseconds); None if it has no name, or a sure one.

    An admin's list of states with new lines settles for all others that theirs are the old ones. Without it, no
    district of an older map is sure.
    """
    if target is None or target.member is None:
        return None
    number, used = find_congress(at), directory.maps.find(find_congress(at))
    is_own = target.generic == REPRESENTATIVE and SEATS[target.member.state] > 1
    if is_own and used and used.congress < number and not directory.maps.announced:
        return NameDoubt(Doubt.ZIPS, find_first_day(number))
    return find_list_doubt(directory, at)


def find_list_doubt(directory: Directory, at: int) -> NameDoubt | None:
    """The doubt about every name in the directory at ``at``: it is old."""
    edition = directory.edition
    if edition is None or directory.over or at - edition.loaded_at <= FRESH:
        return None
    return NameDoubt(Doubt.AGED, day_of(edition.loaded_at, ZoneInfo(EASTERN)))
