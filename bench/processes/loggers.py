"""One process of the measurement on PostgreSQL: it logs calls, as Callboard or with asyncpg alone.

It says "ready", logs once it reads a line, and then prints the seconds and the CPU seconds that it took.
"""

import asyncio
import json
import random
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import asyncpg

from bench.core import build_bench_core, make_volunteer
from bot.cli.serve.watches.shared_loops import FOLD_EVERY
from bot.core.calls.call_request import CallRequest
from bot.core.times.clock import now
from bot.core.totals.counter_changes import fold_changes
from bot.core.totals.counting import Outcome
from bot.store.engine import Store
from bot.store.open import open_store

PLAIN_TABLES = """
    CREATE TABLE plain_calls (id bigserial PRIMARY KEY, person bigint NOT NULL, day text NOT NULL, at bigint NOT NULL);
    CREATE TABLE plain_counters (key text, stripe int, n bigint NOT NULL, PRIMARY KEY (key, stripe));
"""
# What a log can't do without, and nothing else: the call's row, and its counters in stripes.
_PLAIN_LOG = """
    WITH added AS (INSERT INTO plain_calls (person, day, at) VALUES ($1, '2026-11-23', $2) RETURNING id)
    INSERT INTO plain_counters SELECT key, $3, 1 FROM unnest($4::text[]) AS key, added
    ON CONFLICT (key, stripe) DO UPDATE SET n = plain_counters.n + 1
"""
_PERIODS = ("2026-11-23", "2026-W48", "campaign")
_STRIPES, _CONNECTIONS = 16, 16

Log = Callable[[int], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Task:
    """``logs`` calls by as many ``callers`` at once, the first one by the person ``first``."""

    url: str
    callers: int
    logs: int
    first: int = 0
    is_plain: bool = False


async def _run(task: Task) -> None:
    if task.is_plain:
        async with asyncpg.create_pool(task.url, min_size=_CONNECTIONS, max_size=_CONNECTIONS) as pool:
            await _measure(task, lambda number: _log_plainly(pool, number))
        return
    store = await open_store(task.url)
    folding = asyncio.create_task(_fold(store))
    await _measure(task, make_log(store))
    folding.cancel()
    await asyncio.wait({folding})
    await store.close()


def make_log(store: Store) -> Log:
    """Callboard's own log of a call by a volunteer."""
    calls, wanted = build_bench_core(store).calls.calls, CallRequest(Outcome.SPOKE)
    return lambda number: calls.log(make_volunteer(number), wanted, f"request {number}", now())


async def _fold(store: Store) -> None:
    """Fold what calls append, as `run` does."""
    while True:
        await asyncio.sleep(FOLD_EVERY)
        await fold_changes(store)


async def _log_plainly(pool: asyncpg.Pool, number: int) -> None:
    groups = ("chapter", f"chapter {number % 20}", "district", "org", "state", f"person {number}")
    keys = sorted(f"{period} {group}" for period in _PERIODS for group in groups)
    await pool.execute(_PLAIN_LOG, number, now(), random.randrange(_STRIPES), keys)


async def _measure(task: Task, log: Log) -> None:
    await log(task.first)  # connect, and compile or prepare every statement
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    numbers = iter(range(task.first + 1, task.first + 1 + task.logs))

    async def caller() -> None:
        for number in numbers:
            await log(number)

    begun, used = time.perf_counter(), time.process_time()
    await asyncio.gather(*(caller() for _ in range(task.callers)))
    print(json.dumps([time.perf_counter() - begun, time.process_time() - used]), flush=True)


if __name__ == "__main__":
    asyncio.run(_run(Task(**json.loads(sys.argv[1]))))
