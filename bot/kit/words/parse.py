"""Parses what people type into arguments by name. Only the text and the declaration decide.

Words that only core knows (a campaign, an office, a chapter) stay ``free`` here: see `bot.kit.words.free`.
"""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache

from msgspec import Struct

from bot.kit.i18n import LANGUAGE, Words
from bot.kit.options import PERSON, Option
from bot.kit.words.free import MOST, Near, NearWord, place_known, place_words
from bot.kit.words.keys import WORDS, find_bare_key, split_pairs
from bot.kit.words.own_language.spellings import Label, list_foreign_ways, list_own, list_ways
from bot.languages import find_language, list_names
from bot.text import fold, is_dash

_LINKS = frozenset({"to", "with", "for", "from", "at"})  # between a word of a closed set and a name
_LONGEST = 8  # words in one choice, such as “Couldn't get through”
_JOINED = 16  # characters of two choices written as one


class ParsedText(Struct, frozen=True):
    """Arguments by option name, and the words that still need a place."""

    args: Mapping[str, str]
    free: tuple[str, ...] = ()


def parse_text(text: str, options: Sequence[Option], label: Label) -> ParsedText:
    """The arguments in ``text``.

    Closed sets take their words first, several words together where they are one choice. `place_words` places the
    others: here, or once the caller is known if core must say what they name. Raises UserError as it does.
    """
    args, units = sort_words(text, options, label)
    unfilled = [option for option in options if option.name not in args]
    if units and any(option.accepts or option.fits or option.grows for option in unfilled):
        return ParsedText(args, tuple(units))
    return ParsedText({**args, **place_words(units, unfilled, {}, make_near(label))})


def parse_arguments(text: str, options: Sequence[Option], label: Label) -> dict[str, str]:
    """The arguments in ``text``, without asking core what a word names. Raises UserError as `place_words` does."""
    parsed = parse_text(text, options, label)
    unfilled = [option for option in options if option.name not in parsed.args]
    return {**parsed.args, **place_words(parsed.free, unfilled, {}, make_near(label))}


def parse_known(text: str, options: Sequence[Option], label: Label) -> tuple[dict[str, str], tuple[str, ...]]:
    """The arguments in ``text`` for a form that asks for the others, and the words that have no place."""
    args, units = sort_words(text, options, label)
    placed, strays = place_known(units, [option for option in options if option.name not in args])
    return {**args, **placed}, strays


def match_word(option: Option, word: str, label: Label) -> str | None:
    """The option's own word for what somebody typed, by value or by label; None if it is neither."""
    if option.kind == LANGUAGE and (tag := find_language(word, option.words)):
        return tag
    typed = _normalize(word)
    return _index_words(option, label).get(typed) or _index_foreign_words(option).get(typed)


@lru_cache(maxsize=1024)  # somebody may type thousands of words, and each run of them is looked up
def _index_words(option: Option, label: Label) -> Mapping[str, str]:
    return _index(list_ways(option, label))


@lru_cache(maxsize=1024)  # by itself: readers of every language and zone share it
def _index_foreign_words(option: Option) -> Mapping[str, str]:
    return _index(list_foreign_ways(option))


