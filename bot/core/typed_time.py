"""Times as people type them: ``in 20 minutes``, ``tomorrow 9:00 Eastern``, ``22:00-08:00``; mistakes get a sentence."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.clock import SECOND, local
from bot.core.wall_clock import instants, next_shown_once
from bot.errors import Blank, UserError
from bot.moments import Moment
from bot.phrases import Zone
from bot.text import fold, is_dash
from bot.zone_names import meant_zone, nearest_zone

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Minutes after midnight of the times that have names, and of the parts of a day.
_NAMED = {"noon": 12 * 60, "midnight": 0}
_PARTS = {"morning": 9 * 60, "afternoon": 14 * 60, "evening": 18 * 60, "night": 20 * 60}
_UNITS = {"m": 1, "h": 60, "d": 24 * 60}  # minutes
_MOST_AHEAD = 366 * 24 * 60  # minutes

_CLOCK = re.compile(r"(\d{1,2})(?::(\d\d))?\s*(?:([ap])\.?m\.?)?", re.ASCII)
_MOMENT = re.compile(
    r"(?:(?:(?:on|this|next)\s+)?(?P<day>\S+?),?\s+)?(?:at\s+)?"
    r"(?P<clock>noon|midnight|morning|afternoon|evening|night|\d{1,2}:\d\d(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)"
    r"(?:\s+(?P<which>first|second))?(?:\s+(?P<zone>\S.*))?",
    re.ASCII,
)


# The time before the day, which then stands behind it: `9am tomorrow`, `noon on friday second`.
_TIME_FIRST = re.compile(
    r"(?:at\s+)?(?P<clock>noon|midnight|\d{1,2}:\d\d(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?),?\s+"
    r"(?:(?:on|this|next)\s+)?(?P<day>today|tomorrow|tonight|20\d\d-\d\d-\d\d|"
    + "|".join(name[:3] + f"(?:{name[3:]})?" for name in _WEEKDAYS)
    + r")\b(?P<rest>.*)",
    re.ASCII,
)
_TONIGHT = re.compile(
    r"tonight(?:\s+(?:at\s+)?(?P<hour>\d{1,2}(?::\d\d)?)(?P<half>\s*[ap]\.?m\.?)?)?(?P<rest>\s+[a-z].*)?", re.ASCII
)
_PART_OF_SPAN = r"(?:\d{1,4}(?:\.5)?\s*|an?\s+|half\s+an\s+)(?:minutes?|mins?|min|m|hours?|hrs?|h|days?|d)\b"
_SPAN = re.compile(rf"in\s+({_PART_OF_SPAN}(?:\s*(?:and|,)?\s*{_PART_OF_SPAN})*)", re.ASCII)
_AMOUNT = re.compile(r"(\d{1,4}(?:\.5)?\s*|\ban?\s+|half\s+an\s+)([mhd])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nothing is posted, in minutes after local midnight; they may go past midnight."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{_written(self.start)}–{_written(self.end)}"


def zone_named(written: str, field: str) -> str:
    """Return the IANA zone somebody means; raises UserError, with the nearest one where there is one."""
    if found := meant_zone(written):
        return found
    near = nearest_zone(written)
    if near is None:
        raise UserError("time.zone", field=field, word=written)
    raise UserError("time.zone_near", field=field, word=written, near=Zone(near))


def clock_time(written: str, field: str) -> int:
    """Return the minutes after midnight of ``9:00``, ``9am``, ``9:30 p.m.`` or ``noon``; raises UserError."""
    text = fold(written)
    if text in _NAMED:
        return _NAMED[text]
    match = _CLOCK.fullmatch(text)
    if match and (match[2] or match[3]):
        hour, minute = int(match[1]), int(match[2] or 0)
        if match[3] and 1 <= hour <= 12:
            hour = hour % 12 + 12 * (match[3] == "p")
        elif match[3]:
            hour = 24
        if hour < 24 and minute < 60:
            return hour * 60 + minute
    raise UserError("time.clock", field=field, word=written)


def quiet_hours(written: str, field: str) -> Quiet | None:
    """Return the hours in ``22:00-08:00``, None for ``none``; raises UserError."""
    typed = fold(written)
    if typed == "none" or is_dash(typed):
        return None
    parts = re.split(r"\s*(?:-+|~|\bto\b)\s*", typed)
    if len(parts) != 2:
        raise UserError("time.quiet", field=field, word=written)
    start, end = (clock_time(part, field) for part in parts)
    if start == end:
        raise UserError("time.quiet", field=field, word=written)
    return Quiet(start, end)


def are_hours(written: str) -> bool:
    """Say whether somebody wrote hours, or none."""
    with suppress(UserError):
        quiet_hours(written, "")
        return True
    return False


def is_zone(written: str) -> bool:
    """Say whether somebody wrote a time zone."""
    with suppress(UserError):
        zone_named(written, "")
        return True
    return False


def moment(written: str, zone: str, at: int, field: str) -> Moment:
    """Return the instant somebody types at ``at``, on the clocks of ``zone`` unless another one is named.

    ``now``; else a day (today, tomorrow, a weekday or ``2026-11-22``; today if left out), a time and perhaps a
    zone. Raises UserError for what is unclear or past, and for a time that a clock change skips or doubles:
    of two, ``first`` or ``second`` behind it tells which.
    """
    typed = fold(written)
    if typed == "now":
        return Moment(at, zone)
    if ahead := minutes_ahead(typed):
        return Moment(at + ahead * 60 * SECOND, zone)
    match = _MOMENT.fullmatch(_tonight(_day_first(typed)))
    if match is None:
        raise UserError("time.unclear", field=field, word=written)
    named = zone_named(match["zone"], field) if match["zone"] else zone
    minute = _PARTS.get(match["clock"]) or clock_time(match["clock"], field)
    today = local(at, ZoneInfo(named)).date()
    for day in _days(match["day"] or "today", today, written, field):
        wall = datetime.combine(day, time(*divmod(minute, 60)))
        found = _chosen(wall, ZoneInfo(named), match["which"] or "", field)
        if found >= at:
            return Moment(found, named)
    raise UserError("time.past", field=field, word=written)


def names_zone(typed: str) -> bool:
    """Say whether a moment, as `fold` gives it, says in which zone it is."""
    match = _MOMENT.fullmatch(_tonight(_day_first(typed)))
    return match is not None and bool(match["zone"])


def minutes_ahead(typed: str) -> int | None:
    """Return the minutes in ``in 20 minutes`` or ``in an hour and a half``, as `fold` gives it; None for all else."""
    match = _SPAN.fullmatch(typed.replace("and a half", "and half an hour"))
    if match is None:
        return None
    found = round(sum(_amount(number) * _UNITS[unit] for number, unit in _AMOUNT.findall(match[1])))
    return found if 0 < found <= _MOST_AHEAD else None


def _amount(written: str) -> float:
    if written.startswith("half"):
        return 0.5
    return 1 if written.strip() in ("a", "an") else float(written)


def _day_first(typed: str) -> str:
    """Return a time with its day before it, as most people and `_MOMENT` have it; all else as it is."""
    match = _TIME_FIRST.fullmatch(typed)
    return f"{match['day']} {match['clock']}{match['rest']}" if match else typed


def _tonight(typed: str) -> str:
    """Return ``tonight`` as the evening it is, with a bare hour after it in the evening: ``today 8:00 pm``."""
    match = _TONIGHT.fullmatch(typed)
    if match is None:
        return typed
    hour = match["hour"] or "8:00"
    half = "" if match["half"] or int(hour.split(":")[0]) > 12 else " pm"
    return f"today {hour}{match['half'] or half}{match['rest'] or ''}"


def _days(word: str, today: date, written: str, field: str) -> tuple[date, ...]:
    """Return the days that a word may mean, nearest first: a weekday's name means today or in a week."""
    if word in ("today", "tomorrow"):
        return (today + timedelta(days=word == "tomorrow"),)
    weekday = next((place for place, name in enumerate(_WEEKDAYS) if word in (name, name[:3])), None)
    if weekday is not None:
        first = today + timedelta(days=(weekday - today.weekday()) % 7)
        return (first, first + timedelta(days=7))
    try:
        return (date.fromisoformat(word),)
    except ValueError:
        raise UserError("time.unclear", field=field, word=written) from None


def _chosen(wall: datetime, zone: ZoneInfo, which: str, field: str) -> int:
    found = instants(wall, zone)
    told: dict[str, Blank] = {"time": f"{wall:%Y-%m-%d %H:%M}", "zone": Zone(zone.key)}
    if not found:
        following = next_shown_once(wall, zone)
        raise UserError("time.skipped", field=field, next=f"{following:%Y-%m-%d %H:%M}", **told)
    if len(found) > 1 and not which:
        raise UserError("time.twice", field=field, **told)
    return found[-1 if which == "second" else 0]


def _written(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"
