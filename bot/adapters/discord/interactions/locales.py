"""Saves the language of a person's Discord, which only interactions tell, for messages that nobody waits for."""

from typing import Protocol

from cachetools import LRUCache

from bot.errors import Unavailable
from bot.kit.invocation import Envelope

_MOST = 10_000  # people remembered at a time


class Memory(Protocol):
    """Stores what a platform says about people. It may raise `bot.errors.Unavailable`."""

    async def remember(
        self, platform: str, account: str, locale: str | None, zone: str | None, host: str | None
    ) -> bool:
        """Store it all with an existing account; return whether there is one."""
        ...


class Locales:
    """The languages that were saved, so that each is saved once."""

    def __init__(self, memory: Memory | None) -> None:
        self._memory = memory
        self._saved: LRUCache[str, str | None] = LRUCache(_MOST)

    async def save(self, asked: Envelope) -> None:
        """Save the language in which a person asked, once the database knows them and if it is a new one."""
        who = asked.caller
        if self._memory is None or self._saved.get(who.account) == asked.locale:
            return
        try:
            if await self._memory.remember(who.platform, who.account, asked.locale, None, None):
                self._saved[who.account] = asked.locale
        except Unavailable:
            return
