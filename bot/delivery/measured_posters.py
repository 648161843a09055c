"""Posters that measure what they send: each alert, edit, reminder and notice passes here, on every platform."""

import time
from collections.abc import Awaitable

from bot.kit.cards.outbound import (
    Address,
    Checked,
    Found,
    Later,
    Posted,
    Poster,
    Posters,
    Refused,
    Result,
    Unknown,
)
from bot.kit.cards.reply import Card
from bot.runtime.meter import OTHER, Meter, SendKind

_RESULTS = {Posted: "done", Refused: "refused", Later: "later", Unknown: "unknown"}


class MeasuredPosters(Posters):
    """See `Posters`. What goes through one of them is measured."""

    def __init__(self, meter: Meter) -> None:
        super().__init__()
        self._meter = meter

    def add(self, poster: Poster) -> None:
        """See `Posters.add`."""
        super().add(MeasuredPoster(poster, self._meter))


class MeasuredPoster:
    """See `bot.kit.cards.outbound.Poster`. It passes everything on to ``poster``, and measures what is sent."""

    def __init__(self, poster: Poster, meter: Meter) -> None:
        self._poster, self._meter = poster, meter
        self.platform, self.slash, self.installs = poster.platform, poster.slash, poster.installs
        self.repeatable, self.edits, self.edit_burst = poster.repeatable, poster.edits, poster.edit_burst

    async def post(self, to: Address, card: Card, key: str) -> Result:
        """Post a card."""
        return await self._measure(SendKind.POST, self._poster.post(to, card, key))

    async def edit(self, to: Address, message: str, card: Card) -> Result:
        """Replace a card."""
        return await self._measure(SendKind.EDIT, self._poster.edit(to, message, card))

    async def tell(self, account: str, space: str | None, card: Card, key: str) -> Result:
        """Send a card to one person."""
        return await self._measure(SendKind.DIRECT, self._poster.tell(account, space, card, key))

    async def remove_file(self, space: str, file: str) -> Result:
        """Remove a file."""
        return await self._measure(SendKind.REMOVAL, self._poster.remove_file(space, file))

    async def find(self, to: Address, key: str, since: int) -> Found | Refused | Later:
        """Find the app's own message."""
        return await self._poster.find(to, key, since)

    def glance(self, to: Address) -> Checked | None:
        """What is known of a channel."""
        return self._poster.glance(to)

    async def check(self, to: Address) -> Checked:
        """Check a channel."""
        return await self._poster.check(to)

    async def enter(self, to: Address) -> Checked:
        """Check a channel, and join it if possible."""
        return await self._poster.enter(to)

    async def manages(self, space: str, account: str) -> bool | None:
        """Whether an account administers a space."""
        return await self._poster.manages(space, account)

    async def has_left(self, space: str) -> bool:
        """Whether the app was removed from a space."""
        return await self._poster.has_left(space)

    async def find_home(self, account: str) -> str | None:
        """The space of a direct message."""
        return await self._poster.find_home(account)

    async def _measure(self, kind: SendKind, sending: Awaitable[Result]) -> Result:
        begun = time.perf_counter()
        result: Result = Unknown()  # also if the caller gives up
        try:
            result = await sending
        finally:
            refusal = result.refusal if isinstance(result, Refused) else ""
            taken = time.perf_counter() - begun
            self._meter.record_send(self.platform, kind, _RESULTS.get(type(result), OTHER), refusal, taken)
        return result
