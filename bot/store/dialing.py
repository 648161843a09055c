"""Single connections to PostgreSQL that work through PgBouncer in transaction mode too.

There each transaction may run on another connection of the server's, so nothing may last longer: no named prepared
statement, no session setting. PgBouncer (1.18) also refuses startup parameters that it doesn't track, such as
statement_timeout: https://www.pgbouncer.org/config.html#ignore_startup_parameters.
"""

from typing import Any
from uuid import uuid4

import asyncpg

from bot.errors import OutOfReach, Unavailable
from bot.store.causes import explain

CONNECT_SECONDS = 10
UNPREPARED: dict[str, Any] = {"statement_cache_size": 0}
# For SQLAlchemy, which prepares by name whatever the driver does: names that no other client has used.
NAMED_ONCE: dict[str, Any] = {
    "prepared_statement_cache_size": 0,
    "prepared_statement_name_func": lambda: f"callboard_{uuid4().hex}",
}


# What may pass by itself, and all that can go wrong before there is a connection.
AWAY = (
    ConnectionError,
    FileNotFoundError,
    TimeoutError,
    asyncpg.CannotConnectNowError,
    asyncpg.ConnectionDoesNotExistError,
)
UNREACHABLE = (OSError, TimeoutError, ValueError, asyncpg.InterfaceError, asyncpg.PostgresError)


async def connect(url: str) -> Any:
    """Return a connection of its own; raises Unavailable, in words, or OutOfReach where waiting may help."""
    try:
        return await asyncpg.connect(url, timeout=CONNECT_SECONDS, **UNPREPARED)
    except AWAY as error:
        raise OutOfReach(f"PostgreSQL: {explain(error)}") from error
    except UNREACHABLE as error:
        raise Unavailable(f"PostgreSQL: {explain(error)}") from error


async def is_pooled(url: str) -> bool:
    """Say whether PgBouncer, or something like it, is between here and the server; raises Unavailable.

    It gives each client a process id of its own, other than that of the server's process.
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
