"""Migrations: a database is upgraded whole or not at all, and matches the tables."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import ConfigError, Unavailable
from bot.store import schema
from bot.store.tables import TABLES as DECLARED
from bot.store.tables import build_metadata
from tests.fixtures import Opening
from tests.store.rows import names

PROJECT = Path(__file__).parents[3]
TABLES = {table.name for table in DECLARED} | {"alembic_version"}

# Indexes with their conditions as the engine writes them, and the options of SQLite's tables.
WORDS = {
    "sqlite": """
        SELECT name, CASE type WHEN 'index' THEN sql ELSE sql LIKE '%WITHOUT ROWID%' END
        FROM sqlite_master WHERE type IN ('index', 'table') AND sql IS NOT NULL
    """,
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with nothing in it, once on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'callboard.db'}"
    return str(request.getfixturevalue("postgres_url"))


async def upgrade(url: str) -> None:
    if url.startswith("sqlite"):
        await schema.upgrade_sqlite(Path(url.removeprefix("sqlite:///")))
    else:
        await schema.upgrade_postgres(url)


async def on(url: str, work: Callable[[Connection], Any]) -> Any:
    """Run ``work`` in a transaction on an ordinary SQLAlchemy connection."""
    if url.startswith("sqlite"):
        sync = create_engine(url)
        try:
            with sync.begin() as connection:
                return work(connection)
        finally:
            sync.dispose()
    engine = create_async_engine(url.replace("postgresql:", "postgresql+asyncpg:", 1))
    try:
        async with engine.begin() as there:
            return await there.run_sync(work)
    finally:
        await engine.dispose()


async def execute(url: str, sql: str) -> None:
    await on(url, lambda connection: connection.execute(text(sql)))


async def tables(url: str) -> set[str]:
    if url.startswith("sqlite"):
        sql = "SELECT name FROM sqlite_master WHERE type = 'table'"
    else:
        sql = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    return set(await on(url, lambda connection: connection.scalars(text(sql)).all()))


async def revision(url: str) -> str:
    return str(await on(url, lambda there: there.scalar(text("SELECT version_num FROM alembic_version"))))


async def test_a_fresh_database_is_upgraded(empty_url: str) -> None:
    await upgrade(empty_url)
    assert await tables(empty_url) == TABLES
    assert await revision(empty_url) == schema.list_revisions()[-1]


async def test_a_current_database_does_not_change(empty_url: str) -> None:
    await upgrade(empty_url)
    await execute(empty_url, "DROP TABLE requests")
    await upgrade(empty_url)
    assert await tables(empty_url) == TABLES - {"requests"}


def test_alembic_is_not_loaded_for_a_current_database(sqlite_path: Path) -> None:
    program = (
        "import asyncio, sys; from bot.store.open import open_store;"
        "store = asyncio.Runner().run(open_store(sys.argv[1])); print('alembic' in sys.modules, flush=True);"
        "import os; os._exit(0)"
    )
    command = [sys.executable, "-c", program, f"sqlite:///{sqlite_path}"]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=30, check=True)
    assert run.stdout == "False\n"


async def test_a_newer_database_is_refused_and_left_as_it_is(empty_url: str, opening: Opening) -> None:
    await upgrade(empty_url)
    await execute(empty_url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ConfigError, match="written by a newer Callboard"):
        await opening(empty_url)
    assert await revision(empty_url) == "9999"
    await execute(empty_url, f"UPDATE alembic_version SET version_num = '{schema.list_revisions()[-1]}'")
    store = await opening(empty_url)
    assert await names(store) == set()
    await store.close()


async def test_the_migrations_make_what_the_tables_declare(empty_url: str) -> None:
    await upgrade(empty_url)
    declared = build_metadata()
    differences = await on(empty_url, lambda there: compare_metadata(MigrationContext.configure(there), declared))
    assert differences == []
    keys = await on(empty_url, lambda there: {one: inspect(there).get_pk_constraint(one) for one in declared.tables})
    found = {name: key["constrained_columns"] for name, key in keys.items()}
    assert found == {name: [column.name for column in table.primary_key] for name, table in declared.tables.items()}


async def test_indexes_and_table_options_are_the_same_too(empty_url: str) -> None:
    """What Alembic doesn't compare: the conditions of partial indexes, tables without a rowid."""
    sql = text(WORDS["sqlite" if empty_url.startswith("sqlite") else "postgresql"])

    def described(connection: Connection) -> set[tuple[str, str]]:
        found = {(name, " ".join(str(words).split())) for name, words in connection.execute(sql)}
        return {(name, words) for name, words in found if "alembic" not in name}

    await upgrade(empty_url)
    migrated = await on(empty_url, described)
    for table in TABLES:
        await execute(empty_url, f"DROP TABLE {table}" + ("" if "sqlite" in empty_url else " CASCADE"))
    await on(empty_url, build_metadata().create_all)
    assert await on(empty_url, described) == migrated
    assert any("removed_at IS NULL" in words for _, words in migrated)
    assert "postgresql" in empty_url or ("counters", "1") in migrated


