"""Upgrades a database to the current schema, whole or not at all. Imports Alembic only if there is work.

A new SQLite file gets the newest schema as it was recorded: all migrations together, with Alembic, take longer than
the rest of a first start.
"""

import asyncio
import sqlite3
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import Unavailable, make_config_error
from bot.store.sqlite.conditions import BUSY_SECONDS, is_condition

if TYPE_CHECKING:
    from sqlalchemy import Connection

_HAS_REVISION = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
_FOLDER = Path(__file__).parent / "migrations"
_REPLICAS_LOCK = 0xCA11B0A2D  # any number, the same in every process that may upgrade the same PostgreSQL


def list_revisions() -> tuple[str, ...]:
    """The known revisions, oldest first. A migration's file is named after its revision."""
    return tuple(sorted(path.stem for path in (_FOLDER / "versions").glob("[0-9]*.py")))


def is_current(revision: str | None, place: str) -> bool:
    """Whether a database at ``revision`` needs no upgrade. Raises ConfigError if it is newer than this program."""
    known = list_revisions()
    if revision is not None and revision not in known:
        sentence = "This database was written by a newer Callboard. Install that version or restore a backup."
        raise make_config_error(place, sentence)
    return revision == known[-1]


async def upgrade_sqlite(path: Path) -> None:
    """Upgrade the SQLite file ``path``, or create it. Raises Unavailable."""
    if not is_current(_read_sqlite_revision(path), str(path)) and not await asyncio.to_thread(create_newest, path):
        await asyncio.to_thread(migrate_sqlite, path)


def find_newest_schema() -> Path:
    """The script that makes the newest schema in an empty SQLite file, as `scripts/record` wrote it."""
    return _FOLDER / "newest.sql"


def create_newest(path: Path) -> bool:
    """Make the newest schema in a new file. False if the file isn't new, or the script is older. Raises Unavailable."""
    newest = find_newest_schema()
    script = newest.read_text("utf-8") if newest.exists() else ""
    if not script.startswith(f"-- {list_revisions()[-1]}\n"):
        return False
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            if connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                return False
            connection.executescript(script)  # one transaction, which ends with the connection if a statement fails
    except sqlite3.Error as error:
        raise Unavailable(f"{path}: {error}") from error
    return True


async def upgrade_postgres(url: str) -> bool:
    """Upgrade the PostgreSQL database at ``url``. Replicas that start together take turns.

    Returns whether a pooler is in between, which the same connection shows. Raises Unavailable if the database can't
    be reached or its user may not create tables.
    """
    revision, pooled = await _look_at_postgres(url)
    if not is_current(revision, "the PostgreSQL database"):
        await _upgrade_postgres(url)
    return pooled


def _read_sqlite_revision(path: Path) -> str | None:
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
            known = connection.execute(_HAS_REVISION).fetchone()
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if known else None
    except sqlite3.Error as error:
        raise Unavailable(f"{path}: {error}") from error
    return row[0] if row else None


async def _look_at_postgres(url: str) -> tuple[str | None, bool]:
    """The revision, None for an empty database, and whether a pooler is in between."""
    import asyncpg

    from bot.store.postgres.dialing import has_pooler, open_connection

    revision: str | None = None
    async with open_connection(url) as connection:
        pooled = await has_pooler(connection)
        with suppress(asyncpg.UndefinedTableError):
            async with connection.transaction():
                revision = await connection.fetchval("SELECT version_num FROM alembic_version")
    return revision, pooled


def migrate_sqlite(path: Path) -> None:
    """Run the migrations that the SQLite file ``path`` lacks, with Alembic. Raises Unavailable."""
    from sqlalchemy import create_engine, event
    from sqlalchemy.exc import DBAPIError

    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS})
    # By default pysqlite commits before DDL. Without that, a step is all or nothing.
    event.listen(engine, "connect", lambda raw, _: setattr(raw, "isolation_level", None))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            _run(connection)
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error) and is_condition(error.orig):
            raise Unavailable(f"{path}: {error.orig}") from error
        raise
    finally:
        engine.dispose()


async def _upgrade_postgres(url: str) -> None:
    import asyncpg
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.ext.asyncio import create_async_engine

    from bot.store.postgres.dialing import CONDITIONS, NAMED_ONCE, connect, make_error

    # The driver reads the URL itself. SQLAlchemy would pass sslmode and others under names that it refuses.
    options = {"async_creator_fn": partial(connect, url), **NAMED_ONCE}
    engine = create_async_engine("postgresql+asyncpg://", connect_args=options)
    try:
        async with engine.begin() as connection:
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({_REPLICAS_LOCK})"))
            await connection.run_sync(_run)
    except DBAPIError as error:
        cause = error.orig.__cause__ if error.orig else None
        if isinstance(cause, (*CONDITIONS, asyncpg.InsufficientPrivilegeError)):
            raise make_error(cause) from error
        raise
    finally:
        await engine.dispose()


def _run(connection: "Connection") -> None:
    from alembic import command
    from alembic.config import Config

    config: Any = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
