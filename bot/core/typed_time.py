"""Times as people type them: ``9am``, ``tomorrow 9:00 Eastern``, ``22:00-08:00``; each mistake gets a sentence."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from bot.checks import closest
from bot.core.clock import local
from bot.core.wall_clock import instants, next_shown_once
from bot.errors import UserError
from bot.moments import Moment
from bot.text import fold, is_dash

# What people in the United States call their zones, summer or winter.
_SPOKEN = {
    "America/New_York": ("eastern", "et", "est", "edt"),
    "America/Chicago": ("central", "ct", "cst", "cdt"),
    "America/Denver": ("mountain", "mt", "mst", "mdt"),
    "America/Los_Angeles": ("pacific", "pt", "pst", "pdt"),
    "America/Phoenix": ("arizona",),
    "America/Anchorage": ("alaska", "akst", "akdt"),
    "Pacific/Honolulu": ("hawaii", "hst"),
}
_ZONES = {word: zone for zone, words in _SPOKEN.items() for word in words}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NOON = 12 * 60  # minutes after midnight

_CLOCK = re.compile(r"(\d{1,2})(?::(\d\d))?\s*(?:([ap])\.?m\.?)?", re.ASCII)
_MOMENT = re.compile(
    r"(?:(?P<day>\S+)\s+)?(?:at\s+)?"
    r"(?P<clock>noon|\d{1,2}:\d\d(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)"
    r"(?:\s+(?P<which>first|second))?(?:\s+(?P<zone>\S.*))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nothing is posted, in minutes after local midnight; they may go past midnight."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{_written(self.start)}–{_written(self.end)}"


def zone_named(written: str, field: str) -> str:
    """Return the IANA zone somebody means; raises UserError, with the nearest one where there is one."""
    word = fold(written).replace(" ", "_")
    known = {name.casefold(): name for name in available_timezones()}
    found = _ZONES.get(word.removesuffix("_time")) or known.get(word)
    if found:
        return found
    near = closest(word, known.values())
    raise UserError("time.zone_near" if near else "time.zone", field=field, word=written, near=near or "")


def clock_time(written: str, field: str) -> int:
    """Return the minutes after midnight of ``9:00``, ``9am``, ``9:30 p.m.`` or ``noon``; raises UserError."""
    text = fold(written)
    if text == "noon":
        return _NOON
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


def moment(written: str, zone: str, at: int, field: str) -> Moment:
    """Return the instant somebody types at ``at``, on the clocks of ``zone`` unless another one is named.

    ``now``; else a day (today, tomorrow, a weekday or ``2026-11-22``; today if left out), a time and perhaps a
    zone. Raises UserError for what is unclear or past, and for a time that a clock change skips or doubles:
    of two, ``first`` or ``second`` behind it tells which.
    """
    typed = fold(written)
    if typed == "now":
        return Moment(at, zone)
    match = _MOMENT.fullmatch(typed)
    if match is None:
        raise UserError("time.unclear", field=field, word=written)
    named = zone_named(match["zone"], field) if match["zone"] else zone
    minute = clock_time(match["clock"], field)
    today = local(at, ZoneInfo(named)).date()
    for day in _days(match["day"] or "today", today, written, field):
        wall = datetime.combine(day, time(*divmod(minute, 60)))
        found = _chosen(wall, ZoneInfo(named), match["which"] or "", field)
        if found >= at:
            return Moment(found, named)
    raise UserError("time.past", field=field, word=written)


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
    told = {"time": f"{wall:%Y-%m-%d %H:%M}", "zone": zone.key}
    if not found:
        following = next_shown_once(wall, zone)
        raise UserError("time.skipped", field=field, next=f"{following:%Y-%m-%d %H:%M}", **told)
    if len(found) > 1 and not which:
        raise UserError("time.twice", field=field, **told)
    return found[-1 if which == "second" else 0]


def _written(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"
