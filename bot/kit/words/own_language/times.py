"""Times typed in another language, in the English that core reads: ``mañana a las 9`` is ``tomorrow at 9``.

The words are a catalog's, under ``typed_time``; weekdays and months are the CLDR's (Babel). So a language is a file.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache, reduce

from babel import Locale

from bot.config.zone_names import list_city_zones
from bot.kit.i18n import Words, list_catalogs, load_catalog
from bot.kit.words.own_language.dates import choose_date_rules
from bot.kit.words.own_language.lengths import Length, Lengths
from bot.kit.words.own_language.numbers import choose_rewording, list_numbers
from bot.kit.words.own_language.weekdays import DAYS, Days, choose_day_rules, list_day_names, list_own_weekdays
from bot.patterns import compile_later
from bot.text import fold, is_dash, outline

_ENGLISH = {
    "after_tomorrow": "day after tomorrow",
    "later": "from now",
    "one": "1",
    "half_hour": "half an hour",
    "next_week": "next week",
    "in_three_days": "in 3 days",
    "in_four_days": "in 4 days",
    "but": "except",
    "skip": "",
    "next": "next",
    **{
        one: one
        for one in (
            *("now", "today", "tonight", "tomorrow", "yesterday"),
            *("morning", "afternoon", "evening", "night", "noon", "midnight"),
            *("in", "at", "every", "daily", "weekdays", "weekends", "stop"),
        )
    },
}
_TOO_ENGLISH = frozenset({"a", "an", "and", "at", "in", "on", "or", "the", "to"})  # Tagalog "at" is "and"
_AHEAD = ("in", "from now")
# Vietnamese says "from now" before the number, after it, or both: "sau 20 phút", "trong 20 phút nữa".
_AHEAD_FIRST = compile_later(r"\b(?:in|from now)\s+(\d+\s+\w+)(?:\s+from now)?")
_UNITS = ("minutes", "hours", "days", "weeks")
# In English. Elsewhere "9h" is a time of day, also of people who have their platform in English; and nobody calls an
# office from one to five at night, which is what "2h" would be.
_SPAN = compile_later(r"[1-5]\s*(?:h|hrs?)|\d{1,3}\s*(?:m|mins?)")
_MARKS = ("clock", "half", "date")  # what follows a number: 9点, 9点半, 1日
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_KNOWN = frozenset({*" ".join(_ENGLISH.values()).split(), *_UNITS, *DAYS, *MONTHS, "am", "pm", "to"})
_PART = r"(?P<part>morning|afternoon|evening|night|noon|midnight)"
_HOUR = r"(?<![\d:])(?P<hour>\d{1,2})(?P<minute>:\d\d)?(?![\d:])"
_HALF = compile_later(r"\b([ap])\.?\s?m\b\.?")
_DAY = rf"(?P<day>today|tomorrow|{'|'.join(DAYS)})"
_PART_FIRST = compile_later(rf"\b{_PART}\s+{_DAY}\b")  # Vietnamese "sáng mai" is "morning tomorrow"
_NEXT_LAST = compile_later(rf"\b({'|'.join(DAYS)})\s+next\b(?!\s+week)")  # Spanish "martes que viene"
_WITH_PART = (compile_later(rf"\b{_PART}\s+(?:at\s+)?{_HOUR}"), compile_later(rf"{_HOUR}\s+(?:at\s+)?{_PART}\b"))
# These languages say a date's day before its month: the number behind both is an hour, "3 tháng 12 9 giờ".
_DAY_MONTH_HOUR = compile_later(rf"(?<![\d:])(\d{{1,2}}\s+(?:{'|'.join(MONTHS)})),?\s+(?=\d{{1,2}}(?!\d))")
_UNSPACED = compile_later(
    "[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff]"
)  # Chinese and Korean words follow without a space
_ZONE_FIRST = compile_later(r"([A-Z]\w+/[\w/-]+)\s+(.*\d.*)")  # as Chinese says it; core reads a zone at the end
_BRACKETS = str.maketrans("()", "  ")  # Korean cards have them around a zone
_SHORT = 3  # letters; a shorter abbreviation may be another word


def reword_time(typed: str, words: Words) -> str:
    """``typed`` in English, if it has words for times in the reader's language or else in another; else as it is."""
    text = fold(typed)
    if words.language == "en" and _SPAN.fullmatch(text):
        return f"in {text}"
    own = _reword(typed, words.language)
    return own if own != text else reword_any_time(typed)


@lru_cache(maxsize=1024)  # each run of words in a line is asked about
def reword_any_time(typed: str) -> str:
    """Like `reword_time`, for a text whose writer's language isn't known any longer."""
    text, found = fold(typed), (_reword(typed, tag) for tag in list_catalogs())
    return min((one for one in found if one != text), key=_count_unknown, default=typed)


def _reword(typed: str, tag: str) -> str:
    return fold(typed) if tag == "en" else load_tongue(tag).reword(typed)


