"""Times as people type them: ``in 20 minutes``, ``tomorrow 9:00 Eastern``, ``dec 1 at noon``.

Every parser raises UserError for what it can't read; ``field`` is the option that the error belongs to.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from bot.config.zone_names import find_meant_zone, find_nearest_zone
from bot.core.times.clock import SECOND, local
from bot.core.times.several_times import ask_which_time
from bot.core.times.spoken_time import ask_time, check_small_hours, choose_half, list_halves, reword_time
from bot.core.times.typed_dates import SOME_DAY, list_next_days, reword_dates
from bot.core.times.typed_spans import is_span, parse_minutes_ahead
from bot.core.times.wall_clock import find_instants, find_unambiguous_time
from bot.errors import UserError
from bot.moments import Moment
from bot.patterns import compile_later
from bot.phrases import Clock, Zone
from bot.text import fold

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Named times and parts of the day, in minutes after midnight.
_NAMED = {"noon": 12 * 60, "midnight": 0}
PARTS = {"morning": 9 * 60, "afternoon": 14 * 60, "evening": 18 * 60, "night": 20 * 60}
# What is over whatever the time of day: `9am yesterday`, `last friday 9:00`, `two hours ago`.
_OVER = compile_later(r"last\s+[a-z]+\b.*|.*\b(?:yesterday|ago)\b.*")
SOME_ZONE = "America/New_York"  # for what doesn't depend on the zone

_CLOCK = compile_later(r"(\d{1,2})(?::(\d\d))?\s*(?:([ap])\.?m\.?)?", re.ASCII)
_MOMENT = compile_later(
    r"(?:(?:(?:on\s+)?(?:this|next)\s+|on\s+)?(?P<day>\S+?),?\s+)?(?:at\s+)?"
    r"(?P<clock>noon|midnight|morning|afternoon|evening|night|\d{1,2}:\d\d(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?"
    r"|\d{1,2}(?![\d:]))(?:\s+(?P<which>first|second))?(?:\s+(?P<zone>\S.*))?",
    re.ASCII,
)


# The time before the day: `9am tomorrow`, `noon on friday second`.
_TIME_FIRST = compile_later(
    r"(?:at\s+)?(?P<clock>noon|midnight|\d{1,2}:\d\d(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?|\d{1,2}),?\s+"
    r"(?:(?:on\s+)?(?:this|next)\s+|on\s+)?(?P<day>today|tomorrow|tonight|20\d\d-\d\d-\d\d|"
    + "|".join(name[:3] + f"(?:{name[3:]})?" for name in _WEEKDAYS)
    + r")\b(?P<rest>.*)",
    re.ASCII,
)
_TONIGHT = compile_later(
    r"tonight(?:\s+(?:at\s+)?(?P<hour>\d{1,2}(?::\d\d)?)(?P<half>\s*[ap]\.?m\.?)?)?(?P<rest>\s+[a-z].*)?", re.ASCII
)


def parse_zone(written: str, field: str) -> str:
    """The IANA zone a word means. The error suggests the nearest zone if there is one."""
    if found := find_meant_zone(written):
        return found
    near = find_nearest_zone(written)
    if near is None:
        raise UserError("time.zone", field=field, word=written)
    error = UserError("time.zone_near", field=field, word=written, near=Zone(near))
    raise error.add_choices([(near, Zone(near))])


def parse_zone_in(typed: str, written: str, field: str) -> str:
    """Like `parse_zone`, for the zone ``written`` within ``typed``. The error offers all of ``typed``, mended."""
    try:
        return parse_zone(written, field)
    except UserError as error:
        raise error.add_choices((typed.replace(written, zone, 1), label) for zone, label in error.choices) from None


def parse_clock(written: str, field: str) -> int:
    """The minutes after midnight of ``9:00``, ``9am``, ``9:30 p.m.`` or ``noon``."""
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


def parse_time_of_day(written: str, field: str) -> int:
    """Like `parse_clock`, also for ``at 9`` and ``evening``. The error asks which half of the day 6 or 6:30 is in."""
    typed = reword_time(fold(written)).removeprefix("at ").removeprefix("in the ")
    check_small_hours(typed, field)
    if typed in PARTS:
        return PARTS[typed]
    return choose_half(int(typed), field, typed) * 60 if re.fullmatch(r"\d{1,2}", typed) else parse_clock(typed, field)


def is_clock_time(written: str) -> bool:
    """Whether `parse_clock` accepts the text."""
    with suppress(UserError):
        parse_clock(written, "")
        return True
    return False


def is_zone(written: str) -> bool:
    """Whether `parse_zone` accepts the text."""
    with suppress(UserError):
        parse_zone(written, "")
        return True
    return False


def parse_moment(written: str, zone: str, at: int, field: str) -> Moment:
    """The moment that text typed at ``at`` means, in ``zone`` unless the text names another.

    It is ``now``, a span (``in 20 minutes``), or a day (today, tomorrow, a weekday or a date; today if left
    out), a time and an optional zone. The past is an error, and so is a time that a clock change skips. A time
    that a clock change repeats needs ``first`` or ``second`` after it. Midnight is the next one. An hour alone is
    one in which offices can be called; of 6 or 3:30 the error asks which half of the day is meant, and of
    ``next tuesday`` which day, if it may be another than the nearest.
    """
    moment = _parse_nearest(written, zone, at, field)
    days = list_next_days(reword_time(fold(written)), local(at, ZoneInfo(zone)).date())
    return _choose_day([(one, parse_moment(one, zone, at, field)) for one in days], field) if days else moment


def _choose_day(days: Sequence[tuple[str, Moment]], field: str) -> Moment:
    """The moment on the only one of some days; the question which of two is meant."""
    if len(days) == 1:
        return days[0][1]
    (_, early), (_, late) = days
    raise UserError("time.which_day", field=field, early=early, late=late).add_choices(days)


def _parse_nearest(written: str, zone: str, at: int, field: str) -> Moment:
    """`parse_moment`, with the nearest day that "next tuesday" may mean."""
    today = local(at, ZoneInfo(zone)).date()
    typed = reword_time(fold(written)).removeprefix("at ")
    if typed == "now":
        return Moment(at, zone)
    if ahead := parse_minutes_ahead(typed):
        return Moment(at + ahead * 60 * SECOND, zone)
    if names_past(typed):
        raise UserError("time.past", field=field, word=written)
    check_small_hours(typed, field)
    typed = typed if is_span(typed) else reword_dates(typed, today)
    match = _MOMENT.fullmatch(_expand_tonight(_put_day_first(typed)))
    if _is_over(typed, today):
        raise UserError("time.past", field=field, word=written)
    if match is None:
        raise _ask_for_time(typed, written, zone, at, field)
    _find_days(match["day"] or "today", date.min, written, field)  # no day: then the rest is no time and zone
    minutes = _read_minutes(match["clock"], match["day"], field, typed)
    named = _read_zone(match["zone"], typed, written, field) if match["zone"] else zone
    today = local(at, ZoneInfo(named)).date()
    days = _find_days(match["day"] or "today", today, written, field)
    if days == (today,) and minutes == (0,):
        days = (today, today + timedelta(days=1))  # the night that begins today
    for day, minute in product(days, minutes):
        wall = datetime.combine(day, time(*divmod(minute, 60)))
        if not _has_passed(wall, ZoneInfo(named), at):
            found = _pick_instant(wall, ZoneInfo(named), match["which"] or "", field)
            if found >= at:
                return Moment(found, named)
    error = UserError("time.past", field=field, word=written)
    raise error if match["day"] else error.add_choices(_offer_tomorrow(typed, zone, at, field))


def write_moment(moment: Moment, zone: str | None) -> str:
    """A moment as `parse_moment` reads it, in whole minutes. It names its zone unless that is the reader's ``zone``."""
    there = ZoneInfo(moment.zone)
    wall = local(moment.at, there).replace(tzinfo=None, second=0, microsecond=0)
    instants = find_instants(wall, there)
    which = "" if len(instants) < 2 else "first" if moment.at < instants[1] else "second"
    named = "" if moment.zone == zone else moment.zone
    return " ".join(filter(None, (f"{wall:%Y-%m-%d %H:%M}", which, named)))


