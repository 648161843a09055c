"""Which names are spelled almost like typed words: as a whole, in one of their words, or in several in a row."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher, get_close_matches
from typing import TypeVar

from bot.text import fold, squash

_LONG = 4  # ASCII letters of a word that is compared by itself; shorter ones are like too many others
_NEAR = 0.78  # how alike two spellings are, of 1
_NEAR_INITIALS = 0.7  # the same for several words that begin alike one by one, like "San Paolo" and "São Paulo"
_LONGEST = 100  # characters of a text that is compared with every name

T = TypeVar("T")


def find_like(typed: str, named: Iterable[tuple[T, Iterable[str]]], most: int) -> tuple[T, ...]:
    """At most ``most`` things with a name that is like ``typed``, the likest spelling first.

    Of those that share a spelling, as chapters do that carry their org's name, the nearest whole name comes first.
    """
    spellings: dict[str, list[tuple[T, float]]] = {}
    initials, size = _list_initials(typed), len(split_words(typed))
    like_begun = set[str]()
    for thing, names in named:
        names = tuple(names)
        likeness = measure_likeness(map(squash, names), typed)
        for name in names:
            for spelling, begins in _list_spellings(name, size):
                spellings.setdefault(spelling, []).append((thing, likeness))
                if size > 1 and begins == initials:
                    like_begun.add(spelling)
    sought = squash(typed)[:_LONGEST]
    close = get_close_matches(sought, spellings, n=most, cutoff=_NEAR)
    close += get_close_matches(sought, like_begun, n=most, cutoff=_NEAR_INITIALS)
    found = (
        thing for spelling in close for thing, _ in sorted(spellings[spelling], key=lambda one: one[1], reverse=True)
    )
    distinct = list[T]()
    for thing in found:
        if thing not in distinct:
            distinct.append(thing)
    return tuple(distinct[:most])


def measure_likeness(squashed: Iterable[str], typed: str) -> float:
    """How alike ``typed`` and the nearest of some squashed names are spelled, of 1."""
    matcher = SequenceMatcher(b=squash(typed)[:_LONGEST])
    likeness = 0.0
    for name in squashed:
        matcher.set_seq1(name)
        likeness = max(likeness, matcher.ratio())
    return likeness


def split_words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared; a hyphen parts words, an apostrophe doesn't."""
    return tuple(filter(None, map(squash, fold(text).replace("-", " ").replace("/", " ").split())))


def _list_spellings(name: str, size: int) -> Iterator[tuple[str, str]]:
    """What is compared of a name, squashed, with its initials: all of it, each long word, each ``size`` in a row."""
    words = split_words(name)
    yield squash(name), "".join(word[0] for word in words)
    yield from ((word, word[0]) for word in words if len(word) >= _LONG or not word.isascii())
    if size > 1:
        runs = (words[start : start + size] for start in range(len(words) - size + 1))
        yield from (("".join(run), "".join(word[0] for word in run)) for run in runs)


def _list_initials(typed: str) -> str:
    return "".join(word[0] for word in split_words(typed))
