"""Local times as people write them, ``2026-11-22 09:00``, and the instants they stand for."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.text import outline

_FORM = re.compile(r"20\d\d-\d\d-\d\d \d\d:\d\d", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def wall_time(text: str) -> datetime:
    """Return a local time without its zone; ``ValueError`` holds the end of a sentence."""
    try:
        if _FORM.fullmatch(plain := outline(text)):
            return datetime.fromisoformat(plain)
    except ValueError:
        raise ValueError("is a day or time that no calendar has") from None
    raise ValueError("must be a local time such as 2026-11-22 09:00")


def instants(wall: datetime, zone: ZoneInfo) -> tuple[int, ...]:
    """Return the UTC microseconds since 1970 at which the zone's clocks show a local time, earliest first.

    None where a clock change skips it, two where one brings it twice.
    """
    if _skipped(wall, zone):
        return ()
    folds = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return tuple(dict.fromkeys((one - _EPOCH) // timedelta(microseconds=1) for one in folds))


def next_shown_once(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the first local time from ``wall`` on, in minutes, that the zone's clocks show exactly once."""
    while len(instants(wall, zone)) != 1:  # zones change by a day at most, so the minutes to try are few
        wall += timedelta(minutes=1)
    return wall


def instant(wall: datetime, zone: ZoneInfo) -> int:
    """Return UTC microseconds since 1970 of a local time that the zone's clocks show exactly once.

    Raises ``ValueError`` with a whole sentence that names the next good time where a clock change skips this
    one or brings it twice.
    """
    found = instants(wall, zone)
    if not found:
        raise ValueError(f"clocks in {zone.key} skip {wall:%Y-%m-%d %H:%M}; the next time is {_next(wall, zone)}")
    if len(found) > 1:
        raise ValueError(
            f"clocks in {zone.key} show {wall:%Y-%m-%d %H:%M} twice; "
            f"the next time they show once is {_next(wall, zone)}"
        )
    return found[0]


def _skipped(wall: datetime, zone: ZoneInfo) -> bool:
    there = wall.replace(tzinfo=zone)
    return there.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall


def _next(wall: datetime, zone: ZoneInfo) -> str:
    return f"{next_shown_once(wall, zone):%Y-%m-%d %H:%M}"
