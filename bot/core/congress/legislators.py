"""Members and offices, from the unitedstates/congress-legislators project's JSON.

Source: https://github.com/unitedstates/congress-legislators (CC0). ``legislators-current.json`` has all sitting members
with their terms, the latest one last, and after an election also terms that have not begun.
``legislators-district-offices.json`` has their district offices.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, assert_never
from urllib.parse import quote

from msgspec import Struct

from bot.core.congress.records import LEGISLATORS, OFFICES, DistrictOffice, NameRecord, TermRecord, parse_file
from bot.core.congress.source_file import SourceFile
from bot.core.congress.term_records import SeatTerm, choose_terms
from bot.core.directory.members import WASHINGTON, Member, Office, Title, find_house_title
from bot.core.directory.offices.office_zones import EASTERN, find_zone
from bot.core.directory.offices.phones import PhoneFlaw, find_phone_flaw, parse_phone
from bot.core.directory.states import SEATS
from bot.core.directory.terms import rank_senators

# Button ids contain the office's id, and leave this many characters for it.
LONGEST_ID = 27
_MOST_NAMED = 5


class ReadMembers(Struct, frozen=True):
    """The members of a file: those whose terms had begun when it was read, and terms that begin later.

    ``doubts`` are sentences about records that were left out.
    """

    begun: tuple[Member, ...]
    coming: tuple[Member, ...]
    doubts: tuple[str, ...]


def read_members(current: SourceFile, offices: SourceFile, at: int) -> ReadMembers:
    """All members with their offices, as the files say at ``at`` (UTC microseconds).

    Raises ConfigError if a file has another shape.
    """
    records = parse_file(LEGISLATORS, current)
    terms, doubts = choose_terms(records, at)
    at_home = {one.id.bioguide: one.offices for one in parse_file(OFFICES, offices)}
    members = [(term.has_begun(at), _make_member(term, at_home.get(term.id, ()))) for term in terms]
    return ReadMembers(
        tuple(rank_senators(member for begun, member in members if begun)),
        tuple(member for begun, member in members if not begun),
        (*doubts, *_describe_phone_flaws(terms, at_home)),
    )


def _describe_phone_flaws(terms: Iterable[SeatTerm], at_home: Mapping[str, Sequence[DistrictOffice]]) -> Iterator[str]:
    """A sentence for each kind of unreadable number, with their count and whose they are."""
    numbers = {term.id: _find_number(term) for term in terms}
    dropped = [(one.phone, one.id) for id in numbers for one in at_home.get(id, ())]
    washington = [(number, id) for id, number in numbers.items() if number]
    for flaw, ids in _group_by_flaw(dropped).items():
        what = "1 district office was" if len(ids) == 1 else f"{len(ids)} district offices were"
        yield f"{what} left out: {_describe_flaw(flaw)} ({_list_ids(ids)})."
    for flaw, ids in _group_by_flaw(washington).items():
        what = "1 member is" if len(ids) == 1 else f"{len(ids)} members are"
        yield f"{what} called through the switchboard: {_describe_flaw(flaw)} ({_list_ids(ids)})."


def _group_by_flaw(numbers: Iterable[tuple[str | None, str]]) -> dict[PhoneFlaw, list[str]]:
    ids: dict[PhoneFlaw, list[str]] = defaultdict(list)
    for number, id in numbers:
        if flaw := find_phone_flaw(number):
            ids[flaw].append(id)
    return ids


def _list_ids(ids: Sequence[str]) -> str:
    more = len(ids) - _MOST_NAMED
    return ", ".join(ids[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _make_member(found: SeatTerm, at_home: Sequence[DistrictOffice]) -> Member:
    id, term, name = found.id, found.term, found.record.name
    senator = term.type == "sen"
    return Member(
        id=id,
        name=_name(name),
        last=" ".join(name.last.split()),
        first_names=tuple(_list_given_names(name)),
        title=_find_title(term),
        state=term.state,
        district=None if senator else found.seat,
        senior=term.state_rank == "senior" if senator else None,
        begins=term.start,
        ends=found.ends,
        since=min(one.start for one in found.record.terms if one.type == "sen") if senator else None,
        offices=(Office(id, id, WASHINGTON, _read_phone(_find_number(found)), EASTERN), *_read_offices(id, at_home)),
    )


def _find_number(found: SeatTerm) -> str | None:
    """The Washington number. A new term that has none yet keeps that of the member's last term in the chamber."""
    terms = [one for one in found.record.terms if one.type == found.term.type and one.start <= found.term.start]
    return found.term.phone or (terms[-2].phone if len(terms) > 1 and terms[-2].end >= found.term.start else None)


def _name(name: NameRecord) -> str:
    plain = " ".join(part for part in (name.first, name.last, name.suffix) if part)
    return " ".join((name.official_full or plain).split())


def _list_given_names(name: NameRecord) -> Iterator[str]:
    """The first name, the nickname, and the first name with the middle name."""
    for given in (name.first, name.nickname, name.middle and f"{name.first} {name.middle}"):
        if given:
            yield " ".join(given.split())


def _find_title(term: TermRecord) -> Title:
    if term.type == "sen":
        return Title.SENATOR
    return find_house_title(term.state)


def _read_offices(member: str, at_home: Sequence[DistrictOffice]) -> Iterator[Office]:
    """The offices with a phone number, each id once."""
    ids = set[str]()
    for one in at_home:
        id, number = make_office_id(member, one.id), _read_phone(one.phone)
        if number and one.state in SEATS and id not in ids:
            ids.add(id)
            yield Office(
                id, member, one.city.strip(), number, find_zone(one.state, one.latitude, one.longitude, one.city)
            )


def make_office_id(member: str, written: str) -> str:
    """A district office's id: as written if it begins with the member's id and is short enough, else a hash."""
    if written.startswith(f"{member}-") and len(quote(written)) <= LONGEST_ID:
        return written
    return f"{member}-{hashlib.sha256(written.encode()).hexdigest()[:8]}"


def _read_phone(written: Any) -> str | None:
    return parse_phone(written) if written else None


def _describe_flaw(flaw: PhoneFlaw) -> str:
    """What an office lacks or has instead of a number that can be shown."""
    match flaw:
        case PhoneFlaw.NONE:
            return "no phone number"
        case PhoneFlaw.EXTENSION:
            return "a phone number with an extension"
        case PhoneFlaw.LETTERS:
            return "a phone number in letters"
        case PhoneFlaw.SEVERAL:
            return "more than one phone number in one line"
        case PhoneFlaw.OTHER:
            return "a phone number that can't be read"
        case _:
            assert_never(flaw)
