"""A rotation: another key becomes current, and the one before it stays until nothing needs it.

One transaction changes the current key and every hash that can be changed. It is short, and kept or undone whole.
Then everything is encrypted again, row by row. A rotation that ended early goes on from where it was, because each step
looks at the rows themselves for what is left.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from bot.core.base.audit.audit import Audit
from bot.core.base.idempotency import KEPT
from bot.core.base.keys.key_state import lock_key_state, refresh_keys, write_key_state
from bot.core.base.keys.keys import Keys, name_key
from bot.core.postcards.unsent_postcards import LIFETIME
from bot.core.processes.process_rows import Process, fetch_living
from bot.core.times.clock import SECOND, Clock
from bot.core.upkeep.reencryption import count_old, encrypt_again
from bot.core.upkeep.rehashing import lock_hashes, rehash
from bot.errors import make_config_error
from bot.store.engine import Store, Tx
from bot.store.sql import Column, LargeBinary, bindparam, case, func, select
from bot.store.statement import Statement
from bot.store.tables import (
    accounts,
    channels,
    chapter_maps,
    codes,
    guards,
    past_entries,
    requests,
    spaces,
    stored_files,
    unsent_postcards,
)

DROPPED = "key.drop"  # in the audit trail; the object is the key's id
_HASH = 32  # bytes; what follows is the key's tag
_ZERO = 0


class Needs(Struct, frozen=True):
    """How many rows still need a former key, and until when (UTC microseconds), None if they don't expire."""

    what: str
    count: int
    until: int | None = None


class Ids(Struct, frozen=True):
    """The ids of keys: ``next`` is empty if none was given to rotate to."""

    current: str
    next: str
    former: tuple[str, ...]


class _Found(Struct, frozen=True):
    what: str
    statement: Statement


def _find(what: str, hash: Column[Any], until: Any = None) -> _Found:
    """Count the rows of a hash that another key made, and find when the last of them expires."""
    old = func.substr(hash, _HASH + 1) != bindparam("tag", type_=LargeBinary)
    last = func.max(until).label("until") if until is not None else func.max(_ZERO).label("until")
    return _Found(what, Statement(select(func.count().label("n"), last).where(hash.is_not(None), old)))


def _find_latest(*columns: Column[Any]) -> Any:
    latest: Any = func.coalesce(columns[0], 0)
    for column in columns[1:]:
        other = func.coalesce(column, 0)
        latest = case((latest > other, latest), else_=other)
    return latest


# What expires, then what doesn't: those rows can't be read, or nobody knows what they were made from.
_NEEDING = (
    _find("answers to requests", requests.c.key, requests.c.at + KEPT),
    _find("codes", codes.c.key, codes.c.expires_at),
    _find("used slots of accounts that forgot themselves", past_entries.c.account, past_entries.c.expires_at),
    _find("entries of accounts that share a past", past_entries.c.entry, past_entries.c.expires_at),
    _find(
        "limits of accounts that forgot themselves",
        guards.c.account,
        _find_latest(guards.c.suspended_until, guards.c.name_until, guards.c.codes_until),
    ),
    _find("unsent postcards", unsent_postcards.c.key, unsent_postcards.c.written_at + LIFETIME),
    _find("pictures that a platform still stores", stored_files.c.topic),
    _find("roles and channels mapped to chapters", chapter_maps.c.target),
    _find("accounts that can't be read", accounts.c.key),
    _find("spaces that can't be read", spaces.c.key),
    _find("channels that can't be read", channels.c.key),
)


def _always() -> bool:
    return True


