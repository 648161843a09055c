"""Days of the week as people type them: ``mon, thu``, ``monday through friday``, ``every day but sunday``, ``mwf``."""

from collections.abc import Iterable

from bot.patterns import compile_later

DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")  # as cron counts them
WEEKDAYS = frozenset(range(1, 6))
_SEVERAL = {
    "daily": range(7),
    "day": range(7),  # every day
    "days": range(7),
    "weekday": WEEKDAYS,
    "weekdays": WEEKDAYS,
    "weekend": (0, 6),
    "weekends": (0, 6),
}
_EXCEPT = frozenset({"except", "excepting", "excluding", "but", "not"})  # the days behind it are left out
FILLERS = frozenset({"at", "every", "on", "and", "each", "all", "for", *_EXCEPT})
RECURRING = frozenset({*_SEVERAL, "every", "each", "all", *_EXCEPT}) - {"day"}  # words that make a reminder recur
_SHORT = {  # as timetables abbreviate them
    "mwf": "monday wednesday friday",
    "tth": "tuesday thursday",
    "tuth": "tuesday thursday",
    "m-f": "monday-friday",
}
_TIMETABLE = compile_later(rf"\b(?:{'|'.join(_SHORT)})\b(?!-)")
_DAY = "|".join(f"{name[:3]}(?:{name[3]}|{name[3:]})?s?" for name in DAYS)
_TO = r"\s*(?:-+|~|\b(?:(?:up\s+)?to|through|thru|until|till)\b)\s*"
_RANGE = compile_later(rf"\b(?:from\s+)?({_DAY}){_TO}({_DAY})\b|\bbetween\s+({_DAY})\s+and\s+({_DAY})\b")
_JOINED = compile_later(rf"\b({_DAY})\s*[/&+]\s*(?=(?:{_DAY})\b)")


def list_days(typed: str) -> str:
    """Folded text with each of its days as a word: ``mon-wed`` becomes ``monday tuesday wednesday``."""
    text = _TIMETABLE.sub(lambda found: _SHORT[found[0]], typed)
    return _RANGE.sub(lambda found: _fill(*filter(None, found.groups())), _JOINED.sub(r"\1 ", text))


def _fill(first: str, last: str) -> str:
    start, end = (next(place for place, name in enumerate(DAYS) if name[:3] == day[:3]) for day in (first, last))
    return " ".join(DAYS[(start + more) % 7] for more in range((end - start) % 7 + 1))


def read_days(words: Iterable[str]) -> frozenset[int]:
    """The days that words name, 0 for Sunday, without those behind a word like ``except``; weekdays if they name none.

    Nothing is left of ``every day but weekdays and weekends``.
    """
    named, left_out = set[int](), set[int]()
    current = named
    for word in words:
        current = left_out if word in _EXCEPT else current
        current.update(parse_day(word))
    if left_out:
        return frozenset(named or range(7)) - left_out
    return frozenset(named) or WEEKDAYS


def parse_day(word: str) -> tuple[int, ...]:
    """The days of the week that a word names: ``weekends`` are 0 and 6, ``at`` is none."""
    if word in _SEVERAL:
        return tuple(_SEVERAL[word])
    bare = word.removesuffix("s")
    return tuple(place for place, name in enumerate(DAYS) if bare in (name, name[:3], name[:4]))
