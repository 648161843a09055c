"""A new SQLite file gets the newest schema from a script, which makes what all migrations make."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.errors import Unavailable
from bot.store import schema
from tests.store.migrations.test_schema import tables


def test_a_new_file_is_what_the_migrations_make(tmp_path: Path) -> None:
    created, migrated = tmp_path / "created.db", tmp_path / "migrated.db"
    schema.migrate_sqlite(migrated)
    assert schema.create_newest(created), "the script is older than the migrations: run scripts/record"
    assert describe(created) == describe(migrated), "run scripts/record"


def describe(path: Path) -> dict[str, tuple[list[str], list[Any], list[Any]]]:
    """What each name in a file means: the lines that made it, its columns in order, and its rows.

    Where Alembic makes a table again, its constraints come in any order.
    """
    with closing(sqlite3.connect(path)) as connection:
        made = connection.execute("SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        return {
            name: (
                sorted(line.strip().rstrip(",") for line in sql.splitlines()),
                connection.execute(f'PRAGMA table_info("{name}")').fetchall(),
                connection.execute(f'SELECT * FROM "{name}"').fetchall() if kind == "table" else [],
            )
            for name, kind, sql in made
        }


async def test_a_script_that_fails_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "newest.sql"
    script.write_text(schema.find_newest_schema().read_text("utf-8").replace("COMMIT;", "INSERT INTO none VALUES (1);"))
    monkeypatch.setattr(schema, "find_newest_schema", lambda: script)
    path = tmp_path / "callboard.db"
    with pytest.raises(Unavailable, match="no such table: none"):
        await schema.upgrade_sqlite(path)
    assert await tables(f"sqlite:///{path}") == set()
