"""The members of each committee, from the unitedstates/congress-legislators project's JSON.

Source: https://github.com/unitedstates/congress-legislators (CC0), ``committee-membership-current.json``. It lists
committees by id (``SSJU``; a subcommittee's is longer), each with its members by their rank in their party.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Annotated

from pydantic import BaseModel, Field, TypeAdapter

from bot.core.congress.legislators import parse_file
from bot.core.congress.source_file import SourceFile, refuse_source

ID = re.compile(r"[A-Z]{4}\d{0,2}", re.ASCII)
_MOST = 600  # committees and subcommittees; there are about 230


class _Seat(BaseModel):
    bioguide: Annotated[str, Field(pattern=r"^[A-Z]\d{6}$")]
    rank: int


_FILE = TypeAdapter(dict[str, list[_Seat]])


def read_committees(source: SourceFile, sitting: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Each committee's sitting members by id, highest rank first, regardless of party.

    Raises ConfigError if the file has another shape or is of another Congress.
    """
    found = parse_file(_FILE, source)
    if len(found) > _MOST or not all(map(ID.fullmatch, found)):
        raise refuse_source(source, "This can't be the committees of Congress")
    seats = {id: sorted(row, key=lambda seat: (seat.rank, seat.bioguide)) for id, row in found.items()}
    known = {id: _select_sitting(row, sitting) for id, row in seats.items()}
    if sum(map(len, known.values())) * 2 < sum(map(len, found.values())):
        raise refuse_source(source, "Most of its members don't sit in Congress; it is of another one")
    return {id: members for id, members in known.items() if members}


def _select_sitting(row: Iterable[_Seat], sitting: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(seat.bioguide for seat in row if seat.bioguide in sitting))
