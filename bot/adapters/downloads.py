"""Downloads a file that somebody sent, as if its server were hostile.

No redirect is followed, nothing is decompressed, and the connection ends once enough was read, whatever the headers
say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import aiohttp

from bot.errors import UserError

PATIENCE = 10.0  # seconds for a whole download; dispatch gives an answer twenty
_BLOCK = 16 * 1024
_HEADERS = {"Accept-Encoding": "identity"}
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Source:
    """Where one file is: its ``name``, its ``url``, and the ``origins`` from which it may come.

    ``headers`` may hold a token: they go to an origin in ``origins`` alone. ``platform`` is called so in sentences.
    """

    name: str
    url: str
    origins: frozenset[str]
    platform: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


async def download(source: Source, most: int, patience: float = PATIENCE) -> bytes:
    """Read at most ``most`` bytes and a part of a block. Raises UserError with what went wrong."""
    if find_origin(source.url) not in source.origins:
        raise _refuse(source, "elsewhere")
    timeout = aiohttp.ClientTimeout(total=patience)
    try:
        async with aiohttp.ClientSession(timeout=timeout, trust_env=True, auto_decompress=False) as session:
            headers = {**source.headers, **_HEADERS}
            async with session.get(source.url, headers=headers, allow_redirects=False, read_bufsize=_BLOCK) as answer:
                return await _read(source, answer, most)
    except TimeoutError:
        raise _refuse(source, "slow", seconds=round(patience)) from None
    except (aiohttp.ClientError, OSError, ValueError):
        raise _refuse(source, "broken") from None


def find_origin(url: str) -> str | None:
    """The scheme, host and port of a web address, None for anything else or an address with a name and password."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        return None
    return f"{parts.scheme}://{parts.hostname}:{port}"


async def _read(source: Source, answer: aiohttp.ClientResponse, most: int) -> bytes:
    if 300 <= answer.status < 400:
        raise _refuse(source, "redirected")
    if answer.status != 200:
        raise _refuse(source, "refused", status=str(answer.status))
    if answer.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise _refuse(source, "packed")
    found = bytearray()
    while len(found) < most and (block := await answer.content.read(_BLOCK)):
        found += block
    if len(found) >= most:
        answer.close()  # without this, aiohttp would read on to use the connection again
    return bytes(found)


def _refuse(source: Source, why: str, **params: str | int) -> UserError:
    return UserError(f"sent_file.{why}", field="", file=source.name, platform=source.platform, **params)
