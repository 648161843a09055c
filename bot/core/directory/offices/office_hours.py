"""When offices usually answer: weekdays from nine to five, local time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.core.times.clock import local
from bot.core.times.wall_clock import find_instants

OPENS, CLOSES = 9, 17  # o'clock, in most offices of Congress


class Hours(StrEnum):
    """What a caller will reach now."""

    OPEN = "open"
    VOICEMAIL = "voicemail"  # a workday, before or after hours
    CLOSED = "closed"  # a weekend or a federal holiday


class LocalTime(Struct, frozen=True):
    """The time at an office: ``at`` (UTC microseconds) in its ``zone``, and what a caller will reach."""

    at: int
    zone: str
    hours: Hours


@dataclass(frozen=True, slots=True)
class OpenHours:
    """An office's hours on one day, in UTC microseconds, and the ``zone`` to show them in."""

    opens: int
    closes: int
    zone: str


def find_usual_hours(time: LocalTime, reader: str | None) -> OpenHours:
    """An office's hours on the day of ``time``, to show in the ``reader``'s zone.

    They are shown in the office's own zone if the reader's is unknown, or if the hours fall on another date there:
    nine in the morning in Washington is near midnight on Guam.
    """
    there = ZoneInfo(time.zone)
    today = local(time.at, there).date()
    opens, closes = (find_instants(datetime.combine(today, clock_time(hour)), there)[0] for hour in (OPENS, CLOSES))
    is_same = reader and all(local(at, ZoneInfo(reader)).date() == today for at in (opens, closes))
    return OpenHours(opens, closes, reader if reader and is_same else time.zone)


def find_local_time(zone: str, at: int) -> LocalTime:
    """The time in an office's ``zone`` at an instant."""
    there = local(at, ZoneInfo(zone))
    if there.weekday() >= 5 or there.date() in list_holidays(there.year):
        return LocalTime(at, zone, Hours.CLOSED)
    return LocalTime(at, zone, Hours.OPEN if OPENS <= there.hour < CLOSES else Hours.VOICEMAIL)


@lru_cache(maxsize=4)
def list_holidays(year: int) -> frozenset[date]:
    """The days federal offices are closed, including substitute days.

    Source: 5 U.S.C. 6103.
    """
    fixed = [date(year, month, day) for month, day in ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))]
    fixed.append(date(year + 1, 1, 1))  # observed on December 31 if it is a Saturday
    moving = [_find_nth_weekday(year, *which) for which in ((1, 0, 3), (2, 0, 3), (9, 0, 1), (10, 0, 2), (11, 3, 4))]
    return frozenset((*map(_find_day_off, fixed), *moving, _find_last_monday_of_may(year)))


def _find_nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _find_last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())


def _find_day_off(day: date) -> date:
    """The day off for a holiday: Friday for a Saturday, Monday for a Sunday."""
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))
