"""PostgreSQL: broken connections, rows locked by others, and a read-only server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
from sqlalchemy import func, select

from bot.errors import Unavailable
from bot.store.engine import Tx
from bot.store.postgres.store import PostgresStore
from bot.store.statement import Statement
from tests.fixtures import Opening
from tests.store.rows import MOVE, make_unit, names, numbers, put

LIMIT = Statement(select(func.current_setting("statement_timeout").label("seconds")))


@pytest.fixture
async def postgres(emptied_postgres_url: str) -> AsyncIterator[PostgresStore]:
    store = await PostgresStore.open(emptied_postgres_url)
    yield store
    await store.close()


async def execute(url: str, sql: str) -> None:
    connection = await asyncpg.connect(url, server_settings={"default_transaction_read_only": "off"})
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


async def break_connections(url: str) -> None:
    """End every connection to the database but the one of `emptying`, as a server restart does."""
    ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    await execute(url, f"{ending} AND pid <> pg_backend_pid() AND application_name <> 'emptying'")


@asynccontextmanager
async def setting(url: str, change: str) -> AsyncIterator[None]:
    """Give new connections this setting inside the block."""
    await execute(url, f"ALTER DATABASE callboard SET {change}")
    await break_connections(url)
    try:
        yield
    finally:
        await execute(url, "ALTER DATABASE callboard RESET ALL")
        await break_connections(url)


async def read_until_reconnected(store: PostgresStore) -> None:
    """Read until the pool has noticed which of its connections are broken."""
    for _ in range(20):
        try:
            await names(store)
        except Unavailable:
            continue
        return
    pytest.fail("the pool never made a new connection")


async def test_broken_connections_are_reported_and_replaced(postgres: PostgresStore, emptied_postgres_url: str) -> None:
    for number in range(20):  # a broken connection may be noticed at any moment
        await postgres.write(make_unit(f"{number:02}"))
        await break_connections(emptied_postgres_url)
        await read_until_reconnected(postgres)
    assert len(await names(postgres)) == 20


async def test_a_connection_that_breaks_midway_saves_nothing(
    postgres: PostgresStore, emptied_postgres_url: str
) -> None:
    async def unit(tx: Tx) -> None:
        await put(tx, "a")
        await break_connections(emptied_postgres_url)
        await put(tx, "b")

    with pytest.raises(Unavailable) as caught:
        await postgres.write(unit)
    assert caught.value.certain
    await read_until_reconnected(postgres)
    assert await names(postgres) == set()


async def test_a_connection_that_breaks_at_the_commit_leaves_it_uncertain(
    postgres: PostgresStore, emptied_postgres_url: str
) -> None:
    async def unit(tx: Tx) -> None:
        await put(tx, "a")
        await break_connections(emptied_postgres_url)

    with pytest.raises(Unavailable) as caught:
        await postgres.write(unit)
    assert not caught.value.certain


async def test_a_row_locked_too_long_saves_nothing_and_is_released(
    emptied_postgres_url: str,
) -> None:
    async with setting(emptied_postgres_url, "lock_timeout = '50ms'"):
        store = await PostgresStore.open(emptied_postgres_url)
        await store.write(make_unit("a"))
        holder = await asyncpg.connect(emptied_postgres_url)
        held = holder.transaction()
        await held.start()
        await holder.execute("UPDATE orgs SET created_at = 1")

        async def unit(tx: Tx) -> None:
            await put(tx, "b")
            await tx.run(MOVE, org="a", by=10)

        with pytest.raises(Unavailable, match="lock timeout") as caught:
            await store.write(unit)
        assert caught.value.certain
        assert await numbers(store) == {"a": 0}
        await held.rollback()
        await holder.close()
        await store.write(unit)
        assert await numbers(store) == {"a": 10, "b": 0}
        await store.close()


async def test_a_read_only_server_saves_nothing_and_works_once_it_can(
    postgres: PostgresStore, emptied_postgres_url: str
) -> None:
    async with setting(emptied_postgres_url, "default_transaction_read_only = on"):
        await read_until_reconnected(postgres)
        with pytest.raises(Unavailable, match="it takes no writes"):
            await postgres.write(make_unit("a"))
        assert await names(postgres) == set()
    await read_until_reconnected(postgres)
    await postgres.write(make_unit("a"))
    assert await names(postgres) == {"a"}


async def test_deleted_people_are_vacuumed_away_at_once(postgres: PostgresStore, emptied_postgres_url: str) -> None:
    def vacuums() -> list[asyncio.Task[object]]:
        return [task for task in asyncio.all_tasks() if task.get_name() == "vacuum"]

    await postgres.scrub()
    await asyncio.gather(*vacuums())
    connection = await asyncpg.connect(emptied_postgres_url)
    try:
        rows = await connection.fetch("SELECT relname FROM pg_stat_user_tables WHERE vacuum_count > 0")
    finally:
        await connection.close()
    assert {row["relname"] for row in rows} >= {"people", "accounts", "calls", "requests"}
    for limit in await postgres.read(lambda tx: tx.all(LIMIT)):
        assert limit.seconds == "10s", "the vacuum had none, and gave its connection back"


async def test_statements_have_their_limit_again_after_a_canceled_vacuum(postgres: PostgresStore) -> None:
    await postgres.scrub()
    [vacuum] = [task for task in asyncio.all_tasks() if task.get_name() == "vacuum"]
    while postgres._pool.get_idle_size():  # it has no connection yet
        await asyncio.wait({vacuum}, timeout=0)
    vacuum.cancel()
    await asyncio.wait({vacuum})
    for limit in await postgres.read(lambda tx: tx.all(LIMIT)):
        assert limit.seconds == "10s"


async def test_a_vacuum_never_keeps_the_store_from_closing(emptied_postgres_url: str) -> None:
    store = await PostgresStore.open(emptied_postgres_url)
    blocker = await asyncpg.connect(emptied_postgres_url)
    try:
        async with blocker.transaction():
            await blocker.execute("LOCK TABLE people IN EXCLUSIVE MODE")
            await store.scrub()
            async with asyncio.timeout(5):
                await store.close()
    finally:
        await blocker.close()


async def test_an_unreachable_server_is_reported(emptied_postgres_url: str, opening: Opening) -> None:
    nowhere = emptied_postgres_url.split("?")[0] + "?host=/nowhere"
    with pytest.raises(Unavailable):
        await opening(nowhere)
    with pytest.raises(Unavailable):
        await PostgresStore.open(nowhere)
    with pytest.raises(Unavailable, match="no database of that name"):
        await opening(emptied_postgres_url.replace("/callboard?", "/no_such_database?"))


async def test_a_caller_who_leaves_midway_leaves_it_whole(emptied_postgres_url: str) -> None:
    postgres = await PostgresStore.open(emptied_postgres_url)
    begun, go = asyncio.Event(), asyncio.Event()

    async def unit(tx: Tx) -> None:
        begun.set()
        await go.wait()
        await put(tx, "a")

    leaving = asyncio.create_task(postgres.write(unit))
    await begun.wait()
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    go.set()
    await postgres.close()  # finishes work in progress
    again = await PostgresStore.open(emptied_postgres_url)
    assert await names(again) == {"a"}
    await again.close()


async def test_many_more_units_than_connections_take_turns(postgres: PostgresStore) -> None:
    """A failing unit returns its connection."""

    async def failing(tx: Tx) -> None:
        await put(tx, "a")
        raise LookupError

    units = [failing if number % 2 else make_unit(f"{number:02}") for number in range(80)]
    outcomes = await asyncio.gather(*(postgres.write(unit) for unit in units), return_exceptions=True)
    assert sum(isinstance(outcome, LookupError) for outcome in outcomes) == 40
    assert len(await names(postgres)) == 40
