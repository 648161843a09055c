"""When a channel gets an alert: on time, or after its quiet hours, or on the next day with room for one more."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.core.times.clock import day_of, local
from bot.core.times.quiet_hours import QuietHours
from bot.core.times.wall_clock import find_instants, find_unambiguous_time


class PostTime(Struct, frozen=True):
    """When a channel gets an alert, in UTC microseconds, and whether quiet hours or a full day delayed it."""

    at: int
    quiet: bool = False
    full: bool = False


def choose_time(at: int, zone: ZoneInfo, quiet: QuietHours | None, taken: Mapping[date, int], per_day: int) -> PostTime:
    """Choose when a channel gets an alert meant for ``at``. It may come later, never earlier, and always comes.

    ``taken`` counts the channel's alerts by local day. If a day already has ``per_day``, the alert moves to the same
    time on the next day.
    """
    first = _skip_quiet_hours(at, zone, quiet)
    found = first
    while taken.get(day_of(found, zone), 0) >= per_day:
        wall = local(found, zone).replace(tzinfo=None) + timedelta(days=1)
        found = _skip_quiet_hours(max(_find_instant(wall, zone), found + 1), zone, quiet)
    return PostTime(found, quiet=first != at, full=found != first)


def _skip_quiet_hours(at: int, zone: ZoneInfo, quiet: QuietHours | None) -> int:
    """The first instant from ``at`` on that is outside the quiet hours."""
    wall = local(at, zone)
    minute = wall.hour * 60 + wall.minute
    if quiet is None or not _is_within(minute, quiet):
        return at
    day = wall.date() + timedelta(days=minute >= quiet.end)
    return max(at, _find_instant(datetime.combine(day, time(*divmod(quiet.end, 60))), zone))


def _is_within(minute: int, quiet: QuietHours) -> bool:
    if quiet.start < quiet.end:
        return quiet.start <= minute < quiet.end
    return minute >= quiet.start or minute < quiet.end


def _find_instant(wall: datetime, zone: ZoneInfo) -> int:
    """The instant of a local time: the first if there are two, the next valid one if a clock change skips it."""
    return (find_instants(wall, zone) or find_instants(find_unambiguous_time(wall, zone), zone))[0]
