"""Examines the database without upgrading or changing it, and says what to mend."""

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.config.store_url import StoreUrl
from bot.errors import ConfigError, Unavailable
from bot.runtime.findings import Finding, mend, ok
from bot.store.schema import is_current
from bot.store.sqlite.conditions import explain_fault, is_damage
from bot.store.sqlite.lock import InUseError, hold_writer_lock

_ROOM = 200 * 1024 * 1024  # bytes, for SQLite's log and a backup


async def examine(address: StoreUrl) -> tuple[Finding, ...]:
    """Examine whether a database can be opened, read and written, and is whole and current."""
    if address.engine == "sqlite":
        return await asyncio.to_thread(_check_sqlite, address.path)
    return await _check_postgres(address)


def _check_sqlite(path: Path) -> tuple[Finding, ...]:
    folder = path.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        return (mend(f"{folder} can't be written to: give Callboard's user the right to, or change store.url"),)
    if not path.exists():
        return (ok(f"{path} will be made at the first start"), check_room(folder))
    try:
        with hold_writer_lock(path):
            return (*_check_file(path), check_room(folder))
    except InUseError:
        # A second writer could damage the file (SQLite before 3.51.3), so leave it alone.
        return (
            ok(f"{path} is in use by a running Callboard; stop it to have the file examined"),
            check_room(folder),
        )


def _check_file(path: Path) -> tuple[Finding, ...]:
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            fault: str = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if fault != "ok":
                return (_report_damage(path, fault),)
            revision = _read_revision(connection)
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("CREATE TABLE callboard_doctor (id INTEGER)")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        return (_report_damage(path, str(error)) if is_damage(error) else mend(f"{path} can't be used: {error}"),)
    return (ok(f"{path} is whole and can be written"), _check_schema(revision, str(path)))


def _report_damage(path: Path, fault: str) -> Finding:
    return mend(f"{path} is damaged ({explain_fault(fault)}). Restore a backup: callboard restore FILE --yes")


def _read_revision(connection: sqlite3.Connection) -> str | None:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return row[0] if row else None


def _check_schema(revision: str | None, place: str) -> Finding:
    try:
        current = is_current(revision, place)
    except ConfigError as error:
        return mend(error.problems[0].sentence)
    return ok("The database's schema is current" if current else "The schema is upgraded at the next start")


def check_room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    megabytes = f"{free // 1024**2:,} MB free in {folder}"
    return ok(megabytes) if free >= _ROOM else mend(f"Only {megabytes}: make room")


async def _check_postgres(address: StoreUrl) -> tuple[Finding, ...]:
    import asyncpg

    from bot.store.postgres.causes import explain
    from bot.store.postgres.dialing import open_connection

    place = _name_place(address)
    try:
        async with open_connection(address.url) as connection:
            revision = await _try_writing(connection)
    except Unavailable as error:
        return (mend(f"{place} can't be used: {error}"),)
    except asyncpg.PostgresError as error:
        return (mend(f"{place} can't be written to: {explain(error)}"),)
    return (ok(f"{place} can be written"), _check_schema(revision, place))


async def _try_writing(connection: Any) -> str | None:
    """Make a table and take it back. Gives the schema's revision, None if there is no schema yet."""
    transaction = connection.transaction()
    await transaction.start()
    known = await connection.fetchval("SELECT to_regclass('alembic_version')")
    revision = await connection.fetchval("SELECT version_num FROM alembic_version") if known else None
    await connection.execute("CREATE TABLE callboard_doctor (id integer)")
    await transaction.rollback()
    return revision


def _name_place(address: StoreUrl) -> str:
    """The address, with the server that a variable names if it has none itself."""
    host = os.environ.get("PGHOST")
    shown = str(address)
    is_bare = shown.startswith("postgresql:///") and "host=" not in shown
    return f"{shown} (PGHOST: {host})" if host and is_bare else shown
