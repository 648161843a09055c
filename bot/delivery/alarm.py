"""What wakes the worker: the waker of this process, or posts that another process wrote."""

from bot.core.base.waker import Waker
from bot.core.outbox.deliveries import Deliveries
from bot.core.times.clock import Clock
from bot.errors import Unavailable
from bot.kit.cards.outbound import Posters

_LOOK = 1.0  # seconds between two looks for posts of other processes, whose waker doesn't reach this one


class Alarm:
    """Waits for work. ``looks`` says whether other processes may write some."""

    def __init__(self, waker: Waker, deliveries: Deliveries, posters: Posters, clock: Clock, looks: bool) -> None:
        self._waker, self._deliveries, self._posters, self._clock = waker, deliveries, posters, clock
        self._looks = looks

    async def wait(self, seconds: float) -> None:
        """Wait for so many seconds, or less if there is work.

        What other processes write beside posts waits for the worker's next scan.
        """
        while seconds > 0:
            step = min(seconds, _LOOK) if self._looks else seconds
            if await self._waker.wait(step) or (self._looks and await self._is_due()):
                return
            seconds -= step

    async def _is_due(self) -> bool:
        try:
            at = await self._deliveries.find_next_time(self._posters.list_platforms())
        except Unavailable:  # the worker's next round says so
            return False
        return at is not None and at <= self._clock()
