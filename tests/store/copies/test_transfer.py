"""From SQLite to PostgreSQL: every row of every table, or an empty target."""

import asyncio
import signal
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot.config.store_url import StoreUrl
from bot.core.boards.recount import recount
from bot.errors import ConfigError, Unavailable
from bot.store.copies.transfer import transfer
from bot.store.engine import Tx
from bot.store.tables import TABLES
from tests.core.support.tables import everything
from tests.fixtures import Opening, use_store
from tests.store.filling import fill_tables

ROOT = Path(__file__).parents[3]


async def accept(_: Tx) -> None:
    """Accept every copy."""


async def rows_of(url: str) -> dict[str, Counter[tuple[Any, ...]]]:
    """Each table's rows with their types, in any order."""
    async with use_store(url) as store:
        found = await everything(store)
    return {
        name: Counter(tuple((column, type(value), value) for column, value in row.items()) for row in rows)
        for name, rows in found.items()
    }


async def run(url: str, *statements: str) -> Any:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements[:-1]:
            await connection.execute(statement)
        return await connection.fetchval(statements[-1])
    finally:
        await connection.close()


@pytest.fixture
async def source(sqlite_path: Path) -> Path:
    """A SQLite file with rows in every table."""
    async with use_store(f"sqlite:///{sqlite_path}") as store:
        await fill_tables(store)
    return sqlite_path


async def test_every_row_of_every_table_arrives_as_it_is(source: Path, postgres_url: str) -> None:
    before = await rows_of(f"sqlite:///{source}")
    assert all(before.values()), [name for name, rows in before.items() if not rows]
    copied = await transfer(source, StoreUrl(postgres_url), accept)
    assert set(copied) == {table.name for table in TABLES}
    assert copied == {name: rows.total() for name, rows in before.items()}
    assert await rows_of(postgres_url) == before
    assert await rows_of(f"sqlite:///{source}") == before


async def test_verification_sees_the_copy_and_can_refuse_it(source: Path, postgres_url: str) -> None:
    async def verify(tx: Tx) -> None:
        assert not any(one.wrong for one in await recount(tx))
        raise ConfigError(())

    with pytest.raises(ConfigError):
        await transfer(source, StoreUrl(postgres_url), verify)
    assert not any((await rows_of(postgres_url)).values())
    await transfer(source, StoreUrl(postgres_url), accept)
    assert await rows_of(postgres_url) == await rows_of(f"sqlite:///{source}")


@pytest.mark.parametrize("count", [0, 1, len(TABLES) // 2, len(TABLES) - 1, len(TABLES)])
async def test_a_killed_move_leaves_the_target_empty(source: Path, postgres_url: str, count: int) -> None:
    command = (sys.executable, "-m", "tests.store.copies.killed_transfer", str(source), postgres_url, str(count))
    child = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
    assert await child.wait() == -signal.SIGKILL
    assert not any((await rows_of(postgres_url)).values())
    await transfer(source, StoreUrl(postgres_url), accept)
    assert await rows_of(postgres_url) == await rows_of(f"sqlite:///{source}")


async def test_a_second_move_to_the_same_place_is_refused(source: Path, postgres_url: str) -> None:
    await transfer(source, StoreUrl(postgres_url), accept)
    before = await rows_of(postgres_url)
    with pytest.raises(ConfigError, match="isn't empty"):
        await transfer(source, StoreUrl(postgres_url), accept)
    assert await rows_of(postgres_url) == before


@pytest.mark.parametrize("name", ["people", "calls", "meta"])
async def test_tables_of_another_program_are_left_alone(source: Path, postgres_url: str, name: str) -> None:
    await run(postgres_url, f"CREATE TABLE {name} (word text)", "SELECT 1")
    with pytest.raises(ConfigError, match="isn't empty"):
        await transfer(source, StoreUrl(postgres_url), accept)
    assert await run(postgres_url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 1


async def test_tables_with_other_names_do_not_matter(source: Path, postgres_url: str) -> None:
    await run(postgres_url, "CREATE TABLE elsewhere (word text)", "INSERT INTO elsewhere VALUES ('x')", "SELECT 1")
    await transfer(source, StoreUrl(postgres_url), accept)
    assert await run(postgres_url, "SELECT word FROM elsewhere") == "x"


async def test_a_target_in_use_is_refused(source: Path, emptied_postgres_url: str, opening: Opening) -> None:
    await opening(emptied_postgres_url)
    with pytest.raises(ConfigError, match="Stop it first"):
        await transfer(source, StoreUrl(emptied_postgres_url), accept)


async def test_an_unreachable_target_is_reported(source: Path) -> None:
    with pytest.raises(Unavailable):
        await transfer(source, StoreUrl("postgresql://nobody@127.0.0.1:1/nowhere"), accept)


async def test_text_in_a_column_of_bytes_is_copied_as_bytes(source: Path, postgres_url: str) -> None:
    with closing(sqlite3.connect(source)) as plain, plain:
        plain.execute("UPDATE people SET profile = 'gibberish'")
    await transfer(source, StoreUrl(postgres_url), accept)
    assert await run(postgres_url, "SELECT DISTINCT profile FROM people") == b"gibberish"


@pytest.mark.parametrize("damage", ["UPDATE calls SET logged_at = 'noon'", "UPDATE orgs SET name = 'a' || char(0)"])
async def test_a_row_that_does_not_fit_is_named_and_nothing_is_moved(
    source: Path, postgres_url: str, damage: str
) -> None:
    with closing(sqlite3.connect(source)) as plain, plain:
        plain.execute(damage)
    with pytest.raises(ConfigError, match=f"A row of {damage.split()[1]} can't be moved"):
        await transfer(source, StoreUrl(postgres_url), accept)
    assert not any((await rows_of(postgres_url)).values())


async def test_no_table_uses_a_sequence(migrated_postgres: str) -> None:
    """A sequence would have to continue after the moved rows, and `transfer` would have to set it."""
    assert await run(migrated_postgres, "SELECT count(*) FROM pg_sequences") == 0
