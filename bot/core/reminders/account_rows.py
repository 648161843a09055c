"""The SQL statements that daily and one-time reminders share: both hang on an account.

``waiting`` is the condition that a reminder is still to be sent.
"""

from typing import Any

from bot.store.sql import ColumnElement, Select, Table, bindparam, delete, func, select
from bot.store.statement import Statement
from bot.store.tables import accounts, people

_OWN = accounts.alias("own")
# The accounts of somebody's person, whichever of them they ask from.
OF_ACCOUNTS_PERSON = select(accounts.c.key).where(
    accounts.c.person_id == _OWN.c.person_id, _OWN.c.key == bindparam("key")
)


def make_stop(table: Table) -> Statement:
    """Delete all reminders of an account's person."""
    return Statement(delete(table).where(table.c.account_key.in_(OF_ACCOUNTS_PERSON)))


def make_drop_of_person(table: Table) -> Statement:
    """Delete a person's reminders."""
    own = select(accounts.c.key).where(accounts.c.person_id == bindparam("person"))
    return Statement(delete(table).where(table.c.account_key.in_(own)))


def make_next(table: Table, waiting: ColumnElement[bool]) -> Statement:
    """When a platform's next reminder is due."""
    here = (accounts.c.key == table.c.account_key, accounts.c.platform == bindparam("platform"))
    return Statement(select(func.min(table.c.due_at).label("at")).where(waiting, *here))


def select_due(table: Table, waiting: ColumnElement[bool], second: ColumnElement[Any]) -> Select[Any]:
    """A platform's due reminders with their account and person, oldest first, then by ``second``."""
    person = (accounts.c.person_id, people.c.profile, people.c.suspended_at)
    return (
        select(table, accounts.c.platform, accounts.c.address, *person)
        .where(
            table.c.due_at <= bindparam("now"),
            waiting,
            accounts.c.platform == bindparam("platform"),
            accounts.c.key == table.c.account_key,
            people.c.id == accounts.c.person_id,
        )
        .order_by(table.c.due_at, second)
        .limit(bindparam("most"))
    )