def _index(ways: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """The words of a closed set by each way to write them. The first word keeps what two share."""
    return dict(reversed([(_normalize(way), own) for way, own in ways]))


def is_word(option: Option, word: str, own: Words) -> bool:
    """Whether a closed set has a word, by value or by its label in any language."""
    return match_word(option, word, own.label) is not None


def find_nearest(option: Option, word: str, label: Label) -> NearWord | None:
    """The option's word most like a misspelled one, as it is typed and as people see it; None if nothing is close.

    A language that somebody nearly named in another language shows that name too: its own they may not read.
    """
    spellings, typed = _index_spellings(option, label), fold(word)
    if len(typed) > 2 * max(map(len, spellings), default=0):  # too long to be 0.7 alike
        return None
    close = get_close_matches(typed, list(spellings), n=1, cutoff=0.7)
    if not close:
        return None
    own, spelling = spellings[close[0]]
    shown = label(option.kind, own)
    named = option.kind == LANGUAGE and fold(spelling) not in (fold(own), fold(shown))
    return spelling, f"{shown} ({spelling})" if named else shown


@lru_cache(maxsize=1024)
def _index_spellings(option: Option, label: Label) -> Mapping[str, tuple[str, str]]:
    return {fold(spelling): (own, spelling) for own in option.words for spelling in _list_spellings(option, own, label)}


def _list_spellings(option: Option, own: str, label: Label) -> tuple[str, ...]:
    """Everything that people may type for a word of a closed set, its label last."""
    names = list_names(own) if option.kind == LANGUAGE else ()
    return (own, *names, *list_own(option, own, label), label(option.kind, own))


def make_near(label: Label) -> Near:
    """`find_nearest` with these labels."""
    return lambda option, word: find_nearest(option, word, label)


def sort_words(text: str, options: Sequence[Option], label: Label) -> tuple[dict[str, str], list[str]]:
    """The arguments that ``text`` gives by key, as a closed set's word or as a mention; and the other words."""
    pairs, units = split_pairs(text, options)
    args = {name: value for name, value in pairs.items() if value}
    units = fill_closed_sets(units, options, args, label)
    _take_person(units, options, args)
    return args, units


def fill_closed_sets(units: Sequence[str], options: Sequence[Option], args: dict[str, str], label: Label) -> list[str]:
    """Add to ``args`` the words of closed sets in ``units``, the longest first; returns the words that remain.

    The words after the first `MOST` are text. Two words that are written as one, as in Chinese, are two.
    """
    units = [part for unit in units for part in _split_joined(unit, options, label)]
    left, place = list[str](), 0
    while place < min(len(units), MOST):
        for length in range(min(_LONGEST, len(units) - place), 0, -1):
            span = " ".join(units[place : place + length])
            if length == 1 and _is_preposition(units[place:], options, label):
                continue
            unfilled = (option for option in options if option.words and option.name not in args)
            home = next((option for option in unfilled if match_word(option, span, label)), None)
            if home and not _is_value(span, units[:place], home, options):
                args[home.name] = span
                place += length
                if _is_link(units[place:], options):
                    place += 1
                break
        else:
            left.append(units[place])
            place += 1
    return [*left, *units[place:]]


def _split_joined(unit: str, options: Sequence[Option], label: Label) -> tuple[str, ...]:
    """The words of two closed sets that are written without a space, such as 昨天留言了; else the unit itself."""
    if unit.isascii() or len(unit) > _JOINED:
        return (unit,)
    closed = [option for option in options if option.words]
    for cut in range(1, len(unit)):
        begins, ends = (
            {one.name for one in closed if match_word(one, part, label)} for part in (unit[:cut], unit[cut:])
        )
        if begins and ends and begins != ends:
            return unit[:cut], unit[cut:]
    return (unit,)


def _is_value(word: str, before: Sequence[str], home: Option, options: Sequence[Option]) -> bool:
    """Whether a word of the closed set of ``home`` is another option's value, right behind its key: `name Vi`.

    A dash clears whatever is named before it: `chapter -`.
    """
    for start in range(max(len(before) - WORDS, 0), len(before)):
        option, size = find_bare_key(before[start:], options)
        if option and start + size == len(before):
            return option.name != home.name and not option.words and (option.keyed or is_dash(word))
    return False


def _is_preposition(units: Sequence[str], options: Sequence[Option], label: Label) -> bool:
    """Whether "en", the tag of English, is Spanish for "in": `en California`, `en español`."""
    if len(units) == 1 or fold(units[0]) != "en":
        return False
    languages = (one for one in options if one.kind == LANGUAGE)
    places = (one for one in options if one.fits)
    return any(match_word(one, units[1], label) for one in languages) or any(
        one.fits(" ".join(units[1:end])) for one in places if one.fits for end in range(2, min(len(units), 4) + 1)
    )


def _is_link(units: Sequence[str], options: Sequence[Option]) -> bool:
    """Whether the first word only leads to the next: `spoke to padilla`. With an option for free text, none does."""
    selective = all(option.words or option.keyed or option.accepts or option.fits for option in options)
    return selective and len(units) > 1 and fold(units[0]) in _LINKS


def _take_person(units: list[str], options: Sequence[Option], args: dict[str, str]) -> None:
    """Move the word that names a person to its option: a mention, else the first word that fits no other option.

    Several words, in quotes or not, are no account, so they are left for a name where nobody has to be named.
    """
    takes_names = any(not (one.words or one.fits or one.accepts) and one.kind == "" for one in options)
    for option in options:
        if option.kind != PERSON or option.name in args:
            continue
        others = [one for one in options if one.fits and one.name not in args]
        mention = next((place for place, unit in enumerate(units) if unit.startswith(("@", "<@"))), None)
        free = [place for place, unit in enumerate(units) if not any(one.fits and one.fits(unit) for one in others)]
        if not option.required:
            is_name = takes_names and len(free) > 1
            free = [] if is_name else [place for place in free if " " not in units[place]]
        place = next(iter(free), None) if mention is None else mention
        if place is not None:
            args[option.name] = units.pop(place)


def _normalize(word: str) -> str:
    folded = fold(word)
    return folded.replace("_", " ").replace("-", " ").strip() or folded
