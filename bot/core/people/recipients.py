"""Finds whom a message is for that nobody is waiting for: a person, their accounts, their language and their clock."""

from collections.abc import Sequence

from msgspec import Struct

from bot.core.base.keys.caller_keys import read_accounts
from bot.core.base.keys.keys import Keys
from bot.core.people.people import People
from bot.core.people.profiles.platform_settings import read_settings
from bot.store.engine import Tx
from bot.store.sql import bindparam, select
from bot.store.statement import Row, Statement
from bot.store.tables import accounts, actors, people

_ACCOUNTS = (
    select(accounts.c.person_id, accounts.c.platform, accounts.c.address, accounts.c.settings, people.c.profile)
    .where(people.c.id == accounts.c.person_id)
    .order_by(accounts.c.created_at, accounts.c.key)
)
_OF_ACTOR = Statement(_ACCOUNTS.where(actors.c.id == bindparam("actor"), accounts.c.person_id == actors.c.person_id))
_OF_PERSON = Statement(_ACCOUNTS.where(people.c.id == bindparam("person")))


class Recipient(Struct, frozen=True):
    """A person who can be reached. ``accounts`` are (platform, account), the oldest first, at least one.

    ``language`` and ``zone`` (IANA) are the profile's, else the first that a platform reported for one of the accounts.
    """

    person_id: str
    accounts: tuple[tuple[str, str], ...]
    language: str | None
    zone: str | None = None


async def fetch_recipient(tx: Tx, people: People, keys: Keys, actor: str) -> Recipient | None:
    """The person whom the audit trail calls ``actor``, None if they have no account that can be read."""
    return _make_recipient(people, keys, await tx.all(_OF_ACTOR, actor=actor))


async def fetch_person(tx: Tx, people: People, keys: Keys, person: str) -> Recipient | None:
    """The person with an id, None if they have no account that can be read."""
    return _make_recipient(people, keys, await tx.all(_OF_PERSON, person=person))


def _make_recipient(people: People, keys: Keys, rows: Sequence[Row]) -> Recipient | None:
    if not (known := read_accounts(keys, rows)):
        return None
    profile = people.read_profile(rows[0].profile)
    reported = [read_settings(keys, row.settings) for row in rows if row.settings]
    language = profile.language or next((language for language, _ in reported if language), None)
    zone = profile.zone or next((zone for _, zone in reported if zone), None)
    return Recipient(rows[0].person_id, known, language, zone)
