"""Reads HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY the same way for every connection.

aiohttp looks for the scheme of an address, so it finds none for ``wss:`` and ignores ALL_PROXY.
"""

from collections.abc import MutableMapping
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

_FALLBACKS = {"http": ("all",), "https": ("all",), "ws": ("http", "all"), "wss": ("https", "all")}


def adopt_proxies(environ: MutableMapping[str, str]) -> None:
    """Set the proxy of every scheme in ``environ`` from the proxies that are set already."""
    for scheme, others in _FALLBACKS.items():
        names = [f"{one}_proxy" for one in (scheme, *others)]
        found = next((said for name in names if (said := environ.get(name) or environ.get(name.upper()))), None)
        if found and not environ.get(f"{scheme}_proxy"):
            environ[f"{scheme}_proxy"] = found if "://" in found else f"http://{found}"


def find_proxy(url: str) -> str | None:
    """The proxy for ``url``, with its password. None if the connection is direct."""
    parts = urlsplit(url)
    if not parts.hostname or proxy_bypass(parts.netloc.rpartition("@")[2]) or proxy_bypass(parts.hostname):
        return None
    proxies = getproxies()
    schemes = (parts.scheme, *_FALLBACKS.get(parts.scheme, ()))
    return next((proxies[one] for one in schemes if proxies.get(one)), None)


def show_proxy(proxy: str) -> str:
    """A proxy's address without its user and password."""
    parts = urlsplit(proxy)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
