"""A text with its misspelled words mended, in every way that they may be meant."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice, product

from bot.config.zone_names import find_meant_zone
from bot.kit.words.own_language.vocabulary import HAN, Vocabulary, find_words
from bot.text import outline

_MOST = 3  # misspelled words: a text with more of them is about something else
_ZONE_WORDS = 3  # of a zone's name, as in "salt lake city"

Place = tuple[int, int]  # where something begins and ends in a text


def list_mended(text: str, meant: Vocabulary, known: Vocabulary) -> Iterator[str]:
    """The text with each word that isn't ``known`` as one of those ``meant`` that it is most like.

    A word that is like none of them stays. A text with many unknown words says something else, and isn't mended.
    """
    joined = _join_split_words(text, known)
    if joined != text:
        yield joined
    unknown = tuple(islice(_find_unknown(text, known), _MOST + 1))
    if len(unknown) > _MOST:
        return
    near = {place: meant.find_near(text[slice(*place)]) for place in unknown}
    misspelled = {place: words for place, words in near.items() if words}
    if misspelled:
        yield from (_replace(text, misspelled, chosen) for chosen in product(*misspelled.values()))


def _replace(text: str, places: Iterable[Place], words: Iterable[str]) -> str:
    for (start, end), word in reversed(tuple(zip(places, words, strict=True))):
        text = f"{text[:start]}{word}{text[end:]}"
    return text


def _find_unknown(text: str, known: Vocabulary) -> Iterator[Place]:
    """The words that are neither known nor a zone's, or the parts of a word that aren't."""
    words = find_words(outline(text))
    place = 0
    while place < len(words):
        size = _count_zone_words(text, words[place : place + _ZONE_WORDS])
        if not size:
            yield from _leave_known(text, *words[place], known)
        place += size or 1


def _count_zone_words(text: str, words: tuple[Place, ...]) -> int:
    """How many of the words name a zone together, the most first; 0 if none do."""
    sizes = range(len(words), 0, -1)
    return next((size for size in sizes if find_meant_zone(text[words[0][0] : words[size - 1][1]])), 0)


def _leave_known(text: str, start: int, end: int, known: Vocabulary) -> Iterator[Place]:
    """The parts of a word that nothing knows: the whole word or, without spaces, what is between known words."""
    word = text[start:end]
    if len(word) < 2 or word in known:
        return
    if not HAN.search(word):
        yield start, end
        return
    is_behind_hour = text[start - 1 : start].isdigit()
    yield from ((start + first, start + last) for first, last in _find_unknown_signs(word, known, is_behind_hour))


def _find_unknown_signs(word: str, known: Vocabulary, is_behind_hour: bool) -> Iterator[Place]:
    """What is between the known words of several signs. A single sign takes what is beside it: 星期衣, for 星期一."""
    parts = [found.span() for found in known.parts.finditer(word)]
    unknown = len(word) - sum(last - first for first, last in parts)
    edges = (0, *chain.from_iterable(parts), len(word))
    for place in range(0, len(edges), 2):
        first, last = edges[place : place + 2]
        if parts and place == 0 and is_behind_hour and all(sign in known for sign in word[:last]):
            continue  # two signs of 10点到早上
        if last - first > 1:
            lead, tail = (last - first > 2 and sign in known for sign in (word[first], word[last - 1]))
            yield first + lead, last - (tail and not lead)
        elif last > first and (unknown == 1 or word[first] not in known):
            yield edges[max(place - 1, 0)], last if place else edges[2]


def _join_split_words(text: str, known: Vocabulary) -> str:
    """The text with two words as one where that is a word: "to morrow"."""
    words = find_words(outline(text))
    for (start, middle), (after, end) in zip(reversed(words[:-1]), reversed(words[1:]), strict=True):
        one = text[start:middle] + text[after:end]
        if text[middle:after] == " " and one in known:
            text = f"{text[:start]}{one}{text[end:]}"
    return text
