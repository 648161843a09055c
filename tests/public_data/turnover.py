"""An invented election: the members of two Congresses in one file, and a map whose lines moved in Texas and Utah.

In the 120th Congress ``Riley TX-16`` sits in the place of ``Casey TX-16``, ``Casey CA-11`` is now of CA-15 and
``Riley CA-11`` of CA-11, Texas has a new senator, ``Riley TX``, and the old junior senator is the senior one. All of
Florida's representatives are new. All others were reelected.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from bot.core.congress.source_file import SourceFile
from bot.core.directory.members import JUNIOR, SENIOR
from bot.core.directory.states import DISTRICTS
from tests.public_data.capitol import AWKWARD, Invented, census_file, id_of, make_congress
from tests.services import instant

NOON = instant("2027-01-03 12:00")  # in Washington
MAP_120 = "tab20_cd12020_zcta520_natl.txt"
OLD_TX, NEW_TX, NEW_CA = id_of("TX-16"), "R000016", "R000011"
LEAVING_SENATOR, STAYING_SENATOR, NEW_SENATOR = id_of("TX", SENIOR), id_of("TX", JUNIOR), "R000001"

# ZIPs whose district changed with the lines, and the land of one that was cut in another place.
MOVED: Mapping[str, Mapping[str, int]] = {"77002": {"TX-18": 20, "TX-29": 80}, "79901": {"TX-23": 100}}
BEFORE: Mapping[str, Mapping[str, int]] = {"79901": {"TX-16": 100}, "84101": {"UT-1": 100}}
AFTER: Mapping[str, Mapping[str, int]] = {**MOVED, "84101": {"UT-2": 100}}

Records = list[dict[str, Any]]


def make_maps_of_two() -> tuple[SourceFile, SourceFile]:
    """The ZIP files of the 119th and the 120th Congress."""
    before, after = census_file({**AWKWARD, **BEFORE}), census_file({**AWKWARD, **BEFORE, **AFTER}, 120)
    return before, SourceFile(MAP_120, after.data)


@lru_cache(4)
def make_turnover(early: bool = True) -> Invented:
    """The files after the election. If they aren't ``early``, those who left are no longer in them."""
    return edit_records(make_congress(vacant=()), lambda records: _elect(records, early))


def edit_records(files: Invented, edit: Callable[[Records], None]) -> Invented:
    """The files with other members."""
    records = json.loads(files.legislators.data)
    edit(records)
    before, _ = make_maps_of_two()
    return replace(files, legislators=SourceFile(files.legislators.name, json.dumps(records).encode()), zips=before)


def _elect(records: Records, early: bool) -> None:
    by_id = {record["id"]["bioguide"]: record for record in records}
    floridians = {id_of(place): place for place in DISTRICTS if place[:2] == "FL"}
    for id, record in by_id.items():
        if id in floridians:
            _elect_new(records, record, f"R0120{floridians[id][3:]:>02}", f"Riley {floridians[id]}")
        elif id not in (OLD_TX, LEAVING_SENATOR, id_of("CA-15")):
            _add_term(record, years=6 if id[0] == "S" else 2)
    by_id[id_of("CA-11")]["terms"][-1]["district"] = 15
    _elect_new(records, by_id[OLD_TX], NEW_TX, "Riley TX-16")
    _elect_new(records, by_id[id_of("CA-11")], NEW_CA, "Riley CA-11")
    _elect_new(records, by_id[LEAVING_SENATOR], NEW_SENATOR, "Riley TX", state_rank="junior")
    if not early:
        records[:] = [record for record in records if record["terms"][-1]["end"] > "2027-01-03"]


def _add_term(record: dict[str, Any], years: int) -> None:
    record["terms"].append(record["terms"][-1] | {"start": "2027-01-03", "end": f"{2027 + years}-01-03"})


def _elect_new(records: Records, before: dict[str, Any], id: str, name: str, **changes: str) -> None:
    term = before["terms"][0] | {"start": "2027-01-03", "end": "2029-01-03", "phone": "202-225-9999", **changes}
    records.append(
        {"id": {"bioguide": id}, "name": {"first": "Riley", "last": "X", "official_full": name}, "terms": [term]}
    )
