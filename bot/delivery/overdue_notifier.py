"""Authors of alerts that were held back, asked in a direct message what is to become of them."""

import asyncio

from bot.core.base.clock import SECOND, Clock
from bot.core.base.leases import OVERDUE_TIMEOUT
from bot.core.outbox.overdue_alerts import OverdueAlert, OverdueAlerts
from bot.delivery.drawing import Drawing
from bot.identity import Caller
from bot.kit.cards.outbound import Posted, Posters, Refused

_AGAIN = 60 * SECOND  # until somebody who couldn't be reached is tried again


class OverdueNotifier:
    """Asks each author once; whoever can't be reached finds the alert in the list."""

    def __init__(self, holding: OverdueAlerts, posters: Posters, drawing: Drawing, clock: Clock) -> None:
        self._holding = holding
        self._posters = posters
        self._drawing = drawing
        self._clock = clock
        self._not_before = 0

    async def ask(self) -> None:
        """Ask all those who haven't been."""
        if self._clock() < self._not_before:
            return
        for asking in await self._holding.unasked():
            if await self._asked(asking):
                await self._holding.asked(asking.alert_id)
            else:
                self._not_before = self._clock() + _AGAIN

    async def _asked(self, asking: OverdueAlert) -> bool:
        """Ask on the first platform that takes it, and say whether there is nothing more to try."""
        refused = 0
        for platform, account in asking.accounts:
            poster = self._posters.of(platform)
            if poster is None:
                continue
            home = await poster.home(account)
            card = self._drawing.asking(asking, Caller(platform, account, home))
            try:
                async with asyncio.timeout(OVERDUE_TIMEOUT):
                    result = await poster.tell(account, home, card, asking.alert_id)
            except TimeoutError:
                continue
            if isinstance(result, Posted):
                return True
            refused += isinstance(result, Refused)
        return refused == len(asking.accounts)
