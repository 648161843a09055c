"""Text from people as it can be printed: with the letters that the fonts have, and lines that can break."""

import re
import unicodedata
from collections.abc import Iterator
from typing import TypedDict

from wcwidth import iter_graphemes

from bot.bidi import is_rtl, isolate_lines
from bot.pictures.coverage import is_covered
from bot.pictures.emoji_names import replace_emoji
from bot.text import clean

_PICTURES = re.compile("[\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff]+")
_PARTS = re.compile("[\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0000-\U000e01ef]")  # they only color or join emoji
_SKINS = re.compile("[\U0001f3fb-\U0001f3ff]")  # hands have a color in a message, not in a sentence
_ALWAYS_PRINTED = "←↑→↓✓©®™"
# The writer's own orders of direction, which ours replace, and characters that show nothing.
_ORDERS = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_MARK = "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_TOWERS = re.compile(f"({_MARK}{{3}}){_MARK}+")  # no writing piles up more than three
_LIGATURES = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")  # whole phrases in one letter, wider than a word
_SPACES = re.compile("[ \u1680\u2000-\u200a\u205f]+")  # whatever their width, and whether a font has them
_LONG_WORD = re.compile(r"[^\s\u200b]{25,}")
_STEP = 12  # clusters between two places where a long word may break
_NUMBER = r"[+(]*\d[\d.,:/()%-]*"
_LETTERS = r"[^\W\d_]{1,12}\.?"
# Groups of digits, and dates with a month's name and a year. A line that breaks inside makes them hard to read, and
# from right to left wrong: the groups of a phone number would be in another order.
_TOGETHER = re.compile(
    rf"{_LETTERS} \d{{1,2}},? \d{{4}}\b|\d{{1,2}}\.?(?: de)? {_LETTERS}(?: de)? \d{{4}}\b|{_NUMBER}(?: {_NUMBER})+"
)
_MOST_TOGETHER = 24  # characters, which every part of a card has room for
_ISOLATED = re.compile(f"\u2066[^\u2066-\u2069]{{1,{_MOST_TOGETHER}}}\u2069")


class Line(TypedDict):
    """One line as the templates read it."""

    text: str
    rtl: bool


def make_printable(text: str, language: str = "en") -> str:
    """The text with pictures as words, breaks in long words, and isolates around what runs the other way.

    No line breaks within a number or date, nor within a short name that runs the other way.
    """
    text = _LONG_WORD.sub(lambda hit: _break_word(hit[0]), _tidy(text, language))
    return _ISOLATED.sub(_join_words, isolate_lines(_TOGETHER.sub(_join_words, text)))


def _join_words(hit: re.Match[str]) -> str:
    return hit[0].replace(" ", "\u00a0") if len(hit[0]) <= _MOST_TOGETHER + 2 else hit[0]


def set_lines(text: str, language: str) -> tuple[Line, ...]:
    """The printable text by lines, each with its own direction.

    People's letters without a font were refused before; those of a campaign or of an older postcard become words.
    """
    lines = make_printable(text, language).split("\n")
    return tuple(Line(text=line, rtl=is_rtl(line)) for line in map(_name_uncovered, lines))


def count_fitting(text: str, language: str, room: int) -> int:
    """How many characters of a text, as typed, are printed within ``room`` code points of its lines."""
    low, high = 0, len(text)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if len(make_printable(text[:middle], language)) <= room else (low, middle)
    return low


def _tidy(text: str, language: str) -> str:
    """What a reader of the card sees, one space between words and at most one empty line between paragraphs."""
    text = _ORDERS.sub("", clean(text))
    text = _PARTS.sub("", replace_emoji(_SKINS.sub("", text), language, _ALWAYS_PRINTED))
    text = _PICTURES.sub(lambda hit: "".join(_write_pictures(hit[0])), text)
    text = _LIGATURES.sub(lambda hit: unicodedata.normalize("NFKC", hit[0]), text)
    text = _TOWERS.sub(r"\1", text)
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return re.sub("\n{3,}", "\n\n", "\n".join(lines))


def _name_uncovered(line: str) -> str:
    if line.isascii() and line.isprintable():
        return line
    return "".join(one if is_covered(one) else "".join(map(_write_name, one)) for one in iter_graphemes(line))


def find_unprintable(text: str) -> str | None:
    """The first letter, with its marks, that no font of ours has; None if all can be printed."""
    clusters = iter_graphemes(make_printable(text).replace("\n", " "))
    return next((cluster for cluster in clusters if not is_covered(cluster)), None)


def _write_pictures(run: str) -> Iterator[str]:
    return (one if one in _ALWAYS_PRINTED else _write_name(one) for one in run)


def _write_name(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"({name.lower()})" if name else ""


def _break_word(word: str) -> str:
    clusters = tuple(iter_graphemes(word))
    if any(_is_wide(cluster[0]) for cluster in clusters):  # breaks anywhere
        return word
    return "\u200b".join("".join(clusters[place : place + _STEP]) for place in range(0, len(clusters), _STEP))


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in ("W", "F")
