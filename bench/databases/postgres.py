"""Durable logs a second on PostgreSQL, by one process and by several, beside asyncpg alone.

The other side writes the least that a log needs: the call's row and eighteen counters in sixteen stripes, with one
statement on one of sixteen connections. The server syncs each commit to disk. It has some calls already, and has
looked at its tables, as it does by itself within a minute. Callboard's processes also fold what calls append, as `run`
does.
"""

import asyncio
import itertools
import json
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

import asyncpg

from bench.core import ROOT
from bench.databases.logs import fill
from bench.processes.loggers import PLAIN_TABLES, Task, make_log
from bench.rounds import take_turns
from bench.table import Bar, Figures, Row
from bot.core.totals.counter_changes import fold_changes
from bot.store.open import open_store
from tests.platforms.pgbouncer import POOLER, run_pooler
from tests.platforms.postgres import PostgresServer, start_postgres

TITLE = "Durable logs on PostgreSQL"
_BEFORE = 500  # calls
_CONNECTIONS = 10  # of a pooler
_PLAIN = "plain asyncpg, sixteen connections and stripes"


async def measure(
    logs: int = 1500,
    repeats: int = 3,
    callers: Sequence[int] = (1, 16, 64),
    processes: Sequence[int] = (1, 2, 3),
) -> tuple[Row, ...]:
    """Each number of callers in one process, then several processes of 64 callers each, beside fewer of them."""
    folder = Path(tempfile.mkdtemp(prefix="callboard-bench-"))
    server = start_postgres(folder, is_durable=True)
    try:
        bench = _Bench(server, logs)
        await bench.prepare()
        takes: dict[Any, Any] = {("plain", count): bench.take(count, is_plain=True) for count in callers}
        takes |= {count: bench.take(count) for count in callers}
        takes |= {("processes", count): bench.take(64, processes=count) for count in processes}
        with ExitStack() as stack:
            if POOLER:
                bench.pooler = stack.enter_context(run_pooler(str(server.folder), connections=_CONNECTIONS))
                takes["pooled"] = bench.take(64, is_pooled=True)
            taken = await take_turns(repeats, takes)
    finally:
        server.stop()
    rows = [_make_row(count, taken[count], taken["plain", count]) for count in callers]
    for fewer, count in itertools.pairwise(processes):
        beside = "1 process" if fewer == 1 else f"{fewer} processes"
        bar = Bar("at least", 1.3 if fewer == 1 else 1.0)
        ours, plain = taken["processes", count], taken["processes", fewer]
        rows.append(Row(f"{count} processes", "logs/s", ours, beside, plain, bar))
    if "pooled" in taken:
        ours, direct = taken["pooled"], taken["processes", 1]
        rows.append(Row("64 callers, through PgBouncer", "logs/s", ours, "directly", direct))
    rows.append(Row("CPU of a log, 64 callers", "ms", Figures(tuple(bench.costs)), bar=Bar("at most", 1.0)))
    return tuple(rows)


def _make_row(callers: int, ours: Figures, plain: Figures) -> Row:
    bar = Bar("at least", 0.5) if callers > 1 else None
    return Row("1 caller" if callers == 1 else f"{callers} callers", "logs/s", ours, _PLAIN, plain, bar)


class _Bench:
    """A server with a database of volunteers who have each chosen a chapter and a district. Each take has a copy."""

    def __init__(self, server: PostgresServer, logs: int) -> None:
        self._server, self._logs = server, logs
        self._numbers = itertools.count()
        self.pooler = ""  # the address of a PgBouncer before the server
        self.costs: list[float] = []  # milliseconds of Python for a log, with 64 callers in one process

    async def prepare(self) -> None:
        """Fill the database that takes copy."""
        url = self._server.create_database("begun")
        store = await open_store(url)
        await fill(store, self._logs + 3 + _BEFORE)
        log = make_log(store)
        await asyncio.gather(*(log(self._logs + 3 + number) for number in range(_BEFORE)))
        await fold_changes(store)
        await store.close()
        connection = await asyncpg.connect(url)
        await connection.execute(f"{PLAIN_TABLES}; ANALYZE")
        await connection.close()

    def take(
        self, callers: int, processes: int = 1, *, is_plain: bool = False, is_pooled: bool = False
    ) -> Callable[[], Any]:
        """The logs a second of so many processes, with so many callers each."""
        return lambda: self._measure(callers, processes, is_plain, is_pooled)

    async def _measure(self, callers: int, processes: int, is_plain: bool, is_pooled: bool) -> float:
        name = f"take{next(self._numbers)}"
        direct = self._server.create_database(name, "begun")
        url = f"{self.pooler}/{name}" if is_pooled else direct
        share = self._logs // processes if callers > 1 else self._logs // 4
        tasks = [Task(url, callers, share, (share + 1) * place, is_plain) for place in range(processes)]
        figures = await _run_all(tasks)
        self._server.drop_database(name)
        if not is_plain and not is_pooled and processes == 1 and callers == 64:
            self.costs.append(figures[0][1] / share * 1000)
        return share * processes / max(seconds for seconds, _ in figures)


async def _run_all(tasks: Sequence[Task]) -> list[tuple[float, float]]:
    """The seconds and CPU seconds of each process. They begin together."""
    async with AsyncExitStack() as stack:
        running = await asyncio.gather(*(_start(task, stack) for task in tasks))
        for process in running:
            assert process.stdin
            process.stdin.write(b"\n")
        return [json.loads(await _read_line(process)) for process in running]


async def _start(task: Task, stack: AsyncExitStack) -> Process:
    module = ("-m", "bench.processes.loggers", json.dumps(asdict(task)))
    process = await asyncio.create_subprocess_exec(sys.executable, *module, stdin=PIPE, stdout=PIPE, cwd=ROOT)
    stack.push_async_callback(process.wait)
    assert await _read_line(process) == b"ready\n", "it says why above"
    return process


async def _read_line(process: Process) -> bytes:
    assert process.stdout
    return await process.stdout.readline()
