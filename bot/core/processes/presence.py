"""This process among those that share the database: alive while it renews its row, and what that row lets it do.

A row is a lease of `LEASE` by the server's clock. A killed process is forgotten when it ends. A process that stalled
can't know what happened meanwhile: another one may serve its shards. So each counts the time since its last renewal
itself, and serves nobody after a stall before it has renewed its row.
"""

import asyncio
import secrets
import time
from collections.abc import Callable

from msgspec.structs import replace

from bot.core.base.keys.keys import Keys
from bot.core.processes.places import choose_place, find_holder
from bot.core.processes.process_rows import Process, drop_process, lock_living, save_process
from bot.core.times.clock import SECOND
from bot.errors import Unavailable
from bot.runtime.duties import Part
from bot.store.engine import Store, Tx

LEASE = 8 * SECOND
RENEWAL = 2.0  # seconds between two renewals, so that two may fail
_SAFE = 0.9  # of the lease, for clocks that don't run at the same speed


_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # the first counts a machine's sleep too


def read_elapsed() -> float:
    """Seconds that only grow, also while this process or its machine is stopped. Compare two of them."""
    return time.clock_gettime(_CLOCK)


class Presence:
    """Keeps this process's row, which says what ``keys`` it has. ``elapsed`` counts seconds."""

    def __init__(
        self, store: Store, part: Part, elapsed: Callable[[], float] = read_elapsed, keys: Keys | None = None
    ) -> None:
        self._store, self._elapsed, self._keys = store, elapsed, keys
        self._own = Process(secrets.token_hex(4), part.duties, part.shards)
        self._renewed_at = -float(LEASE)
        self._renewing = asyncio.Lock()
        self._others: tuple[Process, ...] = ()
        self._wants_shards = False
        self.changed = asyncio.Event()

    @property
    def id(self) -> str:
        """A random name for this process: its row's key, which the log and `doctor` print."""
        return self._own.id

    @property
    def own(self) -> Process:
        """This process as its row has it."""
        return self._own

    @property
    def others(self) -> tuple[Process, ...]:
        """The other living processes at the last renewal."""
        return self._others

    @property
    def serves_discord(self) -> bool:
        """Whether its shards were its own at the last renewal."""
        return self._own.serves_discord

    @property
    def is_keeper(self) -> bool:
        """Whether this process does what is done once for all."""
        return self._own.is_keeper and self._is_fresh

    @property
    def holder(self) -> Process | None:
        """The process that keeps this one from its shards."""
        return find_holder(self._own, self._others)

    async def renew(self) -> None:
        """Renew the row, and learn what it lets this process do. Raises Unavailable."""
        async with self._renewing:
            begun, before = self._elapsed(), self._own
            placed, self._others = await self._store.write(self._renew)
            self._own = replace(
                self._own,
                serves_discord=placed.serves_discord,
                is_keeper=placed.is_keeper,
                started_at=placed.started_at,
            )
            self._renewed_at = begun
        if before.serves_discord != self._own.serves_discord:
            self.changed.set()

    async def claim_shards(self) -> bool:
        """Ask for this process's shards, and say whether they are its own now. Raises Unavailable."""
        self._wants_shards = True
        await self.renew()
        return self.serves_discord

    async def give_up_shards(self) -> None:
        """Let another process serve the shards from now on. Raises Unavailable."""
        self._wants_shards = False
        await self.renew()

    async def may_serve(self) -> bool:
        """Whether the shards are surely still its own. After a stall that is looked up. Raises Unavailable."""
        if not self._is_fresh:
            try:
                await self.renew()
            except Unavailable:  # a stall breaks connections too
                await self.renew()
        return self.serves_discord

    def note_sockets(self, open: int) -> None:
        """Note how many connections to Slack this process has. The next renewal saves it."""
        self._own = replace(self._own, sockets=open)

    def compare_sockets(self, seen: int) -> int:
        """How many of the ``seen`` connections of a Slack app belong to no process here. The next renewal saves it."""
        foreign = max(seen - self._own.sockets - sum(one.sockets for one in self._others), 0)
        self._own = replace(self._own, foreign_sockets=foreign)
        return foreign

    async def leave(self) -> None:
        """Delete the row, so that nobody waits for the lease to end. Raises Unavailable."""
        async with self._renewing:
            await self._store.write(lambda tx: _leave(tx, self._own.id))
            self._renewed_at = -float(LEASE)

    @property
    def _is_fresh(self) -> bool:
        return self._elapsed() - self._renewed_at < _SAFE * LEASE / SECOND

    async def _renew(self, tx: Tx) -> tuple[Process, tuple[Process, ...]]:
        now, living = await lock_living(tx)
        others = tuple([one for one in living if one.id != self._own.id])
        ids = self._keys.list_ids() if self._keys else ()
        own = replace(self._own, started_at=self._own.started_at or now, keys=ids)
        placed = choose_place(own, others, self._wants_shards)
        await save_process(tx, placed, now + LEASE)
        return placed, others


async def _leave(tx: Tx, which: str) -> None:
    await lock_living(tx)
    await drop_process(tx, which)
