"""Parses times for one-time reminders: ``in 20 minutes``, ``tomorrow at noon``, ``Friday 9:00``."""

import re
from zoneinfo import ZoneInfo

from bot.core.times.clock import DAY, local
from bot.core.times.daily_times import parse_reminder_time
from bot.core.times.spoken_time import ask_time, reword_time
from bot.core.times.typed_dates import SOME_DAY, reword_dates
from bot.core.times.typed_days import DAYS, RECURRING, list_days
from bot.core.times.typed_spans import parse_minutes_ahead
from bot.core.times.typed_time import drop_preposition, has_zone, is_ahead, names_past, parse_moment
from bot.errors import UserError
from bot.moments import Moment
from bot.patterns import compile_later
from bot.text import fold

_ONE_DAY = frozenset({"once", "today", "tonight", "tomorrow"})
_DATE = compile_later(r"20\d\d-\d\d-\d\d")
_TIME = compile_later(
    r"noon|midnight|morning|afternoon|evening|night|\d{1,2}(?!\d)"
)  # what begins a time without a day
_THIS = compile_later(r"(?:this|in\s+the)\s+(?:morning|afternoon|evening)\b")  # a part of the day, without the day
_MOST_AHEAD = 366 * DAY
# Accepted spellings of weekdays, and the spelling that `typed_time` reads.
_NAMES = {name[:size]: name for name in DAYS for size in (3, 4, len(name))} | {"thurs": "thursday"}
_DISTINCT = frozenset(_NAMES)


def is_one_time(written: str) -> bool:
    """Whether the text asks for a one-time reminder: it names one day, or begins with ``in`` or ``at``."""
    typed = fold(written)
    reworded = reword_time(typed)
    dated = reword_dates(reworded, SOME_DAY)  # without the "days" of "3 days from now", which says nothing of every day
    words, has_day = _split_words(list_days(dated)), dated != reworded
    if names_past(reworded):
        return True
    if parse_minutes_ahead(typed) is not None or _THIS.match(typed) or (has_day and typed.startswith("in ")):
        return True
    if any(word in RECURRING or (word.removesuffix("s") in DAYS and word.endswith("s")) for word in words):
        return False
    if has_day:
        return True
    days = [word for word in words if word in _DISTINCT]
    if len(days) > 1:
        return False
    return bool(days) or typed.startswith("at ") or any(word in _ONE_DAY or _DATE.fullmatch(word) for word in words)


def parse_one_time(written: str, zone: str, at: int) -> Moment:
    """Parse the time of a one-time reminder. It is after ``at``, in ``zone`` unless the text names a zone.

    A time without a day means today, or tomorrow if that time is past. Raises UserError if the text is unclear, or
    the time is past, over a year ahead, or skipped or repeated by a clock change.
    """
    typed = _reword(fold(written))
    dated = reword_dates(typed, local(at, ZoneInfo(zone)).date())
    day = drop_preposition(typed)
    is_day = day in DAYS or day in ("today", "tomorrow") or _DATE.fullmatch(drop_preposition(dated))
    if is_day and parse_minutes_ahead(typed) is None:
        raise ask_time(typed, lambda one: is_ahead(one, zone, at, "when"))
    try:
        moment = _parse_moment(typed, zone, at)
    except UserError as error:
        if error.choices or error.key == "time.zone":  # which quotes the zone alone
            raise
        blanks = error.params | {"word": written} if "word" in error.params else error.params
        key = "remind.unclear" if error.key == "time.unclear" else error.key
        raise UserError(key, field="when", **blanks) from None
    if moment.at - at > _MOST_AHEAD:
        raise UserError("remind.far", field="when")
    return moment


def check_reminder_time(written: str, zone: str, at: int) -> None:
    """Raise UserError for a text that can't be read as a reminder's time, once or daily, or that asks for more."""
    if is_one_time(written):
        parse_one_time(written, zone, at)
    else:
        parse_reminder_time(written, zone)


def _parse_moment(typed: str, zone: str, at: int) -> Moment:
    try:
        return parse_moment(typed, zone, at, "when")
    except UserError as error:
        if error.key != "time.past" or not _TIME.match(typed):
            raise
        return parse_moment(f"tomorrow {typed}", zone, at, "when")


def counts_from_now(written: str) -> bool:
    """Whether a time is a span, like "in 20 minutes"."""
    return parse_minutes_ahead(fold(written)) is not None


def has_clock(written: str) -> bool:
    """Whether a time is independent of the person's clock: it names a zone or counts from now."""
    return counts_from_now(written) or has_zone(_reword(fold(written)))


def _split_words(typed: str) -> list[str]:
    return re.sub(r"[,;]|\.(?=\s|$)", " ", typed).split()


def _reword(typed: str) -> str:
    """Reword the text for `typed_time.parse_moment`: without "once" or a leading "at", and with full day names."""
    words = [_NAMES.get(word, word) for word in _split_words(reword_time(typed)) if word != "once"]
    return " ".join(words[1:] if words[:1] == ["at"] else words)
