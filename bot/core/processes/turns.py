"""Turns at a platform's limits, which belong to a token and so hold over all processes that use it.

A limit is a leaky bucket in a row: it says when it is empty again. A process takes several turns at once, each
with its time, and needs no round trip for each of them.
"""

from collections.abc import Mapping
from typing import Any, cast

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.processes.process_rows import NOW
from bot.core.times.clock import HOUR, SECOND
from bot.store.engine import Tx
from bot.store.sql import Executable, bindparam, case, delete
from bot.store.statement import Statement
from bot.store.tables import turns

KEPT = HOUR  # for which the row of a limit that nobody uses is kept

_T = turns.c


class Taken(Struct, frozen=True):
    """Seconds until each turn. None may be used if the platform wants nothing for ``blocked`` seconds."""

    waits: tuple[float, ...]
    blocked: float


def _take(insert: Any) -> Executable:
    """Take turns: the bucket fills by ``step`` from where it is, or from now if it is empty."""
    step: Any = bindparam("step")
    row = insert(turns).values(key=bindparam("key"), free_at=NOW + step, blocked_until=0, seen_at=NOW)
    free = case((_T.free_at > NOW, _T.free_at), else_=NOW) + step
    taken = row.on_conflict_do_update(index_elements=["key"], set_={"free_at": free, "seen_at": NOW})
    return cast(Executable, taken.returning(_T.free_at, _T.blocked_until, _T.seen_at))


def _block(insert: Any) -> Executable:
    until = NOW + bindparam("span")
    row = insert(turns).values(key=bindparam("key"), free_at=0, blocked_until=until, seen_at=NOW)
    later = case((_T.blocked_until > until, _T.blocked_until), else_=until)
    return cast(Executable, row.on_conflict_do_update(index_elements=["key"], set_={"blocked_until": later}))


_TAKE, _BLOCK = Statement(_take), Statement(_block)
_DROP_UNUSED = Statement(delete(turns).where(_T.seen_at < NOW - KEPT, _T.blocked_until < NOW))


class Turns:
    """Hands out turns. A limit is named by its ``kind`` and a key, such as a channel's id."""

    def __init__(self, base: Base) -> None:
        self._store, self._keys = base.store, base.keys

    async def take(self, kind: str, burst: float, steady: float, counts: Mapping[str, int]) -> Mapping[str, Taken]:
        """Take so many turns of each key, ``burst`` at once and then ``steady`` a second. Raises Unavailable."""
        return await self._store.write(lambda tx: self._take(tx, kind, burst, steady, counts))

    async def block(self, kind: str, key: str, seconds: float) -> None:
        """Let no process use a key for so many seconds. Raises Unavailable."""
        row = {"key": self._hash(kind, key), "span": int(seconds * SECOND)}
        await self._store.write(lambda tx: tx.run(_BLOCK, **row))

    async def drop_unused(self) -> int:
        """Delete rows that nobody used for an hour. Returns how many."""
        return await self._store.write(lambda tx: tx.run(_DROP_UNUSED))

    async def _take(
        self, tx: Tx, kind: str, burst: float, steady: float, counts: Mapping[str, int]
    ) -> Mapping[str, Taken]:
        found = dict[str, Taken]()
        rows = sorted(
            (self._hash(kind, key), key) for key in counts
        )  # in one order, so that no two wait for each other
        for hashed, key in rows:
            row: Any = await tx.one(_TAKE, key=hashed, step=int(counts[key] * SECOND / steady))
            waits = list_waits(counts[key], burst, steady, (row.free_at - row.seen_at) / SECOND)
            found[key] = Taken(waits, max(row.blocked_until - row.seen_at, 0) / SECOND)
        return found

    def _hash(self, kind: str, key: str) -> bytes:
        return self._keys.index("turn", kind, key)


def list_waits(count: int, burst: float, steady: float, full: float) -> tuple[float, ...]:
    """Seconds until each of ``count`` turns, if the bucket is empty after ``full`` seconds with them in it."""
    first = full - (count + burst - 1) / steady
    return tuple([max(first + number / steady, 0.0) for number in range(count)])