def _ask_for_time(typed: str, written: str, zone: str, at: int, field: str) -> UserError:
    """The question at what time, for text that names nothing but a day; the refusal of any other text."""
    unclear = UserError("time.unclear", field=field, word=written)
    try:
        _find_days(drop_preposition(typed), date.min, written, field)
    except UserError:
        return unclear

    return ask_time(fold(written), lambda one: is_ahead(one, zone, at, field), field)


def is_ahead(typed: str, zone: str, at: int, field: str) -> bool:
    """Whether text means a moment after ``at``, if only on one of two days that it may mean."""
    try:
        return parse_moment(typed, zone, at, field).at > at
    except UserError as error:
        return error.key == "time.which_day"


def _read_zone(zone: str, typed: str, written: str, field: str) -> str:
    """The zone behind a time, or the refusal of more times there."""
    try:
        return parse_zone_in(typed, zone, field)
    except UserError as error:
        raise ask_which_time(typed, written, field) or error from None


def _offer_tomorrow(typed: str, zone: str, at: int, field: str) -> Iterator[tuple[str, Moment]]:
    """The time of tomorrow that a passed one without a day may mean."""
    with suppress(UserError):
        yield f"tomorrow {typed}", parse_moment(f"tomorrow {typed}", zone, at, field)


def drop_preposition(typed: str) -> str:
    """Folded text for a day without the word before it: ``on friday``, ``this friday``."""
    return re.sub(r"^(?:(?:on\s+)?(?:this|next)|on)\s+", "", typed)


