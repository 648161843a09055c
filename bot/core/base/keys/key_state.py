"""Which key a database says is current, and that no process writes with another one.

A rotation changes this row first, and its transaction ends with all hashes changed. So a process that adds an account
or a space, or writes to the audit trail, first makes sure that its key is still current: with a stale one it would
find nobody, and add everybody a second time.
"""

import hmac

from bot.core.base.keys.keys import Keys, KeyState, list_ids, name_key
from bot.errors import Unavailable, make_config_error
from bot.store.engine import Store, Tx
from bot.store.sql import bindparam, select, update
from bot.store.statement import Statement
from bot.store.tables import meta

CURRENT = "key"
_FIRST, _FORMER, _DROPPED = "key_first", "key_former", "key_dropped"
_CHECK_BYTES = 32

_ADD = Statement(lambda insert: insert(meta).on_conflict_do_nothing())
_SELECT = select(meta.c.value).where(meta.c.name == bindparam("name"))
_READ = Statement(_SELECT)
_SHARE = Statement(_SELECT.with_for_update(read=True))
_LOCK = Statement(_SELECT.with_for_update())
_SET = Statement(update(meta).where(meta.c.name == bindparam("which")).values(value=bindparam("new")))


async def read_key_state(tx: Tx) -> KeyState | None:
    """What the database says of its keys; None if it has none yet."""
    current = await _read(tx, CURRENT)
    if current is None:
        return None
    first, former, dropped = [await _read(tx, name) or b"" for name in (_FIRST, _FORMER, _DROPPED)]
    return KeyState(current, first or current, _split(former), _split(dropped))


async def write_key_state(tx: Tx, state: KeyState) -> None:
    """Save what is known of the keys. Lock the state first."""
    former, dropped = b"".join(state.former), b"".join(state.dropped)
    for name, value in ((CURRENT, state.current), (_FIRST, state.first), (_FORMER, former), (_DROPPED, dropped)):
        if not await tx.run(_SET, which=name, new=value):
            await tx.run(_ADD, name=name, value=value)


async def lock_key_state(tx: Tx) -> KeyState | None:
    """Do as `read_key_state` does, and keep others from using or changing it until the transaction ends."""
    await tx.one(_LOCK, name=CURRENT)
    return await read_key_state(tx)


async def ensure_current(tx: Tx, keys: Keys, *hashes: bytes) -> None:
    """Raise Unavailable unless these keys' current one is the database's, and stays so until the transaction ends.

    ``hashes`` are what the caller looked for before. A hash is as late as a key: this process may have changed its key
    since, and then the row exists under the new hash.
    """
    _compare(await tx.one(_SHARE, name=CURRENT), keys)
    if not all(keys.is_current(one) for one in hashes):
        raise Unavailable(f"the key {keys.id} became current while this was looked up by another one")


async def ensure_current_now(tx: Tx, keys: Keys) -> None:
    """Do the same for a transaction that holds a lock which a rotation takes too."""
    _compare(await tx.one(_READ, name=CURRENT), keys)


async def has_key(tx: Tx) -> bool:
    """Whether the database was created with a key."""
    return await _read(tx, CURRENT) is not None


async def read_key_ids(tx: Tx) -> tuple[str, ...]:
    """The ids of the keys that this database needs, the current one first. None if it has none yet."""
    state = await read_key_state(tx)
    return tuple(list_ids(state)) if state else ()


async def matches_key(tx: Tx, keys: Keys) -> bool | None:
    """Whether ``keys`` have the database's current one, and make that theirs; None if it has no key yet."""
    state = await read_key_state(tx)
    return keys.choose(state) if state else None


async def check_key(store: Store, keys: Keys) -> None:
    """Raise ConfigError unless ``keys`` have the current one of this database. A new database takes theirs.

    With another key, nobody would be recognized, and everybody could be counted twice.
    """

    async def keep(tx: Tx) -> KeyState:
        await tx.run(_ADD, name=CURRENT, value=keys.check)
        return await read_key_state(tx) or keys.state

    state = await store.write(keep)
    if not keys.choose(state):
        raise make_config_error("CALLBOARD_KEY or callboard.key", describe_lack(state))


def describe_lack(state: KeyState) -> str:
    """What to do if the database's current key isn't given."""
    return f"This isn't the key that this database is in use with. Put the key {name_key(state.current)} back."


async def refresh_keys(store: Store, keys: Keys) -> str:
    """Use the keys as the database says now. Returns the id of its current one if that isn't among them."""
    state = await store.read(read_key_state)
    is_fine = state is None or state == keys.state or keys.choose(state)
    return "" if is_fine or state is None else name_key(state.current)


def _split(checks: bytes) -> tuple[bytes, ...]:
    return tuple([checks[at : at + _CHECK_BYTES] for at in range(0, len(checks), _CHECK_BYTES)])


async def _read(tx: Tx, name: str) -> bytes | None:
    row = await tx.one(_READ, name=name)
    return bytes(row.value) if row else None


def _compare(row: object, keys: Keys) -> None:
    value = getattr(row, "value", None)
    if value is not None and not hmac.compare_digest(bytes(value), keys.check):
        raise Unavailable(f"the key {name_key(bytes(value))} is current now, and this process still uses {keys.id}")
