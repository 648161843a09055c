"""A real database for every test that asks for a store: the same test runs on SQLite and on PostgreSQL.

Migrating takes longer than most tests, so it is done once and copied.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import asyncpg
import pytest
from aiohttp.test_utils import TestServer

from bot.store import schema
from bot.store.engine import Store
from bot.store.open import open_store
from bot.store.sqlite.store import SqliteStore
from bot.store.tables import TABLES
from tests.kept_postgres import KeptPostgres
from tests.platforms.discord import DiscordStandIn
from tests.platforms.postgres import PostgresServer
from tests.platforms.slack import SlackStandIn
from tests.public_data.public_site import Serve, Site
from tests.services import Core, core_on

_END_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name <> 'emptying'
"""
_END_BUSY = f"{_END_OTHERS} AND state <> 'idle'"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the current schema, to be copied. It was opened before: only the first time writes the file."""
    path = tmp_path_factory.mktemp("template") / "callboard.db"
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(schema.upgrade_sqlite(path))
        runner.run(runner.run(SqliteStore.open(path)).close())
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> str:
    """A PostgreSQL database at the current schema, as its URL, for `emptied_postgres_url`."""
    url = postgres_server.create_database("callboard")
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(schema.upgrade_postgres(url))
    return url


@pytest.fixture
def sqlite_path(sqlite_template: Path, tmp_path: Path) -> Path:
    """A SQLite file for this test, at the current schema."""
    return Path(shutil.copy(sqlite_template, tmp_path / "callboard.db"))


Emptying = Callable[[bool], None]


@pytest.fixture(scope="session")
def emptying(migrated_postgres: str) -> Iterator[Emptying]:
    """A function that ends other connections to the shared database, all or only busy ones, and empties it.

    Its own connection stays open: to plan the statements takes a new one longer than to run them.
    """
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        connection = runner.run(connect_to_empty(migrated_postgres))
        yield lambda all: runner.run(empty(connection, all))
        runner.run(connection.close())


@pytest.fixture(scope="session")
def kept_postgres(migrated_postgres: str) -> Iterator[KeptPostgres]:
    """The shared database's store, for tests that take a ``store``."""
    kept = KeptPostgres(migrated_postgres)
    yield kept
    kept.end()


@pytest.fixture
def emptied_postgres_url(
    migrated_postgres: str, emptying: Emptying, kept_postgres: KeptPostgres, request: pytest.FixtureRequest
) -> str:
    """A PostgreSQL database at the current schema with nothing in it and, without a ``store``, nobody connected.

    All tests share it: emptying it takes a tenth of the time of making another.
    """
    has_store = "store" in request.fixturenames
    if not has_store:
        kept_postgres.close_store()
    emptying(not has_store)
    return migrated_postgres


async def connect_to_empty(url: str) -> asyncpg.Connection:
    """A connection for `empty`. Its name keeps it from being ended like every other one.

    As a replica's, it looks up no row that refers to one it deletes: all rows go.
    """
    settings = {"application_name": "emptying", "session_replication_role": "replica"}
    return await asyncpg.connect(url, server_settings=settings)


async def empty(connection: asyncpg.Connection, end_all: bool = True) -> None:
    await connection.execute(_END_OTHERS if end_all else _END_BUSY)
    await connection.execute(";".join(f"DELETE FROM {table.name}" for table in reversed(TABLES)))


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """A database at the current schema, once on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('sqlite_path')}"
    return str(request.getfixturevalue("emptied_postgres_url"))


@asynccontextmanager
async def use_store(url: str) -> AsyncIterator[Store]:
    """Open a store, and close it even if what uses it fails: an open one keeps the process alive."""
    store = await open_store(url)
    try:
        yield store
    finally:
        await store.close()


Opening = Callable[[str], Awaitable[Store]]


@pytest.fixture
async def opening() -> AsyncIterator[Opening]:
    """A function that opens stores. All are closed at the end, because an open one keeps the process alive."""
    async with AsyncExitStack() as stack:

        async def open_one(url: str) -> Store:
            return await stack.enter_async_context(use_store(url))

        yield open_one


@pytest.fixture
async def store(store_url: str, opening: Opening, request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    """An open store, once on each engine."""
    if store_url.startswith("sqlite"):
        yield await opening(store_url)
        return
    kept = await request.getfixturevalue("kept_postgres").open_store()
    yield kept
    await kept.settle()


@pytest.fixture
async def core(store: Store) -> Core:
    """Every service on ``store``, with one open campaign, at noon on a Monday."""
    return await core_on(store)


@pytest.fixture
async def discord() -> AsyncIterator[DiscordStandIn]:
    """A Discord on loopback."""
    discord = await DiscordStandIn.start()
    yield discord
    await discord.stop()


@pytest.fixture
async def slack() -> AsyncIterator[SlackStandIn]:
    """A Slack on loopback, with one workspace."""
    async with await SlackStandIn.start() as slack:
        slack.add_team("Valley Org")
        yield slack


@pytest.fixture
async def serve_files() -> AsyncIterator[Serve]:
    """A function that starts web servers, which are stopped at the end."""
    servers: list[TestServer] = []

    async def start(files: Mapping[str, bytes]) -> Site:
        site = Site(files)
        servers.append(TestServer(site.app))
        await servers[-1].start_server()
        site.url = str(servers[-1].make_url("/"))
        return site

    yield start
    for server in servers:
        await server.close()
