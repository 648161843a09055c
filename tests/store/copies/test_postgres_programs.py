"""What PostgreSQL's own programs complain of, as people read it."""

import asyncio
import os
from pathlib import Path

import asyncpg
import pytest

from bot.config.store_url import StoreUrl
from bot.errors import ConfigError
from bot.store.copies.backup import back_up, restore
from bot.store.copies.postgres_programs import find_complaint
from bot.store.postgres.throwaway import create_throwaway, drop_throwaway
from tests.platforms.postgres import PostgresServer


async def test_a_restore_that_fails_says_so_and_shows_one_line_of_psql(
    emptied_postgres_url: str, postgres_server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{postgres_server.programs}{os.pathsep}{os.environ['PATH']}")
    await asyncio.to_thread(back_up, StoreUrl(emptied_postgres_url), tmp_path / "backup")
    other = await create_throwaway(StoreUrl(emptied_postgres_url), "callboard_test")
    try:
        connection = await asyncpg.connect(other.url)
        await connection.execute("CREATE VIEW calls AS SELECT 1 AS id")  # in the way
        await connection.close()
        with pytest.raises(ConfigError) as error:
            await asyncio.to_thread(restore, other, tmp_path / "backup", overwrite=True)
    finally:
        await drop_throwaway(StoreUrl(emptied_postgres_url), other)
    assert error.value.problems[0].sentence == (
        "The backup couldn't be put in the database's place. Nothing was changed. "
        'psql says: ERROR: "calls" is not a table.'
    )


def test_a_programs_complaint_is_its_error_without_notices() -> None:
    notice = 'psql:/x/restore.sql:3: NOTICE:  table "calls" does not exist, skipping'
    known = {
        f"NOTICE:  a\n{notice}\npsql:/x/f.sql:9: ERROR:  permission denied for schema public\nDETAIL:  none": (
            "ERROR: permission denied for schema public"
        ),
        "pg_dump: warning: old\npg_dump: error: server version: 19; pg_dump version: 16\npg_dump: detail: x": (
            "server version: 19; pg_dump version: 16"
        ),
        "pg_restore: error: input file does not appear to be a valid archive": (
            "input file does not appear to be a valid archive"
        ),
        'psql: error: connection to server at "h", port 1 failed: refused': (
            'connection to server at "h", port 1 failed: refused'
        ),
        "psql:/x/f.sql:9: FEHLER:  kein Recht": "FEHLER: kein Recht",
        notice: "",
        "": "",
    }
    assert {said: find_complaint(said) for said in known} == known
