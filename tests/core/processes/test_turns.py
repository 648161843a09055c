"""Turns at one limit, taken by several processes at once."""

import asyncio
from itertools import pairwise

import asyncpg
import pytest

from bot.core.processes.turns import Turns, list_waits
from bot.core.times.clock import HOUR
from tests.fixtures import Opening
from tests.services import core_on

BURST, STEADY = 2.0, 48.0


@pytest.fixture
async def processes(emptied_postgres_url: str, opening: Opening) -> list[Turns]:
    """The turns of three processes."""
    stores = [await opening(emptied_postgres_url) for _ in range(3)]
    return [(await core_on(store)).built.processes.turns for store in stores]


async def test_processes_never_get_the_same_turn(processes: list[Turns], emptied_postgres_url: str) -> None:
    """The bucket is as full as all turns together make it, so no two processes counted without each other."""
    taken = await asyncio.gather(
        *(process.take("bot", BURST, STEADY, {"": count}) for process in processes for count in (1, 12, 7) * 3)
    )
    assert sum(len(one[""].waits) for one in taken) == 180
    last = max(one[""].waits[-1] for one in taken)
    connection = await asyncpg.connect(emptied_postgres_url)
    [row] = await connection.fetch("SELECT free_at, seen_at FROM turns")
    await connection.close()
    assert last <= (row["free_at"] - row["seen_at"]) / 1_000_000 <= 180 / STEADY + 0.001


def test_a_bucket_lets_a_burst_through_and_then_one_at_a_time() -> None:
    waits = list_waits(5, 2, 4, full=5 / 4)
    assert list(waits) == [0, 0, 0.25, 0.5, 0.75]
    assert list(list_waits(2, 2, 4, full=7 / 4)) == [1.0, 1.25]  # after those


def test_any_second_has_at_most_what_the_limit_allows() -> None:
    waits, full = list[float](), 0.0
    for count in (1, 3, 40, 2, 60):
        full += count / STEADY
        waits += list_waits(count, BURST, STEADY, full)
    assert all(one <= other for one, other in pairwise(waits))
    for start in waits:
        assert sum(start <= wait < start + 1 for wait in waits) <= 50


async def test_keys_and_kinds_have_limits_of_their_own(processes: list[Turns]) -> None:
    one = processes[0]
    for kind, key in (("posts", "a"), ("posts", "b"), ("edits", "a")):
        assert (await one.take(kind, 1, 1, {key: 1}))[key].waits == (0,)
    [later] = (await processes[1].take("posts", 1, 0.001, {"a": 1}))["a"].waits
    assert later > 0


async def test_a_pause_holds_for_every_process(processes: list[Turns]) -> None:
    await processes[0].block("posts", "a", 300)
    taken = await processes[1].take("posts", 1, 1, {"a": 1, "b": 1})
    assert taken["a"].blocked > 200
    assert taken["b"].blocked == 0
    await processes[2].block("posts", "a", 1)  # never shorter
    again = await processes[1].take("posts", 1, 1, {"a": 1})
    assert again["a"].blocked > 200


async def test_rows_that_nobody_uses_are_deleted(processes: list[Turns], emptied_postgres_url: str) -> None:
    await processes[0].take("posts", 1, 1, {"old": 1, "new": 1})
    await processes[0].block("posts", "old and blocked", 300)
    connection = await asyncpg.connect(emptied_postgres_url)
    await connection.execute("UPDATE turns SET seen_at = seen_at - $1", HOUR * 2)
    await connection.close()
    await processes[0].take("posts", 1, 1, {"new": 1})
    assert await processes[0].drop_unused() == 1
