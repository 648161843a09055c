"""People's own reminders: each tried once a day, in a direct message, and never twice on a guess."""

import asyncio

from bot.core.reminders.once_reminders import DueReminder
from bot.core.reminders.reminders import Reminders, Reminding
from bot.delivery.drawing import Drawing
from bot.identity import Caller
from bot.kit.cards.outbound import Later, Poster, Refused, Unknown

Due = Reminding | DueReminder

MOST = 50  # taken at a time
_PATIENCE = 30.0  # seconds a platform may take


class Reminder:
    """Reminds people by the posters of their platforms."""

    def __init__(self, reminders: Reminders, drawing: Drawing) -> None:
        self._reminders = reminders
        self._drawing = drawing

    async def take(self, poster: Poster) -> tuple[Due, ...]:
        """Take those that have come on a platform."""
        return await self._reminders.take(poster.platform, MOST)

    async def remind(self, one: Due, poster: Poster) -> None:
        """Send one. What may have arrived counts as sent; whoever can't be written to isn't tried again."""
        home = await poster.home(one.account)
        card = self._drawing.reminding(one, Caller(one.platform, one.account, home))
        try:
            async with asyncio.timeout(_PATIENCE):
                result = await poster.tell(one.account, home, card, _key(one))
        except TimeoutError:
            result = Unknown()
        match result:
            case Later(seconds):
                await self._reminders.later(one, seconds)
            case Refused():
                await self._reminders.refused(one)
            case _:
                await self._reminders.sent(one)


def _key(one: Due) -> str:
    """Return what tells this message from every other, on a platform that posts the same one once."""
    return one.id if isinstance(one, DueReminder) else f"{one.key.hex()[:16]}{one.planned_at}"
