"""Members and their terms as database rows, and back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import msgspec

from bot.core.base.stored_values import is_readable, read_zone
from bot.core.directory.maps import Maps
from bot.core.directory.members import WASHINGTON, Directory, Edition, Member, Office, Title, make_directory
from bot.core.directory.offices.office_zones import EASTERN
from bot.store.engine import Tx
from bot.store.many import add_many
from bot.store.sql import bindparam, delete, insert, select
from bot.store.statement import Row, Statement
from bot.store.tables import committee_seats, committees, member_offices, members, terms

_MEMBERS = Statement(select(members))
_OFFICES = Statement(select(member_offices))
_COMMITTEES = Statement(select(committees))
_SEATS = Statement(select(committee_seats).order_by(committee_seats.c.committee, committee_seats.c.place))
_TERMS = Statement(select(terms).where(terms.c.edition == bindparam("key")).order_by(terms.c.begins))
_ADD_MEMBER = Statement(insert(members))
_ADD_OFFICE = Statement(insert(member_offices))
_ADD_COMMITTEE = Statement(insert(committees))
_ADD_SEAT = Statement(insert(committee_seats))
_ADD_TERM = Statement(insert(terms))
_DELETE_MEMBERS = tuple(Statement(delete(table)) for table in (committee_seats, committees, member_offices, members))
_DELETE_TERMS = Statement(delete(terms))


async def replace_members(
    tx: Tx, sitting: Iterable[Member], seats: Mapping[str, Sequence[str]], names: Mapping[str, str]
) -> None:
    """Replace the members who sit, their offices, and their ``seats`` on committees with these ``names``."""
    for statement in _DELETE_MEMBERS:
        await tx.run(statement)
    rows = list(sitting)
    await add_many(tx, _ADD_MEMBER, [_make_member_row(member) for member in rows])
    await add_many(tx, _ADD_OFFICE, [_make_office_row(office) for member in rows for office in member.offices])
    await add_many(tx, _ADD_COMMITTEE, [{"id": id, "name": name} for id, name in names.items()])
    await add_many(tx, _ADD_SEAT, list(_make_seat_rows(seats)))


async def replace_terms(tx: Tx, key: str, coming: Iterable[Member], former: Iterable[Member]) -> None:
    """Replace the terms that hold at other times, for the edition with this ``key``."""
    await tx.run(_DELETE_TERMS)
    rows = [_make_term_row(member, key, former=0) for member in coming]
    await add_many(tx, _ADD_TERM, [*rows, *(_make_term_row(member, key, former=1) for member in former)])


def _make_member_row(member: Member) -> dict[str, Any]:
    rank = None if member.senior is None else "senior" if member.senior else "junior"
    return {
        "id": member.id,
        "name": member.name,
        "title": member.title.value,
        "state": member.state,
        "district": member.district,
        "rank": rank,
        "ends": member.ends.isoformat(),
        "last": member.last,
        "given": "\n".join(member.first_names),
        "begins": member.begins and member.begins.isoformat(),
        "since": member.since and member.since.isoformat(),
    }


def _make_office_row(office: Office) -> dict[str, Any]:
    return {
        "id": office.id,
        "member_id": office.member,
        "place": office.place,
        "phone": office.phone,
        "zone": office.zone,
    }


def _make_seat_rows(seats: Mapping[str, Sequence[str]]) -> Iterator[dict[str, Any]]:
    for committee, sitting in seats.items():
        for place, member in enumerate(sitting):
            yield {"committee": committee, "member_id": member, "place": place}


def _make_term_row(member: Member, key: str, former: int) -> dict[str, Any]:
    row = _make_member_row(member)
    offices = [(office.id, office.place, office.phone, office.zone) for office in member.offices]
    return row | {
        "member_id": row.pop("id"),
        "begins": row["begins"] or "",
        "edition": key,
        "former": former,
        "offices": msgspec.json.encode(offices).decode(),
    }


async def load_stored_directory(tx: Tx, edition: Edition, maps: Maps) -> Directory:
    """The directory of the stored edition."""
    offices: dict[str, list[Office]] = defaultdict(list)
    for row in await tx.all(_OFFICES):
        if is_readable(partial(read_zone, row.zone)):  # without a zone, its hours are unknown
            offices[row.member_id].append(Office(row.id, row.member_id, row.place, row.phone, row.zone))
    sitting: dict[str, list[str]] = defaultdict(list)
    for row in await tx.all(_SEATS):
        sitting[row.committee].append(row.member_id)
    others = await tx.all(_TERMS, key=edition.key)
    return make_directory(
        edition,
        (_read_member(row, row.id, offices[row.id]) for row in await tx.all(_MEMBERS)),
        {id: tuple(ids) for id, ids in sitting.items()},
        {row.id: row.name for row in await tx.all(_COMMITTEES)},
        coming=(_read_term(row) for row in others if not row.former),
        former=(_read_term(row) for row in others if row.former),
        maps=maps,
    )


def _read_member(row: Row, id: str, offices: Iterable[Office]) -> Member:
    # Last and given are empty, and begins and since null, in an edition that an older version loaded.
    return Member(
        id=id,
        name=row.name,
        title=Title(row.title),
        state=row.state,
        district=row.district,
        senior=None if row.rank is None else row.rank == "senior",
        ends=date.fromisoformat(row.ends),
        offices=tuple(sorted(offices, key=lambda office: (not office.is_in_washington, office.id))),
        last=row.last or "",
        first_names=tuple((row.given or "").split("\n")),
        begins=date.fromisoformat(row.begins) if row.begins else None,
        since=date.fromisoformat(row.since) if row.since else None,
    )


def _read_term(row: Row) -> Member:
    return _read_member(row, row.member_id, _read_offices(row.member_id, row.offices))


def _read_offices(member: str, text: str) -> list[Office]:
    """A term's offices. If they can't be read, the member is called through the switchboard."""
    try:
        found = msgspec.json.decode(text, type=tuple[tuple[str, str, str | None, str], ...])
    except msgspec.MsgspecError:
        found = ()
    offices = [
        Office(id, member, place, phone, zone)
        for id, place, phone, zone in found
        if is_readable(partial(read_zone, zone))
    ]
    has_washington = any(office.is_in_washington for office in offices)
    return offices if has_washington else [Office(member, member, WASHINGTON, None, EASTERN), *offices]
