"""Finds whom a message is for that nobody is waiting for: a person, their accounts and their language."""

from msgspec import Struct
from sqlalchemy import bindparam, select

from bot.core.base.caller_keys import read_accounts
from bot.core.base.keys import Keys
from bot.core.people.people import People
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import accounts, actors, people

_ACCOUNTS = Statement(
    select(accounts.c.person_id, accounts.c.platform, accounts.c.address, people.c.profile)
    .where(
        actors.c.id == bindparam("actor"), people.c.id == actors.c.person_id, accounts.c.person_id == actors.c.person_id
    )
    .order_by(accounts.c.created_at, accounts.c.key)
)


class Recipient(Struct, frozen=True):
    """A person who can be reached. ``accounts`` are (platform, account), the oldest first, at least one."""

    person_id: str
    accounts: tuple[tuple[str, str], ...]
    language: str | None


async def fetch_recipient(tx: Tx, people: People, keys: Keys, actor: str) -> Recipient | None:
    """The person whom the audit trail calls ``actor``, None if they have no account that can be read."""
    rows = await tx.all(_ACCOUNTS, actor=actor)
    known = read_accounts(keys, rows)
    return Recipient(rows[0].person_id, known, people.read_profile(rows[0].profile).language) if known else None
