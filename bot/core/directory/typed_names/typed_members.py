"""A member as people type one: a name among other words, or a seat such as "the senator from Texas".

A place beside a name only says whose name it is: "Cruz (R-TX)" names nobody from another state.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, Protocol

from bot.core.directory.offices.generic_offices import GENERIC, SENATORS, is_either_senator, parse_generic
from bot.core.directory.states import find_district
from bot.core.directory.typed_names.typed_places import match_place
from bot.text import fold

_POSSESSIVE = re.compile(r"(?<=\w)'s?(?!\w)")
_DROPPED, _BETWEEN = re.compile(r"[.'\"]"), re.compile(r"[-,/()\[\]:;!?@#*_]")
_FRONT = frozenset(
    {"the", "my", "your", "our", "us", "united states", "office of", "mr", "ms", "mrs", "miss", "mx", "dr", "madam"}
    | {"hon", "honorable", "speaker", "whip", "leader", "majority leader", "minority leader", "majority whip"}
    | {"minority whip", "chair", "chairman", "chairwoman", "chairperson", "ranking member"}
)
_BACK = frozenset({"office", "offices", "dc", "washington dc", "jr", "sr", "ii", "iii", "iv", "v", "junior", "senior"})
_RANKS = ("senior", "junior")
_BESIDE_PLACE = frozenset({"of", "from", "in", "for", "the", "d", "r", "i"})  # and the letter of a party
_LONGEST_PLACE = 7  # words: "12th congressional district of the northern mariana"
_MOST_WORDS = 14  # of a name; longer text is no name, and would take long


class Placed(Protocol):
    """Somebody who holds a seat, in Congress or in a state's legislature."""

    @property
    def state(self) -> str: ...
    @property
    def district(self) -> str | None: ...


class Seated(Placed, Protocol):
    """A member of Congress."""

    @property
    def generic(self) -> str: ...


class Reading(NamedTuple):
    """What typed words may be: a name (normalized, empty if there is none), and the place beside it."""

    name: str
    state: str | None = None
    number: int | None = None

    def fits(self, member: Placed) -> bool:
        """Whether the place, if there is one, is that of a member."""
        if self.state not in (None, member.state):
            return False
        if self.number is None:
            return True
        district = find_district(member.state, self.number) or ""
        return (member.district or "").rpartition("-")[2] in (str(self.number), district.partition("-")[2])


class Seat(NamedTuple):
    """A seat that was named by its place: a word of `GENERIC`, or either senator's."""

    state: str
    number: int | None
    generic: str
    either: bool

    def is_held_by(self, member: Seated) -> bool:
        """Whether it is a member's seat."""
        is_kind = member.generic in SENATORS if self.either else member.generic == self.generic
        return is_kind and Reading("", self.state, self.number).fits(member)


def normalize_name(text: str) -> str:
    """A name as it is compared: folded, without apostrophes, periods and possessives, with spaces for other marks."""
    bare = _DROPPED.sub("", _POSSESSIVE.sub("", fold(text)))
    return " ".join(_BETWEEN.sub(" ", bare).split())


@lru_cache(maxsize=1024)
def list_readings(typed: str) -> tuple[Reading, ...]:
    """The ways to read typed words as a name: as they are, and without what people write around names."""
    whole = normalize_name(typed)
    found, left = dict[Reading, None](), [Reading(whole)] if len(whole.split()) <= _MOST_WORDS else []
    while left:
        one = left.pop(0)
        if one not in found:
            found[one] = None
            left += _drop_around(one)
    return tuple(found)


def find_seat(typed: str) -> Seat | None:
    """The seat that typed words name with its place: "TX-35", "Texas's junior senator". None for any other words."""
    for one in list_readings(typed):
        generic = parse_generic(one.name) if one.name else GENERIC[0] if one.number is not None else ""
        if one.state and generic in GENERIC:
            return Seat(one.state, one.number, generic, is_either_senator(one.name))
    return None


def _drop_around(one: Reading) -> Iterator[Reading]:
    words = one.name.split()
    for count in (1, 2):
        if " ".join(words[:count]) in _FRONT:
            yield one._replace(name=" ".join(words[count:]))
        if " ".join(words[-count:]) in _BACK:
            yield one._replace(name=" ".join(words[:-count]))
    inner = [word for word in words[1:-1] if len(word) > 1]
    if len(inner) < len(words) - 2:  # initials
        yield one._replace(name=" ".join((words[0], *inner, words[-1])))
    if one.state is None:
        yield from _drop_place(words)


def _drop_place(words: list[str]) -> Iterator[Reading]:
    for count in range(1, min(len(words), _LONGEST_PLACE) + 1):
        if found := match_place(" ".join(words[-count:])):
            rest = words[:-count]
            while rest and rest[-1] in _BESIDE_PLACE:
                rest = rest[:-1]
            yield Reading(" ".join(rest), *found)
        first = 1 if words[0] in _RANKS else 0  # "junior Texas senator"
        if found := match_place(" ".join(words[first : first + count])):
            yield Reading(" ".join((*words[:first], *words[first + count :])), *found)
