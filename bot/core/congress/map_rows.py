"""The maps as database rows: each Congress's own, compared with the one before it."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, cast

from bot.core.congress.edition import MapLoad
from bot.core.directory.maps import MapEdition
from bot.store.engine import Tx
from bot.store.many import add_many
from bot.store.sql import Executable, Select, and_, bindparam, delete, func, insert, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import map_zips, maps

_ROUNDING = 1  # thousandths by which a share may differ in two files of the same lines

_MAPS = Statement(select(maps).order_by(maps.c.congress))
_DISTRICTS_OF = Statement(
    select(map_zips.c.zip, map_zips.c.district, map_zips.c.share).where(
        map_zips.c.congress == bindparam("number"),
        map_zips.c.zip >= bindparam("first"),
        map_zips.c.zip <= bindparam("last"),
    )
)
_DELETE_ZIPS = Statement(delete(map_zips).where(map_zips.c.congress == bindparam("number")))
_ADD_ZIP = Statement(insert(map_zips))
_SET_CHANGED = Statement(update(maps).where(maps.c.congress == bindparam("number")).values(changed=bindparam("states")))


def _upsert_map(insert: Any) -> Executable:
    new = insert(maps)
    names = [column.name for column in maps.columns if column.name != "congress"]
    return cast(
        Executable,
        new.on_conflict_do_update(index_elements=["congress"], set_={name: new.excluded[name] for name in names}),
    )


_UPSERT_MAP = Statement(_upsert_map)


def _select_unmatched() -> Select[Any]:
    """The states with a ZIP in a district of one map that the other hasn't, or has with another share of its land."""
    one, other = map_zips.alias("one"), map_zips.alias("other")
    same = and_(
        other.c.congress == bindparam("other_number"),
        other.c.zip == one.c.zip,
        other.c.district == one.c.district,
        func.abs(other.c.share - one.c.share) <= _ROUNDING,
    )
    return (
        select(func.substr(one.c.district, 1, 2).label("state"))
        .distinct()
        .select_from(one.outerjoin(other, same))
        .where(one.c.congress == bindparam("one_number"), other.c.zip.is_(None))
    )


_UNMATCHED = Statement(_select_unmatched())


async def load_maps(tx: Tx) -> tuple[MapEdition, ...]:
    """The stored maps, oldest first."""
    return tuple([_read_map(row) for row in await tx.all(_MAPS)])


def _read_map(row: Row) -> MapEdition:
    changed = None if row.changed is None else frozenset(row.changed.split())
    return MapEdition(row.congress, row.sha256, bool(row.dated), changed)


async def load_map_rows(tx: Tx, congress: int, first: str, last: str) -> tuple[Row, ...]:
    """The ZIPs of a Congress's map from ``first`` to ``last``, each with a district and its share of the land."""
    return tuple(await tx.all(_DISTRICTS_OF, number=congress, first=first, last=last))


async def save_maps(tx: Tx, loads: Iterable[MapLoad], at: int) -> None:
    """Store maps, each in place of the same Congress's, and compare every map with the one before it."""
    stored = {one.congress: one.sha256 for one in await load_maps(tx)}
    new = [load for load in loads if stored.get(load.congress) != load.sha256]
    for load in new:
        await tx.run(
            _UPSERT_MAP,
            congress=load.congress,
            sha256=load.sha256,
            dated=int(load.is_dated),
            changed=None,
            loaded_at=at,
        )
        await tx.run(_DELETE_ZIPS, number=load.congress)
        await add_many(tx, _ADD_ZIP, [{"congress": load.congress, **pair._asdict()} for pair in load.pairs])
    if new:
        for before, after in pairwise(await load_maps(tx)):
            await tx.run(_SET_CHANGED, number=after.congress, states=await _compare(tx, before, after))


async def _compare(tx: Tx, before: MapEdition, after: MapEdition) -> str | None:
    """The states whose lines differ. None if one map is by census tract, which names more districts for a ZIP."""
    if not before.is_dated or not after.is_dated:
        return None
    numbers = before.congress, after.congress
    found = [await tx.all(_UNMATCHED, one_number=one, other_number=other) for one, other in (numbers, numbers[::-1])]
    return " ".join(sorted({row.state for rows in found for row in rows}))
