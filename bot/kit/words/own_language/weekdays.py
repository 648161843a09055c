"""Weekdays typed in another language, in English: ranges, lists, and what is left out.

``lun a vie`` is ``monday to friday``, ``월수금`` and ``周一三五`` are ``monday wednesday friday``. Names are the CLDR's
(Babel), words between them a catalog's. Rules that no list can hold are here by language: Korean and Chinese run
weekdays together, Vietnamese counts them.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from babel import Locale

from bot.patterns import compile_later
from bot.text import fold

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ENGLISH = "|".join(DAYS)
_AND = r"(?:\s*[,/&+]|\s+(?:y|e|at|và|va)\b)+\s*"
_INITIALS = {"l": "monday", "x": "wednesday", "j": "thursday", "v": "friday", "s": "saturday", "d": "sunday"}  # L-V

_WEEK = ("星期", "礼拜", "禮拜", "周", "週")
_SIGNS = dict(zip("一二三四五六日天", (*DAYS, "sunday"), strict=True))
_THIS, _NEXT = ("", "这", "這", "这个", "這個", "本"), ("下", "下个", "下個")
_SIGN = "[一二三四五六日天](?!\\s*[点點时時刻半十号號])"  # 周一三点 is Monday at three
_ANY_WEEK = "|".join(_WEEK)
_SIGN_RANGE = compile_later(
    rf"(?:[从從自]\s*)?(?<![上下个個])(?:{_ANY_WEEK})({_SIGN})\s*(?:到|至|-+|~)\s*(?:{_ANY_WEEK})?({_SIGN})"
)
_SIGN_RUN = compile_later(rf"(?<![上下个個])(?:{_ANY_WEEK}){_SIGN}(?:\s*[,和及跟、]?\s*(?:{_ANY_WEEK})?{_SIGN})+")
_WITHOUT_SIGNS = compile_later(
    rf"除[了去]?\s*((?:(?:{_ANY_WEEK})[一二三四五六日天]|周末|週末|{_ENGLISH}|[\s,和及跟、])+)(?:[以之]?外)?\s*,?"
    rf"|((?:(?:{_ANY_WEEK})[一二三四五六日天]|周末|週末|{_ENGLISH}|[和及跟、])+)\s*(?:除外|不算)"
)

_SYLLABLES = dict(zip("월화수목금토일", DAYS, strict=True))
_SYLLABLE = "[월화수목금토일]"
_END = r"(?=에|은|엔|마다|날|\s|[,\d]|$)"
_SYLLABLE_RANGE = compile_later(
    rf"(?<!\w)({_SYLLABLE})(?:요일)?\s*(?:부터|에서|-+|~)\s*({_SYLLABLE})(?:요일)?\s*(?:까지)?{_END}"
)
_SYLLABLE_RUN = compile_later(  # but not "today" and "in a few days", which are two of the syllables
    rf"(?:(?<!\w)|(?<=매주))(?!(?:금일|수일){_END}){_SYLLABLE}(?:\s*[,/·&]\s*{_SYLLABLE}|{_SYLLABLE})+(?:요일)?{_END}"
)
_WITHOUT_SYLLABLES = compile_later(
    rf"((?:(?:{_SYLLABLE}요일|주말|{_ENGLISH})(?:과|와|이랑|하고|[\s,])*)+)[을를은는만]?\s*"
    r"(?:빼고는|빼고|뺀|제외하고|제외한|제외|말고|빼놓고)(?!\w)"
)

_COUNT = r"[2-7](?!\d|\s*(?::|h\d|h\b|g\b|giờ|gio))"
_COUNTED_TO = "-|đến|den|tới|toi"
_COUNTED_RUN = compile_later(rf"\bth[uứ]\s*[2-7](?:\s*(?:,|/|&|và|va|{_COUNTED_TO})\s*{_COUNT})+")
_COUNTED_DAY = compile_later(r"\b(?:th[uứ]\s*|t)([2-7])\b|\bcn\b")  # "thứ 2" is Monday, "CN" is Sunday


def list_own_weekdays(tag: str) -> Iterator[tuple[str, str]]:
    """The weekdays that a language names in more ways than the CLDR has, with the English ones."""
    if not tag.startswith("zh"):
        return
    for name, day in ((f"{week}{sign}", day) for week in _WEEK for sign, day in _SIGNS.items()):
        yield from ((f"{before}{name}", day) for before in _THIS)
        yield from ((f"{before}{name}", f"next week {day}") for before in _NEXT)


def choose_day_rules(tag: str) -> Callable[[str], str]:
    """The function that writes in English what no list of a language's weekdays can hold."""
    if tag.startswith("zh"):
        return _reword_signs
    return {"ko": _reword_syllables, "vi": _reword_counts}.get(tag, str)


