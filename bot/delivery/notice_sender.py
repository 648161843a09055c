"""What people are told in a direct message: on the first platform that takes it, and never on a guess."""

import asyncio
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from bot.core.base.leases import NOTICE_TIMEOUT
from bot.identity import Caller
from bot.kit.cards.outbound import Later, Poster, Posters, Refused, Result, Unknown
from bot.kit.cards.reply import Card

MOST = 20  # taken at a time
_AGAIN = 60.0  # seconds until somebody is tried again whose platforms aren't connected


class Told(Protocol):
    """Something for one person: its id, and their accounts as (platform, account)."""

    @property
    def id(self) -> str:
        """The id that a platform posts once."""
        ...

    @property
    def accounts(self) -> tuple[tuple[str, str], ...]:
        """Where they are reached."""
        ...


N = TypeVar("N", bound=Told)


class Source(Protocol[N]):
    """What gives out what is to be told, and keeps what became of it."""

    async def take(self, most: int) -> tuple[N, ...]:
        """Take what is due."""
        ...

    async def postpone(self, notice: N, seconds: float) -> None:
        """Put off what surely didn't arrive."""
        ...

    async def give_up(self, notice: N) -> None:
        """Give up."""
        ...


class Notifier(Generic[N]):
    """Tells people by the posters of their platforms, with cards that ``draw`` makes."""

    def __init__(self, source: Source[N], posters: Posters, draw: Callable[[N, Caller], Card]) -> None:
        self._source = source
        self._posters = posters
        self._draw = draw

    async def take(self) -> tuple[N, ...]:
        """Take those that are due."""
        return await self._source.take(MOST)

    async def tell(self, notice: N) -> None:
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
        await (self._source.give_up(notice) if pause is None else self._source.postpone(notice, pause))

    async def _told(self, notice: N, poster: Poster, account: str) -> Result:
        home = await poster.home(account)
        card = self._draw(notice, Caller(poster.platform, account, home))
        try:
            async with asyncio.timeout(NOTICE_TIMEOUT):
                return await poster.tell(account, home, card, notice.id)
        except TimeoutError:
            return Unknown()
