"""Renews the leases of the deliveries that a worker is sending."""

import asyncio
from contextlib import suppress

from bot.core.base.leases import DELIVERY_LEASE
from bot.core.outbox.deliveries import Deliveries, Due
from bot.core.times.clock import SECOND, Clock
from bot.runtime.log import get_logger
from bot.runtime.loops import Loop

EVERY = DELIVERY_LEASE // 3  # so that one renewal may fail

_log = get_logger("callboard.delivery")


class Leases:
    """Renews leases every ``every`` microseconds while the worker holds any."""

    def __init__(self, deliveries: Deliveries, clock: Clock, every: int = EVERY) -> None:
        self._deliveries, self._clock, self._every = deliveries, clock, every
        self._held = dict[str, Due]()  # by token and id, since taking a row again makes another lease
        self._renewed_at = 0
        self._renewing: asyncio.Task[None] | None = None

    def hold(self, due: Due) -> None:
        """Renew a delivery's lease from now on."""
        self._held[f"{due.token} {due.id}"] = due
        if self._renewing is None:
            self._renewed_at = self._clock()
            self._renewing = asyncio.create_task(self._run(), name="leases")

    def let_go(self, due: Due) -> None:
        """Stop renewing a delivery's lease. If nothing was recorded for it, the lease expires."""
        self._held.pop(f"{due.token} {due.id}", None)
        if not self._held and self._renewing:
            self._renewing.cancel()
            self._renewing = None

    async def refresh(self) -> None:
        """Renew late leases before taking more rows, so that a stalled process doesn't take its own again."""
        if self._held and self._clock() - self._renewed_at >= self._every:
            await self._renew()

    async def stop(self) -> None:
        """Stop renewing."""
        if self._renewing:
            self._renewing.cancel()
            with suppress(asyncio.CancelledError):
                await self._renewing
            self._renewing = None

    async def _run(self) -> None:
        pause = self._every / SECOND  # short enough that one failed renewal does no harm
        await asyncio.sleep(pause)

        async def renew() -> float:
            await self._renew()
            return pause

        await Loop("leases", renew, "could not renew leases", _log, recovery=pause).run()

    async def _renew(self) -> None:
        self._renewed_at = self._clock()
        await self._deliveries.renew(tuple(self._held.values()))
