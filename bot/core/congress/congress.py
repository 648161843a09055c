"""The stored data on Congress: read once per edition, and replaced in one transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, TypeVar, cast

from sqlalchemy import Executable, bindparam, delete, insert, select

from bot.core.base.stored_values import is_readable, read_zone
from bot.core.congress.edition import CongressLoad
from bot.core.directory.members import Directory, Edition, Member, Office, Title, make_directory
from bot.core.directory.terms import drop_ended_terms, find_next_term_end
from bot.core.times.clock import SECOND, Clock
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import committee_seats, committees, congress, member_offices, members, zips

# How long a process may use an edition that another process has replaced.
RECHECK_AFTER = 3 * SECOND
_AT_ONCE = 5000  # rows in one statement, so that none takes long

_EDITION = Statement(select(congress))
_MEMBERS = Statement(select(members))
_OFFICES = Statement(select(member_offices))
_COMMITTEES = Statement(select(committees))
_SEATS = Statement(select(committee_seats).order_by(committee_seats.c.committee, committee_seats.c.place))
_DISTRICTS_OF = Statement(
    select(zips.c.zip, zips.c.district, zips.c.share).where(
        zips.c.zip >= bindparam("first"), zips.c.zip <= bindparam("last")
    )
)


def _upsert_edition(insert: Any) -> Executable:
    new = insert(congress)
    names = [column.name for column in congress.columns if column.name != "id"]
    return cast(
        Executable, new.on_conflict_do_update(index_elements=["id"], set_={name: new.excluded[name] for name in names})
    )


_UPSERT_EDITION = Statement(_upsert_edition)
_DELETES = tuple(Statement(delete(table)) for table in (committee_seats, committees, member_offices, members, zips))
_ADD_MEMBER = Statement(insert(members))
_ADD_OFFICE = Statement(insert(member_offices))
_ADD_COMMITTEE = Statement(insert(committees))
_ADD_SEAT = Statement(insert(committee_seats))
_ADD_ZIP = Statement(insert(zips))

T = TypeVar("T")


class Congress:
    """Finds who sits in Congress, and the districts of a ZIP. Seats marked ``vacant`` are empty."""

    def __init__(self, store: Store, clock: Clock, vacant: Collection[str] = ()) -> None:
        self._store, self._clock = store, clock
        self._vacant = frozenset(vacant)
        self._known = Directory()
        self._checked_at: int | None = None
        self._sitting: tuple[Directory, int, float, Directory] = (self._known, 0, float("inf"), self._known)

    @property
    def last_directory(self) -> Directory:
        """The directory as last read: good for naming members, not for deciding who they are."""
        return self._known

    async def load_directory(self, tx: Tx) -> Directory:
        """The directory. It asks the database for a new edition only once in `RECHECK_AFTER`."""
        at = self._clock()
        if self._checked_at is None or not 0 <= at - self._checked_at < RECHECK_AFTER:
            self._known = await load_newest_directory(tx, self._known)
            self._checked_at = at
        return self._known

    def get_sitting(self, at: int) -> Directory:
        """The directory as last read, without members who don't sit at ``at``. It is computed once per term."""
        known, since, until, found = self._sitting
        if known is not self._known or not since <= at < until:
            found = drop_ended_terms(self._known, at, self._vacant)
            self._sitting = (self._known, at, find_next_term_end(self._known, at), found)
        return found

    async def load_sitting(self, tx: Tx, at: int) -> Directory:
        """The directory of those who sit at ``at`` (UTC microseconds)."""
        await self.load_directory(tx)
        return self.get_sitting(at)

    async def ensure_directory(self) -> Directory:
        """The directory as last read, or read now if it never was: good for naming members."""
        return await self.read_directory() if self._checked_at is None else self._known

    async def read_directory(self) -> Directory:
        """The directory, in a read transaction of its own."""
        return await self._store.read(self.load_directory)

    async def load_districts(self, tx: Tx, first: str, last: str) -> tuple[Row, ...]:
        """The ZIPs from ``first`` to ``last``, each with a district and its share of the land."""
        return tuple(await tx.all(_DISTRICTS_OF, first=first, last=last))

    async def replace(self, load: CongressLoad) -> None:
        """Replace the stored edition, in one transaction."""
        await self._store.write(lambda tx: self._replace(tx, load))
        self._checked_at = None

    async def _replace(self, tx: Tx, load: CongressLoad) -> None:
        edition = load.edition
        # The only row comes first, so that two updates at once take turns.
        await tx.run(
            _UPSERT_EDITION,
            id=1,
            edition=edition.key,
            number=edition.number,
            valid_from=edition.valid_from.isoformat(),
            valid_to=edition.valid_to.isoformat(),
            zips_for=edition.zips_for,
            sources=load.sources,
            loaded_at=edition.loaded_at,
        )
        for statement in _DELETES:
            await tx.run(statement)
        offices = [office for member in load.members for office in member.offices]
        await _add(tx, _ADD_MEMBER, [_make_member_row(member) for member in load.members])
        await _add(tx, _ADD_OFFICE, [_make_office_row(office) for office in offices])
        await _add(tx, _ADD_COMMITTEE, [{"id": id, "name": name} for id, name in load.committee_names.items()])
        await _add(tx, _ADD_SEAT, list(_make_seat_rows(load)))
        await _add(tx, _ADD_ZIP, [pair._asdict() for pair in load.zips])


