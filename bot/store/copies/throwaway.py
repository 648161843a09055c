"""A backup restored where nobody uses it: into a temporary file, or a database of its own that is dropped again."""

import asyncio
import secrets
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit, urlunsplit

from bot.config.store_url import StoreUrl
from bot.errors import make_config_error
from bot.store.copies.backup import restore

if TYPE_CHECKING:
    import asyncpg

_MARK = "made by callboard restore --drill"
_NAME = "callboard_drill_"
_NO_RIGHT = (
    "To restore a backup in a throw-away database, this user of PostgreSQL has to make one. Allow it with: "
    "ALTER ROLE name CREATEDB"
)
# Left by a drill that was killed. One that runs keeps a connection to its database.
_LEFT = """
    SELECT datname FROM pg_database
    WHERE datname LIKE $1 AND shobj_description(oid, 'pg_database') = $2
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
    with tempfile.TemporaryDirectory(prefix="callboard-drill-") as folder:
        yield StoreUrl(f"sqlite:///{folder}/callboard.db")


@asynccontextmanager
async def _make_database(address: StoreUrl) -> AsyncIterator[StoreUrl]:
    from bot.store.postgres.dialing import open_connection

    name = _NAME + secrets.token_hex(6)
    place = StoreUrl(urlunsplit(urlsplit(address.url)._replace(path=f"/{quote(name)}")))
    async with open_connection(address.url, None) as connection:
        await _drop_left(connection)
        await _create(connection, name)
        try:
            async with open_connection(place.url, None):  # so that no other drill takes it for one that was left
                yield place
        finally:
            await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


async def _create(connection: "asyncpg.Connection[Any]", name: str) -> None:
    import asyncpg

    try:
        await connection.execute(f'CREATE DATABASE "{name}"')
    except asyncpg.InsufficientPrivilegeError:
        raise make_config_error("PostgreSQL", _NO_RIGHT) from None
    await connection.execute(f"COMMENT ON DATABASE \"{name}\" IS '{_MARK}'")


async def _drop_left(connection: "asyncpg.Connection[Any]") -> None:
    import asyncpg

    for row in await connection.fetch(_LEFT, _NAME.replace("_", r"\_") + "%", _MARK):
        with suppress(asyncpg.PostgresError):  # another one dropped or opened it just now
            await connection.execute(f'DROP DATABASE "{row["datname"]}"')
