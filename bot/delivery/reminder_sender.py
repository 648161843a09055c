"""Sends people's own reminders as direct messages. Each is tried once a day, never twice on a guess."""

import asyncio
from typing import assert_never

from bot.core.base.leases import REMINDER_TIMEOUT
from bot.core.reminders.due_reminders import DueDailyReminder, DueReminders
from bot.core.reminders.once_reminders import DueReminder
from bot.delivery.drawing import Drawing
from bot.identity import Caller
from bot.kit.cards.outbound import Later, Posted, Poster, Refusal, Refused, Unknown

Due = DueDailyReminder | DueReminder

MOST = 50  # reminders taken at a time


class ReminderSender:
    """Sends reminders."""

    def __init__(self, reminders: DueReminders, drawing: Drawing) -> None:
        self._reminders, self._drawing = reminders, drawing

    async def take(self, poster: Poster) -> tuple[Due, ...]:
        """Take due reminders of a platform."""
        return await self._reminders.take(poster.platform, MOST)

    async def send(self, one: Due, poster: Poster) -> None:
        """Send a reminder. One that may have arrived counts as sent; a refused one isn't tried again."""
        home = await poster.find_home(one.account)
        card = self._drawing.draw_reminder(one, Caller(one.platform, one.account, home))
        try:
            async with asyncio.timeout(REMINDER_TIMEOUT):
                result = await poster.tell(one.account, home, card, _make_key(one))
        except TimeoutError:
            result = Unknown()
        match result:
            case Later(seconds):
                await self._reminders.retry_later(one, seconds)
            case Refused(refusal):
                await self._reminders.record_refusal(one, by_person=refusal is Refusal.UNREACHABLE)
            case Posted() | Unknown():
                await self._reminders.record_sent(one)
            case _:
                assert_never(result)


def _make_key(one: Due) -> str:
    """The key under which a platform posts this reminder only once."""
    return one.id if isinstance(one, DueReminder) else f"{one.key.hex()[:16]}{one.planned_at}"
