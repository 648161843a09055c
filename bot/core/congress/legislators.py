"""Members and offices, from the unitedstates/congress-legislators project's JSON.

Source: https://github.com/unitedstates/congress-legislators (CC0). ``legislators-current.json`` has all sitting members
with their terms, the present one last. ``legislators-district-offices.json`` has their district offices. Both name the
party, which is not read.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal, TypeVar, assert_never
from urllib.parse import quote

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from bot.core.congress.source_file import SourceFile, refuse_source
from bot.core.directory.members import WASHINGTON, Member, Office, Title, find_house_title
from bot.core.directory.office_zones import EASTERN, find_zone
from bot.core.directory.phones import PhoneFlaw, find_phone_flaw, parse_phone
from bot.core.directory.states import SEATS, find_district

# Button ids contain the office's id, and leave this many characters for it.
LONGEST_ID = 27
_MOST_NAMED = 5
_MODERN = 1789  # the first Congress; each lasts two years

Id = Annotated[str, Field(pattern=r"^[A-Z]\d{6}$")]


class _Ids(BaseModel):
    bioguide: Id


class _Name(BaseModel):
    first: str
    last: str
    middle: str | None = None
    nickname: str | None = None
    suffix: str | None = None
    official_full: str | None = None


class _Term(BaseModel):
    type: Literal["sen", "rep"]
    start: date
    end: date
    state: str
    district: int | None = None
    phone: str | None = None
    state_rank: str | None = None
    senate_class: int | None = Field(default=None, alias="class")


class _Legislator(BaseModel):
    id: _Ids
    name: _Name
    terms: Annotated[list[_Term], Field(min_length=1)]


class _DistrictOffice(BaseModel):
    id: str
    city: str
    state: str
    phone: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class _OfficesOf(BaseModel):
    id: _Ids
    offices: list[_DistrictOffice]


_LEGISLATORS = TypeAdapter(list[_Legislator])
_OFFICES = TypeAdapter(list[_OfficesOf])
Parsed = TypeVar("Parsed")


def find_congress(ends: Iterable[date]) -> tuple[int, date, date]:
    """The number of the Congress that ends with most of the terms, its first day, and the next one's first day."""
    [(end, _)] = Counter(ends).most_common(1)
    return (end.year - _MODERN) // 2, end.replace(year=end.year - 2), end


def read_members(current: SourceFile, offices: SourceFile) -> tuple[tuple[Member, ...], tuple[str, ...]]:
    """All sitting members with their offices, and a sentence about each record that was left out.

    Raises ConfigError if a file has another shape.
    """
    found, doubts = _keep_sound_records(parse_file(_LEGISLATORS, current))
    at_home = {one.id.bioguide: one.offices for one in parse_file(_OFFICES, offices)}
    seniors = _find_seniors(found)
    members = tuple(_read_member(one, at_home.get(one.id.bioguide, ()), seniors, current) for one in found)
    return members, (*doubts, *_describe_phone_flaws(found, at_home))


def _describe_phone_flaws(
    found: Iterable[_Legislator], at_home: Mapping[str, Sequence[_DistrictOffice]]
) -> Iterator[str]:
    """A sentence for each kind of unreadable number, with their count and whose they are."""
    sitting = list(found)
    dropped = [(one.phone, one.id) for it in sitting for one in at_home.get(it.id.bioguide, ())]
    washington = [(it.terms[-1].phone, it.id.bioguide) for it in sitting if it.terms[-1].phone]
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


def _keep_sound_records(records: list[_Legislator]) -> tuple[list[_Legislator], tuple[str, ...]]:
    """One record per member, then one per seat (the later start of two), and a sentence about each of the others."""
    sound, doubts = list[_Legislator](), list[str]()
    for one in records:
        if _find_seat(one) is not None:
            sound.append(one)
            continue
        id, place = one.id.bioguide, f"{one.terms[-1].state}-{one.terms[-1].district}"
        doubts.append(f"{id} sits for {place}, which there isn't, and was left out. Look the record up and correct it.")
    for find_key in (_find_id, _find_seat):
        sound = list(_keep_latest(sound, find_key, doubts))
    return sound, tuple(doubts)


