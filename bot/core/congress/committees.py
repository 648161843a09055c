"""Who sits on which committee, from the unitedstates/congress-legislators project's JSON.

Source: https://github.com/unitedstates/congress-legislators (CC0), ``committee-membership-current.json``: committees by
their id (``SSJU``; a subcommittee's is longer), each with its members in the order of both parties' ranks.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Annotated

from pydantic import BaseModel, Field, TypeAdapter

from bot.core.congress.legislators import parsed
from bot.core.congress.source_file import Source, nonsense

ID = re.compile(r"[A-Z]{4}\d{0,2}", re.ASCII)
_MOST = 600  # committees and subcommittees; there are about 230


class _Seat(BaseModel):
    bioguide: Annotated[str, Field(pattern=r"^[A-Z]\d{6}$")]
    rank: int


_FILE = TypeAdapter(dict[str, list[_Seat]])


def read_committees(source: Source, sitting: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of each committee's members who sit in Congress, highest rank first, whatever the party.

    Raises ConfigError for what is no such file, or is of another Congress.
    """
    found = parsed(_FILE, source)
    if len(found) > _MOST or not all(map(ID.fullmatch, found)):
        raise nonsense(source, "This can't be the committees of Congress")
    seats = {id: sorted(row, key=lambda seat: (seat.rank, seat.bioguide)) for id, row in found.items()}
    known = {id: _sitting(row, sitting) for id, row in seats.items()}
    if sum(map(len, known.values())) * 2 < sum(map(len, found.values())):
        raise nonsense(source, "Most of its members don't sit in Congress; it is of another one")
    return {id: members for id, members in known.items() if members}


def _sitting(row: Iterable[_Seat], sitting: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(seat.bioguide for seat in row if seat.bioguide in sitting))
