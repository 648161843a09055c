"""From what people type to arguments by name. Pure: only the text and the declaration are looked at.

Words that only core knows (a campaign's, an office's, a chapter's) stay ``free`` here: see `bot.kit.words.free`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import zip_longest

from bot.kit.i18n import LANGUAGE
from bot.kit.spec import PERSON, Option
from bot.kit.words.free import Near, placed, placed_of
from bot.languages import named, names
from bot.text import clean, fold, outline

_KEY = re.compile(r"([^\W\d_][\w-]*):\s*")
_UNIT = re.compile(r'"([^"]*)"?|([^\s"]+)')
_LINKS = frozenset({"to", "with", "for", "from", "at"})  # after a word of a closed set, before a name
_LONGEST = 8  # words of one choice, such as “Couldn't get through”

Label = Callable[[str, str], str]  # (kind, word) -> what people see for it


@dataclass(frozen=True, slots=True)
class Typed:
    """Arguments by option name, as the words a converter takes, and the words that are still to be placed."""

    args: Mapping[str, str]
    free: tuple[str, ...] = ()


def split(text: str, options: Sequence[Option]) -> tuple[dict[str, str], list[str]]:
    """Return the ``key:value`` pairs of ``text`` by option name, and the other words in their order.

    A value runs to the next key; ``"…"`` keeps spaces together.
    """
    names = {option.name for option in options}
    named: dict[str, str] = {}
    text = clean(text)
    shape = outline(text)
    starts = [match for match in _KEY.finditer(shape) if _name(match) in names and _outside_quotes(shape, match)]
    for match, following in zip_longest(starts, starts[1:]):
        end = following.start() if following else len(text)
        named[_name(match)] = _unquoted(text[match.end() : end])
    head = shape[: starts[0].start()] if starts else shape
    spans = (match.span(1 if match[1] is not None else 2) for match in _UNIT.finditer(head))
    return named, [text[start:end] for start, end in spans if text[start:end].strip()]


def _name(match: re.Match[str]) -> str:
    return fold(match[1]).replace("-", "_")


def _outside_quotes(shape: str, match: re.Match[str]) -> bool:
    before = shape[: match.start()]
    return before.count('"') % 2 == 0 and (not before or before[-1].isspace())


def _unquoted(value: str) -> str:
    value = value.strip()
    shape = outline(value)
    return value[len(shape) - len(shape.lstrip('"')) : len(shape.rstrip('"'))].strip()


def arguments(text: str, options: Sequence[Option], label: Label) -> dict[str, str]:
    """Return the arguments in ``text`` by option name, where nobody is asked what a word names."""
    typed = read(text, options, label)
    unfilled = [option for option in options if option.name not in typed.args]
    return {**typed.args, **placed(typed.free, unfilled, {}, near_in(label))}


def _nothing(word: str) -> tuple[str, ...]:
    return ()


def near_in(label: Label) -> Near:
    """Return what finds the word of a closed set that was probably meant."""
    return lambda option, word: nearest(option, word, label)


def read(text: str, options: Sequence[Option], label: Label) -> Typed:
    """Return the arguments in ``text``.

    Words go to the closed sets that take them first, several to the one that they name together. What remains
    is placed by `placed`: here, or where core must say what it names, once the caller is known.
    """
    filled, units = _sorted(text, options, label)
    unfilled = [option for option in options if option.name not in filled]
    if units and any(option.accepts or option.fits for option in unfilled):
        return Typed(filled, tuple(units))
    return Typed({**filled, **placed(units, unfilled, {}, near_in(label))})


def understood(text: str, options: Sequence[Option], label: Label) -> dict[str, str]:
    """Return the arguments in ``text`` without the words that have no place, for a form that asks for the others."""
    filled, units = _sorted(text, options, label)
    return {**filled, **placed_of(units, [option for option in options if option.name not in filled])}


def _sorted(text: str, options: Sequence[Option], label: Label) -> tuple[dict[str, str], list[str]]:
    """Return the arguments that ``text`` names, has a closed word for or mentions, and the other words."""
    named, units = split(text, options)
    filled = {name: value for name, value in named.items() if value}
    units = _closed(units, options, filled, label)
    _take_person(units, options, filled)
    return filled, units


def _closed(units: list[str], options: Sequence[Option], filled: dict[str, str], label: Label) -> list[str]:
    """Fill the options with closed sets from ``units``, the longest spans first; return what none of them takes."""
    left, place = list[str](), 0
    while place < len(units):
        for length in range(min(_LONGEST, len(units) - place), 0, -1):
            span = " ".join(units[place : place + length])
            free = (option for option in options if option.words and option.name not in filled)
            if home := next((option for option in free if accepted(option, span, label)), None):
                filled[home.name] = span
                place += length
                if _is_link(units[place:], options):
                    place += 1
                break
        else:
            left.append(units[place])
            place += 1
    return left


def _is_link(units: Sequence[str], options: Sequence[Option]) -> bool:
    """Say whether a word only leads to the next, as in `spoke to padilla`; where free text may follow, none does."""
    telling = all(option.words or option.keyed or option.accepts or option.fits for option in options)
    return telling and len(units) > 1 and fold(units[0]) in _LINKS


def _take_person(units: list[str], options: Sequence[Option], filled: dict[str, str]) -> None:
    """Fill the option that names somebody: from a mention, else from the first word that fits no other option."""
    for option in options:
        if option.kind != PERSON or option.name in filled:
            continue
        others = [one for one in options if one.fits and one.name not in filled]
        mention = next((place for place, unit in enumerate(units) if unit.startswith(("@", "<@"))), None)
        free = (place for place, unit in enumerate(units) if not any(one.fits and one.fits(unit) for one in others))
        place = next(free, None) if mention is None else mention
        if place is not None:
            filled[option.name] = units.pop(place)


def accepted(option: Option, word: str, label: Label) -> str | None:
    """Return the option's own word for what somebody typed, by value or by label; None if it is neither."""
    if option.kind == LANGUAGE and (tag := named(word, option.words)):
        return tag
    typed = _compared(word)
    for own in option.words:
        also = label(f"{option.kind}_also", own).split(", ")  # what people say instead: the catalogue's, else the word
        if typed in map(_compared, (own, label(option.kind, own), *also)):
            return own
    return None


def _compared(word: str) -> str:
    folded = fold(word)
    return folded.replace("_", " ").replace("-", " ").strip() or folded


def nearest(option: Option, word: str, label: Label) -> str | None:
    """Return the option's word most like a misspelt one, None when nothing is close."""
    also = names if option.kind == LANGUAGE else _nothing
    spellings = {fold(spelling): own for own in option.words for spelling in (own, label(option.kind, own), *also(own))}
    close = get_close_matches(fold(word), list(spellings), n=1, cutoff=0.7)
    return spellings[close[0]] if close else None
