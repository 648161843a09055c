"""Times as an admin writes them: spans (``12h``, ``1 day``), times of day, and how many days and weeks to keep."""

import re
from datetime import time

from msgspec import Struct

_HOUR = 3600
_UNITS = {"h": _HOUR, "d": 24 * _HOUR, "w": 7 * 24 * _HOUR}
_SPAN = re.compile(r"([1-9]\d{0,3}) ?(?:(h)(?:ours?)?|(d)(?:ays?)?|(w)(?:eeks?)?)", re.ASCII | re.IGNORECASE)
_LONGEST = 90 * 24 * _HOUR
_COUNT = re.compile(r"([1-9]\d{0,2}) ?([dwm])", re.ASCII)
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


def parse_span(value: object) -> int:
    """The seconds of a span from an hour to 90 days. Raises ValueError with the end of a sentence."""
    if isinstance(value, int) and not isinstance(value, bool):  # parsed before
        return value
    match = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError("must be a span such as 12h, 1d or 2w")
    seconds = int(match[1]) * _UNITS[next(unit for unit in match.groups()[1:] if unit).lower()]
    if seconds > _LONGEST:
        raise ValueError("must be at most 90d")
    return seconds


class Keep(Struct, frozen=True):
    """How many days, weeks and months keep their newest backup."""

    days: int = 0
    weeks: int = 0
    months: int = 0

    def __str__(self) -> str:
        counts = ((self.days, "d"), (self.weeks, "w"), (self.months, "m"))
        return ", ".join(f"{count}{unit}" for count, unit in counts if count)


def parse_keep(value: object) -> Keep:
    """Read ``7d, 4w, 12m``, or a part of it. Raises ValueError with the end of a sentence."""
    if isinstance(value, Keep):
        return value
    parts = [part.strip().lower() for part in value.split(",")] if isinstance(value, str) else [""]
    found = [_COUNT.fullmatch(part) for part in parts]
    counts = {match[2]: int(match[1]) for match in found if match}
    if len(counts) != len(parts):
        raise ValueError("must say how many days, weeks and months keep a backup, as in 7d, 4w, 12m")
    return Keep(counts.get("d", 0), counts.get("w", 0), counts.get("m", 0))


def parse_day_time(value: object) -> time:
    """Read a time of day of 24 hours, ``04:00``. Raises ValueError with the end of a sentence."""
    if isinstance(value, time):
        return value
    match = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError("must be a time of day such as 04:00")
    return time(int(match[1]), int(match[2]))