def list_day_names(tag: str) -> Iterator[tuple[str, str]]:
    """A language's weekdays, in full and abbreviated, with the English ones. Chinese ones have rules of their own."""
    days = Locale.parse(tag.replace("-", "_")).days
    widths = () if tag.startswith("zh") else ("abbreviated", "wide")
    for names in (days[context][width] for context in ("format", "stand-alone") for width in widths):
        yield from ((names[place].casefold().rstrip("."), day) for place, day in enumerate(DAYS))
    yield from _INITIALS.items() if tag == "es" else ()


class Days:
    """Ranges and lists of a language's weekdays.

    ``names`` are folded ones with the English; the patterns are of a name, and of the words between and around two.
    """

    def __init__(self, names: Mapping[str, str], any_name: str, until: str, since: str) -> None:
        self._names = {**names, **{day: day for day in DAYS}}
        day = rf"(?:{any_name}|\b(?:{_ENGLISH})\b)\.?"
        self._range = re.compile(rf"(?:(?:{since})\s*)?({day})\s*(?:{until}|-+|~)\s*({day})(?:\s*(?:{since}))?")
        self._list = re.compile(rf"{day}(?:{_AND}{day})+")
        self._day = re.compile(day)

    def reword(self, text: str) -> str:
        """Text with its ranges and lists of weekdays in English."""
        if len(self._day.findall(text)) < 2:
            return text
        text = self._range.sub(lambda found: f" {self._find(found[1])} to {self._find(found[2])} ", text)
        return self._list.sub(lambda found: f" {' '.join(map(self._find, self._day.findall(found[0])))} ", text)

    def _find(self, name: str) -> str:
        return self._names[fold(name).rstrip(".")]


def _reword_signs(text: str) -> str:
    if text.isascii():
        return text
    text = _SIGN_RANGE.sub(lambda found: f" {_SIGNS[found[1]]} to {_SIGNS[found[2]]} ", text)
    text = _SIGN_RUN.sub(lambda found: _list_found(found[0], _SIGNS), text)
    return _put_last(_WITHOUT_SIGNS, text)


def _reword_syllables(text: str) -> str:
    if text.isascii():
        return text
    text = _SYLLABLE_RANGE.sub(lambda found: f" {_SYLLABLES[found[1]]} to {_SYLLABLES[found[2]]} ", text)
    text = _SYLLABLE_RUN.sub(lambda found: _list_found(found[0].removesuffix("요일"), _SYLLABLES), text)
    return _put_last(_WITHOUT_SYLLABLES, text)


def _list_found(run: str, names: Mapping[str, str]) -> str:
    return f" {' '.join(names[sign] for sign in run if sign in names)} "


def _put_last(without: re.Pattern[str], text: str) -> str:
    """The text with the days that it leaves out at its end, behind "except", where core reads them."""
    left_out = [next(filter(None, found.groups())) for found in without.finditer(text)]
    return " except ".join((without.sub(" ", text), *left_out))


def _reword_counts(text: str) -> str:
    text = _COUNTED_RUN.sub(_list_counts, text)
    return _COUNTED_DAY.sub(lambda found: _name_count(found[1]) if found[1] else "sunday", text)


def _list_counts(found: re.Match[str]) -> str:
    """``thứ 2-6`` is a range, and ``thứ 2-4-6`` and ``thứ 2, 6`` are lists."""
    days = [_name_count(one) for one in re.findall("[2-7]", found[0])]
    is_range = len(days) == 2 and re.search(_COUNTED_TO, found[0])
    return f" {(' to ' if is_range else ' ').join(days)} "


def _name_count(number: str) -> str:
    return DAYS[int(number) - 2]
