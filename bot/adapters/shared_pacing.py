"""Rates that hold over all processes that use the same token.

Turns come from the database, for all callers that wait at once. A busy key gets several ahead, at most a quarter of a
second's, so that its requests need no round trip each.
"""

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from weakref import WeakValueDictionary

from cachetools import LRUCache

from bot.adapters.pacing import Limiter, MakeLimiter, Rate
from bot.runtime.log import get_logger, log_failure

_AHEAD = 0.25  # seconds of a key's rate that one process takes ahead
_LATE = 0.5  # seconds after which a turn is over: others may have had theirs, and this process stalled
_AGAIN = 5.0  # seconds until another try while the database is out of reach
_MOST_KEYS = 10_000

_log = get_logger("callboard.pacing")


class Taken(Protocol):
    """Seconds until each turn. None may be used if the platform wants nothing for ``blocked`` seconds."""

    @property
    def waits(self) -> Sequence[float]: ...

    @property
    def blocked(self) -> float: ...


class TurnSource(Protocol):
    """Where turns come from: the database, in `core.processes`."""

    async def take(self, kind: str, burst: float, steady: float, counts: Mapping[str, int]) -> Mapping[str, Taken]:
        """Take so many turns of each key. Raises Unavailable."""
        ...

    async def block(self, kind: str, key: str, seconds: float) -> None:
        """Let no process use a key for so many seconds. Raises Unavailable."""
        ...


class _Key:
    """One key's turns, as times of the event loop, and the callers that wait for one."""

    def __init__(self) -> None:
        self.turns = deque[float]()
        self.waiting = deque[asyncio.Future[float]]()
        self.ahead = 1
        self.is_wasteful = False
        self.is_at_limit = False
        self.emptied_at = -1.0
        self.blocked_until = 0.0


class SharedLimiter:
    """Limits each key to ``rate``, together with the other processes. See `pacing.Limiter`."""

    def __init__(self, kind: str, rate: Rate, source: TurnSource) -> None:
        self._kind, self._rate, self._source = kind, rate, source
        self._most_ahead = max(int(rate.steady * _AHEAD), 1)
        self._keys: LRUCache[str, _Key] = LRUCache(_MOST_KEYS)
        self._used = WeakValueDictionary[str, _Key]()  # also those that the cache evicted while callers wait
        self._wanted = dict[str, _Key]()
        self._tasks = set[asyncio.Task[None]]()
        self._taking = False

    async def acquire(self, key: str) -> float:
        """See `pacing.Limiter`."""
        one = self._find(key)
        loop = asyncio.get_running_loop()
        while True:
            if (pause := one.blocked_until - loop.time()) > 0:
                return pause
            at = await self._next_turn(key, one)
            if at < 0:
                return -at
            await asyncio.sleep(at - loop.time())
            if loop.time() - at <= _LATE:
                return max(one.blocked_until - loop.time(), 0.0)

    def block(self, key: str, seconds: float) -> None:
        """See `pacing.Limiter`. The other processes learn it with their next turns."""
        one, now = self._find(key), asyncio.get_running_loop().time()
        one.blocked_until = max(one.blocked_until, now + seconds)
        self._start(self._tell(key, seconds))

    async def _next_turn(self, key: str, one: _Key) -> float:
        """The loop's time of a turn, or the pause as a negative number if there is none."""
        now = asyncio.get_running_loop().time()
        while one.turns and one.turns[0] < now:  # nobody used it in its time
            one.turns.popleft()
            one.is_wasteful = True
        if one.turns and not one.waiting:
            return one.turns.popleft()
        answer: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        one.waiting.append(answer)
        self._wanted[key] = one
        if not self._taking:
            self._taking = True
            self._start(self._take_all())
        return await answer

    async def _take_all(self) -> None:
        """Take turns as long as somebody waits for one."""
        try:
            while self._wanted:
                wanted, self._wanted = self._wanted, {}
                await self._take(wanted)
        finally:
            self._taking = False

    async def _take(self, wanted: Mapping[str, _Key]) -> None:
        loop = asyncio.get_running_loop()
        counts = {key: self._choose_count(one, loop.time()) for key, one in wanted.items()}
        try:
            taken = await self._source.take(self._kind, self._rate.burst, self._rate.steady, counts)
        except Exception as error:  # supervisor: what waits is tried again later
            log_failure(_log, "could not take turns", error)
            for one in wanted.values():
                _answer_all(one, -_AGAIN)
            return
        for key, one in wanted.items():
            self._hand_out(one, taken[key], loop.time())
            if one.waiting:
                self._wanted[key] = one

    def _choose_count(self, one: _Key, now: float) -> int:
        """As many turns as are waited for, and twice as many as last time for a key that soon used all those.

        None ahead below the limit: such turns are at once, so they are over when the next caller comes.
        """
        is_busy = now - one.emptied_at < _AHEAD and one.is_at_limit and not one.is_wasteful
        one.is_wasteful = False
        one.ahead = min(one.ahead * 2, self._most_ahead) if is_busy else 1
        one.emptied_at = now
        return max(sum(not answer.done() for answer in one.waiting), one.ahead)

    def _hand_out(self, one: _Key, taken: Taken, now: float) -> None:
        if taken.blocked > 0:
            one.blocked_until = max(one.blocked_until, now + taken.blocked)
            return _answer_all(one, -taken.blocked)
        one.is_at_limit = max(taken.waits, default=0.0) > 0
        one.turns.extend([now + wait for wait in taken.waits])
        while one.turns and one.waiting:
            answer = one.waiting.popleft()
            if not answer.done():  # else its caller left
                answer.set_result(one.turns.popleft())

    def _find(self, key: str) -> _Key:
        one = self._keys.get(key)
        if one is None:
            one = self._keys[key] = self._used.setdefault(key, _Key())
        return one

    async def _tell(self, key: str, seconds: float) -> None:
        try:
            await self._source.block(self._kind, key, seconds)
        except Exception as error:  # supervisor: the platform tells the others itself
            log_failure(_log, "could not share a pause", error)

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _answer_all(one: _Key, with_what: float) -> None:
    while one.waiting:
        answer = one.waiting.popleft()
        if not answer.done():
            answer.set_result(with_what)


def share_limits(source: TurnSource) -> MakeLimiter:
    """Makes limiters that hold over all processes."""

    def make(kind: str, rate: Rate) -> Limiter:
        return SharedLimiter(kind, rate, source)

    return make
