"""An invented Congress: its members don't exist, and it has few ZIPs.

``Casey CA-11`` sits for CA-11, ``Sam CA`` and ``Jo CA`` are the senior and the junior senator of California. Each has
a Washington number, and a district office where the tests need one. Real data, if there is any, is beside
the repository and never in it.
"""

import csv
import io
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from bot.core.congress.edition import CongressLoad, read_load
from bot.core.congress.source_file import SourceFile
from bot.core.directory.members import JUNIOR, REPRESENTATIVE, SENIOR, list_senate_seats, name_seat
from bot.core.directory.states import DISTRICTS, FIPS

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
LEGISLATORS, OFFICES, ZCCD = "legislators-current.json", "legislators-district-offices.json", "zccd.csv"
CENSUS = "tab20_cd12020_zcta520_natl.txt"  # of a Congress whose file nobody has published yet
ENDS = date(2027, 1, 3)
LOADED = 1_795_000_000_000_000
VACANT = ("CA-14", "FL-20", f"NE {JUNIOR}")
NO_PHONE = "VT-0"

COMMITTEES, COMMITTEE_NAMES = "committee-membership-current.json", "committees-current.json"
# Ranks of both parties, as in the real file. One member has left Congress, and nobody sits on SSJU27.
SITTING = {
    "HSJU": ["TX-16", "CA-11", "VT-0"],
    "SSJU": [f"CA {JUNIOR}", f"NE {SENIOR}"],
    "SSJU01": [f"CA {JUNIOR}"],
    "SSJU27": [],
}
NAMED = {
    "HSJU": ("House Committee on the Judiciary", {"01": "Immigration Integrity, Security, and Enforcement"}),
    "SSJU": ("Senate Committee on the Judiciary", {"01": "Border Security and Immigration", "27": "Human Rights"}),
}

_SEATS = {name: number for number, name in enumerate((*DISTRICTS, *list_senate_seats()), 1)}
_CODES = {state: code for code, state in FIPS.items()}
_AT_HOME = {
    "CA-11": [("San Francisco", 37.78, -122.42), ("Daly City", 37.7, -122.47)],
    "TX-16": [("El Paso", 31.76, -106.49)],
    f"CA {SENIOR}": [("Los Angeles", 34.05, -118.24), ("Fresno", 36.74, -119.78)],
}

# ZIPs as in real life: in one district, in several, in two states. ZIP -> land by district.
AWKWARD: Mapping[str, Mapping[str, int]] = {
    "94110": {"CA-11": 100},
    "94112": {"CA-11": 30, "CA-15": 70},
    "10001": {"NY-10": 10, "NY-12": 90},
    "11201": {"NY-7": 20, "NY-10": 80},
    "60614": {"IL-5": 60, "IL-9": 40},
    "77002": {"TX-18": 50, "TX-29": 45, "TX-7": 5},
    "30165": {"GA-14": 97, "AL-3": 3},
    "42223": {"KY-1": 60, "TN-7": 40},
    "38852": {"MS-1": 80, "AL-4": 20},
    "86515": {"AZ-2": 90, "NM-3": 10},
    "65733": {"MO-7": 50, "MO-8": 40, "AR-1": 10},
    "59221": {"MT-2": 99, "ND-0": 1},
    "57717": {"SD-0": 99, "WY-0": 1},
    "05601": {"VT-0": 100},
    "99501": {"AK-0": 100},
    "19901": {"DE-0": 100},
    "20001": {"DC-0": 100},
    "20500": {"DC-0": 100},
    "00901": {"PR-0": 100},
    "00725": {"PR-0": 100},
    "96910": {"GU-0": 100},
    "96950": {"MP-0": 100},
    "96799": {"AS-0": 100},
    "00802": {"VI-0": 100},
    "94536": {"CA-14": 100},
    "33311": {"FL-20": 90, "FL-23": 10},
    "68102": {"NE-2": 100},
    "00501": {"NY-1": 0},  # no land at all
    "83414": {"WY-0": 95, "ID-2": 5},
    "73949": {"OK-3": 50, "TX-13": 49, "KS-1": 1},
}


@dataclass(frozen=True, slots=True)
class Invented:
    """The files of one invented edition."""

    legislators: SourceFile
    offices: SourceFile
    zips: SourceFile
    committees: SourceFile
    committee_names: SourceFile

    @property
    def all(self) -> tuple[SourceFile, SourceFile, SourceFile]:
        """All but the committees, in the order in which they are read."""
        return self.legislators, self.offices, self.zips

    def load(self) -> CongressLoad:
        """The data in the files."""
        return _read_once(self)

    def put(self, folder: Path) -> Path:
        """Write them into a folder."""
        folder.mkdir(exist_ok=True)
        for source in (*self.all, self.committees, self.committee_names):
            (folder / source.name).write_bytes(source.data)
        return folder


@lru_cache(8)  # 540 members take a tenth of a second, and most tests want the same ones
def _read_once(files: Invented) -> CongressLoad:
    return read_load(*files.all, LOADED, files.committees, files.committee_names)


def make_congress(
    *, vacant: Collection[str] = VACANT, ends: date = ENDS, census: bool = True, last: str = ""
) -> Invented:
    """An edition with these seats vacant, a Congress that ends on ``ends``, and ``last`` after every name."""
    return _make_once(frozenset(vacant), ends, census, last)