class Rotation:
    """Makes another key current, step by step. The trail's own entries are written by ``audit``."""

    def __init__(self, store: Store, clock: Clock, keys: Keys, audit: Audit) -> None:
        self._store, self._clock, self._keys, self._audit = store, clock, keys, audit

    async def find_ids(self) -> Ids:
        """Which keys are current, next and former now."""
        await refresh_keys(self._store, self._keys)
        new = self._keys.find_next()
        former = tuple(name_key(check) for check in self._keys.state.former)
        return Ids(self._keys.id, new.id if new else "", former)

    async def switch(self) -> int | None:
        """Make the next key that was given current. Returns how many hashes changed, None if none was given.

        Raises ConfigError if a process that is running hasn't got it.
        """
        await refresh_keys(self._store, self._keys)
        new = self._keys.find_next()
        if new is None:
            return None
        if lacking := [one.id for one in await self._list_processes() if new.id not in one.keys]:
            sentence = f"Processes without the key {new.id}: {', '.join(lacking)}. Restart them with both keys first."
            raise make_config_error("CALLBOARD_KEY", f"{sentence} Nothing was changed.")
        count = await self._store.write(lambda tx: self._switch(tx, new.check))
        await refresh_keys(self._store, self._keys)
        await self._audit.note_key()
        await self._audit.confirm()
        return count

    async def _switch(self, tx: Tx, new: bytes) -> int:
        state = await lock_key_state(tx)
        if state is None or state.current == new:
            return 0
        await lock_hashes(tx)
        after = replace(state, current=new, former=(state.current, *state.former))
        keys = self._keys.with_state(after)
        await write_key_state(tx, after)
        count = await rehash(tx, keys)
        await self._audit.with_keys(keys).record_key(tx, name_key(state.current), name_key(new))
        return count

    async def list_late(self) -> tuple[str, ...]:
        """The processes that don't use the current key yet. They can save nothing meanwhile."""
        return tuple(one.id for one in await self._list_processes() if one.keys[:1] != (self._keys.id,))

    async def _list_processes(self) -> Sequence[Process]:
        return () if self._store.has_one_process else await self._store.read(fetch_living)

    async def encrypt(self, goes_on: Callable[[], bool] = _always) -> tuple[int, bool]:
        """Change what another key hashed since, and encrypt again what it encrypted, as long as it ``goes_on``.

        Returns how many values were encrypted again, and whether that was all.
        """
        await self._store.write(self._rehash)
        return await encrypt_again(self._store, self._keys, goes_on)

    async def _rehash(self, tx: Tx) -> None:
        await lock_key_state(tx)
        await lock_hashes(tx)
        await rehash(tx, self._keys)

    async def list_needs(self) -> tuple[Needs, ...]:
        """What still needs a former key."""
        return await self._store.read(lambda tx: list_needs(tx, self._keys))

    async def finish(self) -> tuple[str, ...]:
        """Drop the former keys, which `list_needs` found nothing for. Returns their ids."""

        async def drop(tx: Tx) -> tuple[str, ...]:
            state = await lock_key_state(tx)
            if state is None or await list_needs(tx, self._keys):
                return ()
            await write_key_state(tx, replace(state, former=(), dropped=(*state.former, *state.dropped)))
            for check in state.former:
                await self._audit.record(tx, None, DROPPED, name_key(check), None)
            return tuple(name_key(check) for check in state.former)

        dropped = await self._store.write(drop)
        await refresh_keys(self._store, self._keys)
        await self._audit.confirm()
        return dropped


async def list_needs(tx: Tx, keys: Keys) -> tuple[Needs, ...]:
    """What still needs a former key, as far as ``keys`` have the current one."""
    found = list[Needs]()
    for one in _NEEDING:
        [row] = await tx.all(one.statement, tag=keys.current.tag)
        if row.n:
            found.append(Needs(one.what, row.n, row.until or None))
    found += [Needs(f"rows of {one.table} to encrypt again", one.count) for one in await count_old(tx, keys)]
    return tuple(found)


def describe_need(one: Needs) -> str:
    """What still needs a former key, as part of a list."""
    until = f" until {datetime.fromtimestamp(one.until / SECOND, UTC):%Y-%m-%d %H:%M} UTC" if one.until else ""
    return f"{one.what}: {one.count:,}{until}"
