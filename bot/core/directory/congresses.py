"""Which Congress sits when: each begins at noon in Washington, on January 3 of an odd year, and lasts two years.

Source: U.S. Constitution, Amendment XX, section 1.
"""

from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.core.directory.offices.office_zones import EASTERN
from bot.core.times.clock import SECOND
from bot.core.times.wall_clock import to_instant

_FIRST = 1789  # the year of the first Congress
_EPOCH, _YEAR = 1970, 31_556_952 * SECOND  # 365.2425 days, the calendar's mean year
_NOON = time(12)
_ZONE = ZoneInfo(EASTERN)


@lru_cache(512)  # Congress has a few dozen different days in its terms, and each is asked about for 541 members
def find_noon(day: date) -> int:
    """The instant (UTC microseconds) of noon in Washington, at which terms begin and end."""
    return to_instant(datetime.combine(day, _NOON), _ZONE)


def find_first_day(congress: int) -> date:
    """The day on which a Congress begins."""
    return date(_FIRST + 2 * (congress - 1), 1, 3)


@lru_cache(512)
def find_congress_start(congress: int) -> int:
    """The instant (UTC microseconds) at which a Congress begins, and the one before it ends."""
    return find_noon(find_first_day(congress))


def find_congress(at: int) -> int:
    """The number of the Congress that sits at ``at`` (UTC microseconds)."""
    number = (_EPOCH - _FIRST + at // _YEAR) // 2 + 1  # the right one, or one beside it in the first days of a year
    if at < find_congress_start(number):
        return number - 1
    return number if at < find_congress_start(number + 1) else number + 1


def find_congress_of_term(ends: date) -> int:
    """The Congress in which a term ends. A term that ends on January 3 is of the Congress that ends then."""
    return find_congress(find_noon(ends) - 1)
