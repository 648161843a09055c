"""Sends notices as direct messages, on the first platform that accepts one, and never twice on a guess."""

import asyncio
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar, assert_never

from bot.core.base.leases import NOTICE_TIMEOUT
from bot.identity import Caller
from bot.kit.cards.outbound import Later, Posted, Poster, Posters, Refused, Result, Unknown
from bot.kit.cards.reply import Card

MOST = 20  # notices taken at a time
_AGAIN = 60.0  # seconds until the next try if none of a person's platforms is connected


class PrivateNotice(Protocol):
    """A notice for one person."""

    @property
    def id(self) -> str:
        """The key under which a platform posts it only once."""
        ...

    @property
    def accounts(self) -> tuple[tuple[str, str], ...]:
        """The person's accounts, as (platform, account)."""
        ...


N = TypeVar("N", bound=PrivateNotice)


class NoticeSource(Protocol[N]):
    """Hands out due notices and records what became of them."""

    async def take(self, most: int) -> tuple[N, ...]:
        """Take due notices."""
        ...

    async def postpone(self, notice: N, seconds: float) -> None:
        """Schedule another try of a notice that certainly didn't arrive."""
        ...

    async def give_up(self, notice: N) -> None:
        """Record that the recipient can't be reached."""
        ...


class NoticeSender(Generic[N]):
    """Sends the notices of one source. ``draw`` makes their cards."""

    def __init__(self, source: NoticeSource[N], posters: Posters, draw: Callable[[N, Caller], Card]) -> None:
        self._source, self._posters, self._draw = source, posters, draw

    async def take(self) -> tuple[N, ...]:
        """Take due notices."""
        return await self._source.take(MOST)

    async def send(self, notice: N) -> None:
        """Send a notice. If no platform accepts it, postpone it or give up."""
        pause: float | None = None
        for platform, account in notice.accounts:
            poster = self._posters.find(platform)
            result = await self._send_to(notice, poster, account) if poster else Later(_AGAIN)
            match result:
                case Later(seconds):
                    pause = seconds if pause is None else min(pause, seconds)
                case Refused():
                    continue
                case Posted() | Unknown():
                    return
                case _:
                    assert_never(result)
        await (self._source.give_up(notice) if pause is None else self._source.postpone(notice, pause))

    async def _send_to(self, notice: N, poster: Poster, account: str) -> Result:
        home = await poster.find_home(account)
        card = self._draw(notice, Caller(poster.platform, account, home))
        try:
            async with asyncio.timeout(NOTICE_TIMEOUT):
                return await poster.tell(account, home, card, notice.id)
        except TimeoutError:
            return Unknown()
