"""Reads a known name and a new one with a word between them: `/chapter rename Harbor to Bay`.

Only a whole name that the caller may see counts as known, so "Road to Freedom" stays a new name without a chapter
"Road". Words in quotes stay together, so a name can begin with such a word: `/chapter rename Harbor "to Bay"`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.kit.invocation import Invocation
from bot.kit.options import Option
from bot.kit.registry import Registry
from bot.kit.spec import Spec
from bot.kit.words.two_names import list_names
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


class _Reading(NamedTuple):
    first: str
    second: str


async def read_joined_names(
    registry: Registry, inv: Invocation, spec: Spec, options: Sequence[Option], units: Sequence[str]
) -> dict[str, str]:
    """What ``units`` fill of a command's two names, by option; empty if they aren't such names.

    A command about the known thing renames it, so that comes first. Another adds the new one to it.
    """
    names = list_names(spec) if len(options) > 1 else []
    known = next((one for one in names if one.accepts and one in options), None)
    new = next((one for one in names if not one.accepts and one in options), None)
    if known is None or new is None or known.accepts is None or len(names) != 2:
        return {}
    renames = spec.name.split(" ")[0] == known.name
    readings = tuple(_list_readings(units) if renames else map(_swap, _split_between(units)))
    if not readings:
        return {}
    accepted = await registry.accepts[known.accepts](inv, tuple(one.first for one in readings), False)
    found = next((one for one in readings if one.first in accepted), None)
    return {known.name: found.first, new.name: found.second} if found else {}


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
