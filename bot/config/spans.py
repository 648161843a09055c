"""Spans of time as an admin writes them: ``12h``, ``1 day``, ``2 weeks``."""

import re

_HOUR = 3600
_UNITS = {"h": _HOUR, "d": 24 * _HOUR, "w": 7 * 24 * _HOUR}
_SPAN = re.compile(r"([1-9]\d{0,3}) ?(?:(h)(?:ours?)?|(d)(?:ays?)?|(w)(?:eeks?)?)", re.ASCII | re.IGNORECASE)
_LONGEST = 90 * 24 * _HOUR


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
