"""Reads HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY the same way for every connection.

aiohttp looks for the scheme of an address, so it finds none for ``wss:`` and ignores ALL_PROXY.
"""

import os
import re
from collections.abc import MutableMapping
from urllib.parse import urlsplit

_FALLBACKS = {"http": ("all",), "https": ("all",), "ws": ("http", "all"), "wss": ("https", "all")}
# In the order to look for the one that a person set: `adopt_proxies` adds others, in lower case.
_VARIABLES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "all_proxy", "https_proxy", "http_proxy")
_HOST = re.compile(r"[\w.-]+|[0-9a-f:.]*:[0-9a-f:.]*(%\w+)?")


def adopt_proxies(environ: MutableMapping[str, str]) -> None:
    """Set the proxy of every scheme in ``environ`` from the proxies that are set already.

    One that is no address stays as it is: `proxy_faults.check_proxies` refuses it.
    """
    for scheme, others in _FALLBACKS.items():
        names = [f"{one}_proxy" for one in (scheme, *others)]
        found = next((said for name in names if (said := environ.get(name) or environ.get(name.upper()))), None)
        if found and is_proxy_address(found):
            environ[f"{scheme}_proxy"] = _add_scheme(found)


def is_proxy_address(written: str) -> bool:
    """Whether it names a host, and a port if it has no scheme: a bare word is a slip more often than a host."""
    try:
        parts = urlsplit(_add_scheme(written))
        port = parts.port
    except ValueError:
        return False
    named = parts.hostname is not None and _HOST.fullmatch(parts.hostname) is not None
    return named and bool(parts.scheme) and ("://" in written or port is not None)


def find_variable(proxy: str) -> str:
    """The variable that sets this proxy, as the person named it."""
    return next((name for name in _VARIABLES if _add_scheme(os.environ.get(name, "")) == proxy), _VARIABLES[0])


def find_proxy(url: str) -> str | None:
    """The proxy for ``url``, with its password. None if the connection is direct."""
    from urllib.request import getproxies, proxy_bypass  # with http and email, for one function

    parts = urlsplit(url)
    if not parts.hostname or proxy_bypass(parts.netloc.rpartition("@")[2]) or proxy_bypass(parts.hostname):
        return None
    proxies = getproxies()
    schemes = (parts.scheme, *_FALLBACKS.get(parts.scheme, ()))
    return next((proxies[one] for one in schemes if proxies.get(one)), None)


def has_proxies() -> bool:
    """Whether any connection may need a proxy. Without one, aiohttp need not look for it before each request.

    It looks in a thread of its own, and reads ``.netrc`` in another, which costs as much as the request.
    """
    from urllib.request import getproxies

    return any(proxy for scheme, proxy in getproxies().items() if scheme != "no")


def show_proxy(proxy: str) -> str:
    """A proxy's address without its user and password."""
    parts = urlsplit(proxy)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _add_scheme(written: str) -> str:
    return written if "://" in written else f"http://{written}"
