"""Times as people say them, reworded as clocks show them: ``9 in the morning`` becomes ``9 am``."""

import re
from collections.abc import Callable

from bot.errors import UserError
from bot.patterns import compile_later
from bot.phrases import Clock

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_VALUES = {name: str(number) for number, name in enumerate(_NUMBERS, 1)} | {
    "fifteen": "15",
    "twenty": "20",
    "thirty": "30",
    "forty": "40",
    "forty-five": "45",
    "a couple of": "2",
    "a fortnight": "2 weeks",
    "overmorrow": "day after tomorrow",
    "2morrow": "tomorrow",
    "tmrw": "tomorrow",
    "tmr": "tomorrow",
    "midday": "noon",
    "lunchtime": "noon",
    "first thing": "9 am",
    "a half hour": "half an hour",
    "a half-hour": "half an hour",
}
_NAMED = compile_later(  # not the beginning of "twenty-first"
    rf"\b(?:{'|'.join(sorted(_VALUES, key=len, reverse=True))})\b"
    r"(?![- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b)"
)
_HALVES = {"morning": "am", "afternoon": "pm", "evening": "pm", "night": "pm"}
_HOUR = r"(?<!\d|:)(?P<hour>\d{1,2}(?::\d\d)?)(?!\d|:|\s*[ap]\.?m)"
_PART = r"(?P<part>morning|afternoon|evening|night)"
_DAY = r"(?P<day>today|tomorrow|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)"
_WITH_PART = tuple(
    compile_later(pattern, re.ASCII)
    for pattern in (
        rf"{_HOUR},?\s+{_DAY}\s+{_PART}\b",  # 9 tomorrow morning
        rf"(?:(?P<day>\S+)\s+)??{_HOUR}\s+(?:in\s+the|at|this)\s+{_PART}\b",  # 9 in the morning
        rf"(?:(?P<day>\S+)\s+)??\b{_PART},?\s+(?:at\s+)?{_HOUR}",  # tomorrow morning at 9
    )
)
_TWELVE = compile_later(r"\b12(?::00)?\s+(noon|midnight)\b", re.ASCII)
_MIDNIGHT = compile_later(r"\b(?:today|tonight),?\s+(?:at\s+)?midnight\b|\bmidnight,?\s+(?:today|tonight)\b")
_THIS_PART = compile_later(r"\b(?:(?P<this>this)|in\s+the)\s+(?P<part>morning|afternoon|evening)\b")
_TOLD_TWICE = compile_later(  # tomorrow morning at 9 am, 9 am in the morning
    rf"\b{_PART},?\s+(?:at\s+)?(?=\d{{1,2}}(?::\d\d)?\s*[ap]\.?m)|(?<=[ap]m)\s+(?:in\s+the|at|this)\s+(?:{'|'.join(_HALVES)})\b"
)
_PAST = compile_later(
    r"\b(?P<part>half|(?:a\s+)?quarter)\s+(?P<side>past|after|to|of|till|before)\s+(?P<hour>\d{1,2})\b(?!:)"
)
_SMALL = compile_later(r"(?<![\d:])[1-7]:\d\d(?!\d|\s*[ap]\.?m|\s+(?:first|second)\b)", re.ASCII)
_PROPER = compile_later(
    r"\b(?:(?:mon|tue|wed|thu|fri|sat|sun|tues|wednes|thurs?|satur)(?:days?)?"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|ember|tember|ober)?)\b",
)
_DATE = compile_later(r"\d{4}-\d\d-\d\d")
_OPEN, _CLOSED = 8, 18  # hours in which offices may be called, with a margin


def reword_time(typed: str) -> str:
    """Folded text, reworded for the parsers of times. Text that says no time of day in words stays as it is."""
    text = _NAMED.sub(lambda found: _VALUES[found[0]], typed.replace("o'clock", ""))
    text = _PAST.sub(_write_quarter, text)
    text = _TWELVE.sub(r"\1", text)
    text = _MIDNIGHT.sub("midnight", text)
    text = _TOLD_TWICE.sub("", text)
    for pattern in _WITH_PART:
        text = pattern.sub(_write_half, text)
    text = _THIS_PART.sub(lambda found: f"{'today ' if found['this'] else ''}{found['part']}", text)
    return " ".join(text.split())


def _write_quarter(found: re.Match[str]) -> str:
    """``half past 9`` as ``9:30``, ``quarter to 5`` as ``4:45``. Nobody says half to."""
    hour, is_after = int(found["hour"]), found["side"] in ("past", "after")
    if not 1 <= hour <= 12 or (found["part"] == "half" and not is_after):
        return found[0]
    minute = 30 if found["part"] == "half" else 15
    return f"{hour}:{minute}" if is_after else f"{(hour - 2) % 12 + 1}:{60 - minute}"


def _write_half(found: re.Match[str]) -> str:
    return f"{found['day'] or ''} {found['hour']} {_HALVES[found['part']]}"


def list_halves(hour: int, field: str, typed: str) -> tuple[int, ...]:
    """The hours of the day that a bare ``hour`` may mean: first the one at which offices can be called, if it has one.

    Raises UserError for an hour that no clock has.
    """
    if hour > 23:
        raise UserError("time.clock", field=field, word=typed)
    if not 1 <= hour <= 12:
        return (hour,)
    return tuple(sorted((hour % 12, hour % 12 + 12), key=lambda one: not _OPEN <= one < _CLOSED))


def choose_half(hour: int, field: str, typed: str) -> int:
    """The hour of the day that a bare ``hour`` means.

    Raises UserError if offices can be called in neither half of the day, with ``typed`` in each to choose from.
    """
    first = list_halves(hour, field, typed)[0]
    if 1 <= hour <= 12 and not _OPEN <= first < _CLOSED:
        raise ask_half(f"{hour}", field, typed)
    return first


def check_small_hours(typed: str, field: str) -> None:
    """Ask about ``3:30``: by the clock it is at night, when nobody wants a message. ``03:30`` means what it says."""
    if (found := _SMALL.search(typed)) and not _DATE.search(typed):
        raise ask_half(found[0], field, typed)


def ask_half(clock: str, field: str, typed: str) -> UserError:
    """The question in which half of the day ``clock`` is, with ``typed`` in each to choose from."""
    hour, _, minute = clock.partition(":")
    early = int(hour) % 12 * 60 + int(minute or 0)
    choices = [
        (re.sub(rf"(?<!\d){clock}(?!\d)", f"{clock} {half}", typed, count=1), Clock(minutes))
        for half, minutes in (("am", early), ("pm", early + 12 * 60))
    ]
    (_, in_morning), (_, after_noon) = choices
    return UserError("time.half", field=field, early=in_morning, late=after_noon).add_choices(choices)


_TIMES = (("9 am", Clock(9 * 60)), ("12 pm", Clock(12 * 60)), ("5 pm", Clock(17 * 60)))


def ask_time(day: str, is_ahead: Callable[[str], bool], field: str = "when") -> UserError:
    """The question at what time on ``day``, with those to choose from that are still ahead."""
    offered = [(f"{day} {typed}", clock) for typed, clock in _TIMES]
    choices = [(typed, label) for typed, label in offered if is_ahead(typed)]
    shown = _PROPER.sub(lambda found: found[0].capitalize(), day)
    return UserError("time.which", field=field, word=shown).add_choices(choices)