def _count_unknown(text: str) -> int:
    """How many words of a reworded text aren't English words for times."""
    return sum(not (word in _KNOWN or word.replace(":", "").isdecimal()) for word in text.split())


class _Tongue:
    """A language's words for times."""

    def __init__(self, tag: str) -> None:
        catalog, self._reword_own = load_catalog(tag), choose_rewording(tag)

        def read(key: str) -> tuple[str, ...]:
            listed = (self._reword_own(fold(one)) for one in list_spelled(tag, key))
            return tuple(one for one in listed if one and one not in _TOO_ENGLISH)

        phrases = {phrase: english for name, english in _ENGLISH.items() for phrase in read(name)}
        calendar = {**dict(_list_calendar(tag)), **dict(list_own_weekdays(tag))}
        self._english = {**dict(_list_zones(catalog)), **calendar, **phrases}
        self._phrase = re.compile(join_phrases(self._english))
        spelled = [(_compose(one), english) for name, english in _ENGLISH.items() for one in list_spelled(tag, name)]
        self._exact = _find_accented(spelled, self._english)
        self._accented = re.compile(join_phrases(self._exact))
        marks = {name: join_phrases(read(name), re.escape) for name in (*_MARKS, *_UNITS)}
        after = rf"({marks['half']})|(\d{{1,2}})(?!\d|\s*(?:{marks['clock']}))\s*(?:{marks['minutes']})?"
        hour = rf"(?<!\d)(\d{{1,2}})\s*(?:(?:{marks['clock']})(?![a-z])\s*(?:{after})?|({marks['half']}))"
        self._clock = re.compile(hour)
        self._numbers = {
            fold(word): value for word, value in list_numbers(list_spelled(tag, "numbers")).items() if word
        }
        before, number = join_phrases(read("at")), join_phrases(self._numbers)
        counted = "|".join(filter(None, (*marks.values(), join_phrases(_list_parts(phrases)))))
        months = join_phrases(name for name, english in calendar.items() if english in MONTHS)
        counted = rf"(?:{counted})|(?:\s+(?:{join_phrases(read('skip'))}))*\s+(?:{months})"
        dated = join_phrases(calendar)  # Vietnamese "thứ hai" is Monday, and holds "two"
        self._number = re.compile(rf"{dated}|((?:{before})\s*-?)?({number})(?(1)|(?=\s*(?:{counted})))")
        self._date = re.compile(rf"(?<=\d)\s*(?:{marks['date']})")
        self._rules = (choose_date_rules(tag), choose_day_rules(tag), _read_days(tag).reword)
        # "1 hora" alone is an hour from now; Vietnamese "1 giờ" is one o'clock, too, and is asked about.
        hours, clock = {*read("hours")}, {*read("clock")}
        length = (hours - clock, hours & clock, read("minutes"), read("half"))
        self._lengths = Lengths(*(join_phrases(one, re.escape) for one in length))
        self._units = {name: re.compile(rf"(?<=\d)\s*(?:{marks[name]})(?![a-z])") for name in _UNITS}

    def reword(self, typed: str) -> str:
        """The text, folded, in English; as it is but folded if it has none of the words."""
        text = self._write_digits(typed)
        if alone := self._lengths.reword_alone(text):
            return alone
        if text == fold(typed) and not (self._phrase.search(text) or self._clock.search(text)):
            return text
        if self._counts_from_now(text):
            text = self._lengths.reword_all(text)
            for name, unit in self._units.items():
                text = unit.sub(f" {name} ", text)
            text = self._write_phrases(self._clock.sub(_write_clock, text))
            text = _AHEAD_FIRST.sub(r"in \1", " ".join(text.split()))
        else:
            text = self._date.sub(" ", self._write_phrases(self._clock.sub(_write_clock, text)))
        text = " ".join(text.translate(_BRACKETS).split())
        text = _ZONE_FIRST.sub(r"\2 \1", re.sub(r"(?<!\w)-(?=\d)|\s+(?=,)", "", text))  # alas-9
        text = _DAY_MONTH_HOUR.sub(r"\1 at ", _NEXT_LAST.sub(r"next \1", text))
        for pattern in _WITH_PART:
            text = pattern.sub(_write_half, text)
        return _PART_FIRST.sub(r"\g<day> \g<part>", text)

    def find_unclear_length(self, typed: str) -> Length | None:
        """The hours that ``typed`` is, if they may be a length or a time of day."""
        return self._lengths.find_unclear(self._write_digits(typed))

    def _write_digits(self, typed: str) -> str:
        """The text, folded, with its dates and weekdays in English and its numbers in digits."""
        dated = reduce(lambda text, reword: reword(text), self._rules, _compose(typed))
        accented = self._accented.sub(self._write_accented, dated)
        text = self._reword_own(unspace_halves(fold(accented)))
        return self._number.sub(self._write_number, text)

    def _write_number(self, found: re.Match[str]) -> str:
        return f"{found[1] or ''}{self._numbers[found[2]]}" if found[2] else found[0]

    def _write_accented(self, found: re.Match[str]) -> str:
        return f" {self._exact[found[0]]} "

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
            names = [(locale.days[context][width][place], day) for place, day in enumerate(DAYS)]
            names += [(locale.months[context][width][place], month) for place, month in enumerate(MONTHS, 1)]
            for name, english in names:
                folded = fold(name).strip(".")
                is_word = width == "wide" or (_UNSPACED.search(folded) and len(folded) > 1)
                if is_word and len(folded) >= (2 if _UNSPACED.search(folded) else _SHORT):
                    yield folded, english


