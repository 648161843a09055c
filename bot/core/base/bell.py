"""A bell that wakes a loop as soon as it has work, so that it does not have to poll."""

import asyncio


class Bell:
    """Code that writes due rows rings the bell. The loop that works through the rows waits for it."""

    def __init__(self) -> None:
        self._signal = asyncio.Event()

    def ring(self) -> None:
        """Wake the loop: there is work."""
        self._signal.set()

    async def wait(self, seconds: float) -> bool:
        """Wait until the bell rings, for at most ``seconds``, and say whether it did."""
        try:
            async with asyncio.timeout(seconds):
                await self._signal.wait()
        except TimeoutError:
            return False
        self._signal.clear()
        return True
