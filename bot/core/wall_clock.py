"""Local times as people write them, ``2026-11-22 09:00``, and the instants they stand for."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_FORM = re.compile(r"20\d\d-\d\d-\d\d \d\d:\d\d", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def wall_time(text: str) -> datetime:
    """Return a local time without its zone; ``ValueError`` holds the end of a sentence."""
    try:
        if _FORM.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("is a day or time that no calendar has") from None
    raise ValueError("must be a local time such as 2026-11-22 09:00")


def instant(wall: datetime, zone: ZoneInfo) -> int:
    """Return UTC microseconds since 1970 of a local time that the zone's clocks show exactly once.

    Raises ``ValueError`` with a whole sentence that names the next good time where a clock change skips this
    one or brings it twice.
    """
    if _skipped(wall, zone):
        raise ValueError(f"clocks in {zone.key} skip {wall:%Y-%m-%d %H:%M}; the next time is {_next(wall, zone)}")
    if _doubled(wall, zone):
        raise ValueError(
            f"clocks in {zone.key} show {wall:%Y-%m-%d %H:%M} twice; "
            f"the next time they show once is {_next(wall, zone)}"
        )
    return (wall.replace(tzinfo=zone) - _EPOCH) // timedelta(microseconds=1)


def _skipped(wall: datetime, zone: ZoneInfo) -> bool:
    there = wall.replace(tzinfo=zone)
    return there.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall


def _doubled(wall: datetime, zone: ZoneInfo) -> bool:
    offsets = {wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)}
    return len(offsets) == 2 and not _skipped(wall, zone)


def _next(wall: datetime, zone: ZoneInfo) -> str:
    """Zones change by a day at most, so the minutes to try are few."""
    while _skipped(wall, zone) or _doubled(wall, zone):
        wall += timedelta(minutes=1)
    return f"{wall:%Y-%m-%d %H:%M}"
