"""A state's districts: the keys under which they are stored, and how people write their names.

A key is the state, the chamber's letter and the district as Open States writes it: ``CA-L-12``, ``TX-U-14``,
``MA-U-Hampden``, ``VT-L-Addison-3``. So the name may have hyphens, spaces and commas.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from bot.core.statehouse.chambers import Chamber
from bot.core.statehouse.facts import STATEHOUSES
from bot.text import fold

LONGEST = 60  # characters of a district's name; Massachusetts has one of 43

_OFFICE_AT_HOME = re.compile(r"[a-z]{2}[0-9a-f]{10}-home\d+")
_KEY = re.compile(r"([A-Z]{2})-([UL])-(.+)")
_LETTERS = {chamber.letter: chamber for chamber in Chamber}
_SEATS_OF_ONE_DISTRICT = re.compile(r"(\d+)[AB]", re.IGNORECASE)  # Idaho's: see `facts`
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_NUMBERS = {word: str(number) for number, word in enumerate(_ORDINALS.split(), 1)}
_NUMBER = re.compile(r"0*(\d+[a-c]?)(?:st|nd|rd|th)?")
_SPLIT_PART = re.compile(r"(\d) ([a-c])$")  # "4 a" for 4A
_FILLERS = frozenset(["and", "the", "of", "county", "ward", "district", "dist", "distrito", "no", "number"])


class DistrictKey(NamedTuple):
    """The parts of a district's key."""

    state: str
    chamber: Chamber
    district: str

    def __str__(self) -> str:
        return make_key(*self)


def make_key(state: str, chamber: Chamber, district: str) -> str:
    """The key of a district."""
    return f"{state}-{chamber.letter}-{district}"


def is_state_office(id: str) -> bool:
    """Whether this is the id of a state legislator's office at home: see `open_states`."""
    return _OFFICE_AT_HOME.fullmatch(id) is not None


def parse_key(text: str) -> DistrictKey | None:
    """The parts of a key, None for text that is none, or names a chamber that there isn't."""
    match = _KEY.fullmatch(text)
    house = STATEHOUSES.get(match[1]) if match else None
    if match is None or house is None or house.get_chamber(_LETTERS[match[2]]) is None:
        return None
    return DistrictKey(match[1], _LETTERS[match[2]], match[3])


def tidy_district(state: str, chamber: Chamber, written: str) -> str:
    """A district's name as the files write it, with one space between words.

    Idaho's 5A and 5B are seats of district 5.
    """
    name = " ".join(written.split())
    if (state, chamber) == ("ID", Chamber.LOWER) and (seat := _SEATS_OF_ONE_DISTRICT.fullmatch(name)):
        return seat[1]
    return name


def match_district(state: str, chamber: Chamber, typed: str, names: Iterable[str]) -> str | None:
    """The one of a chamber's district ``names`` that was typed, None if it is none or not certain which.

    ``12``, ``District 012`` and ``12th`` are one district, so are ``4 a`` and ``4A``, and ``Bristol 10th``,
    ``Tenth Bristol`` and ``10th bristol``.
    """
    sought = _split_name(tidy_district(state, chamber, fold(typed)))
    known = [(name, _split_name(name)) for name in names]
    exact = [name for name, words in known if words == sought]
    found = exact or [name for name, words in known if sorted(words) == sorted(sought)]
    return found[0] if sought and len(found) == 1 else None


@lru_cache(8192)  # every district there is, so that each is taken apart once
def _split_name(name: str) -> tuple[str, ...]:
    """The words that tell a name from others, folded, with ordinals as numbers."""
    spaced = " ".join(re.sub(r"[^\w]|_", " ", fold(name)).split())
    words = (_NUMBERS.get(word, word) for word in _SPLIT_PART.sub(r"\1\2", spaced).split())
    return tuple(_read_number(word) for word in words if word not in _FILLERS)


def _read_number(word: str) -> str:
    match = _NUMBER.fullmatch(word)
    return match[1] if match else word