def _keep_latest(
    records: Iterable[_Legislator], find_key: Callable[[_Legislator], str | None], doubts: list[str]
) -> Iterable[_Legislator]:
    """The latest record of each key, the first in the file where terms began on one day."""
    kept = dict[str | None, _Legislator]()
    for one in records:
        key = find_key(one)
        before = kept.setdefault(key, one)
        if before is not one:
            kept[key] = max(before, one, key=_find_start)
            doubts.append(_describe_duplicate(kept[key], one if kept[key] is before else before))
    return kept.values()


def _describe_duplicate(taken: _Legislator, other: _Legislator) -> str:
    id, other_id = _find_id(taken), _find_id(other)
    later = _find_start(taken) > _find_start(other)
    if id == other_id:
        which = "the one whose term began later" if later else "the first in the file"
        return f"{id} has two records; {which} was taken. Look them up and delete the other."
    why = "whose term began later" if later else "the first in the file"
    choice = f"{other_id} and {id} both sit for {_find_seat(taken)}; {id}, {why}, was taken"
    return f"{choice}. If that is wrong, correct the file."


def _find_id(one: _Legislator) -> str:
    return one.id.bioguide


def _find_start(one: _Legislator) -> date:
    return one.terms[-1].start


def _find_seat(one: _Legislator) -> str | None:
    """A record's seat, None if there is no such seat. Senators' seats are named by class."""
    term = one.terms[-1]
    if term.type == "rep":
        return find_district(term.state, -1 if term.district is None else term.district)
    if term.state not in SEATS:
        return None
    return f"{term.state} class {term.senate_class}" if term.senate_class else f"{term.state} {one.id.bioguide}"


def parse_file(shape: TypeAdapter[Parsed], source: SourceFile) -> Parsed:
    """Parse a JSON file. Raises ConfigError with the first place that doesn't match the shape."""
    try:
        return shape.validate_json(source.data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the whole file"
        raise refuse_source(source, f"{place} is not what it should be ({first['msg'][:100]})") from None


def _read_member(
    found: _Legislator, at_home: Sequence[_DistrictOffice], seniors: Mapping[str, str], source: SourceFile
) -> Member:
    id, term = found.id.bioguide, found.terms[-1]
    if term.state not in SEATS:
        raise refuse_source(source, f"{id} sits for a state that there isn't")
    senator = term.type == "sen"
    district = None if senator else find_district(term.state, -1 if term.district is None else term.district)
    if district is None and not senator:
        raise refuse_source(source, f"{id} sits for a district that {term.state} doesn't have")
    return Member(
        id=id,
        name=_name(found.name),
        last=" ".join(found.name.last.split()),
        given=tuple(_list_given_names(found.name)),
        title=_find_title(term),
        state=term.state,
        district=district,
        senior=seniors.get(term.state) == id if senator else None,
        ends=term.end,
        offices=(Office(id, id, WASHINGTON, _read_phone(term.phone), EASTERN), *_read_offices(id, at_home)),
    )


def _name(name: _Name) -> str:
    plain = " ".join(part for part in (name.first, name.last, name.suffix) if part)
    return " ".join((name.official_full or plain).split())


def _list_given_names(name: _Name) -> Iterator[str]:
    """The first name, the nickname, and the first name with the middle name."""
    for given in (name.first, name.nickname, name.middle and f"{name.first} {name.middle}"):
        if given:
            yield " ".join(given.split())


def _find_title(term: _Term) -> Title:
    if term.type == "sen":
        return Title.SENATOR
    return find_house_title(term.state)


def _find_seniors(found: Iterable[_Legislator]) -> dict[str, str]:
    """Each state's senior senator: by the file, else the one who joined the Senate first."""
    by_state: dict[str, list[_Legislator]] = defaultdict(list)
    for one in found:
        if one.terms[-1].type == "sen":
            by_state[one.terms[-1].state].append(one)
    return {state: min(senators, key=_rank_seniority).id.bioguide for state, senators in by_state.items()}


def _rank_seniority(senator: _Legislator) -> tuple[bool, date, str]:
    first = min(term.start for term in senator.terms if term.type == "sen")
    return senator.terms[-1].state_rank != "senior", first, senator.id.bioguide


def _read_offices(member: str, at_home: Sequence[_DistrictOffice]) -> Iterator[Office]:
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
