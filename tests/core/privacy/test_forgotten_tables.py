"""Every table that refers to people is empty once the only person is forgotten, as found in the schema."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, LargeBinary, Text, insert, select

from bot.core.coalition.profiles import ProfileChange
from bot.core.people.grants import COALITION, grant
from bot.roles import Role
from bot.store.engine import Store, Tx
from bot.store.sql import build
from bot.store.statement import Statement
from bot.store.tables import PERSONAL
from tests.core.support.accounts import ANA, ANNA, link, log, person
from tests.core.support.tables import everything
from tests.services import Core, core_on, new_request


@pytest.fixture
async def core(store: Store, tmp_path: Path) -> Core:
    return await core_on(store, folder=tmp_path)


async def populate(core: Core) -> None:
    """A person with two accounts used the services whose rows have a special form; `filled` makes the others."""
    for who in (ANA, ANNA):
        await core.profiles.change(who, ProfileChange(name="Ana"))
        await log(core, who)
    ana = await person(core, ANA)
    await core.store.write(lambda tx: grant(tx, ana, Role.ADMIN, COALITION, 1))
    await link(core)
    await core.linking.make_code(ANA, new_request())


async def fill_tables(tx: Tx) -> list[str]:
    """Add a row to every empty table that refers to people. Returns their names."""
    empty = [table for table in PERSONAL if not await tx.all(Statement(select(table).limit(1)))]
    for table in empty:
        row = {column.name: await invent_value(tx, column) for column in table.columns}
        await tx.run(Statement(insert(table)), **row)
    return [table.name for table in empty]


async def invent_value(tx: Tx, column: Column[Any]) -> Any:
    """A value for a column: the key of the row it refers to, else one of its type."""
    for key in column.foreign_keys:
        [row] = await tx.all(Statement(select(key.column.label("one")).limit(1)))
        return row.one
    return "x" if isinstance(build(column.type), Text) else b"x" if isinstance(build(column.type), LargeBinary) else 1


async def test_no_row_outlives_its_person(core: Core) -> None:
    await populate(core)
    assert {"positions", "reminders"} <= set(await core.store.write(fill_tables))
    before = await everything(core.store)
    assert all(before[table.name] for table in PERSONAL)
    await core.privacy.forget(ANA, new_request())
    after = await everything(core.store)
    assert {table.name for table in PERSONAL if after[table.name]} == {"requests"}
    assert {row["account"] for row in after["requests"]} == {None}  # a keyed hash of each, for a day
