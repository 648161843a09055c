"""When an office usually picks up: nine to five on weekdays, by its own clock."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.core.base.clock import local
from bot.core.base.wall_clock import find_instants

OPENS, CLOSES = 9, 17  # o'clock; as most of Congress keeps them


class Hours(StrEnum):
    """What somebody who rings now will meet."""

    OPEN = "open"
    VOICEMAIL = "voicemail"  # before or after a working day's hours
    CLOSED = "closed"  # a weekend or a federal holiday


@dataclass(frozen=True, slots=True)
class LocalTime:
    """The time at an office: ``at`` in UTC microseconds, by the clocks of ``zone``, and what that means."""

    at: int
    zone: str
    hours: Hours


@dataclass(frozen=True, slots=True)
class Span:
    """The hours of one day at an office, both in UTC microseconds, as the clocks of ``zone`` are to tell them."""

    opens: int
    closes: int
    zone: str


def usual_hours(time: LocalTime, reader: str | None) -> Span:
    """Return the hours of an office's day, on the ``reader``'s clock.

    They are on the office's own where nobody knows the reader's, or where "weekdays" would be other days for them:
    nine in the morning in Washington is near midnight on Guam.
    """
    there = ZoneInfo(time.zone)
    today = local(time.at, there).date()
    opens, closes = (find_instants(datetime.combine(today, clock_time(hour)), there)[0] for hour in (OPENS, CLOSES))
    is_same = reader and all(local(at, ZoneInfo(reader)).date() == today for at in (opens, closes))
    return Span(opens, closes, reader if reader and is_same else time.zone)


def time_at(zone: str, at: int) -> LocalTime:
    """Return the time at an office in ``zone``."""
    there = local(at, ZoneInfo(zone))
    if there.weekday() >= 5 or there.date() in holidays(there.year):
        return LocalTime(at, zone, Hours.CLOSED)
    return LocalTime(at, zone, Hours.OPEN if OPENS <= there.hour < CLOSES else Hours.VOICEMAIL)


@lru_cache(maxsize=4)
def holidays(year: int) -> frozenset[date]:
    """Return the days on which federal offices are closed, among them a holiday's substitute.

    Source: 5 U.S.C. 6103.
    """
    fixed = [date(year, month, day) for month, day in ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))]
    fixed.append(date(year + 1, 1, 1))  # on a Saturday, kept on the last day of the year before
    moving = [_nth(year, *which) for which in ((1, 0, 3), (2, 0, 3), (9, 0, 1), (10, 0, 2), (11, 3, 4))]
    return frozenset((*map(_kept, fixed), *moving, _last_monday_of_may(year)))


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())


def _kept(day: date) -> date:
    """Return the day off for a holiday: Friday for one on a Saturday, Monday for one on a Sunday."""
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))
