"""A bell that wakes a loop as soon as it has work, so that it does not have to poll."""

import asyncio


class Bell:
    """Code that writes due rows rings it. The loop that works them off waits for it."""

    def __init__(self) -> None:
        self._has_rung = asyncio.Event()

    def ring(self) -> None:
        """Wake the loop: there is work."""
        self._has_rung.set()

    async def wait(self, seconds: float) -> None:
        """Wait until the bell rings, at most this long."""
        try:
            async with asyncio.timeout(seconds):
                await self._has_rung.wait()
        except TimeoutError:
            pass
        self._has_rung.clear()
