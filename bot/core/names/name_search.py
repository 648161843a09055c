"""Finds what somebody means by a name or by a part of one.

Every look-up of campaigns, organizations and chapters comes here, so that all of them read typed words alike.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from bot.errors import UserError
from bot.likeness import find_like, measure_likeness, split_words
from bot.phrases import Item, Listing, list_choices, make_phrase
from bot.text import fold, squash

MOST = 5  # things that a sentence offers

_SHORT = 3  # ASCII letters; less than that is a part only if it is a whole word of the name
_MARKED = 4  # ASCII letters that mark a word as a name's, among words that nobody has placed
# Words for the kind of thing, around its name: "the Valley chapter". Names that have such words are tried first.
_AROUND = re.compile(r"^(?:(?:the|my|our) )+|(?: (?:chapter|group|org|organization|campaign))+$")
_SAINT, _AND = re.compile(r"\bsaint\b"), re.compile(r" ?[&+] ?")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")  # before a number: people type "unit 77" for "Unit 077"

T = TypeVar("T")


class Named(NamedTuple, Generic[T]):
    """A thing with its ``id``, which must be typed whole, and its names: a part of one is enough."""

    thing: T
    id: str
    names: tuple[str, ...]


class _Spelled(NamedTuple, Generic[T]):
    named: Named[T]
    squashed: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]


class NameSearch(Generic[T]):
    """Searches some names."""

    def __init__(self, known: Iterable[Named[T]]) -> None:
        self._known = tuple(_spell(one, one.names) for one in known)
        self._evened = tuple(_spell(one.named, tuple(map(_even_out, one.named.names))) for one in self._known)

    def find(self, word: str) -> tuple[T, ...]:
        """What ``word`` is the id or the whole name of; else everything with a name that contains it."""
        return self.find_whole(word) or self.find_parts(word) or self._find_bare(word)

    def _find_bare(self, word: str) -> tuple[T, ...]:
        """The same without words for the kind of thing, as in "the Valley chapter"."""
        bare = _AROUND.sub("", fold(word))
        return (self.find_whole(bare) or self.find_parts(bare)) if bare != fold(word) else ()

    def find_whole(self, word: str) -> tuple[T, ...]:
        """The thing with that id, else everything with that name, else with that name but for leading zeros."""
        by_id = tuple(one.named.thing for one in self._known if one.named.id == word.strip())
        return by_id or _find_whole(word, self._known) or _find_whole(_even_out(word), self._evened)

    def find_parts(self, word: str) -> tuple[T, ...]:
        """Everything with a name that contains ``word``, or in which each of its words begins a word."""
        return _find_parts(word, self._known) or _find_parts(_even_out(word), self._evened)

    def accepts(self, word: str, parts: bool) -> bool:
        """Whether a free word is meant for one of the names: as a whole or, with ``parts``, as the part of one."""
        if self.find_whole(word):
            return True
        sought = squash(_even_out(word))
        is_marked = len(sought) >= _MARKED or not sought.isascii()
        is_enough = self._has_number(sought) if not is_marked or sought.isdecimal() else True
        return parts and is_enough and bool(self.find_parts(word))

    def _has_number(self, sought: str) -> bool:
        """Whether a name has the same number as a word like ``77`` or ``32b``: ``9411`` is no part of ``94112``."""
        number = re.compile(rf"(?<!\d){re.escape(sought)}(?!\d)")
        has_digit = any(map(str.isdecimal, sought))
        return has_digit and any(number.search(name) for one in self._evened for name in one.squashed)

    def find_near(self, word: str) -> tuple[T, ...]:
        """At most `MOST` things with a name, or words of a name, that are spelled almost like ``word``."""
        return find_like(word, ((one.named.thing, one.named.names) for one in self._known), MOST)

    def measure_likeness(self, word: str) -> float:
        """How alike ``word`` and the nearest whole name are spelled, of 1."""
        return max((measure_likeness(one.squashed, word) for one in self._known), default=0.0)


def find_near_names(names: Iterable[str], word: str) -> tuple[str, ...]:
    """At most `MOST` names that are spelled almost like ``word``, or have a word that is."""
    return NameSearch(Named(name, name, (name,)) for name in names).find_near(word)


Offer = tuple[str, Item]  # the word that names a thing for certain, and what people call it


def make_several_error(kind: str, word: str, offers: Sequence[Offer]) -> UserError:
    """The error for a word that names several of a ``kind``, such as ``campaign``."""
    error = UserError(f"{kind}.several", field=kind, word=word, known=quote_labels(offers))
    return error.add_choices(offers[:MOST])


def make_near_error(kind: str, word: str, offers: Sequence[Offer]) -> UserError:
    """The error for a word that names none of a ``kind`` but is spelled like these, at least one."""
    offers = tuple(offers[:MOST])
    if len(offers) == 1:
        return UserError(f"{kind}.near", field=kind, word=word, near=offers[0][1]).add_choices(offers)
    return UserError(f"{kind}.nearest", field=kind, word=word, known=quote_labels(offers)).add_choices(offers)


def quote_labels(offers: Iterable[Offer]) -> Item | Listing:
    """What things are called, each in quotes, to choose one from. Past `MOST`, how many more there are."""
    return list_choices((make_phrase("offer.quoted", name=label) for _, label in offers), MOST)


def _spell(named: Named[T], names: Sequence[str]) -> _Spelled[T]:
    return _Spelled(named, tuple(map(squash, names)), tuple(map(split_words, names)))


def _even_out(text: str) -> str:
    """The folded text without zeros before numbers, and with one way to write "saint" and "and"."""
    return _AND.sub(" and ", _SAINT.sub("st", _ZEROS.sub("", fold(text))))


def _find_whole(word: str, known: Iterable[_Spelled[T]]) -> tuple[T, ...]:
    sought = squash(word)
    return tuple(one.named.thing for one in known if sought and sought in one.squashed)


def _find_parts(word: str, known: Iterable[_Spelled[T]]) -> tuple[T, ...]:
    sought, words = squash(word), split_words(word)
    return tuple(one.named.thing for one in known if sought and _is_part(one, sought, words))


def _is_part(one: _Spelled[T], sought: str, words: Sequence[str]) -> bool:
    if len(sought) < _SHORT and sought.isascii():
        return any(sought in own for own in one.words)
    if len(words) < 2 or not sought.isascii():  # Chinese has no spaces
        return any(sought in name for name in one.squashed)
    return any(_has_run(own, sought) or all(_has_word(own, word) for word in words) for own in one.words)


def _has_run(own: Sequence[str], sought: str) -> bool:
    """Whether a name has several words in a row from the beginning of a word: "a sam" isn't in "sama-samang"."""
    return any("".join(own[start:]).startswith(sought) for start in range(len(own)))


def _has_word(own: Sequence[str], word: str) -> bool:
    """Whether a name has a word that begins with ``word``, or that is a short ``word`` like "a"."""
    return word in own if len(word) < _SHORT else any(part.startswith(word) for part in own)
