"""A backup restored where nobody uses it: into a temporary file, or a database of its own that is dropped again."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.config.store_url import StoreUrl
from bot.store.copies.backup import restore
from bot.store.copies.leftovers import DRILL_DATABASE, DRILL_FOLDER, DRILL_MARK, write_mark

if TYPE_CHECKING:
    import asyncpg

# Left by a drill that was killed. One that runs keeps a connection to its database.
_LEFT = """
    SELECT datname FROM pg_database
    WHERE datname LIKE $1 AND shobj_description(oid, 'pg_database') LIKE $2
        AND NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datid = pg_database.oid)
"""


@asynccontextmanager
async def restore_throwaway(address: StoreUrl, source: Path) -> AsyncIterator[StoreUrl]:
    """The address of a database restored from ``source``, on the engine of ``address``. It is gone afterwards.

    Raises what `restore` raises, ConfigError if this user of PostgreSQL may not make a database.
    """
    make = _make_file if address.engine == "sqlite" else _make_database
    async with make(address) as throwaway:
        await asyncio.to_thread(restore, throwaway, source, overwrite=False)
        yield throwaway


@asynccontextmanager
async def _make_file(_: StoreUrl) -> AsyncIterator[StoreUrl]:
    with tempfile.TemporaryDirectory(prefix=DRILL_FOLDER) as folder:
        yield StoreUrl(f"sqlite:///{folder}/callboard.db")


@asynccontextmanager
async def _make_database(address: StoreUrl) -> AsyncIterator[StoreUrl]:
    from bot.store.postgres.dialing import open_connection
    from bot.store.postgres.throwaway import create_throwaway, drop_throwaway

    async with open_connection(address.url, None) as connection:
        await _drop_left(connection)
    made = await create_throwaway(address, DRILL_DATABASE, write_mark(DRILL_MARK, datetime.now(UTC)))
    try:
        async with open_connection(made.url, None):  # so that no other drill takes it for one that was left
            yield made
    finally:
        await drop_throwaway(address, made)


async def _drop_left(connection: "asyncpg.Connection[Any]") -> None:
    import asyncpg

    for row in await connection.fetch(_LEFT, f"{DRILL_DATABASE}_%".replace("_", r"\_"), f"{DRILL_MARK}%"):
        with suppress(asyncpg.PostgresError):  # another one dropped or opened it just now
            await connection.execute(f'DROP DATABASE "{row["datname"]}"')
