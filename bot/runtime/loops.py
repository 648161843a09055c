"""Loops that run as long as Callboard does, with one policy: an error is logged, and the next round tries again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.runtime.log import log_failure


def _is_never_over() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Loop:
    """Rounds of the same work, with pauses in seconds between them.

    - ``work`` does one round, and returns the pause after it. ``recovery`` is the pause after a round that failed.
    - ``failing`` is what ``log`` says of such a round.
    - ``wait`` waits for a pause, or less if something else wakes it. ``is_over`` ends the loop between two rounds.
    """

    name: str
    work: Callable[[], Awaitable[float]]
    failing: str
    log: Any
    recovery: float
    wait: Callable[[float], Awaitable[Any]] = asyncio.sleep
    is_over: Callable[[], bool] = _is_never_over

    async def run(self) -> None:
        """Run rounds until it is over or cancelled. No error ends it."""
        while not self.is_over():
            try:
                pause = await self.work()
            except Exception as error:  # supervisor: whatever failed, the next round tries again
                log_failure(self.log, self.failing, error)
                pause = self.recovery
            await self.wait(pause)

    def start(self) -> asyncio.Task[None]:
        """Run it in a task of its own."""
        return asyncio.create_task(self.run(), name=self.name)


@asynccontextmanager
async def run_beside(*loops: Loop) -> AsyncIterator[None]:
    """Run loops beside what happens inside, and cancel them after it."""
    tasks = [loop.start() for loop in loops]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
