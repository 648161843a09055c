"""When a state's data may no longer name the right people."""

from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.core.directory.offices.office_zones import find_zone
from bot.core.statehouse.state_directory import StateDirectory, StateEdition
from bot.core.times.clock import DAY, day_of


class StateDoubt(StrEnum):
    """Why the data may be wrong, most serious first."""

    TERMS = "terms"  # new terms have begun in most states since it was loaded
    AGED = "aged"  # loaded so long ago that members have changed since


FRESH = 90 * DAY  # a file names no end of a term, and a seat somewhere changes hands each week

# New terms begin from the election in November on, and by the middle of January in nearly all states. Two days a
# winter stand for them, so that an admin who loads the file in between is asked to load it once more.
_TURNS = ((1, 15), (12, 15))


def find_state_doubt(edition: StateEdition, at: int) -> StateDoubt | None:
    """The doubt about a state's data at an instant (UTC microseconds), None if there is none."""
    zone = ZoneInfo(find_zone(edition.state))
    if day_of(edition.loaded_at, zone) < _find_last_turn(day_of(at, zone)):
        return StateDoubt.TERMS
    return StateDoubt.AGED if at - edition.loaded_at > FRESH else None


def group_state_doubts(directory: StateDirectory, at: int) -> dict[StateDoubt, tuple[str, ...]]:
    """The states whose data are doubted at an instant (UTC microseconds), by doubt."""
    doubts = {state: find_state_doubt(roster.edition, at) for state, roster in sorted(directory.rosters.items())}
    grouped = {doubt: tuple(state for state, own in doubts.items() if own is doubt) for doubt in StateDoubt}
    return {doubt: states for doubt, states in grouped.items() if states}


def _find_last_turn(today: date) -> date:
    turns = (date(year, month, day) for year in (today.year - 1, today.year) for month, day in _TURNS)
    return max(turn for turn in turns if turn <= today)
