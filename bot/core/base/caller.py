"""Who calls, as core sees it, and the space they call from."""

from typing import Protocol

from sqlalchemy import bindparam, select

from bot.core.base.keys import Keys
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import spaces


class Caller(Protocol):
    """An account as a verified request names it."""

    @property
    def platform(self) -> str:
        """discord, slack or console."""
        ...

    @property
    def account(self) -> str:
        """The platform's id of the account."""
        ...

    @property
    def space(self) -> str | None:
        """The platform's id of the server or workspace."""
        ...

    @property
    def marks(self) -> tuple[str, ...]:
        """The channel they are in and the roles they hold there, ``channel:<id>`` and ``role:<id>``."""
        ...


_FIND = Statement(select(spaces.c.org_id, spaces.c.language).where(spaces.c.key == bindparam("key")))


def account_key(keys: Keys, caller: Caller) -> bytes:
    """Return the keyed hash an account's row is found by."""
    return keys.index("account", caller.platform, caller.account)


def space_key(keys: Keys, caller: Caller) -> bytes:
    """Return the keyed hash a space's row is found by."""
    return key_of_space(keys, caller.platform, caller.space or "")


def key_of_space(keys: Keys, platform: str, space: str) -> bytes:
    """Return the same of a space that nobody calls from just now."""
    return keys.index("space", platform, space)


def mark_key(keys: Keys, mark: str) -> bytes:
    """Return the keyed hash a mapped channel or role is found by."""
    return keys.index("mark", mark)


async def space_with(tx: Tx, key: bytes) -> Row | None:
    """Return the org and language of the space that a keyed hash finds, None where it has no row."""
    return await tx.one(_FIND, key=key)


async def space_of(tx: Tx, keys: Keys, caller: Caller) -> Row | None:
    """Return the org and language of the caller's space, None where it has no row or there is no space."""
    return await space_with(tx, space_key(keys, caller)) if caller.space else None
