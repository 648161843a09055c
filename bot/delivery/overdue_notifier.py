"""Asks in direct messages what to do with overdue alerts."""

import asyncio

from bot.core.base.leases import OVERDUE_TIMEOUT
from bot.core.base.retry_pauses import RetryPauses
from bot.core.outbox.overdue_alerts import OverdueAlert, OverdueAlerts
from bot.core.times.clock import SECOND, Clock
from bot.delivery.drawing import Drawing
from bot.identity import Caller
from bot.kit.cards.outbound import Posted, Posters, Refused

_EVERYBODY = ""  # the key of the pause for all


class OverdueNotifier:
    """Asks each person once. People who can't be reached still find the alert in `/alert list`."""

    def __init__(self, overdue: OverdueAlerts, posters: Posters, drawing: Drawing, clock: Clock) -> None:
        self._overdue, self._posters = overdue, posters
        self._drawing, self._clock = drawing, clock
        self._not_before, self._pauses = 0, RetryPauses()

    async def ask(self) -> None:
        """Ask everybody who wasn't asked yet."""
        if self._clock() < self._not_before:
            return
        for overdue in await self._overdue.list_unasked():
            if await self._ask_one(overdue):
                await self._overdue.mark_asked(overdue.alert_id)
                self._pauses.forget(_EVERYBODY)
            else:
                self._not_before = self._clock() + int(self._pauses.take(_EVERYBODY) * SECOND)

    async def _ask_one(self, overdue: OverdueAlert) -> bool:
        """Ask on the first platform that accepts the message. Returns False if another try may help."""
        refused = 0
        for platform, account in overdue.accounts:
            poster = self._posters.find(platform)
            if poster is None:
                continue
            home = await poster.find_home(account)
            card = self._drawing.draw_question(overdue, Caller(platform, account, home))
            try:
                async with asyncio.timeout(OVERDUE_TIMEOUT):
                    result = await poster.tell(account, home, card, overdue.alert_id)
            except TimeoutError:
                continue
            if isinstance(result, Posted):
                return True
            refused += isinstance(result, Refused)
        return refused == len(overdue.accounts)