async def _add(tx: Tx, statement: Statement, rows: Sequence[Mapping[str, Any]]) -> None:
    for part in _split(rows):
        await tx.many(statement, part)


def _split(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[first : first + _AT_ONCE] for first in range(0, len(rows), _AT_ONCE))


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
        "given": "\n".join(member.given),
    }


def _make_office_row(office: Office) -> dict[str, Any]:
    return {
        "id": office.id,
        "member_id": office.member,
        "place": office.place,
        "phone": office.phone,
        "zone": office.zone,
    }


def _make_seat_rows(load: CongressLoad) -> Iterator[dict[str, Any]]:
    for committee, sitting in load.committees.items():
        for place, member in enumerate(sitting):
            yield {"committee": committee, "member_id": member, "place": place}


async def load_newest_directory(tx: Tx, known: Directory) -> Directory:
    """The directory in the database. It is ``known`` if the edition is still the same."""
    row = await tx.one(_EDITION)
    edition = _read_edition(row) if row else None
    if edition == known.edition:
        return known
    return await _read(tx, edition) if edition else Directory()


async def _read(tx: Tx, edition: Edition) -> Directory:
    offices: dict[str, list[Office]] = defaultdict(list)
    for row in await tx.all(_OFFICES):
        if is_readable(partial(read_zone, row.zone)):  # without a zone, its hours are unknown
            offices[row.member_id].append(Office(row.id, row.member_id, row.place, row.phone, row.zone))
    sitting: dict[str, list[str]] = defaultdict(list)
    for row in await tx.all(_SEATS):
        sitting[row.committee].append(row.member_id)
    seats = {id: tuple(ids) for id, ids in sitting.items()}
    names = {row.id: row.name for row in await tx.all(_COMMITTEES)}
    found = (_read_member(row, offices[row.id]) for row in await tx.all(_MEMBERS))
    return make_directory(edition, found, seats, names)


def _read_member(row: Row, offices: Sequence[Office]) -> Member:
    washington_first = tuple(sorted(offices, key=lambda office: (not office.is_in_washington, office.id)))
    senior = None if row.rank is None else row.rank == "senior"
    ends = date.fromisoformat(row.ends)
    names = (row.last or "", tuple((row.given or "").split("\n")))  # empty in an edition that an older version loaded
    return Member(row.id, row.name, Title(row.title), row.state, row.district, senior, ends, washington_first, *names)


def _read_edition(row: Row) -> Edition:
    begins, ends = date.fromisoformat(row.valid_from), date.fromisoformat(row.valid_to)
    return Edition(row.edition, row.number, begins, ends, row.zips_for, row.loaded_at)
