"""What a former key still finds of an account that comes by, found by the current key from then on."""

from typing import Any

from bot.core.base.keys.caller_keys import hash_account_by_all
from bot.core.base.keys.keys import Keys
from bot.core.people.past.guards import adopt_guard
from bot.core.people.past.past_entries import adopt_past
from bot.identity import Caller
from bot.store.engine import Tx
from bot.store.sql import LargeBinary, bindparam, delete, insert, select, update
from bot.store.statement import Statement
from bot.store.tables import accounts, links, once_reminders, reminders

_OLD: Any = bindparam("old")
_NEW: Any = bindparam("new", type_=LargeBinary)
_FIND = Statement(select(accounts.c.key).where(accounts.c.key == _OLD).with_for_update())
_COPY = Statement(
    insert(accounts).from_select(
        ["key", "person_id", "platform", "address", "settings", "created_at"],
        select(
            _NEW.label("key"),
            accounts.c.person_id,
            accounts.c.platform,
            bindparam("sealed", type_=LargeBinary).label("address"),
            accounts.c.settings,
            accounts.c.created_at,
        ).where(accounts.c.key == _OLD),
    )
)
_CHANGES = tuple(
    Statement(update(table).where(table.c.account_key == _OLD).values(account_key=_NEW))
    for table in (reminders, once_reminders, links)
)
_DROP = Statement(delete(accounts).where(accounts.c.key == _OLD))


async def adopt(tx: Tx, keys: Keys, caller: Caller) -> bool:
    """Find the caller by the current key from now on. Returns whether a former one found their account.

    A rotation changes the hashes of all accounts that it can read. This one it couldn't, or it came too late.
    """
    account = (caller.platform, caller.account)
    await adopt_past(tx, keys, account)
    await adopt_guard(tx, keys, account)
    new, *former = hash_account_by_all(keys, caller)
    for old in former:
        if await tx.one(_FIND, old=old):
            await tx.run(_COPY, old=old, new=new, sealed=keys.encrypt(caller.account))
            for statement in _CHANGES:
                await tx.run(statement, old=old, new=new)
            await tx.run(_DROP, old=old)
            return True
    return False
