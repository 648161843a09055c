"""When an alert stands in each channel: at its time, right after a channel's quiet hours, on a day with room for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.base.clock import day_of, local
from bot.core.base.typed_time import QuietHours
from bot.core.base.wall_clock import find_instants, find_unambiguous_time


@dataclass(frozen=True, slots=True)
class Slot:
    """When a channel gets an alert (UTC microseconds), and what put that off from the alert's own time."""

    at: int
    quiet: bool = False
    full: bool = False


def slot(at: int, zone: ZoneInfo, quiet: QuietHours | None, taken: Mapping[date, int], per_day: int) -> Slot:
    """Return when a channel gets an alert that is meant for ``at``; never earlier, and never not at all.

    ``taken`` counts the channel's alerts by its local days. A day with ``per_day`` of them passes the alert on to the
    same time of the next one.
    """
    first = _after_quiet(at, zone, quiet)
    found = first
    while taken.get(day_of(found, zone), 0) >= per_day:
        wall = local(found, zone).replace(tzinfo=None) + timedelta(days=1)
        found = _after_quiet(max(_shown(wall, zone), found + 1), zone, quiet)
    return Slot(found, quiet=first != at, full=found != first)


def _after_quiet(at: int, zone: ZoneInfo, quiet: QuietHours | None) -> int:
    """Return ``at``, or the end of the quiet hours that it falls into."""
    wall = local(at, zone)
    minute = wall.hour * 60 + wall.minute
    if quiet is None or not _within(minute, quiet):
        return at
    day = wall.date() + timedelta(days=minute >= quiet.end)
    return max(at, _shown(datetime.combine(day, time(*divmod(quiet.end, 60))), zone))


def _within(minute: int, quiet: QuietHours) -> bool:
    if quiet.start < quiet.end:
        return quiet.start <= minute < quiet.end
    return minute >= quiet.start or minute < quiet.end


def _shown(wall: datetime, zone: ZoneInfo) -> int:
    """Return the instant of a local time: the first of two, and the next one where a clock change skips it."""
    return (find_instants(wall, zone) or find_instants(find_unambiguous_time(wall, zone), zone))[0]
