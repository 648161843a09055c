"""A database with rows in every table, made from the schema, so that a new table is never left out."""

from typing import Any

from sqlalchemy import Column, LargeBinary, Table, Text, select

from bot.core.boards.recount import recount
from bot.store.engine import Store, Tx
from bot.store.statement import Statement
from bot.store.tables import build_metadata
from tests.core.support.accounts import ANA, log
from tests.services import core_on

COPIES = 3  # rows in each table, if it takes so many
_WORDS = ("x", "Ñandú 选民 \U0001f4de", 'it\'s; \\ "two"\tlines\n{{name}}')
_BYTES = (b"\x00\xff\xfe", bytes(range(256)), b"")
_NUMBERS = (1, 2**62, -(2**40))


async def fill_tables(store: Store) -> None:
    """Log a call, so that totals change, and then add rows with every kind of value to every other table."""
    core = await core_on(store)
    await log(core, ANA)
    await store.write(lambda tx: core.audit.record(tx, None, "org.add", "object", None))
    await store.write(_fill)
    await store.write(recount)
    await store.write(_fill)  # a recount leaves no changes of counters


async def _fill(tx: Tx) -> None:
    for table in build_metadata().sorted_tables:
        if await tx.all(Statement(select(table).limit(1))):
            continue
        for number in range(COPIES):
            await tx.run(_add_to(table), **{one.key: await _invent(tx, one, number) for one in table.columns})


def _add_to(table: Table) -> Statement:
    return Statement(lambda insert: insert(table).on_conflict_do_nothing())  # a foreign key may have to be unique


async def _invent(tx: Tx, column: Column[Any], number: int) -> Any:
    """A value for a column: the row it refers to, null if it is nullable, else one of its type."""
    for key in column.foreign_keys:
        rows = await tx.all(Statement(select(key.column.label("one"))))
        return rows[number % len(rows)].one
    if column.nullable and number == COPIES - 1:
        return None
    if isinstance(column.type, Text):
        return f"{_WORDS[number]}{number}{column.name}"  # a row counts in its day and in its week
    return _BYTES[number] if isinstance(column.type, LargeBinary) else _NUMBERS[number]
