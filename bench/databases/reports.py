"""Reports at ten thousand to a million calls, on SQLite and PostgreSQL. They read totals, so they don't grow.

The databases are those of the boards, kept in the system's temporary folder. PostgreSQL gets a copy of each.
"""

import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path

from bench.core import build_bench_core
from bench.databases.calls import prepare_database
from bench.databases.copies import copy_to_postgres
from bench.rounds import time_in_turns
from bench.table import Bar, Figures, Row
from bot.core.build import Core
from bot.core.times.clock import now
from bot.roles import Reach, Role
from bot.store.open import open_store
from tests.platforms.postgres import PostgresServer, start_postgres

TITLE = "Reports"
_ADMIN = Reach(Role.ADMIN)


async def measure(
    sizes: Sequence[int] = (10_000, 100_000, 1_000_000), repeats: int = 5, reads: int = 5, folder: Path | None = None
) -> tuple[Row, ...]:
    """Each report at each size, then at the largest beside the smallest."""
    shelf = folder or Path(tempfile.gettempdir()) / "callboard-bench"
    async with AsyncExitStack() as stack:
        server = stack.enter_context(_serve())
        deeds: dict[tuple[str, str, int], Callable[[], Awaitable[object]]] = {}
        for size in sizes:
            path = await prepare_database(shelf, size)
            copied = await copy_to_postgres(path, server, f"calls_{size}")
            for engine, url in (("SQLite", f"sqlite:///{path}"), ("PostgreSQL", copied)):
                core = await stack.enter_async_context(_open(url))
                deeds |= {(engine, name, size): deed for name, deed in _list_reports(core).items()}
        taken = await time_in_turns(repeats, reads, deeds)
    named = dict.fromkeys((engine, name) for engine, name, _ in deeds)
    return tuple(row for one in named for row in _make_rows(one, sizes, taken))


def _make_rows(
    one: tuple[str, str], sizes: Sequence[int], taken: Mapping[tuple[str, str, int], Figures]
) -> Iterator[Row]:
    engine, name = one
    for size in sizes:
        yield Row(f"{name}, {size:,} calls, {engine}", "ms", taken[*one, size], bar=Bar("at most", 50))
    small, large = taken[*one, sizes[0]], taken[*one, sizes[-1]]
    yield Row(f"{name}, {sizes[-1]:,} calls, {engine}", "ms", large, f"at {sizes[0]:,}", small)


def _list_reports(core: Core) -> dict[str, Callable[[], Awaitable[object]]]:
    reports, at = core.reports.reports, now()
    return {
        "days": partial(reports.load_calls, _ADMIN, None, at),
        "chapters": partial(reports.load_chapters, _ADMIN, None, at),
        "districts": partial(reports.load_districts, _ADMIN, None, at),
        "offices": partial(reports.load_offices, _ADMIN, None, at),
        "answers": partial(reports.load_positions, _ADMIN, None, at),
        "one day": partial(core.reports.day_reports.read, _ADMIN, None, None, at),
        "coverage": partial(core.reports.coverage.read, _ADMIN, None, at),
    }


@contextmanager
def _serve() -> Iterator[PostgresServer]:
    server = start_postgres(Path(tempfile.mkdtemp(prefix="callboard-bench-")))
    try:
        yield server
    finally:
        server.stop()


@asynccontextmanager
async def _open(url: str) -> AsyncIterator[Core]:
    store = await open_store(url)
    try:
        yield build_bench_core(store)
    finally:
        await store.close()
