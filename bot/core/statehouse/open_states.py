"""A state's legislators, from Open States' CSV.

Source: https://open.pluralpolicy.com/data/legislator-csv/ (public domain), one file a state, made anew each night. It
has a line for each sitting legislator, with one office at the capitol and one at home. A member's state is in the
file's name alone. Party, email and addresses are not read or stored; an address gives the town.
"""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct

from bot.core.congress.source_file import SourceFile, refuse_source
from bot.core.directory.members import Office
from bot.core.directory.offices.office_zones import find_zone
from bot.core.directory.offices.phones import PhoneFlaw, find_phone_flaw, parse_phone
from bot.core.directory.states import NAMES
from bot.core.directory.typed_names.member_names import parse_surname
from bot.core.statehouse.chambers import Chamber, ChamberFacts
from bot.core.statehouse.districts import LONGEST, match_district, tidy_district
from bot.core.statehouse.facts import STATEHOUSES
from bot.core.statehouse.home_offices import Place, find_place, is_same_town
from bot.core.statehouse.state_directory import StateEdition, StateMember, StateRoster, list_vacancies, make_roster
from bot.text import clean, find_unseen, strip_invisible

COLUMNS = (
    "id", "name", "current_district", "current_chamber", "given_name", "family_name", "death_date",
    "capitol_address", "capitol_voice", "district_address", "district_voice",
)  # fmt: skip

