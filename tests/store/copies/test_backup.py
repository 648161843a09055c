"""Backups on both engines: complete, beside a running process, and restored in one step or not at all."""

import asyncio
import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import insert, select

from bot.config.store_url import StoreUrl
from bot.errors import ConfigError, Unavailable
from bot.store.copies.backup import back_up, open_readable, restore
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import current_totals, meta
from tests.fixtures import Opening, use_store
from tests.platforms.postgres import PostgresServer

_ADD = Statement(insert(meta))
_TOTALS = Statement(select(current_totals))
_ALL = Statement(select(meta.c.name).order_by(meta.c.name))


@pytest.fixture
def address(store_url: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> StoreUrl:
    """A database at the current schema. PostgreSQL's client programs are those of its server."""
    if not store_url.startswith("sqlite"):
        server: PostgresServer = request.getfixturevalue("postgres_server")
        monkeypatch.setenv("PATH", f"{server.programs}{os.pathsep}{os.environ['PATH']}")
    return StoreUrl(store_url)


@pytest.fixture
def sqlite_address(sqlite_path: Path) -> StoreUrl:
    """A SQLite file at the current schema."""
    return StoreUrl(f"sqlite:///{sqlite_path}")


async def add_and_read(address: StoreUrl, *names: str) -> list[str]:
    """Add something to a database, and return all its content."""

    async def keep(tx: Tx) -> list[str]:
        for name in names:
            await tx.run(_ADD, name=name, value=b"")
        assert await tx.all(_TOTALS) == []  # the view came back, too
        return [row.name for row in await tx.all(_ALL)]

    async with use_store(address.url) as store:
        return await store.write(keep)


def sentence_of(error: pytest.ExceptionInfo[ConfigError]) -> str:
    [problem] = error.value.problems
    return problem.sentence


def test_a_backup_restores_the_data(address: StoreUrl, tmp_path: Path) -> None:
    asyncio.run(add_and_read(address, "before"))
    back_up(address, tmp_path / "backup")
    assert asyncio.run(add_and_read(address, "later")) == ["before", "later"]
    with pytest.raises(ConfigError) as error:
        restore(address, tmp_path / "backup", overwrite=False)
    assert "add --yes" in sentence_of(error)
    assert asyncio.run(add_and_read(address)) == ["before", "later"]
    restore(address, tmp_path / "backup", overwrite=True)
    assert asyncio.run(add_and_read(address, "again")) == ["again", "before"]


def test_a_backup_is_readable_by_its_owner_alone_and_has_a_checksum(address: StoreUrl, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    back_up(address, folder / "backup")
    assert sorted(path.name for path in folder.iterdir()) == ["backup", "backup.sha256"]
    assert stat.S_IMODE((folder / "backup").stat().st_mode) == 0o600
    before = (folder / "backup").read_bytes()
    with pytest.raises(ConfigError) as error:
        back_up(address, folder / "backup")
    assert "there already" in sentence_of(error)
    assert (folder / "backup").read_bytes() == before


async def test_a_running_process_is_backed_up_and_never_restored_over(
    address: StoreUrl, tmp_path: Path, opening: Opening
) -> None:
    store = await opening(address.url)
    await store.write(lambda tx: tx.run(_ADD, name="before", value=b""))
    await asyncio.to_thread(back_up, address, tmp_path / "backup")
    with pytest.raises(ConfigError) as error:
        await asyncio.to_thread(restore, address, tmp_path / "backup", overwrite=True)
    assert "running" in sentence_of(error)
    await store.write(lambda tx: tx.run(_ADD, name="more", value=b""))
    await store.close()
    assert await add_and_read(address) == ["before", "more"]
    await asyncio.to_thread(restore, address, tmp_path / "backup", overwrite=True)
    assert await add_and_read(address) == ["before"]


def test_a_file_that_is_not_a_backup_changes_nothing(address: StoreUrl, tmp_path: Path) -> None:
    asyncio.run(add_and_read(address, "before"))
    (tmp_path / "words").write_text("These are words, and not a few of them." * 200)
    for name, sentence in (
        ("words", "This is no "),
        ("missing", "There's no such file."),
        (".", "This is no regular file."),
    ):
        with pytest.raises(ConfigError) as error:
            restore(address, tmp_path / name, overwrite=True)
        assert sentence_of(error).startswith(sentence)
    assert asyncio.run(add_and_read(address)) == ["before"]


def test_a_backup_cut_short_changes_nothing(address: StoreUrl, tmp_path: Path) -> None:
    asyncio.run(add_and_read(address, "before"))
    back_up(address, tmp_path / "backup")
    whole = (tmp_path / "backup").read_bytes()
    (tmp_path / "backup").write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(ConfigError):
        restore(address, tmp_path / "backup", overwrite=True)
    assert asyncio.run(add_and_read(address)) == ["before"]


def test_a_backup_of_a_newer_program_changes_nothing(address: StoreUrl, tmp_path: Path) -> None:
    asyncio.run(add_and_read(address, "before"))
    current = asyncio.run(_change_revision(address, "9999"))
    back_up(address, tmp_path / "backup")
    asyncio.run(_change_revision(address, current))
    with pytest.raises(ConfigError) as error:
        restore(address, tmp_path / "backup", overwrite=True)
    assert "newer Callboard" in sentence_of(error)
    assert asyncio.run(add_and_read(address)) == ["before"]


async def _change_revision(address: StoreUrl, revision: str) -> str:
    """Change the schema's revision, and return the old one."""
    if address.engine == "sqlite":
        with closing(sqlite3.connect(address.path, isolation_level=None)) as plain:
            [old] = plain.execute("SELECT version_num FROM alembic_version").fetchone()
            plain.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        return str(old)
    connection = await asyncpg.connect(address.url)
    old = await connection.fetchval("SELECT version_num FROM alembic_version")
    await connection.execute("UPDATE alembic_version SET version_num = $1", revision)
    await connection.close()
    return str(old)


# SQLite alone


def test_a_damaged_file_and_its_log_are_replaced(sqlite_address: StoreUrl, tmp_path: Path) -> None:
    asyncio.run(add_and_read(sqlite_address, "before"))
    back_up(sqlite_address, tmp_path / "backup")
    path = sqlite_address.path
    path.write_bytes(b"damaged " * 1000)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).write_bytes(b"damaged too")
    restore(sqlite_address, tmp_path / "backup", overwrite=True)
    assert asyncio.run(add_and_read(sqlite_address)) == ["before"]
    assert not [it.name for it in path.parent.iterdir() if ".old" in it.name or ".new" in it.name]


def test_a_backup_is_restored_where_there_was_nothing(sqlite_address: StoreUrl, tmp_path: Path) -> None:
    asyncio.run(add_and_read(sqlite_address, "before"))
    back_up(sqlite_address, tmp_path / "backup")
    elsewhere = StoreUrl(f"sqlite:///{tmp_path}/new home/callboard.db")
    restore(elsewhere, tmp_path / "backup", overwrite=False)
    assert asyncio.run(add_and_read(elsewhere)) == ["before"]


def test_an_unwritable_place_is_named(sqlite_address: StoreUrl, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        back_up(sqlite_address, tmp_path / "missing" / "backup")
    assert "can't be written" in sentence_of(error)


def test_without_a_database_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        back_up(StoreUrl(f"sqlite:///{tmp_path}/none.db"), tmp_path / "backup")
    assert "no database" in sentence_of(error)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_is_not_backed_up(sqlite_address: StoreUrl, tmp_path: Path) -> None:
    sqlite_address.path.write_bytes(b"damaged " * 1000)
    with pytest.raises(Unavailable):
        back_up(sqlite_address, tmp_path / "backup")
    assert not list(tmp_path.glob("backup*"))


async def test_reading_beside_a_running_process_reads_a_copy(sqlite_address: StoreUrl, opening: Opening) -> None:
    store = await opening(sqlite_address.url)
    await store.write(lambda tx: tx.run(_ADD, name="before", value=b""))
    with open_readable(sqlite_address) as copy:
        assert await add_and_read(copy, "in the copy") == ["before", "in the copy"]
    assert not copy.path.exists()
    await store.close()
    assert await add_and_read(sqlite_address) == ["before"]


def test_a_restored_database_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    first, other = (StoreUrl(f"sqlite:///{tmp_path}/{name}.db") for name in ("first", "other"))
    asyncio.run(add_and_read(first, "before"))
    back_up(first, tmp_path / "backup")
    restore(other, tmp_path / "backup", overwrite=False)
    assert [stat.S_IMODE(address.path.stat().st_mode) for address in (first, other)] == [0o600] * 2


# PostgreSQL alone


@pytest.fixture
def postgres_address(
    emptied_postgres_url: str, postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> StoreUrl:
    """A PostgreSQL database at the current schema."""
    monkeypatch.setenv("PATH", f"{postgres_server.programs}{os.pathsep}{os.environ['PATH']}")
    return StoreUrl(emptied_postgres_url)


def test_without_its_programs_the_sentence_says_what_to_install(
    postgres_address: StoreUrl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("pg_dump") is None
    with pytest.raises(ConfigError, match=r"pg_dump: isn't on the PATH\. Install"):
        back_up(postgres_address, tmp_path / "backup")
    assert list(tmp_path.iterdir()) == []


def test_an_unreachable_server_is_not_a_config_error(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="PostgreSQL: connection to server"):
        back_up(StoreUrl("postgresql://ana@127.0.0.1:1/calls"), tmp_path / "backup")
    assert list(tmp_path.iterdir()) == []


def test_the_password_is_never_an_argument(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "pg_dump"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/arguments\necho "$PGPASSWORD" > {tmp_path}/password\n')
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    back_up(StoreUrl("postgresql://ana:s%40cret@db.example:5433/calls"), tmp_path / "backup")
    assert (tmp_path / "password").read_text() == "s@cret\n"
    arguments = (tmp_path / "arguments").read_text()
    assert "--dbname=postgresql://ana@db.example:5433/calls" in arguments
    assert "cret" not in arguments


def test_other_peoples_tables_are_left_alone(postgres_address: StoreUrl, tmp_path: Path) -> None:
    async def sql(statement: str) -> object:
        connection = await asyncpg.connect(postgres_address.url)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    asyncio.run(sql("CREATE TABLE somebody_elses (id integer)"))
    try:
        back_up(postgres_address, tmp_path / "backup")
        asyncio.run(sql("INSERT INTO somebody_elses VALUES (1)"))
        restore(postgres_address, tmp_path / "backup", overwrite=True)
        assert asyncio.run(sql("SELECT count(*) FROM somebody_elses")) == 1
    finally:
        asyncio.run(sql("DROP TABLE somebody_elses"))


@pytest.mark.parametrize("change", [-1, 0, 1])
def test_a_changed_backup_is_refused(address: StoreUrl, tmp_path: Path, change: int) -> None:
    asyncio.run(add_and_read(address, "before"))
    backup = tmp_path / "backup"
    back_up(address, backup)
    whole = backup.read_bytes()
    assert stat.S_IMODE(backup.with_name("backup.sha256").stat().st_mode) == 0o600
    middle = len(whole) // 2
    changed = {-1: whole[:-1], 0: whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :], 1: whole + b"\0"}
    backup.write_bytes(changed[change])
    with pytest.raises(ConfigError) as error:
        restore(address, backup, overwrite=True)
    assert "checksum differs" in sentence_of(error)
    assert asyncio.run(add_and_read(address)) == ["before"]
    backup.write_bytes(whole)
    restore(address, backup, overwrite=True)


def test_a_backup_without_its_checksum_is_accepted(sqlite_address: StoreUrl, tmp_path: Path) -> None:
    asyncio.run(add_and_read(sqlite_address, "before"))
    back_up(sqlite_address, tmp_path / "backup")
    (tmp_path / "backup.sha256").unlink()
    restore(sqlite_address, tmp_path / "backup", overwrite=True)
    assert asyncio.run(add_and_read(sqlite_address)) == ["before"]
