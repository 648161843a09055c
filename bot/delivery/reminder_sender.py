"""People's own reminders: each tried once a day, in a direct message, and never twice on a guess."""

import asyncio

from bot.core.base.leases import REMINDER_TIMEOUT
from bot.core.reminders.reminders import Reminders, Reminding
from bot.delivery.drawing import Drawing
from bot.identity import Caller
from bot.kit.cards.outbound import Later, Poster, Refused, Unknown

MOST = 50  # taken at a time


class Reminder:
    """Reminds people by the posters of their platforms."""

    def __init__(self, reminders: Reminders, drawing: Drawing) -> None:
        self._reminders = reminders
        self._drawing = drawing

    async def take(self, poster: Poster) -> tuple[Reminding, ...]:
        """Take those that have come on a platform."""
        return await self._reminders.take(poster.platform, MOST)

    async def remind(self, one: Reminding, poster: Poster) -> None:
        """Send one. What may have arrived counts as sent; whoever can't be written to isn't tried again."""
        home = await poster.home(one.account)
        card = self._drawing.reminding(one, Caller(one.platform, one.account, home))
        try:
            async with asyncio.timeout(REMINDER_TIMEOUT):
                result = await poster.tell(one.account, home, card, f"{one.key.hex()[:16]}{one.planned_at}")
        except TimeoutError:
            result = Unknown()
        match result:
            case Later(seconds):
                await self._reminders.later(one, seconds)
            case Refused():
                await self._reminders.refused(one)
