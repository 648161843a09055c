"""Tasks that go on after the acknowledgement. They are tracked, so that stopping waits for them."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from bot.runtime.log import get_logger

T = TypeVar("T")

_log = get_logger("callboard.slack")


class BackgroundTasks:
    """The tasks in progress."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._keyed: dict[str, asyncio.Task[Any]] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def spawn(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Start ``work``. An error in it goes to the log."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._handle_end)
        return task

    def run_once(self, key: str, work: Callable[[], Awaitable[T]]) -> tuple[asyncio.Task[T], bool]:
        """The task in progress for ``key``, and whether this call started it."""
        if running := self._keyed.get(key):
            return running, False
        task = self._keyed[key] = self.spawn(_await(work))
        task.add_done_callback(lambda _: self._keyed.pop(key))
        return task, True

    def run_later(self, seconds: float, key: str, work: Callable[[], Awaitable[Any]]) -> None:
        """Do `run_once` after so many seconds, in place of what was to be done later for ``key``. A stop drops it."""
        if earlier := self._timers.pop(key, None):
            earlier.cancel()
        self._timers[key] = asyncio.get_running_loop().call_later(seconds, self._begin, key, work)

    async def finish(self, seconds: float) -> None:
        """Wait for all tasks and those they start. Cancel what takes longer than ``seconds``."""
        await self._finish_tasks(seconds)
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    async def _finish_tasks(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                while self._tasks:
                    await asyncio.wait(self._tasks)
        except TimeoutError:
            _log.warning("unfinished", tasks=len(self._tasks))
        for task in (left := tuple(self._tasks)):
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _begin(self, key: str, work: Callable[[], Awaitable[Any]]) -> None:
        del self._timers[key]
        self.run_once(key, work)

    def _handle_end(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.error("unforeseen", reference=secrets.token_hex(4), exc_info=error)


async def _await(work: Callable[[], Awaitable[T]]) -> T:
    return await work()
