"""Explains why PostgreSQL is unreachable, because drivers only name a class, and poolers only write a line."""

import re
import ssl

import asyncpg

_LOGIN = "it refuses the user or the password; check both in store.url or CALLBOARD_STORE_URL"
_NO_DATABASE = "it has no database of that name; create it, or check the name at the end of store.url"
_NO_ROOM = "it takes no more connections; raise max_connections (max_client_conn in PgBouncer), or run fewer processes"
_PLAIN = "it offers no encrypted connection; set up TLS there, or leave sslmode out of store.url"
_SERVER_AWAY = "a connection pooler answers, but can't reach the server behind it; check that one, and the pooler's log"
_BUSY = "a connection pooler has no connection to the server free; raise default_pool_size, or run fewer processes"
_STARTUP = "a connection pooler refuses a setting of store.url; leave out what follows the question mark"

_UNTRUSTED = "nobody whom store.url trusts has signed its certificate; name the authority's own in sslrootcert"
_OTHER_NAME = "its certificate is for another name; write the host in store.url as the certificate has it"
# OpenSSL's codes for what is wrong with a certificate: https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/.
_CERTIFICATE = {
    9: "its certificate isn't valid yet; check the clocks of both machines",
    10: "its certificate has expired; renew it there",
    **dict.fromkeys((2, 7, 18, 19, 20, 21), _UNTRUSTED),
    **dict.fromkeys((62, 64), _OTHER_NAME),  # a host name, an IP address
}

# What PgBouncer 1.18 says under one code for all (08P01) -> what to do. Its source: src/client.c, src/objects.c.
_POOLER = {
    "startup parameter": _STARTUP,
    "authentication failed|no such user|auth failed|invalid SASL": _LOGIN,
    "no such database|^database .* does not exist": _NO_DATABASE,
    "no more connections allowed": _NO_ROOM,
    "login has been failing|server down|cannot connect|connect timeout|connect failed": _SERVER_AWAY,
    "query_wait_timeout|client_login_timeout": _BUSY,
}
_PASSING = {_SERVER_AWAY, _BUSY, _NO_ROOM}


def explain(error: BaseException) -> str:
    """Explain the error and what to do, without the address, which may hold a password."""
    match error:
        case asyncpg.InvalidPasswordError() | asyncpg.InvalidAuthorizationSpecificationError():
            return _LOGIN
        case asyncpg.InvalidCatalogNameError():
            return _NO_DATABASE
        case asyncpg.TooManyConnectionsError():
            return _NO_ROOM
        case asyncpg.CannotConnectNowError():
            return "it is just starting or stopping"
        case asyncpg.InsufficientPrivilegeError():
            return "its user may not do that; let it create tables in the database"
        case asyncpg.ReadOnlySQLTransactionError():
            return "it takes no writes; name the primary server in store.url, not a standby"
        case ssl.SSLCertVerificationError(verify_code=code) if code in _CERTIFICATE:
            return _CERTIFICATE[code]
        case ssl.SSLError():
            return "the encrypted connection failed; check sslmode and the certificates it names"
        case ConnectionError() if _is_refused_encryption(error):
            return _PLAIN
        case ConnectionRefusedError() | FileNotFoundError():
            return "no server answers there; check that it runs, and host and port in store.url"
        case TimeoutError():
            return "it doesn't answer in time; check host and port in store.url, and the network"
        case asyncpg.PostgresConnectionError():
            return _explain_pooler(error) or str(error)
        case OSError():
            return f"it can't be reached ({error.strerror or type(error).__name__})"
        case _:
            return str(error) or type(error).__name__


def is_passing(error: BaseException) -> bool:
    """Whether the server may be there again without a change of the settings."""
    if isinstance(error, asyncpg.PostgresConnectionError) and (said := _explain_pooler(error)):
        return said in _PASSING
    away = (
        ConnectionError,
        FileNotFoundError,
        TimeoutError,
        asyncpg.CannotConnectNowError,
        asyncpg.ConnectionDoesNotExistError,
        asyncpg.TooManyConnectionsError,
    )
    return isinstance(error, away) and not _is_refused_encryption(error)


def _explain_pooler(error: BaseException) -> str | None:
    return next((ours for theirs, ours in _POOLER.items() if re.search(theirs, str(error))), None)


def _is_refused_encryption(error: BaseException) -> bool:
    return type(error) is ConnectionError and "rejected SSL upgrade" in str(error)  # as asyncpg raises it
