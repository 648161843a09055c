"""The stored data on Congress: read once per edition, and replaced in one transaction."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, cast

from bot.core.congress.edition import CongressLoad
from bot.core.congress.map_rows import load_map_rows, load_maps, save_maps
from bot.core.congress.member_rows import load_stored_directory, replace_members, replace_terms
from bot.core.congress.seat_mark_rows import end_agreed_marks, load_marks
from bot.core.directory.maps import make_maps
from bot.core.directory.members import Directory, Edition, Member
from bot.core.directory.seat_marks import SeatMark
from bot.core.directory.terms import find_next_change, find_sitting
from bot.core.times.clock import SECOND, Clock
from bot.store.engine import Store, Tx
from bot.store.sql import Executable, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import congress

# How long a process may use an edition that another process has replaced.
RECHECK_AFTER = 3 * SECOND

_EDITION = Statement(select(congress))


def _upsert_edition(insert: Any) -> Executable:
    new = insert(congress)
    names = [column.name for column in congress.columns if column.name not in ("id", "zips_for")]
    return cast(
        Executable, new.on_conflict_do_update(index_elements=["id"], set_={name: new.excluded[name] for name in names})
    )


_UPSERT_EDITION = Statement(_upsert_edition)
_TAKE_TURN = Statement(update(congress).values(id=congress.c.id))


class Congress:
    """Finds who sits in Congress, and the districts of a ZIP.

    Seats marked ``vacant`` are empty. ``new_maps`` are states whose lines changed since the newest loaded map. The
    marks of admins are read each time, so that they hold at once in every process.
    """

    def __init__(
        self, store: Store, clock: Clock, vacant: Collection[str] = (), new_maps: Collection[str] = ()
    ) -> None:
        self._store, self._clock = store, clock
        self._vacant, self._new_maps = frozenset(vacant), frozenset(new_maps)
        self._known = Directory(maps=make_maps((), self._new_maps))
        self._checked_at: int | None = None
        self._has_maps = False
        self._marks: tuple[SeatMark, ...] = ()
        nothing = (self._known, self._marks, 0, float("inf"), self._known)
        self._sitting: tuple[Directory, tuple[SeatMark, ...], int, float, Directory] = nothing

    @property
    def configured_vacancies(self) -> frozenset[str]:
        """The seats that the config marks as vacant."""
        return self._vacant

    @property
    def has_maps(self) -> bool:
        """Whether ZIP codes can be looked up, as last read."""
        return self._has_maps

    async def prepare(self) -> None:
        """See at start whether ZIP codes can be looked up, without reading all the data."""
        self._has_maps = bool(await self._store.read(load_maps))

    @property
    def last_directory(self) -> Directory:
        """The directory as last read: good for naming members, not for deciding who they are."""
        return self._known

    async def load_directory(self, tx: Tx) -> Directory:
        """The directory. It asks the database for a new edition only once in `RECHECK_AFTER`."""
        at = self._clock()
        if self._checked_at is None or not 0 <= at - self._checked_at < RECHECK_AFTER:
            self._known = await load_newest_directory(tx, self._known)
            self._checked_at, self._has_maps = at, bool(self._known.maps.loaded)
        self._marks = await load_marks(tx)
        return self._known

    def get_sitting(self, at: int) -> Directory:
        """The directory as last read, with those who sit at ``at``. It is computed once per term."""
        known, marks, since, until, found = self._sitting
        if known is not self._known or marks != self._marks or not since <= at < until:
            found = find_sitting(self._known, at, self._vacant, self._marks)
            self._sitting = (self._known, self._marks, at, find_next_change(self._known, at), found)
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

    async def load_districts(self, tx: Tx, number: int, first: str, last: str) -> tuple[Row, ...]:
        """The ZIPs from ``first`` to ``last`` in one Congress's map, each with a district and its share of the land."""
        return await load_map_rows(tx, number, first, last)

    async def replace(self, load: CongressLoad) -> None:
        """Replace the stored edition, in one transaction. Maps of other Congresses stay."""
        await self._store.write(lambda tx: _replace(tx, load, self._clock()))
        self._checked_at = None


async def _replace(tx: Tx, load: CongressLoad, at: int) -> None:
    await tx.run(_TAKE_TURN)  # the only row comes first, so that of two updates at once the second sees the first
    stored = await load_newest_directory(tx, Directory())
    edition = _choose_edition(load, stored)
    await tx.run(
        _UPSERT_EDITION,
        id=1,
        edition=edition.key,
        number=edition.number,
        valid_from=edition.valid_from.isoformat(),
        valid_to=edition.valid_to.isoformat(),
        zips_for=None,
        sources=load.sources,
        loaded_at=edition.loaded_at,
    )
    if load.members:
        await replace_members(tx, load.members, load.committees, load.committee_names)
    await replace_terms(tx, edition.key, load.coming, _list_former(load, stored))
    await save_maps(tx, load.maps, edition.loaded_at)
    await end_agreed_marks(tx, await load_newest_directory(tx, Directory()), at)


def _choose_edition(load: CongressLoad, stored: Directory) -> Edition:
    """The load's edition. Files that have only the next Congress leave the stored one as it is until then."""
    if load.members or stored.edition is None:
        return load.edition
    return replace(stored.edition, key=load.edition.key, loaded_at=load.edition.loaded_at)


def _list_former(load: CongressLoad, stored: Directory) -> Iterator[Member]:
    """Stored terms that aren't in the data anymore. They stay, so that calls from then keep their names."""
    before = stored.members.values() if load.members else ()
    known: Iterable[Member] = (*stored.former, *stored.coming, *before)
    new = {(member.id, member.begins) for member in (*load.members, *load.coming)}
    new |= {(id, None) for id, _ in new}  # as an older version stored them
    yield from {(one.id, one.begins): one for one in known if (one.id, one.begins) not in new}.values()


async def load_newest_directory(tx: Tx, known: Directory) -> Directory:
    """The directory in the database. It is ``known`` if the edition and the maps are still the same."""
    row = await tx.one(_EDITION)
    edition = _read_edition(row) if row else None
    maps = make_maps(await load_maps(tx), known.maps.announced)
    if (edition, maps) == (known.edition, known.maps):
        return known
    return await load_stored_directory(tx, edition, maps) if edition else Directory(maps=maps)


def _read_edition(row: Row) -> Edition:
    begins, ends = date.fromisoformat(row.valid_from), date.fromisoformat(row.valid_to)
    return Edition(row.edition, row.number, begins, ends, row.loaded_at)
