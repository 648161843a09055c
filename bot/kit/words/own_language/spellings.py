"""What people may type for a word of a closed set: in their own language, in English, and in every other catalog.

The words of other languages count too, because somebody's language may be in a profile that nobody has read yet.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

from bot.kit.i18n import LANGUAGE, list_catalogs, load_catalog, load_words
from bot.kit.options import Option
from bot.languages import list_names, list_names_in
from bot.text import fold, outline

Label = Callable[[str, str], str]  # (kind, word) -> what people see for it

_COMMA = re.compile(r"\s*[,;]\s*")
_SHORT = 3  # ASCII letters: a shorter word of another language may mean anything, like "co" for Vietnamese "có"


def list_own(option: Option, word: str, label: Label) -> tuple[str, ...]:
    """A word's label and its other ways to be typed in the language of ``label``, and in English."""
    labels = (label, load_words("en").label)
    ways = (way for own in labels for way in (own(option.kind, word), *_list_also(option, word, own)))
    return tuple(dict.fromkeys(ways))


def _list_also(option: Option, word: str, label: Label) -> tuple[str, ...]:
    """What the catalog says people type instead of a word. Its label is the word itself if that says nothing."""
    ways = _COMMA.split(outline(label(f"{option.kind}_also", word)))
    return tuple(one for one in ways if one and one != word)


def list_ways(option: Option, label: Label) -> Iterator[tuple[str, str]]:
    """Every way to type a word of a closed set in the language of ``label`` and in English, with the word."""
    for word in option.words:
        yield word, word
    for word in option.words:
        yield from ((way, word) for way in list_own(option, word, label))


def list_foreign_ways(option: Option) -> Iterator[tuple[str, str]]:
    """Every way to type a word of a closed set in any language, with the word. Whose words they are doesn't matter."""
    for tag in list_catalogs():
        for word in option.words:
            yield from ((way, word) for way in _list_foreign(option, word, tag))


def _list_foreign(option: Option, word: str, tag: str) -> Iterator[str]:
    ways = list_own(option, word, load_words(tag).label)
    if option.kind == LANGUAGE:
        ways = (*ways, *list_names(word), *list_names_in(word, tag))
    for way in ways:
        folded = fold(way)
        if not folded.isascii() or len(folded) >= _SHORT:
            yield way


@cache
def list_everywhere(kind: str, word: str) -> frozenset[str]:
    """What people type for a word in every language, and the word itself."""
    also = (load_words(tag).label(f"{kind}_also", word) for tag in list_catalogs())
    return frozenset(filter(None, (word, *(one for ways in also for one in _COMMA.split(outline(ways))))))


@cache
def list_firsts(kind: str, word: str) -> frozenset[str]:
    """What people in each language but English type first of all for a word."""
    others = (load_catalog(tag).get(f"choice.{kind}_also.{word}") for tag in list_catalogs() if tag != "en")
    return frozenset(_COMMA.split(outline(ways))[0] for ways in others if isinstance(ways, str))
