"""Dates as people type them, reworded as ``2026-12-01``: ``dec 1``, ``12/1``, ``the 1st``, ``in 2 weeks``."""

import re
from datetime import date, timedelta

from bot.patterns import compile_later

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONG_PAST = timedelta(days=180)  # a date without a year that is older means next year's
_DAY_NAME = "|".join(f"{one[:3]}(?:{one[3:]})?" for one in _WEEKDAYS)
SOME_DAY = date(2000, 1, 1)  # for what doesn't depend on the day

_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth"),
    *("nineteenth", "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth"),
    *("twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first"),
)
_NTH = {name: f"{number}th" for number, name in enumerate(_ORDINALS, 1)}
_ORDINAL = "|".join(sorted(_NTH, key=len, reverse=True)).replace("-", "[- ]")
_NAMES = "jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|" + "|".join(_MONTHS)
_IN_WORDS = compile_later(  # the first of december, december first, the first; not the first monday
    rf"(?P<before>\b(?:{_NAMES})\b\.?\s+(?:the\s+)?|\bthe\s+)?\b(?P<nth>{_ORDINAL})\b"
    rf"(?P<after>\s+(?:of\s+)?(?:{_NAMES})\b)?(?!\s+(?:{_DAY_NAME}|days?|weeks?|of)\b)"
)

_MONTH = rf"(?P<month>{_NAMES})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d|:|\s*[ap]\.?m|[a-z])"
_YEAR = r"(?:,?\s+(?P<year>20\d\d)\b)?"
_WEEKDAY = rf"(?:\b(?P<weekday>{_DAY_NAME})\.?,?\s+(?:the\s+)?)?"
_BEHIND = rf"(?:,?\s+(?P<behind>{_DAY_NAME})\b)?"
_START = r"(?<![\w/:.-])(?:on\s+)?" + _WEEKDAY
_WRITTEN = tuple(
    compile_later(_START + pattern, re.ASCII)
    for pattern in (
        rf"{_MONTH}\s*(?:the\s+)?{_DAY}{_YEAR}{_BEHIND}",  # dec 1, december 1st, 2027
        rf"(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}{_YEAR}{_BEHIND}",  # the 1st of december
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:/(?P<year>20\d\d|\d\d))?(?![\w/])",  # 12/1, in American order
        r"(?P<month>\d{1,2})-(?P<day>\d{1,2})-(?P<year>20\d\d)(?![\w-])",
        # 2026/12/1, 2026-12-01 tuesday
        rf"(?P<year>20\d\d)(?P<mark>[/-])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?![\w/-]){_BEHIND}",
        r"the\s+(?P<day>\d{1,2})(?:st|nd|rd|th)\b",
    )
)
_ISO_TIME = compile_later(r"(20\d\d-\d\d-\d\d)t(?=\d\d:\d\d)")
_AFTER_TOMORROW = compile_later(r"\b(?:the\s+)?day\s+after\s+tomorrow\b")
_NEXT_WEEK = compile_later(  # the week after this one; "next monday" alone is the nearest
    rf"\bnext\s+week,?\s+(?:on\s+)?(?P<day>{_DAY_NAME})\b|\b(?P<first>{_DAY_NAME}),?\s+(?:of\s+)?next\s+week\b"
)
_NEXT = compile_later(rf"\bnext\s+(?P<day>{_DAY_NAME})\b")
_AHEAD = compile_later(
    r"\b(?:in\s+)?(?P<count>\d{1,3}|an?)\s+(?P<unit>days?|weeks?)(?:\s+from\s+(?P<start>today|tomorrow|now|"
    + "|".join(_WEEKDAYS)
    + r"))?\b(?!\s*ago)",
    re.ASCII,
)


