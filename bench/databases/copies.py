"""Copies a bench's SQLite file into a PostgreSQL database of its own, as fast as it arrives.

The file's rows are right, so foreign keys aren't checked again, and indexes are made once all rows are there.
"""

from pathlib import Path

from bot.config.store_url import StoreUrl
from bot.store.copies.transfer import transfer
from bot.store.engine import Tx
from bot.store.postgres.dialing import open_connection
from bot.store.schema import upgrade_postgres
from tests.platforms.postgres import PostgresServer

# Only a superuser, as the bench is on its own server, may keep foreign keys from being checked.
_HASTEN = (
    "ALTER DATABASE {name} SET session_replication_role = 'replica'",
    "ALTER DATABASE {name} SET maintenance_work_mem = '256MB'",
)
_FINISH = "VACUUM (ANALYZE)"  # as a server's autovacuum does it after so many new rows
_SLOW_DOWN = "ALTER DATABASE {name} RESET ALL"
_INDEXES = """
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS made FROM pg_index
    WHERE indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
    AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
"""


async def copy_to_postgres(path: Path, server: PostgresServer, name: str) -> str:
    """Copy the file to a new database, and return its URL."""
    url = server.create_database(name)
    await upgrade_postgres(url)
    await _run(url, *(setting.format(name=name) for setting in _HASTEN))
    indexes = await _drop_indexes(url)
    await transfer(path, StoreUrl(url), _accept)
    await _run(url, *indexes, _SLOW_DOWN.format(name=name), _FINISH)
    return url


async def _drop_indexes(url: str) -> tuple[str, ...]:
    """Drop the indexes that no constraint needs, and return the statements that make them."""
    async with open_connection(url) as connection:
        found = await connection.fetch(_INDEXES)
    await _run(url, *(f"DROP INDEX {row['name']}" for row in found))
    return tuple(row["made"] for row in found)


async def _run(url: str, *statements: str) -> None:
    async with open_connection(url, statement_seconds=None) as connection:
        for statement in statements:
            await connection.execute(statement)


async def _accept(tx: Tx) -> None:
    """Take the copy as it is."""
