"""A web server on loopback with the public files on Congress."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from email.utils import formatdate

from aiohttp import web

from bot.config.settings import Config, CongressConfig
from tests.public_data.capitol import COMMITTEE_NAMES, COMMITTEES, LEGISLATORS, OFFICES, make_congress

_SOURCES = make_congress(census=False)
FILES = {source.name: source.data for source in (*_SOURCES.all, _SOURCES.committees, _SOURCES.committee_names)}


class Site:
    """A web server with files. It answers conditional requests, unless it ``is_plain``, and counts what it sent."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files, self.is_plain, self.sent = dict(files), False, list[str]()
        self.failing: dict[str, int] = {}
        self.url = ""

    @property
    def app(self) -> web.Application:
        """The application to serve."""
        app = web.Application()
        app.router.add_get("/{name}", self._answer)
        return app

    def take_sent(self) -> list[str]:
        """The names of the files sent since the last call."""
        sent, self.sent = self.sent, []
        return sent

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if name in self.failing:
            return web.Response(status=self.failing[name])
        if name not in self.files:
            raise web.HTTPNotFound
        if name == "cut.json":
            return await self._cut(request)
        etag = f'"{hashlib.sha256(self.files[name]).hexdigest()}"'
        if not self.is_plain and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304)
        self.sent.append(name)
        dated = {"ETag": etag, "Last-Modified": formatdate(0, usegmt=True)}
        return web.Response(body=self.files[name], headers={} if self.is_plain else dated)

    async def _cut(self, request: web.Request) -> web.StreamResponse:
        cut = web.StreamResponse(headers={"Content-Length": "1000"})
        await cut.prepare(request)
        await cut.write(b"[")
        assert request.transport
        request.transport.abort()
        return cut


Serve = Callable[[Mapping[str, bytes]], Awaitable[Site]]


def point_at(config: Config, site: Site, *, legislators: str = LEGISLATORS, zips: str = "zccd.csv") -> Config:
    """The settings with the site's addresses."""
    at = site.url
    addresses = CongressConfig(
        legislators=at + legislators,
        offices=at + OFFICES,
        zips=at + zips,
        committees=at + COMMITTEES,
        committee_names=at + COMMITTEE_NAMES,
    )
    return config.model_copy(update={"congress": addresses})
