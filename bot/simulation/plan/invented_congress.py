"""An invented Congress for a deployment that has loaded none: a member for each seat, in the form of the public files.

Nobody's number is real: 555-0100 to 555-0199 are kept for fiction (North American Numbering Plan).
"""

import csv
import io
import json
from collections.abc import Iterator

from bot.core.congress.source_file import SourceFile
from bot.core.congress.zip_file import TRACTS
from bot.core.directory.congresses import find_congress, find_first_day
from bot.core.directory.members import SENIOR, list_senate_seats
from bot.core.directory.states import DISTRICTS, FIPS

_ZIPS = 5  # in each district

CongressFiles = tuple[SourceFile, SourceFile, SourceFile]
"""The members, their offices at home, and the ZIPs."""


def invent_congress(at: int) -> CongressFiles:
    """Every seat's member and every district's ZIPs at ``at`` (UTC microseconds)."""
    number = find_congress(at)
    term = {"start": find_first_day(number).isoformat(), "end": find_first_day(number + 1).isoformat()}
    records = [_make_record(place, seat, term) for place, seat in enumerate((*DISTRICTS, *list_senate_seats()))]
    members = SourceFile("legislators-current.json", json.dumps(records).encode())
    return members, SourceFile("legislators-district-offices.json", b"[]"), _make_zips()


def _make_record(number: int, seat: str, term: dict[str, str]) -> dict[str, object]:
    is_house = seat in DISTRICTS
    state, rest = seat[:2], seat[3:]
    kind: dict[str, object] = {"type": "rep", "district": int(rest)} if is_house else {"type": "sen"}
    rank = {} if is_house else {"state_rank": "senior" if rest == SENIOR else "junior"}
    held = {**term, **kind, **rank, "state": state, "party": "None", "phone": f"202-555-{100 + number % 100:04}"}
    name = {"first": "Robin", "last": f"Sample{number}", "official_full": f"Robin Sample of {seat[:5].strip()}"}
    return {"id": {"bioguide": f"X{number:06}"}, "name": name, "terms": [held]}


def _make_zips() -> SourceFile:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("state_fips", "state_abbr", "zcta", "cd"))
    writer.writerows(_list_zips())
    return SourceFile(TRACTS, text.getvalue().encode())


def _list_zips() -> Iterator[tuple[str, str, str, str]]:
    codes = {state: code for code, state in FIPS.items()}
    for number, place in enumerate(DISTRICTS):
        for one in range(_ZIPS):
            yield codes[place[:2]], place[:2], f"{1 + number * _ZIPS + one:05}", place[3:]
