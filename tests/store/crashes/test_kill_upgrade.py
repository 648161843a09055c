"""kill -9 in every step of an upgrade: the database is as it was before, and the next start upgrades it."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection, MetaData, select, text

from bot.store import schema
from tests.effort import choose
from tests.store.migrations.test_map_migration import EDITION, copy_migrations
from tests.store.migrations.test_schema import empty_url as empty_url
from tests.store.migrations.test_schema import execute, on, revision, tables, upgrade

PROJECT = Path(__file__).parents[3]
EVERY, OLD_EVERY = choose(15, 1), choose(4, 1)  # steps


def read_all(there: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    known = MetaData()
    known.reflect(there)
    return {table.name: [tuple(row) for row in there.execute(select(table)).all()] for table in known.sorted_tables}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("is_old", [False, True])
async def test_an_upgrade_killed_in_any_step_leaves_the_database_as_it_was(
    empty_url: str, is_old: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_old:
        copy_migrations(tmp_path / "migrations")
        with monkeypatch.context() as before:
            before.setattr(schema, "_FOLDER", tmp_path / "migrations")
            await upgrade(empty_url)
        await execute(empty_url, EDITION.format(zips_for="118"))
        await execute(empty_url, "INSERT INTO zips VALUES ('94110', 'CA-11', 1000)")
    before_it = await on(empty_url, read_all)
    begun = await revision(empty_url) if is_old else "0000"
    steps = [name for name in schema.list_revisions() if name > begun][:: OLD_EVERY if is_old else EVERY]
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "tests.store.crashes.killed_upgrade", empty_url)
    program = await asyncio.create_subprocess_exec(*command, cwd=PROJECT, stdin=pipe, stdout=pipe)
    assert program.stdin
    assert program.stdout
    for step in steps:
        program.stdin.write(f"{step}\n".encode())
        assert int(await program.stdout.readline()) == -signal.SIGKILL, step
        assert await on(empty_url, read_all) == before_it, step
    program.stdin.close()
    assert await program.wait() == 0
    await upgrade(empty_url)
    assert await revision(empty_url) == schema.list_revisions()[-1]
    assert "calls" in await tables(empty_url)
    if is_old:
        assert await on(empty_url, lambda there: there.scalar(text("SELECT zip FROM map_zips"))) == "94110"
