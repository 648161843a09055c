"""Writes SQLite's newest schema as a script, for a new file: ``python -m tests.store.migrations.record_schema``."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from bot.store import schema

_MADE = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type <> 'table', rowid"


def write_newest_schema() -> str:
    """What all migrations make of an empty file, in one transaction. They add no row but their revision."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "callboard.db"
        schema.migrate_sqlite(path)
        with closing(sqlite3.connect(path)) as connection:
            made = [f"{sql};" for (sql,) in connection.execute(_MADE)]
    revision = schema.list_revisions()[-1]
    added = f"INSERT INTO alembic_version VALUES ('{revision}');"
    return "\n".join((f"-- {revision}", "BEGIN IMMEDIATE;", *made, added, "COMMIT;", ""))


def list_lines(script: str) -> list[str]:
    """The lines without their order: where Alembic makes a table again, its constraints come in any."""
    return sorted(line.rstrip(",") for line in script.splitlines())


def main() -> None:
    """Write the script, unless it would only have another order."""
    file, script = schema.find_newest_schema(), write_newest_schema()
    if not file.exists() or list_lines(file.read_text("utf-8")) != list_lines(script):
        file.write_text(script, "utf-8")


if __name__ == "__main__":
    main()
