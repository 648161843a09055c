"""Invented state legislatures: as many members as the real ones, who don't exist.

``Lee CA-L-12`` sits for CA-L-12; where a district has several members, they are ``Lee``, ``Kim``, ``Sol`` and so on.
Each has a number at the capitol and, in ``AT_HOME``, one at home. Real data, if there is any, is beside the repository.
"""

import csv
import hashlib
import io
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

import pytest

from bot.core.congress.source_file import SourceFile
from bot.core.statehouse.chambers import ChamberFacts
from bot.core.statehouse.districts import make_key
from bot.core.statehouse.facts import STATEHOUSES
from bot.core.statehouse.open_states import COLUMNS, StateLoad, make_id, read_state
from tests.public_data.capitol import LOADED, SHARED

OPEN_STATES = SHARED / "openstates"
FIRST = ("Lee", "Kim", "Sol", "Ari", "Noa", "Jin", "Ren", "Mio", "Kai", "Uma")
AT_HOME = ("CA-L-12", "TX-U-29", "TX-L-1", "MN-L-4A")
TOWNS = {"CA": ("San Rafael", "94901"), "TX": ("El Paso", "79901"), "MN": ("Duluth", "55802")}
_STATES = sorted(STATEHOUSES)

Line = dict[str, str]


def make_state_file(
    state: str, *, vacant: Collection[str] = (), last: str = "", lines: Collection[Mapping[str, str]] = ()
) -> SourceFile:
    """A state's file, with nobody in the districts ``vacant``, ``last`` after every name, and more ``lines``."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows([*list_lines(state, vacant=vacant, last=last), *lines])
    return SourceFile(f"{state.lower()}.csv", text.getvalue().encode())


def load_state(state: str, *, vacant: Collection[str] = (), last: str = "") -> StateLoad:
    """A state's data. Tests that want the same share them."""
    return _load_once(state, frozenset(vacant), last)


@lru_cache(64)
def _load_once(state: str, vacant: frozenset[str], last: str) -> StateLoad:
    return read_state(make_state_file(state, vacant=vacant, last=last), state, LOADED)


def list_lines(state: str, *, vacant: Collection[str] = (), last: str = "") -> Iterator[Line]:
    """The lines of a state's file."""
    for facts in STATEHOUSES[state].chambers:
        for district, seats in facts.seats.items():
            key = make_key(state, facts.chamber, district)
            if key not in vacant:
                yield from (make_line(key, number, facts=facts, last=last) for number in range(seats))


def make_line(key: str, number: int = 0, *, facts: ChamberFacts | None = None, last: str = "") -> Line:
    """The line of a district's member, the first or another."""
    state, letter, district = key.split("-", 2)
    house = STATEHOUSES[state]
    facts = facts or (house.upper if letter == "U" else house.lower)
    assert facts
    chamber = "legislature" if house.lower is None else facts.chamber.value
    line = {"id": _make_ocd_id(key, number), "current_district": district, "current_chamber": chamber, "death_date": ""}
    line |= {
        "name": f"{FIRST[number % 10]} {key}{last}",
        "given_name": FIRST[number % 10],
        "family_name": f"{key}{last}",
    }
    line |= {"capitol_address": f"Room 1, {house.capital}, {state} 10001", "capitol_voice": phone_of(key, number)}
    return line | _make_home(state, key, number)


def _make_home(state: str, key: str, number: int) -> Line:
    if key not in AT_HOME:
        return {"district_address": "", "district_voice": ""}
    town, zip = TOWNS[state]
    return {
        "district_address": f"1 Main St., {town}, {state} {zip}",
        "district_voice": phone_of(key, number, home=True),
    }


def phone_of(key: str, number: int = 0, *, home: bool = False) -> str:
    """The number of a member's office at the capitol or at home, as cards show it."""
    digits = int(hashlib.sha256(f"{key} {number} {home}".encode()).hexdigest(), 16) % 8_000_000 + 2_000_000
    return f"({300 + _STATES.index(key[:2])}) {digits // 10_000}-{digits % 10_000:04}"


def state_id_of(key: str, number: int = 0) -> str:
    """The id of a district's member, the first or another."""
    return make_id(key[:2], _make_ocd_id(key, number))


def _make_ocd_id(key: str, number: int) -> str:
    text = hashlib.sha256(f"{key} {number}".encode()).hexdigest()
    return f"ocd-person/{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:32]}"


def find_real_state(state: str) -> SourceFile:
    """A state's real file. Skips the test if there is none."""
    path = OPEN_STATES / f"{state.lower()}.csv"
    if not path.is_file():
        pytest.skip(f"not tested on real legislators: there is no {path}")
    return SourceFile(path.name, path.read_bytes())


@lru_cache
def load_real_state(state: str) -> StateLoad:
    """A state's real data. Skips the test if there is none. Tests share them."""
    return read_state(find_real_state(state), state, LOADED)
