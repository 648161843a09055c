"""A process's share of limits that several processes have together."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import StringIO

import pytest
from cachetools import LRUCache

from bot.adapters.pacing import Rate
from bot.adapters.shared_pacing import SharedLimiter, Taken
from bot.errors import Unavailable

FAST = Rate(1000, 1000)


@dataclass(frozen=True, slots=True)
class Given:
    """What a source gives."""

    waits: tuple[float, ...]
    blocked: float = 0.0


@dataclass
class Source:
    """A database that gives turns at once, unless it is out of reach or a key is blocked."""

    asked: list[dict[str, int]] = field(default_factory=list)
    blocked: dict[str, float] = field(default_factory=dict)
    told: asyncio.Event = field(default_factory=asyncio.Event)
    is_away: bool = False
    first_wait: float = 0.0  # of the turns of one answer

    async def take(self, kind: str, burst: float, steady: float, counts: Mapping[str, int]) -> Mapping[str, Taken]:
        if self.is_away:
            raise Unavailable("away")
        self.asked.append(dict(counts))
        await asyncio.sleep(0)
        waits = {
            key: tuple(self.first_wait + number / 1000 for number in range(count)) for key, count in counts.items()
        }
        return {key: Given(waits[key], self.blocked.get(key, 0.0)) for key in counts}

    async def block(self, kind: str, key: str, seconds: float) -> None:
        self.told.set()
        if self.is_away:
            raise ConnectionResetError
        self.blocked[key] = seconds


async def test_callers_that_wait_at_once_share_a_round_trip() -> None:
    source = Source()
    limiter = SharedLimiter("posts", FAST, source)
    keys = [f"channel {number}" for number in range(20)] * 2
    assert await asyncio.gather(*(limiter.acquire(key) for key in keys)) == [0.0] * 40
    assert len(source.asked) <= 3  # the first caller alone, then all others
    assert sum(sum(one.values()) for one in source.asked) >= 40


@pytest.mark.parametrize(("rate", "most"), [(FAST, 250), (Rate(2, 0.6), 1)])
async def test_a_busy_key_takes_turns_ahead_and_a_slow_one_does_not(rate: Rate, most: int) -> None:
    source = Source()
    limiter = SharedLimiter("posts", rate, source)
    for _ in range(30):
        await asyncio.gather(limiter.acquire(""), limiter.acquire(""))
    counts = [one[""] for one in source.asked]
    assert counts[0] == 2
    assert max(counts) <= max(most, 2)
    assert (max(counts) > 2) == (most > 1)


async def test_a_key_whose_turns_ahead_were_not_used_takes_one_again() -> None:
    source = Source(first_wait=0.001)
    limiter = SharedLimiter("posts", FAST, source)
    await limiter.acquire("")
    await limiter.acquire("")  # it asked for two
    await asyncio.sleep(0.01)  # in which the second turn passes
    await limiter.acquire("")
    assert [one[""] for one in source.asked] == [1, 2, 1]


async def test_a_pause_is_shared_and_holds_here_at_once() -> None:
    source = Source()
    limiter, other = SharedLimiter("posts", FAST, source), SharedLimiter("posts", FAST, source)
    limiter.block("a", 60)
    assert await limiter.acquire("a") > 50
    await source.told.wait()
    assert await other.acquire("a") == 60
    assert await other.acquire("a") > 50  # without asking again
    assert source.asked == [{"a": 1}]
    assert await other.acquire("b") == 0


async def test_without_the_database_requests_wait_for_later() -> None:
    source = Source(is_away=True)
    limiter = SharedLimiter("posts", FAST, source)
    assert min(await asyncio.gather(*(limiter.acquire("a") for _ in range(3)))) > 0
    source.is_away = False
    assert await limiter.acquire("a") == 0


async def test_a_caller_that_leaves_costs_nobody_else_a_turn() -> None:
    source = Source()
    limiter = SharedLimiter("posts", FAST, source)
    leaving, staying = (asyncio.create_task(limiter.acquire("a")) for _ in range(2))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await staying == 0


async def test_a_key_below_its_limit_takes_no_turns_that_nobody_uses() -> None:
    source = Source()
    limiter = SharedLimiter("posts", FAST, source)
    for _ in range(10):
        await limiter.acquire("")
    assert [one[""] for one in source.asked] == [1] * 10


async def test_callers_of_a_key_that_was_evicted_meanwhile_all_get_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source()
    limiter = SharedLimiter("posts", FAST, source)
    monkeypatch.setattr(limiter, "_keys", LRUCache(1))
    keys = ["a", "b", "a", "b", "a"]
    async with asyncio.timeout(20):
        assert await asyncio.gather(*(limiter.acquire(key) for key in keys)) == [0.0] * 5


async def test_a_pause_that_can_not_be_shared_is_logged(log: StringIO) -> None:
    source = Source(is_away=True)
    limiter = SharedLimiter("posts", FAST, source)
    limiter.block("a", 60)
    await source.told.wait()
    assert "could not share a pause" in log.getvalue()
    assert await limiter.acquire("a") > 50
