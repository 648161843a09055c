"""Rates that stay within a platform's limits, and pauses between attempts.

`KeyedLimiter` lets callers through in order, at one rate per key; `shared_pacing` does so for several processes.
`Backoff` spaces out attempts that fail.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from aiolimiter import AsyncLimiter
from cachetools import LRUCache

_MOST_KEYS = 10_000  # an evicted key starts over with a full burst


@dataclass(frozen=True, slots=True)
class Rate:
    """``burst`` requests at once, then ``steady`` per second.

    Any T seconds see at most ``burst + steady * T`` requests: that sum must fit the platform's limit.
    """

    burst: float
    steady: float


class Backoff:
    """Pauses between attempts, each twice as long as the last, up to ``longest`` seconds."""

    def __init__(self, first: float = 1.0, longest: float = 300.0) -> None:
        self._first, self._longest = first, longest
        self._next = first

    def take_pause(self) -> float:
        """Seconds to wait now; the next pause will be twice as long."""
        pause, self._next = self._next, min(self._next * 2, self._longest)
        return pause

    def reset(self) -> None:
        """Start over with the shortest pause, after an attempt succeeded."""
        self._next = self._first


class Limiter(Protocol):
    """Limits each key, such as a channel's id, to a rate."""

    async def acquire(self, key: str) -> float:
        """Wait for a turn and return 0, or return at once the seconds for which ``key`` is blocked."""
        ...

    def block(self, key: str, seconds: float) -> None:
        """Let nothing through for ``key`` for this many seconds."""
        ...


# Makes the limiter of a kind of request, which the first argument names.
MakeLimiter = Callable[[str, Rate], Limiter]


def make_own_limiter(kind: str, rate: Rate) -> Limiter:
    """A limiter for a process that alone uses its token."""
    return KeyedLimiter(rate)


class KeyedLimiter:
    """Limits each key, such as a channel's id, to ``rate``."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._limiters: LRUCache[str, AsyncLimiter] = LRUCache(_MOST_KEYS)
        self._blocked: dict[str, float] = {}

    async def acquire(self, key: str) -> float:
        """Wait for a turn and return 0, or return at once the seconds for which ``key`` is blocked."""
        if pause := self._find_pause(key):
            return pause
        await self._find_limiter(key).acquire()
        return self._find_pause(key)  # it may have been blocked while we waited

    def block(self, key: str, seconds: float) -> None:
        """Let nothing through for ``key`` for this many seconds."""
        until = asyncio.get_running_loop().time() + seconds
        self._blocked[key] = max(until, self._blocked.get(key, until))

    def _find_pause(self, key: str) -> float:
        if key not in self._blocked:
            return 0.0
        pause = self._blocked[key] - asyncio.get_running_loop().time()
        if pause <= 0:
            del self._blocked[key]
        return max(pause, 0.0)

    def _find_limiter(self, key: str) -> AsyncLimiter:
        limiter = self._limiters.get(key)
        if limiter is None:
            limiter = self._limiters[key] = AsyncLimiter(self._rate.burst, self._rate.burst / self._rate.steady)
        return limiter
