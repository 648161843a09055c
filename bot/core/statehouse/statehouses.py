"""The stored data on state legislatures: read once per edition of a state, and replaced a state at a time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, cast

from bot.core.base.stored_values import is_readable, read_zone
from bot.core.congress.congress import RECHECK_AFTER
from bot.core.directory.members import Office
from bot.core.statehouse.chambers import Chamber
from bot.core.statehouse.facts import find_chamber_facts
from bot.core.statehouse.open_states import StateLoad
from bot.core.statehouse.state_directory import StateDirectory, StateEdition, StateMember, StateRoster, make_roster
from bot.core.times.clock import Clock
from bot.store.engine import Store, Tx
from bot.store.sql import BindParameter, Executable, bindparam, delete, insert, select
from bot.store.statement import Row, Statement
from bot.store.tables import state_editions, state_members, state_offices

_STATE: BindParameter[str] = bindparam("which")
_IDS = select(state_members.c.id).where(state_members.c.state == _STATE)

_EDITIONS = Statement(select(state_editions).order_by(state_editions.c.state))
_MEMBERS = Statement(select(state_members).where(state_members.c.state == _STATE))
_OFFICES = Statement(
    select(state_offices).where(state_offices.c.member_id.in_(_IDS)).order_by(state_offices.c.id)  # the capitol first
)
_DELETE_OFFICES = Statement(delete(state_offices).where(state_offices.c.member_id.in_(_IDS)))
_DELETE_MEMBERS = Statement(delete(state_members).where(state_members.c.state == _STATE))
_ADD_MEMBER = Statement(insert(state_members))
_ADD_OFFICE = Statement(insert(state_offices))


def _upsert_edition(insert: Any) -> Executable:
    new = insert(state_editions)
    names = [column.name for column in state_editions.columns if column.name != "state"]
    changed = {name: new.excluded[name] for name in names}
    return cast(Executable, new.on_conflict_do_update(index_elements=["state"], set_=changed))


_UPSERT_EDITION = Statement(_upsert_edition)


class Statehouses:
    """Finds who sits in each state's legislature."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._known = StateDirectory()
        self._checked_at: int | None = None

    @property
    def last_directory(self) -> StateDirectory:
        """The directory as last read: good for naming legislators, not for deciding who they are."""
        return self._known

    async def load_directory(self, tx: Tx) -> StateDirectory:
        """The directory. It asks the database for new editions only once in `RECHECK_AFTER`."""
        at = self._clock()
        if self._checked_at is None or not 0 <= at - self._checked_at < RECHECK_AFTER:
            self._known = await load_newest_states(tx, self._known)
            self._checked_at = at
        return self._known

    async def ensure_directory(self) -> StateDirectory:
        """The directory as last read, or read now if it never was: good for naming legislators."""
        return await self.read_directory() if self._checked_at is None else self._known

    async def read_directory(self) -> StateDirectory:
        """The directory, in a read transaction of its own."""
        return await self._store.read(self.load_directory)

    async def replace(self, load: StateLoad) -> None:
        """Replace a state's stored edition, in one transaction."""
        await self._store.write(lambda tx: _replace(tx, load))
        self._checked_at = None


async def _replace(tx: Tx, load: StateLoad) -> None:
    edition, members = load.roster.edition, load.roster.members
    # The edition comes first, so that two updates of a state at once take turns.
    await tx.run(
        _UPSERT_EDITION,
        state=edition.state,
        edition=edition.key,
        source=load.source.name,
        bytes=len(load.source.data),
        loaded_at=edition.loaded_at,
    )
    before = await tx.all(_MEMBERS, which=edition.state)
    await tx.run(_DELETE_OFFICES, which=edition.state)
    await tx.run(_DELETE_MEMBERS, which=edition.state)
    past = [_make_past_row(row, edition.loaded_at) for row in before if row.id not in members]
    await tx.many(_ADD_MEMBER, [*map(_make_member_row, members.values()), *past])
    await tx.many(_ADD_OFFICE, [_make_office_row(one) for member in members.values() for one in member.offices])


def _make_member_row(member: StateMember) -> dict[str, Any]:
    return {
        "id": member.id,
        "state": member.state,
        "chamber": member.chamber.value,
        "district": member.district,
        "name": member.name,
        "last": member.last,
        "given": "\n".join(member.first_names),
        "left_at": None,
    }


def _make_past_row(row: Row, at: int) -> dict[str, Any]:
    """The row of somebody whom a new edition doesn't have."""
    left_at = at if row.left_at is None else row.left_at
    return {column.name: getattr(row, column.name) for column in state_members.columns} | {"left_at": left_at}


def _make_office_row(office: Office) -> dict[str, Any]:
    return {
        "id": office.id,
        "member_id": office.member,
        "place": office.place,
        "phone": office.phone,
        "zone": office.zone,
    }


async def load_newest_states(tx: Tx, known: StateDirectory) -> StateDirectory:
    """The directory in the database. It is ``known`` if each state's edition is still the same."""
    editions = [StateEdition(row.state, row.edition, row.loaded_at) for row in await tx.all(_EDITIONS)]
    old = {state: roster for state, roster in known.rosters.items() if roster.edition in editions}
    new = [edition for edition in editions if edition.state not in old]
    if not new and len(old) == len(known.rosters):
        return known
    return StateDirectory({**old, **{edition.state: await _read_roster(tx, edition) for edition in new}})


async def _read_roster(tx: Tx, edition: StateEdition) -> StateRoster:
    offices: dict[str, list[Office]] = defaultdict(list)
    for row in await tx.all(_OFFICES, which=edition.state):
        if is_readable(partial(read_zone, row.zone)):  # without a zone, its hours are unknown
            offices[row.member_id].append(Office(row.id, row.member_id, row.place, row.phone, row.zone))
    rows = await tx.all(_MEMBERS, which=edition.state)
    sitting = _read_members((row for row in rows if row.left_at is None), offices)
    return make_roster(edition, sitting, _read_members((row for row in rows if row.left_at is not None), {}))


def _read_members(rows: Iterable[Row], offices: Mapping[str, list[Office]]) -> list[StateMember]:
    """The legislators in ``rows``. One in a chamber that the state doesn't have is left out."""
    found = list[StateMember]()
    for row in rows:
        facts = find_chamber_facts(row.state, Chamber(row.chamber)) if row.chamber in set(Chamber) else None
        if facts:
            given = tuple(name for name in row.given.split("\n") if name)
            own = tuple(offices.get(row.id, ()))
            found.append(
                StateMember(row.id, row.name, facts.title, row.state, facts.chamber, row.district, own, row.last, given)
            )
    return found
