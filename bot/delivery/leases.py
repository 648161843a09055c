"""What a worker has in hand stays its own for as long as the work on it goes on, and no longer."""

import asyncio
from contextlib import suppress

import structlog

from bot.core.base.clock import SECOND, Clock
from bot.core.base.leases import DELIVERY_LEASE
from bot.core.outbox.deliveries import Deliveries, Due
from bot.log import failed

EVERY = DELIVERY_LEASE // 3  # so that one renewal may fail

_log = structlog.get_logger("callboard.delivery")


class Leases:
    """Renews the leases of a worker's deliveries while it holds any."""

    def __init__(self, deliveries: Deliveries, clock: Clock, every: int = EVERY) -> None:
        self._deliveries = deliveries
        self._clock = clock
        self._every = every
        self._held = dict[str, Due]()  # by token and id: a row taken again is another lease
        self._renewed_at = 0
        self._renewing: asyncio.Task[None] | None = None

    def hold(self, due: Due) -> None:
        """Keep a delivery that was just taken."""
        self._held[f"{due.token} {due.id}"] = due
        if self._renewing is None:
            self._renewed_at = self._clock()
            self._renewing = asyncio.create_task(self._run(), name="leases")

    def let_go(self, due: Due) -> None:
        """Renew a delivery no more. What was written of it holds; where nothing was, its lease ends by itself."""
        self._held.pop(f"{due.token} {due.id}", None)
        if not self._held and self._renewing:
            self._renewing.cancel()
            self._renewing = None

    async def refresh(self) -> None:
        """Renew where that is overdue, before more is taken: a process that was held up takes nothing from itself."""
        if self._held and self._clock() - self._renewed_at >= self._every:
            await self._renew()

    async def stop(self) -> None:
        """Renew nothing any more."""
        if self._renewing:
            self._renewing.cancel()
            with suppress(asyncio.CancelledError):
                await self._renewing
            self._renewing = None

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._every / SECOND)
            try:
                await self._renew()
            except Exception as error:  # supervisor: it is tried again before the leases end
                failed(_log, "could not renew leases", error)

    async def _renew(self) -> None:
        self._renewed_at = self._clock()
        await self._deliveries.renew(tuple(self._held.values()))
