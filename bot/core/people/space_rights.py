"""Which spaces somebody's rights rest on: those that they linked, and have to administer still."""

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
    """The spaces of the caller's platform whose links ``rights`` rest on, by basis, but for the one they are in."""
    found = {}
    for basis in sorted({right.basis for right in rights if right.basis.startswith(_JOINED)}):
        key = bytes.fromhex(basis.removeprefix(_JOINED))
        row = await tx.one(_ADDRESS, key=key, platform=caller.platform)
        space = read_or("", partial(keys.decrypt, row.address)) if row else ""
        if space and space != caller.space:
            found[basis] = space
    return found
