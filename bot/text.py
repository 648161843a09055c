"""Reads typed text alike from every keyboard: `clean` for storing and showing, `fold` for comparing.

Only this module knows which characters look like a hyphen, a quote or a digit, and which ones are invisible. `outline`
keeps the length of a text, so a parser can find structure in it and still take the words as typed.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from bot.errors import UserError
from bot.patterns import compile_later

_HYPHENS = "\u2010\u2011\u02d7\u2043\u207b\u208b\u2212\u2796\u2500\u2501\ufe63\uff0d"  # in addition to the category Pd
_APOSTROPHES = (
    "`\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u0374\u055a\u055b\u05f3\u07f4\u07f5\u1fbd\u1fbf"
    "\u1fef\u1ffd\u1ffe\u2018\u2019\u201a\u201b\u2032\u2035\u275b\u275c\ua78b\ua78c\uff07\uff40"
)
_QUOTES = "\u00ab\u00bb\u02ba\u02ee\u05f4\u201c\u201d\u201e\u201f\u2033\u2036\u275d\u275e\u301d\u301e\u301f\uff02"
_OTHERS = {
    ":": "\u02d0\u05c3\u2236\ua789\ufe13\ufe55\uff1a",
    "/": "\u2044\u2215\u29f8\uff0f",
    ",": "\u060c\u3001\ufe10\ufe11\ufe50\uff0c\uff64",
    ";": "\u037e\u061b\ufe14\ufe54\uff1b",
    ".": "\u06d4\u2024\u3002\ufe52\uff0e\uff61",
    "~": "\u223c\u02dc\uff5e",
}
# Letters that people type without their stroke, or as two letters, and that Unicode doesn't decompose. Persian and
# Arabic keyboards type the same two letters differently.
_PLAIN_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
    | {"\u064a": "\u06cc", "\u0649": "\u06cc", "\u0643": "\u06a9"}
)
# Accents that people leave out, and the vowel points of Arabic and Hebrew. The marks of Indic and Southeast Asian
# scripts, and Japanese voicing, are part of the letter.
_ACCENTS = compile_later(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)

# Soft hyphen, zero-width space, word joiner, byte order mark: at most they mark where a line may break.
DROPPED = "\u00ad\u200b\u2060\ufeff"
_DROPPED = compile_later(f"[{DROPPED}]")
_JOINERS = "\u200c\u200d"
_MARKS_OF_DIRECTION = "\u061c\u200e\u200f"
_ISOLATES, _END = "\u2066\u2067\u2068", "\u2069"
_ISOLATE_OR_END = compile_later(f"[{_ISOLATES}{_END}]")
_TAGGED_FLAG = compile_later("\U0001f3f4[\U000e0030-\U000e007a]{1,8}\U000e007f")  # England's, Scotland's, Wales's
# Visible characters that Unicode files under "format": Arabic, Syriac, Kaithi and Egyptian ones.
_SHOWN = compile_later("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f]")
# Letters and marks that are invisible, and code points reserved for them.
_BLANK = compile_later("[\u034f\u115f\u1160\u17b4\u17b5\u2065\u2800\u3164\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_AROUND_JOINERS = frozenset({"Lo", "Lm", "Mn", "Mc", "So", "Sk"})  # letters without case, marks, emoji
_DIGITS = compile_later("([0-9]+)")
_STOPS = (".", "…", "。")
_BEHIND_STOPS = '*\\@”’"»\u2069'  # closing quotes, markup and marks of direction
_CONTEXT = 20  # how much text before an invisible character is shown
_LINE_END = 200  # characters kept of a line, among which the context is found


class _Signs(dict[int, str]):
    """The plain character for each that looks like it, of the same length. It fills up as characters come."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _find_plain(chr(code))
        return found


