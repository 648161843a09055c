"""Lengths of time as people type them: ``in 20 minutes``, ``an hour and a half``, ``2 days from now``."""

import re

from bot.core.times.spoken_time import reword_time
from bot.patterns import compile_later

_UNITS = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}  # minutes
_MOST_AHEAD = 366 * 24 * 60  # minutes
_UNIT = r"(?:minutes?|mins?|min|m|hours?|hrs?|h|days?|d|weeks?|wks?|w)\b"
_PART_OF_SPAN = rf"(?:\d{{1,4}}(?:\.5)?\s*|an?\s+|half\s+an\s+){_UNIT}"
_SPAN = compile_later(rf"(?:in\s+)?({_PART_OF_SPAN}(?:\s*(?:and|,)?\s*{_PART_OF_SPAN})*)(?:\s+from\s+now)?", re.ASCII)
_AMOUNT = compile_later(r"(\d{1,4}(?:\.5)?\s*|\ban?\s+|half\s+an\s+)([mhdw])", re.ASCII)


def is_span(typed: str) -> bool:
    """Whether reworded text is nothing but a length of time."""
    return bool(_SPAN.fullmatch(typed))


def parse_minutes_ahead(typed: str) -> int | None:
    """The minutes in folded text like ``in 20 minutes`` or ``in an hour and a half``, None for any other text."""
    match = _SPAN.fullmatch(reword_time(typed).replace("and a half", "and half an hour"))
    if match is None:
        return None
    found = round(sum(_parse_amount(number) * _UNITS[unit] for number, unit in _AMOUNT.findall(match[1])))
    return found if 0 < found <= _MOST_AHEAD else None


def _parse_amount(written: str) -> float:
    if written.startswith("half"):
        return 0.5
    return 1 if written.strip() in ("a", "an") else float(written)
