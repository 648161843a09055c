"""What reports count, as the database's triggers keep it."""

from sqlalchemy import select

from bot.core.totals.counter_changes import read_folded
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import report_askers, report_totals

_TOTALS, _ASKERS = Statement(select(report_totals)), Statement(select(report_askers))


async def load_report_totals(store: Store) -> tuple[frozenset[Row], frozenset[Row]]:
    """The totals, and who asked offices what."""

    async def read(tx: Tx) -> tuple[frozenset[Row], frozenset[Row]]:
        return frozenset(await tx.all(_TOTALS)), frozenset(await tx.all(_ASKERS))

    return await read_folded(store, read)
