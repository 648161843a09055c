"""Finds the keys in what people type, `office:hirono`, and those that they nearly typed: `ofice:hirono`, `to:North`.

Text with a colon stays text behind a word that is like none of a command's keys, and in prose where a blank follows.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import zip_longest

from msgspec import Struct

from bot.errors import UserError
from bot.kit.cards.reply import shorten
from bot.kit.i18n import list_catalogs, load_words
from bot.kit.localized_names import OPTION
from bot.kit.options import LONGEST, SUMMARY, Option
from bot.kit.words.free import MOST, takes_text
from bot.kit.words.own_language.spellings import list_everywhere, list_firsts
from bot.text import clean, fold, outline

_KEY = re.compile(r"([^\W\d_][\w-]*):\s*")
_UNIT = re.compile(r'"([^"]*)"?|([^\s"]+)')
_LEAST = 3  # letters that begin a key, or that may have changed places
_LONG = 4  # letters of a key that may be misspelled otherwise; shorter ones are like too many others
_NEAR = 0.75  # how alike a word and a key are, of 1
_NEAR_OTHER = 0.85  # the same for another word for a key
_PROSE = SUMMARY  # characters of a longer option, which takes sentences
WORDS = 6  # in a key without a colon: `name on the boards`
_SHOWN = 60  # characters that are quoted of a key with its value


class Key(Struct, frozen=True):
    """A key from ``start`` to ``end`` of a text, where its value begins. It means ``option``.

    It is ``known`` unless it is misspelled, or another word for the option.
    """

    option: str
    start: int
    end: int
    known: bool = True


class Mended(Struct, frozen=True):
    """Arguments by option name, once every key is read; and what to ask about those that weren't known."""

    args: Mapping[str, str]
    error: UserError | None = None


def split_pairs(text: str, options: Sequence[Option]) -> tuple[dict[str, str], list[str]]:
    """The ``key:value`` pairs of ``text`` by option name, and the other words in order.

    A value ends at the next key. ``"…"`` keeps spaces together. A misspelled key counts as the one that it is like:
    `ask_about_keys` asks whether it is.
    """
    text = clean(text)
    shape = outline(text)
    keys = find_keys(shape, options)
    head = shape[: keys[0].start] if keys else shape
    spans = (match.span(1 if match[1] is not None else 2) for match in _UNIT.finditer(head))
    return _read_pairs(text, keys), [text[start:end] for start, end in spans if text[start:end].strip()]


def ask_about_keys(text: str, options: Sequence[Option]) -> UserError | None:
    """The question whether misspelled keys are those that they are like, if there are any."""
    text = clean(text)
    keys = find_keys(outline(text), options)
    wrong = _quote_wrong(text, keys)
    return _make_error(_read_pairs(text, keys), wrong, options) if wrong else None


def ask_about_rest(asked: UserError, before: Mapping[str, str], after: Mapping[str, str]) -> UserError:
    """The question about misspelled keys, without the words that left their values between ``before`` and ``after``."""
    typed, meant = (str(asked.params[name]) for name in ("word", "near"))
    for value, rest in ((value, after[name]) for name, value in before.items() if value != after[name]):
        typed, meant = typed.replace(value, rest), meant.replace(value, rest)
    choices = [(after[asked.field], meant)] if asked.field else []
    return UserError(asked.key, field=asked.field, word=typed, near=meant).add_choices(choices)


def mend_values(args: Mapping[str, str], options: Sequence[Option]) -> Mended:
    """``args``, which a platform gave by option, with the keys that somebody typed into one of the values."""
    found, wrong = dict(args), list[tuple[str, str, str]]()
    for name, value in args.items():
        shape = outline(value)
        keys = tuple(key for key in find_keys(shape, options, found) if key.option not in found)
        if any(map(_is_prose, options)):
            keys = tuple(key for key in keys if not shape[key.end - 1].isspace())
        if keys:
            found |= {name: _unquote(value[: keys[0].start]), **_read_pairs(value, keys)}
            wrong += _quote_wrong(value, tuple(Key(key.option, key.start, key.end, known=False) for key in keys))
    return Mended(found, _make_error(found, wrong, options) if wrong else None)


def find_keys(shape: str, options: Sequence[Option], taken: Collection[str] = ()) -> tuple[Key, ...]:
    """The keys in an outlined text, in order. Those that aren't known never mean an option that is ``taken``."""
    known = {option.name for option in options}
    matches = [match for match in _KEY.finditer(shape) if _is_unquoted(shape, match)]
    found = [Key(_read_key(match), *match.span()) for match in matches if _read_key(match) in known]
    free = [one for one in options if one.name not in {*taken, *(key.option for key in found)}]
    others = [match for match in matches if _read_key(match) not in known and shape[match.end() :].strip()]
    for match in others[:MOST]:
        if not _fits_as_it_is(shape[match.start() :], free) and (option := _find_meant(match, options, free)):
            free.remove(option)
            found.append(Key(option.name, *match.span(), known=False))
    return tuple(sorted(found, key=lambda key: key.start))


