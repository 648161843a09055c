"""Questions about times that mean more than one thing: hours that may be a length, and several times of day."""

import re
from collections.abc import Callable
from functools import cache

from bot.errors import Blank, UserError
from bot.kit.i18n import Words, list_catalogs
from bot.kit.words.own_language.lengths import Length
from bot.kit.words.own_language.times import MONTHS, join_phrases, list_spelled, load_tongue, reword_time
from bot.patterns import compile_later
from bot.phrases import Clock, Phrase, make_phrase
from bot.text import fold, outline

_MORNING = 6  # the first hour at which somebody may want a message
_LETTER = compile_later(r"([1-5])\s*(?:h|hrs?)")  # in English, that is a length
_MONTH = "|".join(MONTHS)
# In English: what has a number and is no time of day.
_DATE = compile_later(
    rf"(?:{_MONTH})\s+\d{{1,2}}|\d{{1,2}}\s+(?:{_MONTH})|20\d\d-\d\d-\d\d|\d+(?:th|\s+(?:day|week)s?)\b"
)
_CLOCK = compile_later(r"\d{1,2}|noon|midnight|morning|afternoon|evening|night")
_BARE = compile_later(r".*?(?<!at )(?<!:)\d{1,2}")
_MARKS = r"[,;/&+]|(?<=[点點时時시])\s*(?=\d)"  # Chinese and Korean also write two times with nothing between


def check_length(typed: str, words: Words, field: str = "when") -> None:
    """Raise UserError for hours that may be a length or a time of day, with both to choose from.

    Spanish ``2 horas`` and Vietnamese ``2 giờ`` may be both.
    """
    found = _find_length(typed, words)
    if found is None:
        return
    hours, minutes = found
    ahead = f"in {hours} hours {minutes} minutes" if minutes else f"in {hours} hours"
    span, early = _name_length(found), Clock(hours * 60 + minutes)
    late = Clock(early.minutes + 12 * 60)
    choices: list[tuple[str, Blank]] = [(ahead, span), (f"{hours}:{minutes:02} pm", late)]
    if hours < _MORNING:  # nobody wants a message at night
        raise UserError("time.length", field=field, span=span, clock=late).add_choices(choices)
    choices.insert(1, (f"{hours}:{minutes:02} am", early))
    raise UserError("time.length_half", field=field, span=span, early=early, late=late).add_choices(choices)


def _find_length(typed: str, words: Words) -> Length | None:
    letter = _LETTER.fullmatch(fold(typed))
    if letter:
        return None if words.language == "en" else Length(int(letter[1]), 0)
    tongues = (load_tongue(tag) for tag in _list_languages(typed, words) if tag != "en")
    return next((found for tongue in tongues if (found := tongue.find_unclear_length(typed))), None)


def _list_languages(typed: str, words: Words) -> tuple[str, ...]:
    """The languages that a text may be in: the reader's if it has words of it, else all, as for `reword_time`."""
    is_own = words.language != "en" and load_tongue(words.language).reword(typed) != fold(typed)
    return (words.language,) if is_own or not typed else list_catalogs()


def _name_length(length: Length) -> Phrase:
    if length.minutes:
        return make_phrase("time.in_hours_minutes", hours=length.hours, minutes=length.minutes)
    return make_phrase("time.in_hours", count=length.hours)


def find_first_time(typed: str, words: Words, is_time: Callable[[str], bool]) -> str:
    """The first of several times of day in ``typed``, with the days before it; empty if it has one at most.

    ``is_time`` says whether core understands an English text. ``9点和17点`` has two: no language joins times by words
    that the English made of them would keep.
    """
    parts = [(part, reword_time(part, words)) for part in _split_times(typed, words)]
    if len(parts) < 2 or not all(is_time(english) for _, english in parts):
        return ""
    first, english = parts[0]
    is_number = first[-1].isdecimal() and _BARE.fullmatch(english)  # of "1 y 2 de diciembre", which are days
    return "" if is_number and any(_DATE.search(one) for _, one in parts[1:]) else first


def _split_times(typed: str, words: Words) -> list[str]:
    """A text in parts that have a time of day each; what is behind the last one belongs to it."""
    pieces, parts, place = _load_between(words.language).finditer(outline(typed)), list[str](), 0
    for found in pieces:
        if _has_time(typed[place : found.start()], words):
            parts.append(typed[place : found.start()].strip())
            place = found.end()
    rest = typed[place:].strip()
    return [*parts, rest] if _has_time(rest, words) else []


def _has_time(typed: str, words: Words) -> bool:
    return bool(_CLOCK.search(_DATE.sub("", reword_time(typed, words))))


@cache
def _load_between(language: str) -> re.Pattern[str]:
    """What is between two times, in a reader's language and in others: "and", "or", a comma."""
    own = list_spelled(language, "between")
    others = (one for tag in list_catalogs() for one in list_spelled(tag, "between") if fold(one) != "at")
    return re.compile(rf"{_MARKS}|{join_phrases({one.strip() for one in (*own, *others)} - {''})}", re.IGNORECASE)
