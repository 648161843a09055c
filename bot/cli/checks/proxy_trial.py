"""Tries the proxies that the environment sets, whether or not a platform is used yet."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from urllib.parse import urlsplit

from bot.runtime.findings import Finding, mend, ok
from bot.runtime.proxies import find_proxy, find_variable, show_proxy

_SECONDS = 10  # a proxy is near
_EXAMPLES = ("https://example.org", "http://example.org")  # outside, so that only NO_PROXY=* leaves them out


async def examine_proxies() -> AsyncIterator[Finding]:
    """One finding for each proxy: whether something answers there. None if connections are direct."""
    for proxy in dict.fromkeys(filter(None, map(find_proxy, _EXAMPLES))):
        shown, variable = show_proxy(proxy), find_variable(proxy)
        if urlsplit(proxy).scheme != "http":
            yield mend(f"{variable} names {shown}, and only a proxy whose address begins with http:// can be used")
        elif await _answers(proxy):
            yield ok(f"Connections leave by the proxy {shown} ({variable})")
        else:
            yield mend(f"The proxy {shown} can't be reached; check {variable}")


async def _answers(proxy: str) -> bool:
    parts = urlsplit(proxy)
    try:
        async with asyncio.timeout(_SECONDS):
            _, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
    except (OSError, TimeoutError, UnicodeError):
        return False
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return True
