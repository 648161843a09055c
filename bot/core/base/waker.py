"""Wakes a loop as soon as it has work, so that it does not have to poll."""

import asyncio


class Waker:
    """Code that writes due rows wakes the loop that works through them."""

    def __init__(self) -> None:
        self._signal = asyncio.Event()

    def wake(self) -> None:
        """Wake the loop: there is work."""
        self._signal.set()

    async def wait(self, seconds: float) -> bool:
        """Wait until somebody wakes the loop, for at most ``seconds``, and say whether they did."""
        try:
            async with asyncio.timeout(seconds):
                await self._signal.wait()
        except TimeoutError:
            return False
        self._signal.clear()
        return True
