"""Asks something that may hang, such as a database, for callers that can't wait long."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from msgspec import Struct

from bot.errors import Unavailable
from bot.runtime.log import get_logger, log_failure

T = TypeVar("T")

_log = get_logger("callboard.run")

FRESH = 1.0  # seconds for which an answer serves others who ask


class Answer(Struct, Generic[T], frozen=True):
    """What was answered, or None with the ``problem`` as a sentence. ``seconds`` is how long the answer took so far."""

    value: T | None
    problem: str = ""
    seconds: float = 0.0


class Inquiry(Generic[T]):
    """Asks once for all who want to know at the same time, so that whatever hangs is asked only once."""

    def __init__(self, what: str, ask: Callable[[], Awaitable[T]]) -> None:
        self._what, self._ask = what, ask
        self._asking: asyncio.Task[Answer[T]] | None = None
        self._begun = 0.0

    async def get(self, patience: float) -> Answer[T]:
        """The answer, within ``patience`` seconds. It is at most `FRESH` seconds old, unless it took longer."""
        now = time.monotonic()
        if self._asking is None or (self._asking.done() and now - self._begun > FRESH):
            self._begun = now
            self._asking = asyncio.create_task(self._run(now), name="inquiry")
        asking, begun = self._asking, self._begun  # another caller may ask anew meanwhile
        await asyncio.wait({asking}, timeout=patience)
        if asking.done() and not asking.cancelled():
            return asking.result()
        waited = time.monotonic() - begun
        return Answer(None, f"{self._what} hasn't answered for {waited:.1f} seconds", waited)

    def close(self) -> None:
        """Ask no longer."""
        if self._asking:
            self._asking.cancel()

    async def _run(self, begun: float) -> Answer[T]:
        try:
            value, problem = await self._ask(), ""
        except Unavailable as error:
            value, problem = None, str(error)
        except Exception as error:  # supervisor: everybody who asks gets an answer, and the log says what happened
            log_failure(_log, "could not find out how it is", error)
            value, problem = None, f"{self._what} could not be asked. The log says why"
        return Answer(value, problem, time.monotonic() - begun)