@lru_cache(8)
def _make_once(vacant: frozenset[str], ends: date, census: bool, last: str) -> Invented:
    records = [_record(name, ends, last) for name in _SEATS if name not in vacant]
    return Invented(
        _json(LEGISLATORS, records),
        _json(OFFICES, [_offices(name) for name in _AT_HOME]),
        census_file(AWKWARD) if census else tract_file(AWKWARD),
        _json(COMMITTEES, {id: _seats(names) for id, names in SITTING.items()}),
        _json(COMMITTEE_NAMES, [_name_committee(id, *named) for id, named in NAMED.items()]),
    )


def id_of(place: str, generic: str = REPRESENTATIVE) -> str:
    """The id of a district's member, or of a state's senior or junior senator."""
    return _id(name_seat(place, generic))


def number_of(id: str, office: int = 0) -> str:
    """The number of a member's Washington office, or of the district office."""
    return f"({202 + office}) 225-{int(id[1:]):04}"


def census_file(land: Mapping[str, Mapping[str, int]], congress: int = 119) -> SourceFile:
    """The Census Bureau's table of each ZIP's land by district. Every district has a ZIP."""
    name = f"GEOID_CD{congress}_20"
    rows = [["0", "0", _code(place), "0", zip, str(part)] for zip, place, part in _pairs(land)]
    rows += [["0", "0", "0611", "0", "", "7"], ["0", "0", "06ZZ", "0", "94110", "7"]]  # without a ZIP; at sea
    head = ["OID", "X", name, "NAMELSAD", "GEOID_ZCTA5_20", "AREALAND_PART"]
    return SourceFile(CENSUS, b"\xef\xbb\xbf" + _table([head, *rows], "|"))


def tract_file(land: Mapping[str, Mapping[str, int]]) -> SourceFile:
    """The same as a tract table, which has no shares and lacks some territories."""
    lacking = ("AS", "GU", "MP", "VI")
    rows = [
        [_CODES[place[:2]], place[:2], zip, place[3:]] for zip, place, _ in _pairs(land) if place[:2] not in lacking
    ]
    return SourceFile(ZCCD, _table([["state_fips", "state_abbr", "zcta", "cd"], *rows], ","))


def _pairs(land: Mapping[str, Mapping[str, int]]) -> Iterable[tuple[str, str, int]]:
    for zip, parts in land.items():
        yield from ((zip, place, part) for place, part in parts.items())
    for number, place in enumerate(DISTRICTS):
        yield f"02{number:03}", place, 1  # so that no district is without one


def _code(place: str) -> str:
    state, number = place.split("-")
    return f"{_CODES[state]}{98 if state in ('DC', 'PR', 'GU', 'VI', 'AS', 'MP') else int(number):02}"


def _id(name: str) -> str:
    return f"{'H' if name in DISTRICTS else 'S'}{_SEATS[name]:06}"


def _record(name: str, ends: date, last: str) -> dict[str, Any]:
    house, id = name in DISTRICTS, _id(name)
    state, _, rest = name.replace(" ", "-", 1).partition("-")
    first = "Casey" if house else "Sam" if rest == SENIOR else "Jo"
    term: dict[str, Any] = {
        "type": "rep" if house else "sen",
        "start": ends.replace(year=ends.year - 2).isoformat(),
        "end": ends.isoformat(),
        "state": state,
        "party": "Planted Party",
        "phone": None if name == NO_PHONE else f"202-225-{_SEATS[name]:04}",
    }
    term |= {"district": int(rest)} if house else {"state_rank": "senior" if rest == SENIOR else "junior"}
    full = f"{first} {name if house else state}{last}"
    return {"id": {"bioguide": id}, "name": {"first": first, "last": "X", "official_full": full}, "terms": [term]}


def _seats(names: Iterable[str]) -> list[dict[str, Any]]:
    """A committee. The first two members lead their parties."""
    ranks = enumerate(names)
    return [{"bioguide": _id(name), "party": "Planted Party", "rank": 1 + number // 2} for number, name in ranks]


def _name_committee(id: str, name: str, parts: Mapping[str, str]) -> dict[str, Any]:
    """A committee and its subcommittees, with a key that isn't read."""
    subcommittees = [{"thomas_id": part, "name": named, "phone": "(202) 225-2171"} for part, named in parts.items()]
    return {"thomas_id": id, "name": name, "type": "planted", "subcommittees": subcommittees}


def _offices(name: str) -> dict[str, Any]:
    id = _id(name)
    offices = [
        {
            "id": f"{id}-{city.lower().replace(' ', '_')}",
            "city": city,
            "state": name[:2],
            "phone": f"{202 + number}-225-{_SEATS[name]:04}",
            "latitude": latitude,
            "longitude": longitude,
        }
        for number, (city, latitude, longitude) in enumerate(_AT_HOME[name], 1)
    ]
    return {"id": {"bioguide": id}, "offices": offices}


def _json(name: str, content: object) -> SourceFile:
    return SourceFile(name, json.dumps(content).encode())


def _table(rows: Iterable[Iterable[str]], delimiter: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def read_real_file(name: str) -> SourceFile:
    """A real file. Skips the test if there is none."""
    if not (SHARED / name).exists():
        pytest.skip(f"not tested on the real Congress: there is no {SHARED / name}")
    return SourceFile(name, (SHARED / name).read_bytes())


def find_real_files() -> tuple[SourceFile, SourceFile, SourceFile]:
    """The real files. Skips the test if there are none."""
    return read_real_file(LEGISLATORS), read_real_file(OFFICES), read_real_file(ZCCD)
