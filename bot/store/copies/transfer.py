"""Copies a SQLite file into an empty PostgreSQL database: every table in one transaction, or nothing.

Each table is one stream of PostgreSQL's COPY. A process that ends before the commit leaves the target empty.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg

from bot.config.store_url import StoreUrl
from bot.errors import ConfigError, Unavailable, make_config_error
from bot.store.engine import Unit
from bot.store.glance import open_reader
from bot.store.postgres.dialing import is_shared, open_connection
from bot.store.postgres.store import PostgresTx
from bot.store.schema import upgrade_postgres
from bot.store.sql import LargeBinary, Table, build, func, select
from bot.store.statement import Statement
from bot.store.tables import TABLES

_ROWS = {table.name: Statement(select(table)) for table in TABLES}
_COUNTS = {table.name: Statement(select(func.count().label("n")).select_from(table)) for table in TABLES}
_REVISION = "alembic_version"
_PRESENT = "SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(quote_ident(name)) IS NOT NULL"
_LOCK = f"LOCK TABLE {', '.join(table.name for table in TABLES)} IN ACCESS EXCLUSIVE MODE"
_NO_LIMIT = "SET LOCAL statement_timeout = 0"
_NOT_EMPTY = "This database isn't empty. Give an empty one; nothing was changed."
_IN_USE = "Callboard is running on this database. Stop it first, or give another one; nothing was changed."


async def transfer(source: Path, target: StoreUrl, verify: Unit[None]) -> Mapping[str, int]:
    """Copy every row of a SQLite file to the PostgreSQL database ``target``, and return each table's number of rows.

    The file must have the current schema, and the caller must hold its lock. ``verify`` examines the copy before the
    commit; if it raises, the target stays empty. Raises ConfigError if the target isn't empty or is in use, or if a
    row doesn't fit; Unavailable if a database can't be read or written.
    """
    await _refuse_used(target)
    await upgrade_postgres(target.url)
    async with open_connection(target.url, statement_seconds=None) as connection, connection.transaction():
        await connection.execute(_NO_LIMIT)
        await connection.execute(_LOCK)  # no Callboard that starts meanwhile writes here before the commit
        if await _find_rows(connection, {table.name for table in TABLES}):
            raise _refuse(target, _NOT_EMPTY)
        await _switch_triggers(connection, "DISABLE")  # what they count is copied
        copied = await _copy(source, connection)
        await _switch_triggers(connection, "ENABLE")
        await verify(PostgresTx(connection))
    return copied


async def _refuse_used(target: StoreUrl) -> None:
    """Raise ConfigError if a table with one of Callboard's names exists there and has rows.

    It runs before the schema upgrade, so that another program's tables stay as they are.
    """
    async with open_connection(target.url) as connection, connection.transaction(readonly=True):
        names = [_REVISION, *(table.name for table in TABLES)]
        present = {row["name"] for row in await connection.fetch(_PRESENT, names)}
        if present and (_REVISION not in present or await _find_rows(connection, present - {_REVISION})):
            raise _refuse(target, _NOT_EMPTY)
        if await is_shared(connection):
            raise _refuse(target, _IN_USE)


async def _switch_triggers(connection: Any, switch: str) -> None:
    for table in TABLES:
        await connection.execute(f"ALTER TABLE {table.name} {switch} TRIGGER USER")


async def _find_rows(connection: Any, names: set[str]) -> str | None:
    """The first of these tables that has a row."""
    for name in sorted(names):
        if await connection.fetchval(f'SELECT EXISTS (SELECT 1 FROM "{name}")'):  # noqa: S608 - the schema's own names
            return name
    return None


async def _copy(source: Path, connection: Any) -> dict[str, int]:
    copied = {}
    try:
        with closing(open_reader(source)) as rows:
            rows.execute("BEGIN")  # one snapshot of all tables
            for table in TABLES:
                copied[table.name] = await _copy_table(table, rows, connection)
    except sqlite3.Error as error:
        raise Unavailable(f"{source}: {error}") from error
    return copied


async def _copy_table(table: Table, source: sqlite3.Connection, connection: Any) -> int:
    """Copy one table and return its number of rows, which is the same on both sides."""
    names = [column.name for column in table.columns]
    try:
        await connection.copy_records_to_table(table.name, records=_stream(table, source), columns=names)
    except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError, ValueError, TypeError) as error:
        sentence = f"A row of {table.name} can't be moved ({error}). Nothing was changed. Try: callboard doctor"
        raise make_config_error("the database", sentence) from error
    [held] = source.execute(_COUNTS[table.name].sqlite.text).fetchone()
    arrived = await connection.fetchval(_COUNTS[table.name].postgresql.text)
    if arrived != held:
        sentence = f"Of {held:,} rows of {table.name}, {arrived:,} arrived. Nothing was changed."
        raise make_config_error("the database", sentence)
    return int(arrived)


def _stream(table: Table, source: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """Every row of a table. SQLite stores any type anywhere, so text in a column of bytes is copied as its bytes."""
    binary = [isinstance(column.type, LargeBinary) for column in build(table).columns]
    for row in source.execute(_ROWS[table.name].sqlite.text):
        yield tuple(
            value.encode() if is_bytes and isinstance(value, str) else value
            for value, is_bytes in zip(row, binary, strict=True)
        )


def _refuse(target: StoreUrl, sentence: str) -> ConfigError:
    return make_config_error(target, sentence)