def reword_dates(typed: str, today: date) -> str:
    """Folded text with its date as ``2026-12-01``. A text without a date, or with one that doesn't exist, stays.

    Without a year, a date is this year's, or next year's if this year's is long past.
    """
    typed = _IN_WORDS.sub(_write_ordinal, typed)
    typed = _AFTER_TOMORROW.sub((today + timedelta(days=2)).isoformat(), _ISO_TIME.sub(r"\1 ", typed))
    typed = _NEXT_WEEK.sub(lambda found: _find_next_week(found["day"] or found["first"], today).isoformat(), typed)
    if ahead := _AHEAD.search(typed):
        typed = f"{typed[: ahead.start()]}{_find_ahead(ahead, today)}{typed[ahead.end() :]}"
    for pattern in _WRITTEN:
        match = pattern.search(typed)
        if match and (found := _read_date(match.groupdict(), today)):
            return " ".join(f"{typed[: match.start()]} {found.isoformat()} {typed[match.end() :].lstrip(',')}".split())
    return typed


def list_next_days(typed: str, today: date) -> tuple[str, ...]:
    """Folded text with the dates that ``next tuesday`` in it may mean; empty if it says no such day.

    On a Monday, some people mean tomorrow and others the day of the week after this one. A week may begin on a Sunday.
    """
    found = _NEXT.search(typed)
    if found is None:
        return ()
    ahead = (_find_next_week(found["day"], today) - today).days % 7 or 7
    is_this_week = ahead < max(7 - today.weekday(), 7 - (today.weekday() + 1) % 7)
    days = (today + timedelta(days=one) for one in ((ahead, ahead + 7) if is_this_week else (ahead,)))
    return tuple(f"{typed[: found.start()]}{day.isoformat()}{typed[found.end() :]}" for day in days)


def _write_ordinal(found: re.Match[str]) -> str:
    """``the first of december`` as ``the 1th of december``; the first of anything else stays."""
    before, after = found["before"] or "", found["after"] or ""
    return f"{before}{_NTH[found['nth'].replace(' ', '-')]}{after}" if before or after else found[0]


def _find_next_week(name: str, today: date) -> date:
    """The day of the next calendar week, which begins on a Monday."""
    place = next(place for place, day in enumerate(_WEEKDAYS) if day.startswith(name[:3]))
    return today + timedelta(days=7 - today.weekday() + place)


def _find_ahead(found: re.Match[str], today: date) -> date:
    count = int(found["count"]) if found["count"].isdigit() else 1
    start = today + timedelta(days=found["start"] == "tomorrow")
    if found["start"] in _WEEKDAYS:
        start = today + timedelta(days=(_WEEKDAYS.index(found["start"]) - today.weekday()) % 7)
    return start + timedelta(days=count * (7 if found["unit"].startswith("week") else 1))


def _read_date(parts: dict[str, str | None], today: date) -> date | None:
    """The date of a match, None if there is no such date or it is on another day of the week."""
    day, month = int(parts["day"] or 0), _read_month(parts.get("month"))
    if month is None:
        return _find_day_of_month(day, today)
    if month > 12 >= day:  # 30/11 can only be in the other order
        day, month = month, day
    typed_year = parts.get("year")
    year = int(typed_year[-2:]) + 2000 if typed_year else None
    found = _make_date(year or today.year, month, day)
    if found and year is None and found < today - _LONG_PAST:
        found = _make_date(today.year + 1, month, day)
    weekdays = filter(None, (parts.get("weekday"), parts.get("behind")))
    return found if found and all(map(_WEEKDAYS[found.weekday()].startswith, weekdays)) else None


def _read_month(written: str | None) -> int | None:
    if written is None or written.isdecimal():
        return int(written) if written else None
    return next(place for place, name in enumerate(_MONTHS, 1) if name.startswith(written[:3]))


def _find_day_of_month(day: int, today: date) -> date | None:
    """The next day with that number, in this month or one of the next two."""
    months = ((today.year + (today.month - 1 + more) // 12, (today.month - 1 + more) % 12 + 1) for more in range(3))
    found = (_make_date(year, month, day) for year, month in months)
    return next((one for one in found if one and one >= today), None)


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
