"""One delivery: posted where that is safe, looked for where it may stand already, and never posted on a guess."""

import asyncio

from bot.core.base.clock import SECOND, Clock
from bot.core.base.leases import DELIVERY_TIMEOUT
from bot.core.outbox.deliveries import Deliveries, Due
from bot.delivery.drawing import Drawing, digest_of
from bot.kit.cards.outbound import Address, Found, Later, Posted, Poster, Refused, Result, Unknown

_UNSURE = 5.0  # seconds until what became of a broken connection is looked into
_SLOWEST = 60.0  # seconds between two tries, unless the platform wants more


class Sender:
    """Sends what is in hand, and has written down what became of it."""

    def __init__(self, deliveries: Deliveries, drawing: Drawing, clock: Clock) -> None:
        self._deliveries = deliveries
        self._drawing = drawing
        self._clock = clock

    async def send(self, due: Due, poster: Poster) -> None:
        """Bring a delivery one step further."""
        if due.first_tried_at is not None and not self._repeatable(due, poster):
            await self._look(due, poster, due.first_tried_at)
        elif await self._deliveries.begin(due):
            await self._keep(due, poster, *await self._posted(due, poster))

    def _repeatable(self, due: Due, poster: Poster) -> bool:
        """Say whether posting again changes nothing where it stands, even if the platform answers late."""
        tried = due.first_tried_at or 0
        return not due.snapshot.withdrawn and self._clock() - tried < (poster.repeatable - DELIVERY_TIMEOUT) * SECOND

    async def _look(self, due: Due, poster: Poster, since: int) -> None:
        """Look for what may stand there. What doesn't begins anew: by now it may be late, or not wanted any more."""
        try:
            async with asyncio.timeout(DELIVERY_TIMEOUT):
                found = await poster.find(_address(due), due.id, since)
        except TimeoutError:
            found = Later(_UNSURE)
        match found:
            case Found(None) if due.snapshot.withdrawn:
                await self._deliveries.dropped(due)
            case Found(None):
                await self._deliveries.later(due, 0, tried=False)
            case Found(str(message)):
                await self._deliveries.sent(due, message)
            case Later(seconds):
                await self._deliveries.later(due, _pause(due, seconds), tried=True)
            case Refused():
                await self._deliveries.lost(due)

    async def _posted(self, due: Due, poster: Poster) -> tuple[Result, bytes]:
        """Return what became of it, and the digest of the card."""
        to = _address(due)
        card = self._drawing.posted(due.snapshot, due.id, to, due.language)
        try:
            async with asyncio.timeout(DELIVERY_TIMEOUT):
                return await poster.post(to, card, due.id), digest_of(card)
        except TimeoutError:
            return Unknown(), digest_of(card)

    async def _keep(self, due: Due, poster: Poster, result: Result, digest: bytes) -> None:
        match result:
            case Posted(message):
                # What an earlier try posted may show older numbers.
                await self._deliveries.sent(due, message, digest if due.first_tried_at is None else None)
            case Refused(refusal, missing):
                await self._deliveries.refused(due, refusal, missing)
            case Later(seconds):
                tried = due.first_tried_at is not None  # an earlier try may stand there all the same
                await self._deliveries.later(due, _pause(due, seconds), tried=tried)
            case Unknown() if poster.repeatable:
                await self._deliveries.later(due, _UNSURE, tried=True)
            case Unknown():  # time makes nothing clearer where posting again is never safe
                await self._look(due, poster, self._clock())


def _address(due: Due) -> Address:
    return Address(due.platform, due.space, due.channel)


def _pause(due: Due, seconds: float) -> float:
    """Return how long to wait: as long as the platform wants, and longer after each try that led nowhere."""
    return max(seconds, min(2.0**due.tries, _SLOWEST))
