"""Draws a script as words to say aloud: open blanks in parentheses, stage directions outside the quotation."""

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from bot.core.calls.passages import DIRECTION, Pair
from bot.core.campaign_files import blanks
from bot.kit.cards.labels import add_colon
from bot.kit.cards.markup import Markup, escape, join, quote
from bot.kit.i18n import Words, load_words

ENGLISH = "en"  # what offices speak
_STOPS = tuple(".。!?！？:：")  # a direction that ends so needs no colon
_EMPTY = Markup(">")


@cache
def find_gap_words(language: str) -> Mapping[str, str]:
    """A placeholder for each open blank, in the script's language: "(your name)".

    Screen readers skip a row of underscores.
    """
    words = load_words(language)
    return MappingProxyType({name: words.t(f"gap.{name}") for name in blanks.NAMES if words.has(f"gap.{name}")})


def write_speech(text: str) -> Markup:
    """Quote a script's lines, with each direction on its own line outside the quotation."""
    shown: list[Markup] = []
    directed = True  # drop empty lines until the quotation begins
    for line in text.splitlines():
        found = DIRECTION.fullmatch(line)
        if found is None:
            shown += [quote(line)] if line else [] if directed else [_EMPTY]
            directed = directed and not line
            continue
        directed = not found[2]
        if shown and shown[-1] == _EMPTY:
            shown.pop()
        shown.append(_write_direction(found[1]))
        shown += [quote(found[2])] if found[2] else []
    return Markup("\n".join(shown))


def write_both(words: Words, pairs: Iterable[Pair]) -> Markup:
    """Each passage in English to say, and beneath it its translation. Directions are in the translation's language."""
    return join(*(_write_pair(words, pair) for pair in pairs))


def write_english(pairs: Iterable[Pair]) -> Markup:
    """The English passages alone, with the directions in the translation's language."""
    said = ((*_write_directions(pair), write_speech(pair.english.text)) for pair in pairs)
    return join(*(join(*lines, between="\n") for lines in said))


def write_each_whole(words: Words, english: str, own: str) -> Markup:
    """A script and its translation one after the other, where their paragraphs don't match."""
    say, meaning = words.m("script.say"), words.m("script.meaning_whole")
    return join(
        join(say, write_speech(english), between="\n"),
        join(meaning, _write_plain(own), between="\n"),
    )


def write_meaning(words: Words, english: str, own: str) -> Markup:
    """What words said in English mean; empty if the caller reads the same ones."""
    return words.m("script.meaning", text=own) if own != english else Markup()


def _write_pair(words: Words, pair: Pair) -> Markup:
    said = (words.m("script.say"), write_speech(pair.english.text)) if pair.english.text else ()
    meaning = (words.m("script.meaning", text=pair.own.text),) if pair.own.text else ()
    return join(*_write_directions(pair), *said, *meaning, between="\n")


def _write_directions(pair: Pair) -> tuple[Markup, ...]:
    return tuple(map(_write_direction, pair.own.directions or pair.english.directions))


def _write_direction(text: str) -> Markup:
    direction = text.strip()
    shown = direction if direction.endswith(_STOPS) else add_colon(direction).rstrip()
    return Markup(f"*{escape(shown)}*")


def _write_plain(text: str) -> Markup:
    """A text that isn't to be said, with its directions apart from it."""
    lines = [(line, DIRECTION.fullmatch(line)) for line in text.splitlines()]
    return Markup("\n".join(escape(line) if found is None else _write_apart(*found.groups()) for line, found in lines))


def _write_apart(direction: str, text: str) -> Markup:
    return join(_write_direction(direction), escape(text), between="\n")
