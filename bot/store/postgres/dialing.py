"""Opens single connections to PostgreSQL that also work through PgBouncer in transaction mode.

There, each transaction may run on another server connection. So nothing may outlast one: no named prepared statement
and no session setting. PgBouncer (1.18) also refuses startup parameters that it doesn't track, such as
statement_timeout: https://www.pgbouncer.org/config.html#ignore_startup_parameters.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import asyncpg

from bot.errors import OutOfReach, Unavailable
from bot.store.postgres.causes import explain, is_passing

CONNECT_SECONDS = 10
_OTHERS = """
    SELECT EXISTS (
        SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'callboard' AND pid <> pg_backend_pid()
    )
"""
UNPREPARED: dict[str, Any] = {"statement_cache_size": 0}
# SQLAlchemy always prepares by name, so give it names that no other client uses.
NAMED_ONCE: dict[str, Any] = {
    "prepared_statement_cache_size": 0,
    "prepared_statement_name_func": lambda: f"callboard_{uuid4().hex}",
}


# All errors possible before there is a connection.
UNREACHABLE = (OSError, TimeoutError, ValueError, asyncpg.InterfaceError, asyncpg.PostgresError)
# The server's or the connection's condition, not a mistake in a statement.
CONDITIONS = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the server is ending an idle connection
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
)
_CLOSING_SECONDS = 10
_FILES = ("sslrootcert", "sslcert", "sslkey", "sslcrl")  # in a URL's query


async def connect(url: str, statement_seconds: float | None = None) -> Any:
    """Open a connection, whose statements may take so long. Raises Unavailable with a sentence, or OutOfReach."""
    _check_files(url)
    try:
        return await asyncpg.connect(url, timeout=CONNECT_SECONDS, command_timeout=statement_seconds, **UNPREPARED)
    except UNREACHABLE as error:
        raise make_error(error) from error


def _check_files(url: str) -> None:
    """Raise Unavailable for a file that can't be read. The driver raises the same error where no server answers."""
    asked = dict(parse_qsl(urlsplit(url).query))
    for name in _FILES:
        if (path := asked.get(name)) and not os.access(path, os.R_OK):
            raise Unavailable(f"PostgreSQL: {name} in store.url names {path}, which can't be read here")


@asynccontextmanager
async def open_connection(url: str, statement_seconds: float | None = CONNECT_SECONDS) -> AsyncIterator[Any]:
    """A connection that is closed afterwards. Raises what `connect` raises, also for what happens meanwhile.

    A pooler takes connections also while its server is away, and says so only to the first statement, or lets it wait.
    """
    connection = await connect(url, statement_seconds)
    try:
        yield connection
    except CONDITIONS as error:
        raise make_error(error) from error
    finally:
        await connection.close(timeout=_CLOSING_SECONDS)


def make_error(error: BaseException) -> Unavailable:
    """The error to raise for a driver's: OutOfReach if waiting may help."""
    if isinstance(error, asyncpg.InterfaceError) and isinstance(error.__context__, CONDITIONS):
        error = error.__context__  # a rollback that failed too says only that the connection is closed
    kind = OutOfReach if is_passing(error) else Unavailable
    return kind(f"PostgreSQL: {explain(error)}")


async def is_shared(connection: Any) -> bool:
    """Whether a Callboard is connected to the same database."""
    return bool(await connection.fetchval(_OTHERS))


async def is_pooled(url: str) -> bool:
    """Whether PgBouncer or a similar pooler is in between. Raises Unavailable."""
    async with open_connection(url) as connection:
        return await has_pooler(connection)


async def has_pooler(connection: Any) -> bool:
    """Whether a pooler is in between: it gives each client a process id that differs from the server process's."""
    async with connection.transaction():
        pid = await connection.fetchval("SELECT pg_backend_pid()")
        return bool(pid != connection.get_server_pid())
