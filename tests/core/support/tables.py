"""Every row of every table, for tests that compare two states of a database."""

from typing import Any

from sqlalchemy import select

from bot.core.totals.counter_changes import fold_changes
from bot.store.engine import Store, Tx
from bot.store.statement import Statement
from bot.store.tables import TABLES

_ALL = {table.name: Statement(select(table)) for table in TABLES}


async def everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Each table's rows, by column. Changes to counters are folded first."""

    async def read(tx: Tx) -> dict[str, list[dict[str, Any]]]:
        return {name: [row._asdict() for row in await tx.all(one)] for name, one in _ALL.items()}

    await fold_changes(store)
    return await store.read(read)
