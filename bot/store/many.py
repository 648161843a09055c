"""Many rows at once, in statements of a size that none takes long."""

from collections.abc import Sequence

from bot.store.engine import Tx
from bot.store.statement import Params, Statement

_AT_ONCE = 5000  # rows


async def add_many(tx: Tx, statement: Statement, rows: Sequence[Params]) -> None:
    """Run an insert for each of ``rows``."""
    for first in range(0, len(rows), _AT_ONCE):
        await tx.many(statement, rows[first : first + _AT_ONCE])
