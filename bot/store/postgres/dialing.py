"""Opens single connections to PostgreSQL that also work through PgBouncer in transaction mode.

There, each transaction may run on another server connection. So nothing may outlast one: no named prepared statement
and no session setting. PgBouncer (1.18) also refuses startup parameters that it doesn't track, such as
statement_timeout: https://www.pgbouncer.org/config.html#ignore_startup_parameters.
"""

from typing import Any
from uuid import uuid4

import asyncpg

from bot.errors import OutOfReach, Unavailable
from bot.store.postgres.causes import explain

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


# Errors that may pass by themselves, and all errors possible before there is a connection.
AWAY = (
    ConnectionError,
    FileNotFoundError,
    TimeoutError,
    asyncpg.CannotConnectNowError,
    asyncpg.ConnectionDoesNotExistError,
)
UNREACHABLE = (OSError, TimeoutError, ValueError, asyncpg.InterfaceError, asyncpg.PostgresError)


async def connect(url: str) -> Any:
    """Open a connection. Raises Unavailable with a sentence, or OutOfReach if waiting may help."""
    try:
        return await asyncpg.connect(url, timeout=CONNECT_SECONDS, **UNPREPARED)
    except AWAY as error:
        raise OutOfReach(f"PostgreSQL: {explain(error)}") from error
    except UNREACHABLE as error:
        raise Unavailable(f"PostgreSQL: {explain(error)}") from error


async def is_shared(connection: Any) -> bool:
    """Whether a Callboard is connected to the same database."""
    return bool(await connection.fetchval(_OTHERS))


async def is_pooled(url: str) -> bool:
    """Whether PgBouncer or a similar pooler is in between. Raises Unavailable.

    A pooler gives each client a process id that differs from the server process's.
    """
    connection = await connect(url)
    try:
        async with connection.transaction():
            pid = await connection.fetchval("SELECT pg_backend_pid()")
        return bool(pid != connection.get_server_pid())
    except UNREACHABLE as error:
        raise Unavailable(f"PostgreSQL: {explain(error)}") from error
    finally:
        await connection.close()
