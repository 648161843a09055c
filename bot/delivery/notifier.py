"""What people are told of an alert in a direct message: on the first platform that takes it, and never on a guess."""

import asyncio

from bot.core.notices import Notice, Notices
from bot.delivery.drawing import Drawing
from bot.kit.invocation import Caller
from bot.kit.outbound import Later, Poster, Posters, Refused, Result, Unknown

MOST = 20  # taken at a time
_PATIENCE = 20.0  # seconds a platform may take
_AGAIN = 60.0  # seconds until somebody is tried again whose platforms aren't connected


class Notifier:
    """Tells people by the posters of their platforms."""

    def __init__(self, notices: Notices, posters: Posters, drawing: Drawing) -> None:
        self._notices = notices
        self._posters = posters
        self._drawing = drawing

    async def take(self) -> tuple[Notice, ...]:
        """Take those that are due."""
        return await self._notices.take(MOST)

    async def tell(self, notice: Notice) -> None:
        """Tell somebody, and have written down where that can't be."""
        pause: float | None = None
        for platform, account in notice.accounts:
            poster = self._posters.of(platform)
            result = await self._told(notice, poster, account) if poster else Later(_AGAIN)
            match result:
                case Later(seconds):
                    pause = seconds if pause is None else min(pause, seconds)
                case Refused():
                    continue
                case _:
                    return
        await (self._notices.unreachable(notice) if pause is None else self._notices.later(notice, pause))

    async def _told(self, notice: Notice, poster: Poster, account: str) -> Result:
        home = await poster.home(account)
        card = self._drawing.notice(notice, Caller(poster.platform, account, home))
        try:
            async with asyncio.timeout(_PATIENCE):
                return await poster.tell(account, home, card, notice.id)
        except TimeoutError:
            return Unknown()
