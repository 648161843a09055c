"""Reads the accounts at which people are reached."""

from collections.abc import Iterable

from bot.core.base.keys import Keys
from bot.core.base.stored_values import read_each
from bot.store.statement import Row


def read_accounts(keys: Keys, rows: Iterable[Row]) -> tuple[tuple[str, str], ...]:
    """The (platform, account) pairs of rows with ``platform`` and ``address``, without those that can't be read."""
    return tuple(read_each(rows, lambda row: (str(row.platform), keys.decrypt(row.address))))
