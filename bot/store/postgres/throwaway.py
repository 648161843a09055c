"""Databases on PostgreSQL that live for one run: made beside the one that an address names, and dropped afterwards."""

import secrets
from urllib.parse import quote, urlsplit, urlunsplit

from bot.config.store_url import StoreUrl
from bot.errors import Unavailable, make_config_error
from bot.store.postgres.dialing import open_connection

_NO_RIGHT = (
    "A throw-away database can't be made there ({why}). Its user needs the right to (ALTER ROLE name CREATEDB), and no "
    "pooler in between."
)
_SECONDS = 60  # for one statement: the server copies or deletes files


async def create_throwaway(beside: StoreUrl, prefix: str, mark: str = "") -> StoreUrl:
    """Make an empty database on the server of ``beside``, which stays as it is. Its name is ``prefix`` and random.

    ``mark`` becomes its comment, by which one that was left can be told from others.
    Raises ConfigError if the user may not, Unavailable if the server can't be reached.
    """
    import asyncpg

    name = f"{prefix}_{secrets.token_hex(4)}"
    async with open_connection(beside.url, _SECONDS) as connection:
        try:
            await connection.execute(f'CREATE DATABASE "{name}"')
        except asyncpg.PostgresError as error:
            raise make_config_error(beside, _NO_RIGHT.format(why=error)) from None
        if mark:
            await connection.execute(f"COMMENT ON DATABASE \"{name}\" IS '{mark}'")
    return StoreUrl(urlunsplit(urlsplit(beside.url)._replace(path=f"/{quote(name)}")))


async def drop_throwaway(beside: StoreUrl, made: StoreUrl) -> None:
    """Drop what `create_throwaway` made, ending its connections. Raises Unavailable if that fails."""
    import asyncpg

    name = urlsplit(made.url).path.removeprefix("/")
    async with open_connection(beside.url, _SECONDS) as connection:
        try:
            await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        except asyncpg.PostgresError as error:
            raise Unavailable(f"{name} couldn't be dropped: {error}") from error
