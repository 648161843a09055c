"""Parses the time of a one-time reminder: ``in 20 minutes``, ``tomorrow at noon``, ``Friday 9:00``."""

import re

from bot.core.reminders.reminder_times import DAYS, RECURRING
from bot.core.times.clock import DAY
from bot.core.times.typed_time import names_zone, parse_minutes_ahead, parse_moment
from bot.errors import UserError
from bot.moments import Moment
from bot.text import fold

_ONE_DAY = frozenset({"once", "today", "tonight", "tomorrow"})
_DATE = re.compile(r"20\d\d-\d\d-\d\d")
_TIME = re.compile(r"noon|midnight|\d{1,2}(?!\d)")  # what begins a time without a day
_MOST_AHEAD = 366 * DAY
# The weekdays by every name they are typed by, and the one that `typed_time` reads.
_NAMES = {name[:size]: name for name in DAYS for size in (3, 4, len(name))} | {"thurs": "thursday"}
_DISTINCT = frozenset(_NAMES)


def comes_once(written: str) -> bool:
    """Whether the text asks for a one-time reminder: it names one day, or begins with ``in`` or ``at``."""
    typed = fold(written)
    found = _words(typed)
    if parse_minutes_ahead(typed) is not None:
        return True
    if any(word in RECURRING or (word.removesuffix("s") in DAYS and word.endswith("s")) for word in found):
        return False
    days = [word for word in found if word in _DISTINCT]
    if len(days) > 1:
        return False
    return bool(days) or typed.startswith("at ") or any(word in _ONE_DAY or _DATE.fullmatch(word) for word in found)


def once(written: str, zone: str, at: int) -> Moment:
    """Return the one instant that somebody wants to be reminded at, after ``at``, on ``zone`` unless they name one.

    A time without a day is today's, or tomorrow's once that is past. Raises UserError for what is unclear, past, or
    more than a year ahead, and for a time that a clock change skips or doubles.
    """
    typed = _readable(fold(written))
    try:
        found = _moment(typed, zone, at)
    except UserError as error:
        blanks = error.params | {"word": written} if "word" in error.params else error.params
        key = "remind.unclear" if error.key == "time.unclear" else error.key
        raise UserError(key, field="when", **blanks) from None
    if found.at - at > _MOST_AHEAD:
        raise UserError("remind.far", field="when")
    return found


def _moment(typed: str, zone: str, at: int) -> Moment:
    try:
        return parse_moment(typed, zone, at, "when")
    except UserError as error:
        if error.key != "time.past" or not _TIME.match(typed):
            raise
        return parse_moment(f"tomorrow {typed}", zone, at, "when")


def names_clock(written: str) -> bool:
    """Whether a time is independent of the person's clock: it names a zone or counts from now."""
    typed = fold(written)
    return parse_minutes_ahead(typed) is not None or names_zone(_readable(typed))


def _words(typed: str) -> list[str]:
    return re.sub(r"[,;]|\.(?=\s|$)", " ", typed).split()


def _readable(typed: str) -> str:
    """Return what was typed in the words of `typed_time.moment`: no "once" or "at" first, days by their whole names."""
    words = [_NAMES.get(word, word) for word in _words(typed) if word != "once"]
    return " ".join(words[1:] if words[:1] == ["at"] else words)
