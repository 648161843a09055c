"""Times typed in another language, in the English that core reads: ``mañana a las 9`` is ``tomorrow at 9``.

The words are a catalogue's, under ``typed_time``; weekdays and months are the CLDR's (Babel). So a language is a file.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from babel import Locale

from bot.errors import UserError
from bot.kit.i18n import Words, list_catalogues, load_catalogue
from bot.text import fold, outline

_ENGLISH = {
    "after_tomorrow": "day after tomorrow",
    "later": "from now",
    "one": "1",
    "skip": "",
    **{
        one: one
        for one in (
            *("now", "today", "tonight", "tomorrow", "morning", "afternoon", "evening", "night", "noon", "midnight"),
            *("in", "at", "every", "daily", "weekdays", "weekends", "stop"),
        )
    },
}
_TOO_ENGLISH = frozenset({"a", "an", "and", "at", "in", "on", "or", "the", "to"})  # Tagalog "at" is "and"
_AHEAD = ("in", "from now")
# Vietnamese says "from now" before the number, after it, or both: "sau 20 phút", "trong 20 phút nữa".
_AHEAD_FIRST = re.compile(r"\b(?:in|from now)\s+(\d+\s+\w+)(?:\s+from now)?")
_UNITS = ("minutes", "hours", "days", "weeks")
_MARKS = ("clock", "half", "date")  # what follows a number: 9点, 9点半, 1日
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_KNOWN = frozenset({*" ".join(_ENGLISH.values()).split(), *_UNITS, *_DAYS, *_MONTHS, "am", "pm"})
_PART = r"(?P<part>morning|afternoon|evening|night|noon)"
_HOUR = r"(?<![\d:])(?P<hour>\d{1,2})(?P<minute>:\d\d)?(?![\d:])"
_WITH_PART = (re.compile(rf"\b{_PART}\s+(?:at\s+)?{_HOUR}"), re.compile(rf"{_HOUR}\s+(?:at\s+)?{_PART}\b"))
_UNSPACED = re.compile("[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff]")  # Chinese and Korean words follow without a space
_SHORT = 3  # letters; a shorter abbreviation may be another word


def reword_time(typed: str, words: Words) -> str:
    """``typed`` in English, if it has words for times in the reader's language or else in another; else as it is."""
    text = fold(typed)
    own = _reword(text, words.language)
    if own != text:
        return own
    found = [_reword(text, tag) for tag in list_catalogues()]
    return min((one for one in found if one != text), key=_count_unknown, default=typed)


@contextmanager
def quote_as_typed(typed: str) -> Iterator[None]:
    """Let a refusal inside quote what somebody typed, not the English made of it."""
    try:
        yield
    except UserError as error:
        if "word" in error.params and not error.choices:
            error.params = {**error.params, "word": typed}
        raise


def _reword(text: str, tag: str) -> str:
    return text if tag == "en" else load_tongue(tag).reword(text)


def _count_unknown(text: str) -> int:
    """How many words of a reworded text aren't English words for times."""
    return sum(not (word in _KNOWN or word.replace(":", "").isdecimal()) for word in text.split())


class _Tongue:
    """A language's words for times."""

    def __init__(self, tag: str) -> None:
        catalogue = load_catalogue(tag)

        def read(key: str) -> tuple[str, ...]:
            listed = outline(str(catalogue.get(f"typed_time.{key}") or "")).split(",")
            return tuple(one for one in map(fold, listed) if one and one not in _TOO_ENGLISH)

        phrases = {phrase: english for name, english in _ENGLISH.items() for phrase in read(name)}
        self._english = {**dict(_list_calendar(tag)), **phrases}
        self._phrase = re.compile(_join(self._english, _bound))
        marks = {name: _join(read(name)) for name in (*_MARKS, *_UNITS)}
        after = rf"({marks['half']})|(\d{{1,2}})\s*(?:{marks['minutes']})?"
        hour = rf"(?<!\d)(\d{{1,2}})\s*(?:(?:{marks['clock']})(?![a-z])\s*(?:{after})?|({marks['half']}))"
        self._clock = re.compile(hour)
        self._date = re.compile(rf"(?<=\d)\s*(?:{marks['date']})")
        self._units = {name: re.compile(rf"(?<=\d)\s*(?:{marks[name]})(?![a-z])") for name in _UNITS}

    def reword(self, text: str) -> str:
        """Folded text in English, as it is if it has none of the words."""
        if not (self._phrase.search(text) or self._clock.search(text)):
            return text
        if self._counts_from_now(text):
            text = self._write_phrases(text)
            for name, unit in self._units.items():
                text = unit.sub(f" {name} ", text)
            text = _AHEAD_FIRST.sub(r"in \1", text)
        else:
            text = self._date.sub(" ", self._write_phrases(self._clock.sub(_write_clock, text)))
        text = re.sub(r"(?<!\w)-(?=\d)", "", " ".join(text.split()))  # alas-9
        for pattern in _WITH_PART:
            text = pattern.sub(_write_half, text)
        return text

    def _counts_from_now(self, text: str) -> bool:
        return any(self._english[found[0]] in _AHEAD for found in self._phrase.finditer(text))

    def _write_phrases(self, text: str) -> str:
        return self._phrase.sub(lambda found: f" {self._english[found[0]]} ", text)


@cache
def load_tongue(tag: str) -> _Tongue:
    """A language's words for times."""
    return _Tongue(tag)


def _list_calendar(tag: str) -> Iterator[tuple[str, str]]:
    """A language's names of weekdays and months, folded, with the English ones."""
    locale = Locale.parse(tag.replace("-", "_"))
    for context in ("format", "stand-alone"):
        for width in ("abbreviated", "wide"):
            names = [(locale.days[context][width][place], day) for place, day in enumerate(_DAYS)]
            names += [(locale.months[context][width][place], month) for place, month in enumerate(_MONTHS, 1)]
            for name, english in names:
                folded = fold(name).strip(".")
                is_word = width == "wide" or (_UNSPACED.search(folded) and len(folded) > 1)
                if is_word and len(folded) >= (2 if _UNSPACED.search(folded) else _SHORT):
                    yield folded, english


def _join(phrases: Iterable[str], write: Callable[[str], str] = re.escape) -> str:
    """A pattern of phrases, the longest first."""
    return "|".join(map(write, sorted(phrases, key=len, reverse=True))) or "(?!)"


def _bound(phrase: str) -> str:
    """The phrase as whole words, where its script has spaces between them."""
    first, last = (r"(?<!\w)", r"(?!\w)")
    before = "" if _UNSPACED.match(phrase[0]) else r"(?<!\d)" if phrase[0].isdigit() else first
    after = "" if _UNSPACED.match(phrase[-1]) else r"(?!\d)" if phrase[-1].isdigit() else last
    return f"{before}{re.escape(phrase)}{after}"


def _write_clock(found: re.Match[str]) -> str:
    half = found[2] or found[4]
    return f" {found[1]}:{'30' if half else (found[3] or '00').zfill(2)} "


def _write_half(found: re.Match[str]) -> str:
    hour, minute, part = int(found["hour"]), found["minute"] or "", found["part"]
    if found.string[: found.start("hour")].rstrip().endswith(_MONTHS):
        return found[0]  # the number is a day's: 12月1日早上
    if hour > 12 or hour == 0:
        return f"{hour}{minute or ':00'}"
    is_early = part == "morning" or (part == "noon" and hour == 11) or (part == "night" and (hour == 12 or hour < 5))
    return f"{hour}{minute} {'am' if is_early else 'pm'}"
