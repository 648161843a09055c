"""Downloads public files through the environment's proxy and certificates, and only those that changed."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import aiohttp
from msgspec import Struct

from bot.runtime.kept_files import Kept, KeptFiles, Origin
from bot.runtime.network import explain
from bot.runtime.proxy_faults import check_proxies

_STEP = 1024 * 1024
_QUIET_SECONDS = 30  # without a byte before a download is given up

Say = Callable[[str], None]


class DownloadError(Exception):
    """Why a file could not be downloaded, as a sentence without its full stop.

    ``is_missing`` means that its server has no such file.
    """

    def __init__(self, address: str, sentence: str, *, is_missing: bool = False) -> None:
        super().__init__(sentence)
        self.address, self.is_missing = address, is_missing


class Download(Struct, frozen=True):
    """A whole file. It is not ``is_new`` if it is the one that was downloaded last."""

    name: str
    content: bytes
    origin: Origin
    is_new: bool


class PublicFiles:
    """Downloads files of at most ``most`` bytes, unless what ``kept`` has is still what their server has."""

    def __init__(self, session: aiohttp.ClientSession, kept: KeptFiles, most: int, say: Say) -> None:
        self._session, self._kept, self._most, self._say = session, kept, most, say

    async def fetch(self, address: str) -> Download:
        """The file at ``address``, downloaded only if it changed. Raises DownloadError."""
        name = _find_name(address)
        before = await asyncio.to_thread(self._kept.find, address)
        self._say(f"Checking whether {name} changed" if before else f"Downloading {name}")
        try:
            async with self._session.get(address, headers=_make_conditions(before)) as answer:
                if before and answer.status == HTTPStatus.NOT_MODIFIED:
                    return self._report(_make_old(name, before))
                content = await self._read(answer)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise DownloadError(address, explain(error, address), is_missing=_is_missing(error)) from None
        if len(content) > self._most:
            raise DownloadError(address, f"This file is larger than {self._most // _STEP} MB")
        origin = _read_origin(address, answer.headers, content)
        return self._report(Download(name, content, origin, before is None or before.content != content))

    async def find_kept(self, address: str) -> Download | None:
        """The file as it was downloaded last, None if it isn't kept."""
        before = await asyncio.to_thread(self._kept.find, address)
        return _make_old(_find_name(address), before) if before else None

    async def _read(self, answer: aiohttp.ClientResponse) -> bytes:
        content, steps = bytearray(), 1
        async for part in answer.content.iter_chunked(64 * 1024):
            content += part
            if len(content) > min(steps * _STEP, self._most):
                self._say(f"  {len(content) / _STEP:.1f} MB")
                steps += 1
            if len(content) > self._most:
                break
        return bytes(content)

    def _report(self, found: Download) -> Download:
        what = "" if found.is_new else ", as before"
        self._say(f"{found.name}: {len(found.content):,} bytes, SHA-256 {found.origin.sha256}{what}")
        return found


@asynccontextmanager
async def open_session() -> AsyncIterator[aiohttp.ClientSession]:
    """A session that leaves by the environment's proxy and gives up when a server is silent for half a minute.

    Raises ConfigError for a proxy that is no address.
    """
    check_proxies(os.environ)
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=_QUIET_SECONDS, sock_read=_QUIET_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout, raise_for_status=True, trust_env=True) as session:
        yield session


def _find_name(address: str) -> str:
    return PurePosixPath(urlsplit(address).path).name


def _make_old(name: str, before: Kept) -> Download:
    return Download(name, before.content, before.origin, is_new=False)


def _make_conditions(before: Kept | None) -> dict[str, str]:
    """The headers that ask for a file only if it changed."""
    if before is None:
        return {}
    conditions = {"If-None-Match": before.origin.etag, "If-Modified-Since": before.origin.modified}
    return {name: value for name, value in conditions.items() if value}


def _read_origin(address: str, headers: Mapping[str, str], content: bytes) -> Origin:
    sha256 = hashlib.sha256(content).hexdigest()
    return Origin(address, sha256, headers.get("ETag", ""), headers.get("Last-Modified", ""))


def _is_missing(error: BaseException) -> bool:
    """Whether the server itself says that there is no such file."""
    if not isinstance(error, aiohttp.ClientResponseError) or isinstance(error, aiohttp.ClientHttpProxyError):
        return False
    return error.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