def _find_plain(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Pd" or character in _HYPHENS:
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in ("Zs", "Zl", "Zp"):
        return " "
    if character in _APOSTROPHES:
        return "'"
    if character in _QUOTES:
        return '"'
    other = next((sign for sign, alike in _OTHERS.items() if character in alike), None)
    compatible = unicodedata.normalize("NFKC", character)
    return other or (compatible if len(compatible) == 1 and compatible.isascii() else character)


_SIGNS = _Signs()
_LONG_VOWEL = compile_later("(?<![\u3041-\u30ff\uff66-\uff9f])[\u30fc\uff70]")  # a hyphen if no kana comes before it


def outline(text: str) -> str:
    """The text, at the same length, with plain hyphens, quotes, colons, digits, spaces and wide letters."""
    return _LONG_VOWEL.sub("-", text).translate(_SIGNS)


def fold(text: str) -> str:
    """The text as it is compared: without case, accents, kinds of dashes and quotes, and invisible characters."""
    while (folded := _fold_once(text)) != text:
        text = folded
    return text


@lru_cache(maxsize=4096)
def make_sort_key(name: str) -> tuple[tuple[bool, int, str], ...]:
    """The key that sorts names as people expect: without case and accents, and 2 before 10."""
    parts = filter(None, _DIGITS.split(fold(name)))
    return tuple((False, int(part), "") if _DIGITS.fullmatch(part) else (True, 0, part) for part in parts)


def _fold_once(text: str) -> str:
    if not (text.isascii() and text.isprintable()):
        seen = "".join(one for one in outline(text) if one.isspace() or unicodedata.category(one) not in _UNSEEN)
        parts = unicodedata.normalize("NFKD", seen).casefold().translate(_PLAIN_LETTERS)
        text = unicodedata.normalize("NFKC", _ACCENTS.sub("", _SELECTORS.sub("", parts))).translate(_SIGNS)
    return " ".join(text.replace("`", "'").casefold().split())


_SELECTORS = compile_later("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_JOINERS_AND_SELECTORS = compile_later(f"[{_JOINERS}]|{_SELECTORS.pattern}")
_SELECTED = compile_later(
    "(?<=[^\u0000-\u0022\u0024-\u0029\u002b-\u002f\u003a-\u00a0\u200b-\u200f])" + _SELECTORS.pattern
)


def clean(text: str) -> str:
    """The text as it is stored and shown: composed, without useless characters, otherwise as typed.

    Joiners and variation selectors stay where a script or an emoji needs them, and direction marks stay. An isolate
    opened on a line is closed on it. Other invisible characters stay, for `check_seen` to report.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = text.replace("\t", " ").strip()
    while not text.isascii() and (tidier := _tidy(text)) != text:  # dropping characters may join others that compose
        text = tidier
    return text


def _tidy(text: str) -> str:
    text = unicodedata.normalize("NFC", _DROPPED.sub("", text)).strip()
    return "\n".join(_close_isolates("".join(_keep_needed(line))) for line in text.split("\n"))


def _keep_needed(line: str) -> Iterator[str]:
    if not _JOINERS_AND_SELECTORS.search(line):  # most lines: don't look at each character
        yield line
        return
    before = ""
    for place, character in enumerate(line):
        if character in _JOINERS:
            keep = before not in _JOINERS and (_takes_joiner(before) or _takes_joiner(line[place + 1 : place + 2]))
        elif _SELECTORS.match(character):
            keep = _SELECTED.match(before + character, len(before)) is not None and not _SELECTORS.match(before)
        else:
            keep = True
        if keep:
            before = character
            yield character


def _takes_joiner(neighbor: str) -> bool:
    return bool(neighbor) and unicodedata.category(neighbor) in _AROUND_JOINERS


def _close_isolates(line: str) -> str:
    """The line with an end for every isolate, and an isolate for every end."""
    if not _ISOLATE_OR_END.search(line):
        return line
    kept, depth = list[str](), 0
    for character in line:
        depth += character in _ISOLATES
        if character == _END:
            if not depth:
                continue
            depth -= 1
        kept.append(character)
    return "".join(kept) + _END * depth


@dataclass(frozen=True, slots=True)
class Unseen:
    """An invisible character at ``offset``. ``after`` is the visible text right before it."""

    character: str
    offset: int
    after: str

    @property
    def code(self) -> str:
        """Its code point: ``U+2063``."""
        return f"U+{ord(self.character):04X}"


def find_unseen(text: str) -> Unseen | None:
    """The first needless invisible character of a cleaned text. Line feeds are fine."""
    return next(find_all_unseen(text), None)


def find_all_unseen(text: str, but: str = "") -> Iterator[Unseen]:
    """Every such character that isn't in ``but``, in order."""
    if not any(map(_is_unseen, set(text))):
        return
    flags = {place for match in _TAGGED_FLAG.finditer(text) for place in range(*match.span())}
    before = ""  # the end of what is seen on the line so far
    for place, character in enumerate(text):
        if not _is_unseen(character):
            before = "" if character == "\n" else (before + character)[-_LINE_END:]
        elif place not in flags and character not in but:
            yield Unseen(character, place, before.strip()[-_CONTEXT:].strip())


@lru_cache(4096)  # more than the characters of seven languages' campaigns
def _is_unseen(character: str) -> bool:
    if character == "\n" or (character.isascii() and character.isprintable()):
        return False
    if _BLANK.match(character):
        return not _SELECTORS.match(character)
    if character in _JOINERS + _MARKS_OF_DIRECTION + _ISOLATES + _END or _SHOWN.match(character):
        return False
    code = ord(character)
    nothing = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF  # noncharacters, by the standard
    return nothing or unicodedata.category(character) in _UNSEEN


def check_seen(text: str, field: str) -> None:
    """Raise UserError for the first invisible character of ``text``, or byte that isn't UTF-8, with its place."""
    if found := find_unseen(text):
        kind = "not_utf8" if is_surrogate(found.character) else "unseen"
        key = f"text.{kind}" if found.after else f"text.{kind}_first"
        raise UserError(key, field=field, code=found.code, after=found.after)


def is_surrogate(character: str) -> bool:
    """Whether a character is half a character: what became of a byte that isn't UTF-8, or of a cut text."""
    return unicodedata.category(character) == "Cs"


def strip_invisible(text: str) -> str:
    """The text without direction marks, joiners and anything else that shows nothing by itself."""
    return "".join(one for one in text if one == "\n" or unicodedata.category(one) not in _UNSEEN or _SHOWN.match(one))


def is_dash(text: str) -> bool:
    """Whether the text is only dashes, which empties a field."""
    typed = fold(text)
    return bool(typed) and not typed.strip("-")


def squash(text: str) -> str:
    """The text as names are compared: folded, without spaces and punctuation."""
    return "".join(one for one in fold(text) if unicodedata.category(one)[0] not in "PZ")


def matches(typed: str, *texts: str) -> bool:
    """Whether one of ``texts`` contains what was typed, both folded, or both without spaces and punctuation."""
    sought, bare = fold(typed), squash(typed)
    return any(sought in fold(text) or (bare and bare in squash(text)) for text in texts)


def find_nearest(typed: str, names: Iterable[str], part: bool = True) -> str | None:
    """The name that was probably meant. With ``part``, a part that only one name contains also counts."""
    by_fold = {fold(name): name for name in names}
    sought = fold(typed)[:100]
    within = [name for folded, name in by_fold.items() if part and len(sought) > 2 and sought in folded]
    if len(within) == 1:
        return within[0]
    found = get_close_matches(sought, by_fold, n=1, cutoff=0.78)
    return by_fold[found[0]] if found else None


def has_final_stop(text: str) -> bool:
    """Whether a text, plain or markup, already ends as a sentence does, like "Angus S. King, Jr."."""
    return text.rstrip(_BEHIND_STOPS).endswith(_STOPS)


def end_sentence(text: str) -> str:
    """The text with a full stop, unless it already ends as a sentence or a question does."""
    is_over = has_final_stop(text) or text.rstrip(_BEHIND_STOPS).endswith(("?", "!", "？", "！"))
    return text if is_over else f"{text}."


def join_sentences(parts: Iterable[str]) -> str:
    """Sentences in a row, without empty ones. A wide full stop, as in Chinese, already has its space."""
    found = [part for part in parts if part]
    spaced = (one if one.rstrip(_BEHIND_WIDE).endswith(_WIDE_STOPS) else f"{one} " for one in found[:-1])
    return "".join((*spaced, *found[-1:]))


_WIDE_STOPS, _BEHIND_WIDE = ("。", "！", "？", "；", "："), "*_”」』）"


def count_units(text: str) -> int:
    """The length that Discord's and Slack's limits count: UTF-16 code units, so an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