def _read_days(tag: str) -> Days:
    """The ranges and lists of a language's weekdays, with its accents or without."""
    names = dict(list_day_names(tag))
    until = (*list_spelled(tag, "until"), *list_spelled(tag, "through"))
    spelled = (names, until, list_spelled(tag, "from"))
    patterns = (join_phrases({spell(one) for one in words for spell in (_compose, fold)} - {""}) for words in spelled)
    return Days({fold(name): day for name, day in names.items()}, *patterns)


def _list_zones(catalog: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What a catalog calls the zones that cards name, folded, with their IANA names."""
    english = load_catalog("en")
    for zone in list_city_zones():
        key = f"zone.name.{zone.replace('/', '_')}"
        if key in catalog and catalog[key] != english.get(key):
            yield fold(str(catalog[key])), zone


def _list_parts(phrases: Mapping[str, str]) -> Iterator[str]:
    """The phrases for a part of the day, which follow an hour."""
    return (phrase for phrase, english in phrases.items() if english in ("morning", "afternoon", "evening", "night"))


def _compose(typed: str) -> str:
    """Text without case, with its accents: "tới" isn't "tối"."""
    return unicodedata.normalize("NFC", outline(typed).casefold()).strip()


def _find_accented(spelled: Iterable[tuple[str, str]], folded: Mapping[str, str]) -> dict[str, str]:
    """The phrases whose accents alone tell them from another one, and longer ones that hold such a word."""
    known = dict(spelled)
    lost = {phrase for phrase, english in known.items() if folded.get(fold(phrase), english) != english}
    return {phrase: english for phrase, english in known.items() if not lost.isdisjoint((phrase, *phrase.split()))}


def list_spelled(tag: str, key: str) -> tuple[str, ...]:
    """What a catalog lists under ``typed_time``, with its accents. Nothing where a language has no list."""
    listed = outline(str(load_catalog(tag).get(f"typed_time.{key}") or ""))
    return tuple(listed.split(",")) if listed else ()


def names_day(typed: str) -> bool:
    """Whether the text names a weekday or a day that is over in a language that ships: ``금요일``, ``anteayer``.

    Such words are like "today" and "yesterday", and mean another day.
    """
    reworded = fold(reword_any_time(typed))  # in a script without spaces, the day may be a part of a word
    return any(day in reworded for day in (*DAYS, "yesterday"))


def is_none(typed: str) -> bool:
    """Whether the text says "none" in a language that ships, or is only dashes."""
    return is_dash(typed) or fold(typed) in _list_none()


@cache
def _list_none() -> frozenset[str]:
    return frozenset(fold(one) for tag in list_catalogs() for one in list_spelled(tag, "none"))


def unspace_halves(text: str) -> str:
    """Folded text with ``a. m.``, as Spanish cards write it, in the way that core reads."""
    return _HALF.sub(r"\1m", text)


def _bound(phrase: str) -> str:
    """The phrase as whole words, where its script has spaces between them."""
    first, last = (r"(?<!\w)", r"(?!\w)")
    before = "" if _UNSPACED.match(phrase[0]) else r"(?<!\d)" if phrase[0].isdigit() else first
    after = "" if _UNSPACED.match(phrase[-1]) else r"(?!\d)" if phrase[-1].isdigit() else last
    return f"{before}{re.escape(phrase)}{after}"


def join_phrases(phrases: Iterable[str], write: Callable[[str], str] = _bound) -> str:
    """A pattern of phrases, the longest first; as ``write`` makes it, of whole words."""
    return "|".join(map(write, sorted(phrases, key=len, reverse=True))) or "(?!)"


def _write_clock(found: re.Match[str]) -> str:
    """An hour as a clock shows it; without minutes it stays alone, so that core asks which half of the day it is."""
    minute = "30" if found[2] or found[4] else found[3]
    if minute is None and 1 <= int(found[1]) <= 12 and not found[1].startswith("0"):
        return f" {found[1]} "
    return f" {found[1]}:{(minute or '00').zfill(2)} "


def _write_half(found: re.Match[str]) -> str:
    hour, minute, part = int(found["hour"]), found["minute"] or "", found["part"]
    if found.string[: found.start("hour")].rstrip().endswith(MONTHS):
        return found[0]  # the number is a day's: 12月1日早上
    if hour > 12 or hour == 0:
        return f"{hour}{minute or ':00'}"
    is_early = part == "morning" or (part == "noon" and hour == 11) or ("night" in part and (hour == 12 or hour < 5))
    return f"{hour}{minute} {'am' if is_early else 'pm'}"