def find_bare_key(units: Sequence[str], options: Sequence[Option]) -> tuple[Option | None, int]:
    """The option whose key, without a colon, the first words are, and how many they are.

    A key is an option's name in any language, or several words that people type for it; not one word, such as
    "senator", which begins names as well.
    """
    for size in range(min(WORDS, len(units)), 0, -1):
        folded = _fold_key("_".join(units[:size]))
        option = next((one for one in options if folded in _list_names(one.name)), None)
        if option and not option.hidden and not any(" " in unit for unit in units[:size]):
            return option, size
    return None, 1


def _find_meant(match: re.Match[str], options: Sequence[Option], free: Sequence[Option]) -> Option | None:
    """The option that an unknown key means; None for text."""
    typed, is_spaced = _read_key(match), match[0][-1].isspace()
    if is_spaced and any(map(_is_prose, options)):
        return None
    by_name = {one.name: one for one in free}
    if near := _find_near_name(typed, tuple(by_name)):
        return by_name[near]
    if is_spaced and takes_text(options):
        return None
    return next((one for one in free if _is_other_word(typed, one.name)), None)


def _fits_as_it_is(rest: str, options: Sequence[Option]) -> bool:
    """Whether an option takes the key and its value as they are, as districts do in "zip: 94110"."""
    words = rest.split(maxsplit=LONGEST)[:LONGEST]
    runs = [" ".join(words[:length]) for length in range(1, len(words) + 1)]
    return any(one.fits(run) for one in options if one.fits for run in runs[: one.longest] if ":" in run)


def _is_prose(option: Option) -> bool:
    return option.max_length > _PROSE


def _find_near_name(typed: str, names: Sequence[str]) -> str | None:
    begun = [name for name in names if name.startswith(typed)]
    if len(typed) >= _LEAST and len(begun) == 1:
        return begun[0]
    mixed = [name for name in names if len(name) >= _LEAST and sorted(name) == sorted(typed)]
    close = get_close_matches(typed, [name for name in names if len(name) >= _LONG], n=1, cutoff=_NEAR)
    return next(iter((*mixed, *close)), None)


@lru_cache(maxsize=1024)
def _is_other_word(typed: str, name: str) -> bool:
    words = _list_other_words(name)
    return typed in words or bool(get_close_matches(typed, [one for one in words if len(one) > _LONG], 1, _NEAR_OTHER))


@cache
def _list_other_words(name: str) -> frozenset[str]:
    """What people type for an option in any language, and what Discord calls it there."""
    return frozenset({*map(_fold_key, list_everywhere("key", name)), *_list_names(name)} - {name})


@cache
def _list_names(name: str) -> frozenset[str]:
    """What an option is called, in English and in other languages, and the longer keys that people type for it."""
    key = f"{OPTION}.{name}"
    localized = [own.t(key) for own in map(load_words, list_catalogs()) if own.has(key)]
    longer = [one for one in list_everywhere("key", name) if "_" in one]
    return frozenset({name, *map(_fold_key, (*list_firsts("key", name), *longer, *localized))})


def _make_error(args: Mapping[str, str], wrong: Sequence[tuple[str, str, str]], options: Sequence[Option]) -> UserError:
    """Ask about the keys in ``wrong``: each has its option, how it was typed, and how it is right."""
    field = wrong[0][0]
    typed, meant = (shorten(" ".join(one[place] for one in wrong), _SHOWN) for place in (1, 2))
    key = "error.key_or_text" if takes_text(options) else "error.word_near"
    return UserError(key, field=field, word=typed, near=meant).add_choices([(args[field], meant)])


def _quote_wrong(text: str, keys: Sequence[Key]) -> list[tuple[str, str, str]]:
    return [
        (key.option, text[key.start : end].strip(), f"{key.option}:{text[key.end : end].strip()}")
        for key, end in _list_ends(text, keys)
        if not key.known
    ]


def _read_pairs(text: str, keys: Sequence[Key]) -> dict[str, str]:
    return {key.option: _unquote(text[key.end : end]) for key, end in _list_ends(text, keys)}


def _list_ends(text: str, keys: Sequence[Key]) -> Iterator[tuple[Key, int]]:
    """Each key with the end of its value."""
    for key, following in zip_longest(keys, keys[1:]):
        yield key, following.start if following else len(text)


def _read_key(match: re.Match[str]) -> str:
    return _fold_key(match[1])


def _fold_key(text: str) -> str:
    return fold(text).replace("-", "_")


def _is_unquoted(shape: str, match: re.Match[str]) -> bool:
    before = shape[: match.start()]
    return before.count('"') % 2 == 0 and (not before or before[-1].isspace())


def _unquote(value: str) -> str:
    value = value.strip()
    shape = outline(value).rstrip("\u2069")  # `clean` ends an isolate behind the quotes in which it began
    return clean(value[len(shape) - len(shape.lstrip('"')) : len(shape.rstrip('"'))])
