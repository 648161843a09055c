"""Local times as people write them, ``2026-11-22 09:00``, and the instants they mean."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.text import outline

_FORM = re.compile(r"20\d\d-\d\d-\d\d \d\d:\d\d", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def parse_wall_time(text: str) -> datetime:
    """Parse a local time without a zone. The message of its ``ValueError`` ends a sentence: "is a day ..."."""
    try:
        if _FORM.fullmatch(plain := outline(text)):
            return datetime.fromisoformat(plain)
    except ValueError:
        raise ValueError("is a day or time that no calendar has") from None
    raise ValueError("must be a local time such as 2026-11-22 09:00")


def find_instants(wall: datetime, zone: ZoneInfo) -> tuple[int, ...]:
    """The instants (UTC microseconds) at which clocks in the zone show a local time, earliest first.

    There are none if a clock change skips that time, and two if a clock change repeats it.
    """
    if _is_skipped(wall, zone):
        return ()
    folds = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return tuple(dict.fromkeys((one - _EPOCH) // timedelta(microseconds=1) for one in folds))


def find_unambiguous_time(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first whole minute from ``wall`` on that clocks in the zone show exactly once."""
    while len(find_instants(wall, zone)) != 1:  # few steps: no zone changes by more than a day
        wall += timedelta(minutes=1)
    return wall


def to_instant(wall: datetime, zone: ZoneInfo) -> int:
    """The instant (UTC microseconds) of a local time that clocks in the zone show exactly once.

    Raises ``ValueError`` if a clock change skips or repeats that time. Its message names the next valid time.
    """
    found = find_instants(wall, zone)
    if not found:
        raise ValueError(
            f"clocks in {zone.key} skip {wall:%Y-%m-%d %H:%M}; the next time is {_format_next(wall, zone)}"
        )
    if len(found) > 1:
        raise ValueError(
            f"clocks in {zone.key} show {wall:%Y-%m-%d %H:%M} twice; "
            f"the next time they show once is {_format_next(wall, zone)}"
        )
    return found[0]


def _is_skipped(wall: datetime, zone: ZoneInfo) -> bool:
    there = wall.replace(tzinfo=zone)
    return there.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall


def _format_next(wall: datetime, zone: ZoneInfo) -> str:
    return f"{find_unambiguous_time(wall, zone):%Y-%m-%d %H:%M}"
