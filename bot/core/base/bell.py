"""A bell that says there is something to do, so that nobody has to look all the time."""

import asyncio


class Bell:
    """Rung by whoever writes rows that are due; heard by the loop that does what they ask for."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Say that there is something to do."""
        self._rung.set()

    async def heard(self, seconds: float) -> None:
        """Wait until the bell is rung, for so long at most."""
        try:
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            pass
        self._rung.clear()
