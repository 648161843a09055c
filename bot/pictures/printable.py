"""Text from people as it can be printed: with the letters that the fonts have, and lines that can break."""

import re
import unicodedata
from collections.abc import Iterator

from bot.bidi import isolate_lines

# The scripts that the fonts cover, by how Unicode names their letters.
_SCRIPTS = (
    "LATIN",
    "CJK",
    "HANGUL",
    "HIRAGANA",
    "KATAKANA",
    "BOPOMOFO",
    "IDEOGRAPHIC",
    "ARABIC",
    "GREEK",
    "CYRILLIC",
    "MODIFIER LETTER",
    "FULLWIDTH",
    "HALFWIDTH",
    "MASCULINE ORDINAL",
    "FEMININE ORDINAL",
    "MICRO SIGN",
)
_PICTURES = re.compile("[\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff]+")
_PARTS = re.compile("[\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0000-\U000e01ef]")  # they only color or join emoji
_JOINED_PICTURES = re.compile("(?<=[\u2190-\u2bff\U0001f000-\U0001faff])\u200d")
_ALWAYS_PRINTED = "←↑→↓✓"
_NAMES = {"❤": "heart", "🙏": "folded hands", "👍": "thumbs up"}  # shorter than Unicode's own
_LONG_WORD = re.compile(r"[^\s\u200b]{25,}")
_HANGUL = re.compile("[\uac00-\ud7a3]{2,12}")  # a word, with particles
_JOINER = "\u2060"  # keeps its neighbors on one line
_STEP = 24  # characters between two places where a long word may break


def make_printable(text: str) -> str:
    """The text with pictures as words, breaks in long words, and isolates around what runs the other way."""
    text = _JOINED_PICTURES.sub("", _PARTS.sub("", unicodedata.normalize("NFC", text)))
    text = _PICTURES.sub(lambda hit: "".join(_write_pictures(hit[0])), text)
    text = _HANGUL.sub(lambda hit: _JOINER.join(hit[0]), text)  # Korean breaks between words
    return isolate_lines(_LONG_WORD.sub(lambda hit: _break_word(hit[0]), text))


def find_unprintable(text: str) -> str | None:
    """The first character that no font of ours has, None if all can be printed."""
    return next((character for character in make_printable(text) if not _is_printable(character)), None)


def _write_pictures(run: str) -> Iterator[str]:
    for character in run:
        if character in _ALWAYS_PRINTED:
            yield character
        elif name := _NAMES.get(character, unicodedata.name(character, "")):
            yield f"({name.lower()})"


def _break_word(word: str) -> str:
    if any(_is_wide(character) for character in word):  # breaks anywhere
        return word
    return "\u200b".join(word[place : place + _STEP] for place in range(0, len(word), _STEP))


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in ("W", "F")


def _is_printable(character: str) -> bool:
    if character == "\n" or unicodedata.category(character) in ("Cf", "Zs"):
        return True
    category = unicodedata.category(character)
    if category[0] in "LM":
        name = unicodedata.name(character, "")
        return name.startswith(_SCRIPTS) or name.startswith("COMBINING")
    return category[0] in "PSN" and ord(character) < 0x10000
