"""Sends one delivery: posts it if that is safe, or looks for an earlier post, but never guesses."""

import asyncio
from typing import assert_never

from bot.core.base.leases import DELIVERY_TIMEOUT
from bot.core.outbox.deliveries import Deliveries, Due
from bot.core.times.clock import SECOND, Clock
from bot.delivery.drawing import Drawing, hash_card
from bot.kit.cards.outbound import Address, Found, Later, Posted, Poster, Refused, Result, Unknown
from bot.runtime.meter import UNMEASURED, Meter

_UNSURE = 5.0  # seconds until the next try after a broken connection
_SLOWEST = 60.0  # seconds between two tries at most, unless the platform asks for more


class AlertSender:
    """Sends deliveries that the worker holds, and records what became of them."""

    def __init__(self, deliveries: Deliveries, drawing: Drawing, clock: Clock, meter: Meter = UNMEASURED) -> None:
        self._deliveries, self._drawing, self._clock, self._meter = deliveries, drawing, clock, meter

    async def send(self, due: Due, poster: Poster) -> None:
        """Post a delivery, or find out whether an earlier try posted it."""
        if due.first_tried_at is not None and not self._is_repeatable(due, poster):
            await self._look(due, poster, due.first_tried_at)
        elif await self._deliveries.begin(due):
            await self._record(due, poster, *await self._post(due, poster))

    def _is_repeatable(self, due: Due, poster: Poster) -> bool:
        """Whether the platform would still recognize a second post as the same one, even if it answers late."""
        tried = due.first_tried_at or 0
        return not due.snapshot.withdrawn and self._clock() - tried < (poster.repeatable - DELIVERY_TIMEOUT) * SECOND

    async def _look(self, due: Due, poster: Poster, since: int) -> None:
        """Look for an earlier post. If there is none, start over: by now the alert may be overdue or withdrawn."""
        try:
            async with asyncio.timeout(DELIVERY_TIMEOUT):
                found = await poster.find(_make_address(due), due.id, since)
        except TimeoutError:
            found = Later(_UNSURE)
        match found:
            case Found(message):
                await self._record_found(due, message)
            case Later(seconds):
                await self._deliveries.postpone(due, _choose_pause(due, seconds), tried=True)
            case Refused():
                await self._deliveries.record_unknown(due)
            case _:
                assert_never(found)

    async def _record_found(self, due: Due, message: str | None) -> None:
        if message is not None:
            await self._deliveries.record_sent(due, message)
        elif due.snapshot.withdrawn:
            await self._deliveries.record_cancelled(due)
        else:
            await self._deliveries.postpone(due, 0, tried=False)

    async def _post(self, due: Due, poster: Poster) -> tuple[Result, bytes]:
        """Post a delivery. Returns the result and the card's digest."""
        to = _make_address(due)
        card = self._drawing.draw_post(due.snapshot, due.id, to, due.language)
        try:
            async with asyncio.timeout(DELIVERY_TIMEOUT):
                return await poster.post(to, card, due.id), hash_card(card)
        except TimeoutError:
            return Unknown(), hash_card(card)

    async def _record(self, due: Due, poster: Poster, result: Result, digest: bytes) -> None:
        match result:
            case Posted(message):
                self._meter.record_delivery(due.platform, max(self._clock() - due.planned_at, 0) / SECOND)
                # If an earlier try posted it, the channel may show older numbers than this card.
                await self._deliveries.record_sent(due, message, digest if due.first_tried_at is None else None)
            case Refused(refusal, missing):
                seen = poster.glance(_make_address(due))
                await self._deliveries.record_refusal(due, refusal, missing, seen.name if seen else "")
            case Later(seconds):
                tried = due.first_tried_at is not None  # an earlier try may still have posted it
                await self._deliveries.postpone(due, _choose_pause(due, seconds), tried=tried)
            case Unknown() if poster.repeatable:
                await self._deliveries.postpone(due, _UNSURE, tried=True)
            case Unknown():  # posting again is never safe here, so waiting doesn't help
                await self._look(due, poster, self._clock())
            case _:
                assert_never(result)


def _make_address(due: Due) -> Address:
    return Address(due.platform, due.space, due.channel)


def _choose_pause(due: Due, seconds: float) -> float:
    """Seconds until the next try: as many as the platform asks for, and more after each failure."""
    return max(seconds, min(2.0**due.tries, _SLOWEST))
