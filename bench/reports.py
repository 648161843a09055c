"""Reports at ten thousand and a million calls, on SQLite and PostgreSQL. They read totals, so they don't grow.

The databases are those of the boards, kept in the system's temporary folder. PostgreSQL gets a copy of each.
"""

import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path

from bench.calls import prepare_database
from bench.core import build_bench_core
from bench.rounds import time_in_turns
from bench.table import Bar, Figures, Row
from bot.config.store_url import StoreUrl
from bot.core.build import Core
from bot.core.times.clock import now
from bot.roles import Reach, Role
from bot.store.copies.transfer import transfer
from bot.store.engine import Tx
from bot.store.open import open_store
from tests.platforms.postgres import PostgresServer, start_postgres

TITLE = "Reports"
_ADMIN = Reach(Role.ADMIN)


async def measure(
    sizes: Sequence[int] = (10_000, 1_000_000), repeats: int = 5, reads: int = 5, folder: Path | None = None
) -> tuple[Row, ...]:
    """Each report at the largest size, by itself and beside the smallest."""
    shelf = folder or Path(tempfile.gettempdir()) / "callboard-bench"
    async with AsyncExitStack() as stack:
        server = stack.enter_context(_serve())
        deeds: dict[tuple[str, str, int], Callable[[], Awaitable[object]]] = {}
        for size in sizes:
            path = await prepare_database(shelf, size)
            address = StoreUrl(server.create_database(f"calls_{size}"))
            await transfer(path, address, _accept)
            for engine, url in (("SQLite", f"sqlite:///{path}"), ("PostgreSQL", address.url)):
                core = await stack.enter_async_context(_open(url))
                deeds |= {(engine, name, size): deed for name, deed in _list_reports(core).items()}
        taken = await time_in_turns(repeats, reads, deeds)
    named = dict.fromkeys((engine, name) for engine, name, _ in deeds)
    return tuple(row for one in named for row in _make_rows(one, sizes, taken))


def _make_rows(
    one: tuple[str, str], sizes: Sequence[int], taken: Mapping[tuple[str, str, int], Figures]
) -> tuple[Row, ...]:
    small, large = sizes[0], sizes[-1]
    what = f"{one[1]}, {large:,} calls, {one[0]}"
    ours, beside = taken[*one, large], taken[*one, small]
    return Row(what, "ms", ours, bar=Bar("at most", 50)), Row(what, "ms", ours, f"at {small:,}", beside)


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


async def _accept(tx: Tx) -> None:
    """Take the copy as it is."""


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
