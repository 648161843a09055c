"""The keyed hashes that find a caller's account, space and marks, the caller's space, and accounts to reach."""

from collections.abc import Iterable, Sequence

from bot.core.base.keys.keys import Keys
from bot.core.base.stored_values import read_each
from bot.identity import Caller
from bot.store.engine import Query, Tx
from bot.store.sql import bindparam, select
from bot.store.statement import Row, Statement
from bot.store.tables import spaces

_FIND = Statement(select(spaces.c.org_id, spaces.c.language).where(spaces.c.key == bindparam("key")))


def hash_account(keys: Keys, caller: Caller) -> bytes:
    """The key of the caller's row in ``accounts``."""
    return keys.index("account", caller.platform, caller.account)


def hash_account_by_all(keys: Keys, caller: Caller) -> tuple[bytes, ...]:
    """The same by the current key and by former ones."""
    return keys.index_all("account", caller.platform, caller.account)


def hash_space(keys: Keys, platform: str, space: str) -> bytes:
    """The key of a space's row in ``spaces``."""
    return keys.index("space", platform, space)


def hash_caller_space(keys: Keys, caller: Caller) -> bytes:
    """The key of the space the caller is in."""
    return hash_space(keys, caller.platform, caller.space or "")


def hash_channel(keys: Keys, platform: str, space: str, channel: str) -> bytes:
    """What finds a channel's row in ``channels``."""
    return keys.index("channel", platform, space, channel)


def hash_mark(keys: Keys, mark: str) -> bytes:
    """The key of a channel or role that is mapped to a chapter."""
    return keys.index("mark", mark)


def hash_mark_by_all(keys: Keys, mark: str) -> tuple[bytes, ...]:
    """The same by the current key and by former ones: nobody knows a mapped role before somebody with it comes by."""
    return keys.index_all("mark", mark)


async def find_stored(tx: Tx, find: Statement, hashes: Sequence[bytes]) -> bytes:
    """The first of some ``hashes`` of one thing that ``find`` finds by its ``key``, else the first."""
    for one in hashes if len(hashes) > 1 else ():
        if await tx.one(find, key=one):
            return one
    return hashes[0]


async def find_space(tx: Tx, key: bytes) -> Row | None:
    """The org and language of a space, None if it has no row."""
    statement, params = make_space_query(key)
    return await tx.one(statement, **params)


def make_space_query(key: bytes) -> Query:
    """The query for a space's org and language."""
    return _FIND, {"key": key}


async def find_caller_space(tx: Tx, keys: Keys, caller: Caller) -> Row | None:
    """The org and language of the caller's space, None if it has no row or the caller is in no space."""
    return await find_space(tx, hash_caller_space(keys, caller)) if caller.space else None


def read_accounts(keys: Keys, rows: Iterable[Row]) -> tuple[tuple[str, str], ...]:
    """The (platform, account) pairs of rows with ``platform`` and ``address``, without those that can't be read."""
    return tuple(read_each(rows, lambda row: (str(row.platform), keys.decrypt(row.address))))
