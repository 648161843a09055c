"""KeyedLimiter at what a platform limits: taken in the order they are asked for, and none while it wants a pause."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

from aiolimiter import AsyncLimiter

_KEPT = 10_000  # keys remembered at a time; one that is forgotten merely begins anew


@dataclass(frozen=True, slots=True)
class Rate:
    """``burst`` turns at once and ``steady`` a second after that.

    In any T seconds there are at most ``burst + steady * T``, which is what has to fit a platform's limit.
    """

    burst: float
    steady: float


class Backoff:
    """Pauses between tries, each twice as long as the one before, so that what is down isn't hammered."""

    def __init__(self, first: float = 1.0, longest: float = 300.0) -> None:
        self._first, self._longest = first, longest
        self._next = first

    def next_pause(self) -> float:
        """Return for how many seconds to wait now."""
        pause, self._next = self._next, min(self._next * 2, self._longest)
        return pause

    def reset(self) -> None:
        """Begin anew: the last try led somewhere."""
        self._next = self._first


class KeyedLimiter:
    """KeyedLimiter by key, such as a channel's id, each key at ``rate``."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._limiters: OrderedDict[str, AsyncLimiter] = OrderedDict()
        self._blocked: dict[str, float] = {}

    async def acquire(self, key: str) -> float:
        """Wait for a turn and return 0, or for how many seconds there is none while ``key`` is closed."""
        if pause := self._find_pause(key):
            return pause
        await self._find_limiter(key).acquire()
        return self._find_pause(key)  # it may have been closed meanwhile

    def block(self, key: str, seconds: float) -> None:
        """Give ``key`` no turn for so long."""
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
        limiter = self._limiters.pop(key, None) or AsyncLimiter(self._rate.burst, self._rate.burst / self._rate.steady)
        self._limiters[key] = limiter
        if len(self._limiters) > _KEPT:
            self._limiters.popitem(last=False)
        return limiter
