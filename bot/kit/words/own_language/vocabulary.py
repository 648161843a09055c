"""A set of words, and which of them a misspelled word is most like. Nothing here knows what the words mean."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cached_property

from bot.kit.words.own_language.times import join_phrases
from bot.patterns import compile_later
from bot.text import clean, fold

HAN = compile_later("[\u2e80-\u9fff\uf900-\ufaff]")
_WORD = compile_later(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_SEVERAL_HAN = compile_later(f"(?:{HAN.pattern}){{2}}")
_LIKE = 0.75
_SWAPPED = 0.9  # how alike words are whose letters changed places
_MANY, _FEW = 4, 3  # letters; a shorter word than the first is like too many others, so a single letter may differ
_SIGNS = 64  # bits that stand for letters


class Vocabulary:
    """The words of some texts, each with its spellings: "này" and "nay"."""

    def __init__(self, texts: Iterable[str]) -> None:
        spelled = dict[str, dict[str, str]]()
        for word in (found for text in texts for found in _WORD.findall(text)):
            spelled.setdefault(fold(word), {}).setdefault(clean(word).casefold(), word)
        self._spellings = {folded: tuple(one.values()) for folded, one in spelled.items()}
        self._letters = {folded: _spread(folded) for folded in spelled}
        self._signs = {folded: _list_signs(letters) for folded, letters in self._letters.items()}

    def __contains__(self, word: str) -> bool:
        return fold(word) in self._spellings

    @cached_property
    def parts(self) -> re.Pattern[str]:
        """The words that are written without spaces, of several signs each, wherever they are in a text."""
        return re.compile(join_phrases(filter(_SEVERAL_HAN.match, self._spellings), re.escape))

    def find_near(self, word: str) -> tuple[str, ...]:
        """The words that a word is most like, each as it is spelled; empty if it is like none."""
        typed = _spread(fold(word))
        signs, size = _list_signs(typed), len(typed)
        letters = self._letters
        likeness = {
            folded: _compare(typed, letters[folded])
            for folded, others in self._signs.items()
            if (signs ^ others).bit_count() <= max(2, (size + len(letters[folded])) // 4)  # as `_compare` asks
        }
        best = max(likeness.values(), default=0.0)
        near = (folded for folded, like in likeness.items() if like and like == best)
        return tuple(spelling for folded in near for spelling in self._spellings[folded])


def find_words(text: str) -> tuple[tuple[int, int], ...]:
    """Where the words of an outlined text begin and end."""
    return tuple(match.span() for match in _WORD.finditer(text))


def _spread(folded: str) -> str:
    """A folded word with each Korean syllable as its letters."""
    return unicodedata.normalize("NFD", folded)


def _list_signs(letters: str) -> int:
    """Which letters a word has, as bits. Words that differ in a bit differ in a letter."""
    return sum({1 << ord(letter) % _SIGNS for letter in letters})


def _compare(typed: str, known: str) -> float:
    """How alike two words are, 0 for too little: at most a quarter of their letters, or one of each, may differ."""
    if sorted(typed) == sorted(known) and typed[0] == known[0]:
        return _SWAPPED
    if HAN.search(known):
        alike = sum(one == other for one, other in zip(typed, known, strict=False))
        return alike / len(known) if len(typed) == len(known) and alike == len(known) - 1 else 0.0
    if min(len(typed), len(known)) < _MANY:
        return _LIKE if len(known) >= _FEW and _differ_by_one(typed, known) else 0.0
    likeness = SequenceMatcher(None, typed, known, autojunk=False).ratio()
    return likeness if likeness > _LIKE or (likeness == _LIKE and typed[0] == known[0]) else 0.0  # "soon" isn't "noon"


def _differ_by_one(typed: str, known: str) -> bool:
    """Whether one letter is another, missing or too many."""
    short, long = sorted((typed, known), key=len)
    same = next(
        (place for place, (one, other) in enumerate(zip(short, long, strict=False)) if one != other), len(short)
    )
    return long[same + 1 :] in (short[same + 1 :], short[same:])
