"""Instants, in UTC microseconds, and the local days and weeks they fall on."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

Clock = Callable[[], int]  # UTC microseconds


def now() -> int:
    """This machine's time, in UTC microseconds."""
    return time.time_ns() // 1000


def local(at: int, zone: ZoneInfo) -> datetime:
    """The local time in ``zone`` at the instant ``at`` (UTC microseconds)."""
    return (datetime.fromtimestamp(at // SECOND, UTC) + timedelta(microseconds=at % SECOND)).astimezone(zone)


def day_of(at: int, zone: ZoneInfo) -> date:
    """The local date of an instant."""
    return datetime.fromtimestamp(at // SECOND, zone).date()


def week_of(day: date) -> str:
    """The ISO week of a date: ``2026-W47``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"
