"""Instants, and the days and weeks they fall on in a campaign's zone."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR

Clock = Callable[[], int]  # UTC microseconds


def now() -> int:
    """Return this machine's time, UTC microseconds."""
    return time.time_ns() // 1000


def local(at: int, zone: ZoneInfo) -> datetime:
    """Return the instant ``at`` (UTC microseconds) on the clocks of ``zone``."""
    return (datetime.fromtimestamp(at // SECOND, UTC) + timedelta(microseconds=at % SECOND)).astimezone(zone)


def day_of(at: int, zone: ZoneInfo) -> date:
    """Return the local date of an instant."""
    return datetime.fromtimestamp(at // SECOND, zone).date()


def week_of(day: date) -> str:
    """Return the ISO week of a date, as ``2026-W47``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"
