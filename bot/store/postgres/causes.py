"""Explains why PostgreSQL is unreachable, because drivers only name a class."""

import ssl

import asyncpg


def explain(error: BaseException) -> str:
    """Explain the error and what to do, without the address, which may hold a password."""
    match error:
        case asyncpg.InvalidPasswordError() | asyncpg.InvalidAuthorizationSpecificationError():
            return "it refuses the user or the password; check both in store.url or CALLBOARD_STORE_URL"
        case asyncpg.InvalidCatalogNameError():
            return "it has no database of that name; create it, or check the name at the end of store.url"
        case asyncpg.TooManyConnectionsError():
            return "it takes no more connections; raise max_connections, or run fewer processes"
        case asyncpg.CannotConnectNowError():
            return "it is just starting or stopping"
        case asyncpg.InsufficientPrivilegeError():
            return "its user may not do that; let it create tables in the database"
        case ssl.SSLError():
            return "the encrypted connection failed; check sslmode and the certificates it names"
        case ConnectionRefusedError() | FileNotFoundError():
            return "no server answers there; check that it runs, and host and port in store.url"
        case TimeoutError():
            return "it doesn't answer in time; check host and port in store.url, and the network"
        case asyncpg.PostgresError() if "startup parameter" in str(error):
            return "a connection pooler refuses a setting of store.url; leave out what follows the question mark"
        case OSError():
            return f"it can't be reached ({error.strerror or type(error).__name__})"
        case _:
            return str(error) or type(error).__name__
