"""Whether a name on a volunteer's card may be wrong, because the data are old or lack a map."""

from datetime import date
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.core.directory.congresses import find_congress, find_first_day
from bot.core.directory.data_warnings import FRESH, Doubt
from bot.core.directory.members import REPRESENTATIVE, Directory
from bot.core.directory.offices.office_zones import EASTERN, find_zone
from bot.core.directory.states import SEATS
from bot.core.guidance.target import Target
from bot.core.statehouse.state_directory import StateDirectory
from bot.core.statehouse.state_doubts import StateDoubt, find_state_doubt
from bot.core.times.clock import day_of


class NameDoubt(Struct, frozen=True):
    """Why a name may be wrong, and since when.

    It is `Doubt.ZIPS` with the ``day`` of new lines, else `Doubt.AGED` or a `StateDoubt` with that of the data.
    """

    doubt: Doubt | StateDoubt
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


def find_state_name_doubt(target: Target | None, states: StateDirectory, at: int) -> NameDoubt | None:
    """The doubt about a state legislator's name at ``at`` (UTC microseconds); None for any other target."""
    roster = states.rosters.get(target.legislator.state) if target and target.legislator else None
    doubt = find_state_doubt(roster.edition, at) if roster else None
    if roster is None or doubt is None:
        return None
    return NameDoubt(doubt, day_of(roster.edition.loaded_at, ZoneInfo(find_zone(roster.edition.state))))


def find_list_doubt(directory: Directory, at: int) -> NameDoubt | None:
    """The doubt about every name in the directory at ``at``: it is old."""
    edition = directory.edition
    if edition is None or directory.over or at - edition.loaded_at <= FRESH:
        return None
    return NameDoubt(Doubt.AGED, day_of(edition.loaded_at, ZoneInfo(EASTERN)))
