"""The spaces that a person's roles depend on: they linked them, and must still administer them."""

from collections.abc import Iterable, Mapping
from functools import partial

from sqlalchemy import bindparam, select

from bot.core.base.keys import Keys
from bot.core.base.stored_values import read_or
from bot.core.people.grants import Right, make_joined_basis
from bot.identity import Caller
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import spaces

_JOINED = make_joined_basis(b"")
_ADDRESS = Statement(
    select(spaces.c.address).where(spaces.c.key == bindparam("key"), spaces.c.platform == bindparam("platform"))
)


async def find_joined_spaces(tx: Tx, keys: Keys, rights: Iterable[Right], caller: Caller) -> Mapping[str, str]:
    """The spaces on the caller's platform that ``rights`` depend on, by basis, except the current one."""
    spaces_by_basis = {}
    for basis in sorted({right.basis for right in rights if right.basis.startswith(_JOINED)}):
        key = bytes.fromhex(basis.removeprefix(_JOINED))
        row = await tx.one(_ADDRESS, key=key, platform=caller.platform)
        space = read_or("", partial(keys.decrypt, row.address)) if row else ""
        if space and space != caller.space:
            spaces_by_basis[basis] = space
    return spaces_by_basis