_ID = re.compile(r"ocd-person/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_STATE = re.compile(r"\b([A-Z]{2})\b\.?,?\s*\d{5}(?:-\d{4})?\s*$")
_LONGEST_NAME = 80
_FEWEST = 0.75  # of a chamber's seats; no chamber has so many vacancies, so with fewer the file is cut short
_MOST_NAMED = 8
_SINGLE = "legislature"  # the chamber of a state that has only one

_Row = Mapping[str, str]


class StateLoad(Struct, frozen=True):
    """Everything that one update of a state loads. ``doubts`` are sentences about lines that were left out, and more.

    ``vacant`` are keys of districts with empty seats, each with their number. ``without_phone`` are names.
    """

    roster: StateRoster
    source: SourceFile
    doubts: tuple[str, ...]
    vacant: tuple[tuple[str, int], ...]
    without_phone: tuple[str, ...]


class _LeftOutError(Exception):
    """Why a line is left out, as the end of a sentence."""


def read_state(source: SourceFile, state: str, at: int) -> StateLoad:
    """Read a state's file at ``at`` (UTC microseconds). Lines with a fault are left out, and named in ``doubts``.

    Raises ConfigError if it can't be all of the state's legislature.
    """
    rows, doubts = _read_rows(source), list[str]()
    _check_state(rows, state, source)
    members = dict[str, StateMember]()
    for row in rows:
        try:
            member = _read_member(row, state)
            if member.id in members:
                raise _LeftOutError("is there twice; the first line was taken")
            members[member.id] = member
        except _LeftOutError as error:
            doubts.append(f"Line {row['line']} ({_name_row(row)}) was left out, as this {error}.")
    _check_chambers(members.values(), state, source)
    roster = make_roster(StateEdition(state, source.sha256, at), members.values())
    doubts += [*_find_odd_districts(roster), *_find_phone_flaws(rows)]
    without = tuple(member.name for member in members.values() if not member.can_be_called)
    return StateLoad(roster, source, tuple(doubts), list_vacancies(roster), without)


def _read_rows(source: SourceFile) -> list[_Row]:
    try:
        text = io.StringIO(source.data.decode("utf-8-sig"), newline="")
        rows = csv.DictReader(text, strict=True)
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        found = [] if missing else [_tidy_row(row, rows.line_num) for row in rows]
    except UnicodeDecodeError:
        raise refuse_source(source, "This is no text in UTF-8") from None
    except csv.Error as error:
        raise refuse_source(source, f"This can't be read as CSV ({error})") from None
    if missing:
        raise refuse_source(source, f"This isn't Open States' file of legislators: it has no column {missing[0]}")
    return found


def _tidy_row(row: Mapping[str | None, str | list[str] | None], line: int) -> _Row:
    """The row without needless spaces, and its ``line``. ``whole`` is empty if it has too few values, or too many."""
    whole = None not in row and None not in row.values()
    values = {name: " ".join(value.split()) for name, value in row.items() if name and isinstance(value, str)}
    return {**dict.fromkeys(COLUMNS, ""), **values, "line": str(line), "whole": "yes" if whole else ""}


def _name_row(row: _Row) -> str:
    """Whose line it is, as a terminal can show it."""
    return strip_invisible(row["name"] or row["id"])[:_LONGEST_NAME] or "without a name"


def _check_state(rows: list[_Row], state: str, source: SourceFile) -> None:
    """Raise ConfigError if most addresses are in another state. Nothing else in the file names its state."""
    written = (_STATE.search(row[column]) for row in rows for column in ("capitol_address", "district_address"))
    states = Counter(match[1] for match in written if match)
    most = max(states, key=lambda one: states[one], default=state)
    if most != state and states[most] * 2 > states.total():
        raise refuse_source(source, f"Most of its offices are in {NAMES.get(most, most)}, not in {NAMES[state]}")


def _read_member(row: _Row, state: str) -> StateMember:
    """Raises _LeftOutError for a line with a fault."""
    if not row["whole"]:
        raise _LeftOutError("line has too few values, or too many")
    if not _ID.fullmatch(row["id"]):
        raise _LeftOutError("line has no id of Open States")
    name = clean(row["name"])
    if not name or len(name) > _LONGEST_NAME or find_unseen(name):
        raise _LeftOutError("line has no name that can be shown")
    if row["death_date"]:
        raise _LeftOutError("person has died")
    facts = _find_chamber(row, state)
    district = _find_district(facts, row["current_district"])
    if not district or len(district) > LONGEST or find_unseen(district):
        raise _LeftOutError("line has no district")
    id = make_id(state, row["id"])
    return StateMember(
        id=id,
        name=name,
        title=facts.title,
        state=state,
        chamber=facts.chamber,
        district=district,
        offices=tuple(_read_offices(row, id, state)),
        last=clean(row["family_name"]) or parse_surname(name),
        first_names=tuple(filter(None, (clean(row["given_name"]),))),
    )


def make_id(state: str, ocd_id: str) -> str:
    """A legislator's id: the state and a hash. Open States' own is too long for a button."""
    return state.lower() + hashlib.sha256(ocd_id.encode()).hexdigest()[:10]


def _find_chamber(row: _Row, state: str) -> ChamberFacts:
    house, written = STATEHOUSES[state], row["current_chamber"].casefold()
    if written == _SINGLE and house.lower is None:
        return house.upper
    facts = house.get_chamber(Chamber(written)) if written in set(Chamber) else None
    if facts is None:
        raise _LeftOutError(f"line names a chamber that {NAMES[state]} doesn't have")
    return facts


def _find_district(facts: ChamberFacts, written: str) -> str:
    """The district's name in the facts, however the file writes it, else as it is written."""
    if written in facts.seats:
        return written
    known = match_district(facts.state, facts.chamber, written, facts.seats)
    return known or tidy_district(facts.state, facts.chamber, written)


class _WrittenOffice(NamedTuple):
    """An office in a line: where it is, and its number if that can be read."""

    place: Place
    phone: str | None


def _read_offices(row: _Row, id: str, state: str) -> Iterator[Office]:
    """The office at the capitol, then those at home whose number is known, each number once.

    A few lines have an office at home in the columns for the capitol: its town shows it. The Council of the District of
    Columbia has all its offices in one building, and the file has them in either columns.
    """
    capitol, home = (_read_office(row, kind, state) for kind in ("capitol", "district"))
    house, at_home = STATEHOUSES[state], [home]
    if state == "DC":
        capitol, at_home = _WrittenOffice(capitol.place, capitol.phone or home.phone), []
    elif capitol.place.is_known and not is_same_town(capitol.place.town, house.capital):
        capitol, at_home = _WrittenOffice(capitol.place, None), [capitol, home]
    yield Office(id, id, house.capital, capitol.phone, find_zone(state))
    numbers = {capitol.phone, None}
    for number, office in enumerate(at_home, 1):
        if office.phone not in numbers:
            numbers.add(office.phone)
            yield Office(f"{id}-home{number}", id, office.place.town, office.phone, office.place.zone)


def _read_office(row: _Row, kind: str, state: str) -> _WrittenOffice:
    return _WrittenOffice(find_place(row[f"{kind}_address"], state), parse_phone(row[f"{kind}_voice"]))


# what is wrong with the whole


def _check_chambers(members: Collection[StateMember], state: str, source: SourceFile) -> None:
    """Raise ConfigError if too few of a chamber's members are there."""
    sitting = Counter(member.chamber for member in members)
    for facts in STATEHOUSES[state].chambers:
        count = sitting[facts.chamber]
        if count < _FEWEST * facts.size:
            raise refuse_source(source, f"This can't be all of the {facts.name}: {count} of {facts.size} members")


def _find_odd_districts(roster: StateRoster) -> Iterator[str]:
    """A sentence about each district that the facts don't have, and each with more members than seats."""
    for key, sitting in roster.districts.items():
        state, chamber, district = sitting[0].state, sitting[0].chamber, sitting[0].district
        facts = STATEHOUSES[state].get_chamber(chamber)
        seats = facts.seats.get(district) if facts else None
        names = ", ".join(member.name for member in sitting)
        if seats is None:
            yield f"{key} is a district that Callboard doesn't know ({names}). It was taken as the file has it."
        elif len(sitting) > seats and district not in (facts.at_large if facts else ()):
            seats_of = "1 seat" if seats == 1 else f"{seats} seats"
            yield f"{key} has {seats_of} and {len(sitting)} members: {names}. All are offered until the file is right."


def _find_phone_flaws(rows: Iterable[_Row]) -> Iterator[str]:
    """A sentence about the numbers that can't be shown, if there are any."""
    written = [
        f"{strip_invisible(row[column])[:_LONGEST_NAME]} ({_name_row(row)})"
        for row in rows
        for column in ("capitol_voice", "district_voice")
        if find_phone_flaw(row[column]) not in (None, PhoneFlaw.NONE)
    ]
    if written:
        more = f" and {len(written) - _MOST_NAMED} more" if len(written) > _MOST_NAMED else ""
        yield f"Left out, as no card can show it as a phone number: {', '.join(written[:_MOST_NAMED])}{more}."
