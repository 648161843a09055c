"""An unreadable row affects only itself: every column that can be damaged, from the schema, in turn."""

from itertools import islice
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import Column, LargeBinary, Table, bindparam, select, update

from bot.core.base.keys.keys import Keys
from bot.core.upkeep.damage import DamageWatch, advise, examine_all
from bot.store.engine import Store, Tx
from bot.store.statement import Statement
from bot.store.tables import build_metadata
from tests.core.postcards.support import drive
from tests.core.support.alerting import RULES, make_newsroom
from tests.core.support.damaging import CY, Damaged, bad_values, columns, damage
from tests.core.support.refusals import catch_refusal
from tests.effort import choose
from tests.services import SECRET, core_on, new_request

_KEYS = {"key", "space_key", "account_key", "target", "account", "glance", "shown", "hash", "value", "mark"}
_KEYS |= {"entry", "campaign", "day", "slot", "seat", "topic"}  # all keyed hashes
_KEYS |= {"locked"}  # opens with what a button carries, see `unsent_postcards`
PARTS = 6  # of the columns
CHANNELS = {"c1", "c2", "c3", "slack c1", "slack c2", "slack c3"}


def test_every_encrypted_column_declares_its_content() -> None:
    """Every column of bytes that isn't a key or a digest, and every zone and JSON text."""
    silent = {
        (table.name, column.name)
        for table in build_metadata().sorted_tables
        for column in table.columns
        if "holds" not in column.info
        and (isinstance(column.type, LargeBinary) or column.name in ("zone", "timezone", "audience", "content"))
    }
    # A profile to be counted is a copy that is folded soon. The person's own is examined.
    assert {name for _, name in silent - {("resident_changes", "profile")}} <= _KEYS


@pytest.fixture
async def house(store: Store) -> Damaged:
    core = await core_on(store, [drive()], admins=[("console", "root")])
    return await Damaged.furnish(await make_newsroom(core, replace(RULES, per_day=1_000)))


async def test_undamaged_rows_are_readable(house: Damaged) -> None:
    """Every column that can be damaged also has a row here, or the tests below would test nothing."""
    assert await house.room.core.store.read(lambda tx: examine_all(tx, Keys(SECRET))) == []
    assert await house.posts() == CHANNELS
    assert len(await house.edited()) == 6
    assert await house.reminded() == {"1", "2", "3", "4", "T1:U1"}
    await house.lists()
    await house.others()


@pytest.mark.parametrize("part", range(PARTS))
async def test_a_damaged_row_affects_only_itself(house: Damaged, store_url: str, part: int) -> None:
    """Every sixth column shares a house: to furnish one takes longer than to damage a row and mend it."""
    for table, column in columns()[part::PARTS]:
        every = choose(3, 1)  # of the values, on SQLite; PostgreSQL gets the first
        values = islice(bad_values(column), 0, None if store_url.startswith("sqlite") else 1, every)
        for value in values:
            await check_damage(house, table, column, value)


async def check_damage(house: Damaged, table: Table, column: Column[Any], value: Any) -> None:
    store, keys = house.room.core.store, Keys(SECRET)
    mend = await store.write(lambda tx: damage(tx, table, column, value))
    [found] = await store.read(lambda tx: examine_all(tx, keys))
    assert (found.table, found.columns) == (table.name, (column.name,))
    assert found.reference in advise(found)
    lost = 3 if table.name == "spaces" else 1  # all channels of that server
    assert len(await house.posts()) >= 6 - lost, value
    assert len(await house.edited()) >= 6 - lost, value
    assert len(await house.reminded()) >= 4, value
    await house.lists()
    await house.others()
    await store.write(mend)
    assert await store.read(lambda tx: examine_all(tx, keys)) == []


async def test_a_damaged_row_is_reported_once_until_it_is_repaired(house: Damaged) -> None:
    table, column = next((one, two) for one, two in columns() if two.name == "profile")
    watch, store = DamageWatch(house.room.core.base), house.room.core.store
    assert await watch.look() == ()
    mend = await store.write(lambda tx: damage(tx, table, column, b"x"))
    [found] = await watch.look()
    assert (found.table, await watch.look(), await watch.look()) == ("people", (), ())
    await store.write(mend)
    assert await watch.look() == ()
    await store.write(lambda tx: damage(tx, table, column, b"y"))
    assert [one.reference for one in await watch.look()] == [found.reference]


async def test_a_large_table_is_scanned_in_several_steps(house: Damaged) -> None:
    """Congress has more offices than one scan reads. A damaged last one is still found, once."""
    core = house.room.core
    table = next(one for one, _ in columns() if one.name == "member_offices")
    last = Statement(select(table.c.id).order_by(table.c.id.desc()).limit(1))
    change = Statement(update(table).where(table.c.id == bindparam("which")).values(zone="Nowhere"))

    async def spoil(tx: Tx) -> None:
        [row] = await tx.all(last)
        await tx.run(change, which=row.id)

    await core.store.write(spoil)
    watch = DamageWatch(core.base)
    assert [one.table for _ in range(20) for one in await watch.look()] == ["member_offices"]


@pytest.mark.parametrize(
    "value",
    [b"", Keys(bytes(32)).encrypt("{}"), Keys(SECRET).encrypt('{"person": {}}')],
    ids=["empty", "foreign", "shapeless"],
)
async def test_a_link_with_a_damaged_record_stays_and_its_person_can_be_forgotten(house: Damaged, value: bytes) -> None:
    core = house.room.core
    table, column = next((one, two) for one, two in columns() if (one.name, two.name) == ("links", "before"))
    await core.store.write(lambda tx: damage(tx, table, column, value))
    assert (await catch_refusal(core.linking.unlink(CY, new_request()))).key == "link.lost"
    core.clock.forward(days=2)
    await core.privacy.sweep()
