"""Reads two names with a word between them: `/chapter rename Harbor to Bay`.

Only a whole name that the caller may see counts as known, so "Road to Freedom" stays a new name without a chapter
"Road". A misspelled one is asked about. Words in quotes stay together, so a name can begin with such a word:
`/chapter rename Harbor "to Bay"`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.errors import UserError
from bot.kit.cards.reply import Choice
from bot.kit.invocation import Invocation
from bot.kit.options import Option
from bot.kit.registry import Registry
from bot.kit.spec import Spec
from bot.kit.words.near_choices import find_near_choices, find_near_pair
from bot.kit.words.two_names import list_names
from bot.phrases import list_choices, make_phrase
from bot.text import fold

_ARROWS = ("->", "=>", ">", "→", "⇒")
_ENGLISH, _SPANISH = ("to", "into", "as"), ("a", "por", "como")
_VIETNAMESE, _TAGALOG = ("thành", "sang"), ("sa", "bilang")
_CHINESE = ("到", "为", "為", "改为", "改為", "改成", "改名为", "改名為", "更名为", "更名為")
_BETWEEN = frozenset(map(fold, (*_ARROWS, *_ENGLISH, *_SPANISH, *_VIETNAMESE, *_TAGALOG, *_CHINESE)))
_WITHIN = re.compile(r"[改更]名?[为為成]|[-=]>|[→⇒]")  # Chinese has no spaces, and arrows need none
_TAKEN = re.compile(r"^[把将將]")  # before what is renamed, in Chinese
_OBJECT = re.compile(r"(?:을|를|에서)$")  # after it, in Korean
_RESULT = re.compile(r"(?:으로|로) (?:변경|바꿔|바꾸|수정)\S*$")  # after the new name, with a verb, in Korean
_MOST_OFFERED = 5  # names


class _Reading(NamedTuple):
    first: str
    second: str


async def read_joined_names(
    registry: Registry, inv: Invocation, spec: Spec, options: Sequence[Option], units: Sequence[str]
) -> dict[str, str]:
    """What ``units`` fill of a command's two names, by option; empty if they aren't such names.

    A command about the known thing renames it, so that comes first. Another adds the new one to it. Raises UserError,
    whose choices are whole requests, if the known name is misspelled or, where it is renamed, a part of one.
    """
    names = list_names(spec)
    known = next((one for one in names if one.accepts), None)
    new = next((one for one in names if not one.accepts), None)
    if len(names) != 2 or known is None or not all(one in options for one in names):
        return {}
    if new is None:
        return await _read_two_known(registry, inv, names, units)
    renames = spec.name.split(" ")[0] == known.name
    readings = tuple(_list_readings(units) if renames else map(_swap, _split_between(units)))
    return await _read_known_and_new(registry, inv, (known, new), readings, " ".join(units), renames=renames)


async def _read_two_known(
    registry: Registry, inv: Invocation, names: Sequence[Option], units: Sequence[str]
) -> dict[str, str]:
    """Two known names, perhaps misspelled: core says what they may be."""
    first, second = names
    readings = tuple(_split_between(units))
    firsts = await registry.accepts[str(first.accepts)](inv, tuple(one.first for one in readings), False)
    seconds = await registry.accepts[str(second.accepts)](inv, tuple(one.second for one in readings), False)
    found = next((one for one in readings if one.first in firsts or one.second in seconds), None)
    if found is None:
        return dict(await find_near_pair(registry, inv, names, readings))
    return {first.name: found.first, second.name: found.second}


async def _read_known_and_new(
    registry: Registry,
    inv: Invocation,
    options: tuple[Option, Option],
    readings: Sequence[_Reading],
    whole: str,
    *,
    renames: bool,
) -> dict[str, str]:
    known, new = options
    accepts = registry.accepts[str(known.accepts)]
    accepted = await accepts(inv, tuple(_list_beginnings(readings)), False) if readings else ()
    if found := next((one for one in readings if one.first in accepted), None):
        return {known.name: found.first, new.name: found.second}
    if accepted:  # a name is followed by more words than one between two names: core reads them
        return {}
    for reading in readings:
        if meant := await _find_meant(registry, inv, known, reading.first, parts=renames):
            raise await _ask(registry, inv, options, reading, meant, whole)
    taken = await accepts(inv, tuple(one.second for one in readings), False) if renames and readings else ()
    if found := next((one for one in readings if one.second in taken), None):  # nothing gets a name that ends in "to"
        return {known.name: found.first, new.name: found.second}
    return {}


def _list_beginnings(readings: Iterable[_Reading]) -> Iterator[str]:
    """The first names of ``readings``, and the words at their beginning."""
    for reading in readings:
        words = reading.first.split(" ")
        yield from (" ".join(words[:length]) for length in range(len(words), 0, -1))


async def _find_meant(
    registry: Registry, inv: Invocation, known: Option, typed: str, *, parts: bool
) -> tuple[Choice, ...]:
    """The names that the caller may see and that ``typed`` is nearly or, with ``parts``, a part of."""
    offered = await registry.suggestions[str(known.suggest)](inv, typed)
    if parts and await registry.accepts[str(known.accepts)](inv, (typed,), True):
        return offered[:_MOST_OFFERED]
    return find_near_choices(typed, offered)


async def _ask(
    registry: Registry,
    inv: Invocation,
    options: tuple[Option, Option],
    reading: _Reading,
    meant: Sequence[Choice],
    whole: str,
) -> UserError:
    """The question which name is meant. Of the only one, all that was typed may be the new name."""
    known, new = options
    if len(await registry.suggestions[str(known.suggest)](inv, "")) == 1:
        names = {"word": reading.first, "near": meant[0].label, "rest": reading.second, "whole": whole}
        news = ((reading.second, reading.second), (whole, whole))
        return UserError("name.two", field=new.name, **names).add_choices(news, {known.name: meant[0].value})
    choices, settled = [(one.value, one.label) for one in meant], {new.name: reading.second}
    if len(meant) == 1:
        error = UserError("error.word_near", field=known.name, word=reading.first, near=meant[0].label)
        return error.add_choices(choices, settled)
    quoted = list_choices(make_phrase("offer.quoted", name=one.label) for one in meant)
    error = UserError("error.word_nearest", field=known.name, word=reading.first, near=quoted)
    return error.add_choices(choices, settled)


def _swap(reading: _Reading) -> _Reading:
    return _Reading(reading.second, reading.first)


def _list_readings(units: Sequence[str]) -> Iterator[_Reading]:
    """The ways to read ``units`` as two names, the longest first name first."""
    yield from _split_between(units)
    yield from _split_within(units)
    for at in range(len(units) - 1, 0, -1):
        before, after = " ".join(units[:at]), " ".join(units[at:])
        if _OBJECT.search(before):
            yield _Reading(_OBJECT.sub("", before), _RESULT.sub("", after))


def _split_between(units: Sequence[str]) -> Iterable[_Reading]:
    places = (at for at in range(len(units) - 2, 0, -1) if fold(units[at]) in _BETWEEN)
    return (_Reading(" ".join(units[:at]), " ".join(units[at + 1 :])) for at in places)


def _split_within(units: Sequence[str]) -> Iterator[_Reading]:
    for at in range(len(units) - 1, -1, -1):
        found = _WITHIN.search(units[at]) if " " not in units[at] else None
        if found is None:
            continue
        before = " ".join((*units[:at], units[at][: found.start()])).strip()
        after = " ".join((units[at][found.end() :], *units[at + 1 :])).strip()
        if before and after:
            yield from (_Reading(before, after), _Reading(_TAKEN.sub("", before), after))