LAST = schema.list_revisions()[-1]
NEXT = f"{int(LAST) + 1:04}"
FAILING = f"""
import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{LAST}"


def upgrade() -> None:
    op.create_table("half", sa.Column("id", sa.Text(), primary_key=True))
    op.execute("INSERT INTO half (id) VALUES ('a')")
    op.add_column("people", sa.Column("half", sa.Text()))
    raise LookupError("half-way")
"""


@pytest.fixture
def failing_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The migrations with one more step, which fails halfway."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for path in (schema._FOLDER / "env.py", *(schema._FOLDER / "versions").glob("*.py")):
        (folder / path.relative_to(schema._FOLDER)).write_text(path.read_text())
    (folder / "versions" / f"{NEXT}.py").write_text(FAILING)
    monkeypatch.setattr(schema, "_FOLDER", folder)
    return folder


async def test_a_first_upgrade_that_fails_half_way_leaves_nothing(empty_url: str, failing_step: Path) -> None:
    with pytest.raises(LookupError):
        await upgrade(empty_url)
    assert await tables(empty_url) == set()


async def test_an_upgrade_that_fails_half_way_leaves_what_was(
    empty_url: str, failing_step: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(schema, "_FOLDER", PROJECT / "bot" / "store" / "migrations")
        await upgrade(empty_url)
    with pytest.raises(LookupError):
        await upgrade(empty_url)
    assert await tables(empty_url) == TABLES
    assert await revision(empty_url) == LAST
    (failing_step / "versions" / f"{NEXT}.py").write_text(FAILING.replace('    raise LookupError("half-way")\n', ""))
    await upgrade(empty_url)
    assert await tables(empty_url) == TABLES | {"half"}
    assert await revision(empty_url) == NEXT


UPGRADER = """
import asyncio, sys
from bot.store.schema import upgrade_postgres
print("ready", flush=True)
sys.stdin.readline()
asyncio.run(upgrade_postgres(sys.argv[1]))
"""


async def test_two_replicas_that_upgrade_at_once_take_turns(postgres_url: str) -> None:
    command = (sys.executable, "-c", UPGRADER, postgres_url)
    pipe = asyncio.subprocess.PIPE
    replicas = [
        await asyncio.create_subprocess_exec(*command, cwd=PROJECT, stdin=pipe, stdout=pipe, stderr=pipe)
        for _ in range(2)
    ]
    for replica in replicas:
        assert replica.stdout
        assert await replica.stdout.readline() == b"ready\n"
    ends = await asyncio.gather(*(replica.communicate(b"\n") for replica in replicas))
    assert [(replica.returncode, said) for replica, (_, said) in zip(replicas, ends, strict=True)] == [(0, b"")] * 2
    assert await tables(postgres_url) == TABLES
    assert await revision(postgres_url) == schema.list_revisions()[-1]


async def test_settings_in_the_address_reach_the_driver(postgres_url: str, opening: Opening) -> None:
    store = await opening(f"{postgres_url}&sslmode=disable")
    assert await names(store) == set()
    await store.close()


async def test_a_user_without_the_right_to_create_tables_gets_a_sentence(postgres_url: str, opening: Opening) -> None:
    """PostgreSQL 15 and later deny it to everybody but a database's owner."""
    name = f"guest_{postgres_url.partition('?')[0].rpartition('/')[2]}"
    await on(postgres_url, lambda connection: connection.execute(text(f"CREATE ROLE {name}")))
    with pytest.raises(Unavailable, match="its user may not do that; let it create tables"):
        await opening(f"{postgres_url}&role={name}")
    assert await tables(postgres_url) == set()


async def test_a_locked_file_is_reported_at_the_start_too(
    sqlite_path: Path, monkeypatch: pytest.MonkeyPatch, opening: Opening
) -> None:
    """A file in SQLite's default journal mode, locked entirely by another program."""
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.02)
    url = f"sqlite:///{sqlite_path}"
    other = create_engine(url)
    with other.connect() as holder:
        holder.exec_driver_sql("PRAGMA journal_mode = DELETE")
        holder.exec_driver_sql("BEGIN EXCLUSIVE")
        with pytest.raises(Unavailable, match="locked"):
            await opening(url)
    other.dispose()
    store = await opening(url)
    assert await names(store) == set()
    await store.close()


async def test_an_upgrade_of_a_locked_file_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.02)
    url = f"sqlite:///{tmp_path / 'callboard.db'}"
    other = create_engine(url)
    with other.connect() as holder:
        holder.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="locked"):
            await upgrade(url)
    other.dispose()
    await upgrade(url)
    assert await tables(url) == TABLES