def names_past(typed: str) -> bool:
    """Whether folded text names a past day or a span that is over: ``yesterday``, ``last friday``, ``2 hours ago``."""
    return bool(_OVER.fullmatch(typed))


def _read_minutes(clock: str, day: str | None, field: str, typed: str) -> tuple[int, ...]:
    """The minutes after midnight that a time of day may mean. A bare hour of today means its next."""
    if clock in PARTS:
        return (PARTS[clock],)
    if not clock.isdecimal():
        return (parse_clock(clock, field),)
    hours = list_halves(int(clock), field, typed) if day == "today" else (choose_half(int(clock), field, typed),)
    return tuple(hour * 60 for hour in hours)


def has_zone(typed: str) -> bool:
    """Whether folded text for a moment names a zone."""
    reworded = reword_dates(reword_time(typed), SOME_DAY)
    match = _MOMENT.fullmatch(_expand_tonight(_put_day_first(reworded)))
    return match is not None and bool(match["zone"])


def _put_day_first(typed: str) -> str:
    """Put the day before the time, as `_MOMENT` expects."""
    match = _TIME_FIRST.fullmatch(typed)
    return f"{match['day']} {match['clock']}{match['rest']}" if match else typed


def _expand_tonight(typed: str) -> str:
    """Replace ``tonight`` with ``today 8:00 pm``, and ``tonight 9`` with ``today 9 pm``."""
    match = _TONIGHT.fullmatch(typed)
    if match is None:
        return typed
    hour = match["hour"] or "8:00"
    number = int(hour.split(":")[0])
    half = "" if match["half"] or number > 12 else " am" if number in (0, 12) else " pm"
    return f"today {hour}{match['half'] or half}{match['rest'] or ''}"


def _find_days(word: str, today: date, written: str, field: str) -> tuple[date, ...]:
    """The days a word may mean, nearest first. A weekday means today or a week from now."""
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


def _is_over(typed: str, today: date) -> bool:
    """Whether folded text names a day before ``today``, with or without a time of day."""
    first = re.split(r"[\sT]", typed, maxsplit=1)[0]
    try:
        return date.fromisoformat(first) < today - timedelta(days=1)  # a zone in the text can be a day behind
    except ValueError:
        return False


def _has_passed(wall: datetime, zone: ZoneInfo, at: int) -> bool:
    """Whether a local time is over by ``at``, whatever clock changes made of it."""
    found = find_instants(wall, zone) or find_instants(find_unambiguous_time(wall, zone), zone)
    return found[-1] < at


def _pick_instant(wall: datetime, zone: ZoneInfo, which: str, field: str) -> int:
    found = find_instants(wall, zone)
    if not found:
        [following] = find_instants(find_unambiguous_time(wall, zone), zone)
        skipped = Clock(wall.hour * 60 + wall.minute)
        raise UserError("time.skipped", field=field, time=skipped, next=Moment(following, zone.key, dated=True))
    if len(found) > 1 and not which:
        raise UserError("time.twice", field=field, time=Moment(found[0], zone.key, dated=True))
    return found[-1 if which == "second" else 0]
