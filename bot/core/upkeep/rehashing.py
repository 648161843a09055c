"""Changes every keyed hash whose words are known to the current key, in one transaction.

What is known is what the database can decrypt: accounts, spaces, channels, Slack installations, words of postcards,
and who tapped a link. Hashes of people who are gone, of codes and of requests stay as they are: lookups try former keys
too, until those rows expire.
"""

import os
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

from bot.core.base.keys.caller_keys import hash_account, hash_channel, hash_space
from bot.core.base.keys.keys import Keys
from bot.core.base.stored_values import read_object, read_or
from bot.core.campaigns.link_taps import make_tap_mark
from bot.core.coalition.installations import hash_workspace
from bot.core.people.past.past_entries import hash_past_account, hash_past_account_formerly
from bot.core.postcards.words import make_mark
from bot.errors import Unreadable
from bot.identity import Caller
from bot.store.engine import Tx
from bot.store.sql import (
    Column,
    LargeBinary,
    MetaData,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from bot.store.statement import Row, Statement
from bot.store.tables import (
    accounts,
    channels,
    chapter_maps,
    deliveries,
    guards,
    installations,
    link_taps,
    links,
    once_reminders,
    past_entries,
    people,
    postcards,
    reminders,
    requests,
    roles,
    spaces,
    unsent_postcards,
)

_HASH = 32  # bytes; what follows is the key's tag
_WORKSPACE_NAMES = ("team_id", "enterprise_id")  # of an installation; one of the two is its workspace
_HEX = re.compile(r"\b[0-9a-f]{64}(?:[0-9a-f]{8})?\b")

_NEW = Table(
    "rehashed", MetaData(), Column("old", LargeBinary, primary_key=True), Column("new", LargeBinary, nullable=False)
)
_OLD_ONES = select(_NEW.c.old)
_MAKE = Statement(text("CREATE TEMPORARY TABLE rehashed (old BYTEA PRIMARY KEY, new BYTEA NOT NULL)"))
_ADD = Statement(insert(_NEW))
_END = Statement(text("DROP TABLE rehashed"))
# Nobody may add what refers to an old hash meanwhile. Readers go on.
_LOCKED = (
    accounts, spaces, channels, installations, reminders, once_reminders, links, unsent_postcards, past_entries, guards,
    chapter_maps, deliveries, roles, link_taps, postcards,
)  # fmt: skip
_LOCK = Statement(text(f"LOCK TABLE {', '.join(table.name for table in _LOCKED)} IN SHARE ROW EXCLUSIVE MODE"))


def _select_old(table: Table, column: str, *columns: Any) -> Select[Any]:
    """Rows whose hash the current key didn't make."""
    return select(table.c[column].label("hash"), *columns).where(
        func.substr(table.c[column], _HASH + 1) != bindparam("tag", type_=LargeBinary)
    )


def _change(table: Table, column: str) -> Statement:
    """Change the hashes in a column that have a new one."""
    of = table.c[column]
    new = select(_NEW.c.new).where(_NEW.c.old == of).scalar_subquery()
    return Statement(update(table).where(of.in_(_OLD_ONES)).values({column: new}))


def _copy(table: Table) -> Statement:
    """Copy rows that others refer to by their hash, under the new one."""
    others = [column for column in table.columns if column.name != "key"]
    found = select(_NEW.c.new, *others).select_from(table.join(_NEW, _NEW.c.old == table.c.key))
    return Statement(insert(table).from_select(["key", *(column.name for column in others)], found))


def _drop(table: Table) -> Statement:
    return Statement(delete(table).where(table.c.key.in_(_OLD_ONES)))


_ACCOUNTS = Statement(_select_old(accounts, "key", accounts.c.platform, accounts.c.address))
_SPACES = Statement(_select_old(spaces, "key", spaces.c.platform, spaces.c.address))
_CHANNELS = Statement(
    _select_old(channels, "key", spaces.c.platform, spaces.c.address.label("space"), channels.c.address).where(
        spaces.c.key == channels.c.space_key
    )
)
_INSTALLATIONS = Statement(_select_old(installations, "key", installations.c.sealed))
_POSTCARDS = Statement(_select_old(postcards, "mark", postcards.c.words).where(postcards.c.words.is_not(None)))
_OLD_TAPS = Statement(
    _select_old(link_taps, "mark", link_taps.c.campaign_id, link_taps.c.action, link_taps.c.kind).distinct()
)
_PEOPLE = Statement(select(people.c.id))
_PAST = tuple(Statement(_select_old(table, "account").distinct()) for table in (past_entries, guards))
_CHANGES = (
    _copy(accounts),
    _copy(spaces),
    *(_change(table, "account_key") for table in (reminders, once_reminders, links, unsent_postcards)),
    *(_change(table, "space_key") for table in (channels, chapter_maps, deliveries)),
    *(_change(table, "account") for table in (requests, past_entries, guards)),
    *(_change(table, "key") for table in (channels, installations)),
    *(_change(table, "mark") for table in (postcards, link_taps)),
    _drop(accounts),
    _drop(spaces),
)
_BASES = Statement(select(roles.c.basis).distinct().where(roles.c.basis != ""))
_SET_BASIS = Statement(update(roles).where(roles.c.basis == bindparam("old")).values(basis=bindparam("new")))
_NOTES = Statement(select(links.c.id, links.c.before))
_SET_NOTE = Statement(update(links).where(links.c.id == bindparam("which")).values(before=bindparam("sealed")))

Pair = tuple[bytes, bytes]  # the old hash and the new one


async def lock_hashes(tx: Tx) -> None:
    """Keep others from adding hashes until the transaction ends. Lock the keys' state first."""
    if not tx.has_one_writer:
        await tx.run(_LOCK)


async def rehash(tx: Tx, keys: Keys) -> int:
    """Change what is known to the current key. Returns how many hashes; after the first time, few or none."""
    found = {old: new async for old, new in _find_new(tx, keys) if old != new}
    if not found:
        return 0
    await tx.run(_MAKE)
    await tx.many(_ADD, [{"old": old, "new": new} for old, new in found.items()])
    for statement in _CHANGES:
        await tx.run(statement)
    await tx.run(_END)
    names = {old.hex(): new.hex() for old, new in found.items()}
    await _change_bases(tx, names)
    await _change_notes(tx, keys, names)
    return len(found)


async def _find_new(tx: Tx, keys: Keys) -> AsyncIterator[Pair]:
    tag = keys.current.tag
    past = {bytes(row.hash) for statement in _PAST for row in await tx.all(statement, tag=tag)}
    for row in await tx.all(_ACCOUNTS, tag=tag):
        for pair in _rehash_account(keys, row, past):
            yield pair
    for row in await tx.all(_SPACES, tag=tag):
        if address := _open(keys, row.address):
            yield bytes(row.hash), hash_space(keys, row.platform, address)
    for row in await tx.all(_CHANNELS, tag=tag):
        space, address = _open(keys, row.space), _open(keys, row.address)
        if space is not None and address:
            yield bytes(row.hash), hash_channel(keys, row.platform, space, address)
    for row in await tx.all(_INSTALLATIONS, tag=tag):
        for pair in _rehash_installation(keys, row):
            yield pair
    for row in await tx.all(_POSTCARDS, tag=tag):
        if words := _open(keys, row.words):
            yield bytes(row.hash), make_mark(keys, words)
    async for pair in _rehash_taps(tx, keys):
        yield pair


def _rehash_account(keys: Keys, row: Row, past: set[bytes]) -> Iterator[Pair]:
    if not (address := _open(keys, row.address)):
        return  # `adopt_account` finds it when they come by
    yield bytes(row.hash), hash_account(keys, Caller(row.platform, address, None))
    account = (row.platform, address)
    for old in hash_past_account_formerly(keys, account):
        if old in past:
            yield old, hash_past_account(keys, account)


def _rehash_installation(keys: Keys, row: Row) -> Iterator[Pair]:
    content = read_or(None, lambda: read_object(keys.decrypt(row.sealed))) or {}
    for name in _WORKSPACE_NAMES:
        workspace = str(content.get(name) or "")
        if bytes(row.hash) in keys.index_former("installation", "slack", workspace):
            yield bytes(row.hash), hash_workspace(keys, workspace)


async def _rehash_taps(tx: Tx, keys: Keys) -> AsyncIterator[Pair]:
    """The marks of people who are here. Those of others become random: nothing leads to them, and they only count."""
    rows = await tx.all(_OLD_TAPS, tag=keys.current.tag)
    old, what = {bytes(row.hash) for row in rows}, {(row.campaign_id, row.action, row.kind) for row in rows}
    for person in await tx.all(_PEOPLE) if old else ():
        for which in what:
            for former in keys.former:
                if (mark := make_tap_mark(former.hash, person.id, *which)) in old:
                    old.discard(mark)
                    yield mark, make_tap_mark(keys.current.hash, person.id, *which)
    for mark in old:
        yield mark, os.urandom(_HASH) + keys.current.tag


async def _change_bases(tx: Tx, names: Mapping[str, str]) -> None:
    """Change the bases of roles that name a space."""
    for row in await tx.all(_BASES):
        if (new := _replace(row.basis, names)) != row.basis:
            await tx.run(_SET_BASIS, old=row.basis, new=new)


async def _change_notes(tx: Tx, keys: Keys, names: Mapping[str, str]) -> None:
    """Change the accounts and roles in notes of links that can still be undone."""
    for row in await tx.all(_NOTES):
        note = _open(keys, row.before)
        if note and (new := _replace(note, names)) != note:
            await tx.run(_SET_NOTE, which=row.id, sealed=keys.encrypt(new))


def _replace(written: str, names: Mapping[str, str]) -> str:
    return _HEX.sub(lambda match: names.get(match[0], match[0]), written)


def _open(keys: Keys, sealed: bytes) -> str | None:
    """The words of a ciphertext, None if it can't be read."""
    try:
        return keys.decrypt(sealed)
    except Unreadable:
        return None
