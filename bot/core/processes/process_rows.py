"""The rows of processes: each says what one process does, and until when it counts as alive."""

from typing import Any, cast

from msgspec import Struct

from bot.runtime.duties import Duty, Shards
from bot.store.engine import Tx
from bot.store.sql import BigInteger, Executable, bindparam, delete, extract, func, select, update
from bot.store.sql import cast as cast_to
from bot.store.statement import Statement
from bot.store.tables import processes

# The server's clock, so that the clocks of several machines need not agree. UTC microseconds.
NOW = cast_to(extract("epoch", func.clock_timestamp()) * 1_000_000, BigInteger)

_P = processes.c
_GATE = ""  # the id of the row that is locked first
_WORDS = {duty.value: duty for duty in Duty}


class Process(Struct, frozen=True):
    """One process. Without ``shards`` it wants all.

    It is a standby if it has the duty, doesn't ``serve_discord`` and another process holds some of its shards.
    ``sockets`` are its connections to Slack, ``foreign_sockets`` those that it saw and no process here has.
    """

    id: str
    duties: frozenset[Duty]
    shards: Shards | None = None
    serves_discord: bool = False
    is_keeper: bool = False
    sockets: int = 0
    foreign_sockets: int = 0
    started_at: int = 0
    keys: tuple[str, ...] = ()  # ids, the current one first; none of an older version


def _upsert(insert: Any) -> Executable:
    names = [column.name for column in processes.columns]
    row = insert(processes).values({name: bindparam(name) for name in names})
    changed = {name: row.excluded[name] for name in names if name not in ("id", "started_at")}
    return cast(Executable, row.on_conflict_do_update(index_elements=["id"], set_=changed))


def _lock_gate(insert: Any) -> Executable:
    """Lock the gate's row without changing it. It is added if it is missing."""
    zeros = dict.fromkeys(
        ("serves_discord", "is_keeper", "sockets", "foreign_sockets", "started_at", "leased_until"), 0
    )
    row = insert(processes).values(id=_GATE, duties="", **zeros)
    return cast(Executable, row.on_conflict_do_update(index_elements=["id"], set_={"duties": ""}))


_LOCK_GATE = Statement(_lock_gate)
_NOW = Statement(select(NOW.label("at")))
_DROP_DEAD = Statement(delete(processes).where(_P.id != _GATE, _P.leased_until <= bindparam("now")))
_ALL = Statement(select(processes).where(_P.id != _GATE).order_by(_P.started_at, _P.id))
_LIVING = Statement(select(processes).where(_P.id != _GATE, _P.leased_until > NOW).order_by(_P.started_at, _P.id))
_SAVE = Statement(_upsert)
_DROP = Statement(delete(processes).where(_P.id == bindparam("which")))
_TOUCH = Statement(update(processes).where(_P.id == bindparam("which")).values(sockets=_P.sockets))


async def lock_living(tx: Tx) -> tuple[int, list[Process]]:
    """Lock the rows until the commit, delete those of dead processes, and return the server's time with the others."""
    await tx.run(_LOCK_GATE)
    now = cast(Any, await tx.one(_NOW)).at
    await tx.run(_DROP_DEAD, now=now)
    return now, [_read(row) for row in await tx.all(_ALL)]


async def touch_gate(tx: Tx, at: int) -> None:
    """Write the gate's row with another time, since SQLite doesn't write what is the same."""
    await save_process(tx, Process(_GATE, frozenset()), at)


async def touch_process(tx: Tx, which: str) -> None:
    """Write a row as it is, which PostgreSQL does."""
    await tx.run(_TOUCH, which=which)


async def fetch_living(tx: Tx) -> tuple[Process, ...]:
    """The living processes, the oldest first."""
    return tuple([_read(row) for row in await tx.all(_LIVING)])


async def save_process(tx: Tx, one: Process, until: int) -> None:
    """Add or renew a row."""
    shards = one.shards
    await tx.run(
        _SAVE,
        id=one.id,
        duties=" ".join(sorted(one.duties)),
        first_shard=shards.first if shards else None,
        last_shard=shards.last if shards else None,
        total_shards=shards.total if shards else None,
        serves_discord=int(one.serves_discord),
        is_keeper=int(one.is_keeper),
        sockets=one.sockets,
        foreign_sockets=one.foreign_sockets,
        started_at=one.started_at,
        leased_until=until,
        keys=" ".join(one.keys),
    )


async def drop_process(tx: Tx, which: str) -> None:
    """Delete a row."""
    await tx.run(_DROP, which=which)


def _read(row: Any) -> Process:
    duties = frozenset(_WORDS[word] for word in row.duties.split() if word in _WORDS)
    shards = None if row.total_shards is None else Shards(row.first_shard, row.last_shard, row.total_shards)
    flags = (bool(row.serves_discord), bool(row.is_keeper))
    keys = tuple((row.keys or "").split())
    return Process(row.id, duties, shards, *flags, row.sockets, row.foreign_sockets, row.started_at, keys)
