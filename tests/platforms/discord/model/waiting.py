"""Waits for a condition without polling: changing state fires, and waiters check again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Signal:
    """Wakes every waiter at each change."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def fire(self) -> None:
        woken, self._event = self._event, asyncio.Event()
        woken.set()

    async def until(self, ready: Callable[[], bool], patience: float, failure: Callable[[], str]) -> None:
        """Wait until `ready()`. Raises AssertionError with `failure()` after `patience` seconds."""
        try:
            async with asyncio.timeout(patience):
                while not ready():
                    await self._event.wait()
        except TimeoutError:
            raise AssertionError(failure()) from None
