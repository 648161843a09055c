"""The committees of Congress and their members, from the unitedstates/congress-legislators project's JSON.

Source: https://github.com/unitedstates/congress-legislators (CC0). ``committee-membership-current.json`` lists
committees by id (``SSJU``; a subcommittee's has two more digits), each with its members by their rank in their party.
``committees-current.json`` has the committees' names, and those of their subcommittees.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Annotated

from pydantic import BaseModel, Field, TypeAdapter

from bot.core.congress.committee_ids import ID
from bot.core.congress.records import parse_file
from bot.core.congress.source_file import SourceFile, refuse_source

_MOST = 600  # committees and subcommittees; there are about 230
_LONGEST = 200  # characters of a name
_CHAIR = re.compile(r"(?:co-?)?chair(?:man|woman|person)?", re.IGNORECASE)
_MAJORITY = "majority"
# Names that say what the group is; all others say only what it is on: "Border Security and Immigration".
_NAMED_WHOLE = re.compile(r"\b(?:subcommittee|task force|panel|commission)\b", re.IGNORECASE)


class _Seat(BaseModel):
    bioguide: Annotated[str, Field(pattern=r"^[A-Z]\d{6}$")]
    rank: int
    party: str | None = None  # majority or minority, which decides between equal ranks and isn't kept
    title: str | None = None


class _Subcommittee(BaseModel):
    thomas_id: Annotated[str, Field(pattern=r"^\d\d$")]
    name: Annotated[str, Field(min_length=1, max_length=_LONGEST)]


class _Committee(BaseModel):
    thomas_id: Annotated[str, Field(pattern=r"^[A-Z]{4}$")]
    name: Annotated[str, Field(min_length=1, max_length=_LONGEST)]
    subcommittees: tuple[_Subcommittee, ...] = ()


_FILE = TypeAdapter(dict[str, list[_Seat]])
_NAMES = TypeAdapter(Annotated[list[_Committee], Field(min_length=1, max_length=_MOST)])


def read_committees(source: SourceFile, sitting: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Each committee's sitting members by id: the chair, then all others by rank, whatever their party.

    Raises ConfigError if the file has another shape or is of another Congress.
    """
    found = parse_file(_FILE, source)
    if len(found) > _MOST or not all(map(ID.fullmatch, found)):
        raise refuse_source(source, "This can't be the committees of Congress")
    seats = {id: sorted(row, key=_rank_seat) for id, row in found.items()}
    known = {id: _select_sitting(row, sitting) for id, row in seats.items()}
    if sum(map(len, known.values())) * 2 < sum(map(len, found.values())):
        raise refuse_source(source, "Most of its members don't sit in Congress; it is of another one")
    return {id: members for id, members in known.items() if members}


def _rank_seat(seat: _Seat) -> tuple[bool, int, bool, str]:
    """The order of a committee. Of two chairs, and of two members of one rank, the majority's comes first."""
    is_chair = bool(_CHAIR.fullmatch((seat.title or "").strip()))
    return not is_chair, seat.rank, seat.party != _MAJORITY, seat.bioguide


def _select_sitting(row: Iterable[_Seat], sitting: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(seat.bioguide for seat in row if seat.bioguide in sitting))


def read_committee_names(source: SourceFile) -> Mapping[str, str]:
    """Each committee's name by id, and each subcommittee's ("Subcommittee on …").

    Raises ConfigError if the file has another shape.
    """
    names = dict[str, str]()
    for one in parse_file(_NAMES, source):
        names[one.thomas_id] = _tidy(one.name)
        names |= {f"{one.thomas_id}{sub.thomas_id}": _name_subcommittee(sub.name) for sub in one.subcommittees}
    return names


def _name_subcommittee(written: str) -> str:
    name = _tidy(written)
    return name if _NAMED_WHOLE.search(name) else f"Subcommittee on {name}"


def _tidy(name: str) -> str:
    return " ".join(name.split())
