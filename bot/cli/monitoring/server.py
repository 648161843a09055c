"""A web server for those who watch a process. It asks nothing of the client but a path, and keeps nobody for long."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Mapping
from ipaddress import ip_address

from aiohttp import web

LONGEST = 10.0  # seconds for which a connection lives, whatever its client does
MOST = 50  # connections at once; more are closed
_CLOSING = 1.0  # seconds for answers under way

Page = Callable[[], Awaitable[web.Response]]


class MonitoringServer:
    """Serves ``pages`` by path to GET and HEAD."""

    def __init__(self, host: str, port: int, pages: Mapping[str, Page]) -> None:
        self._host, self._port, self._pages = host, port, pages
        self._is_local = _is_loopback(host)
        self._connections = web.Server(self._answer, access_log=None)
        self._listening: asyncio.Server | None = None

    @property
    def is_listening(self) -> bool:
        """Whether it was opened."""
        return self._listening is not None

    @property
    def port(self) -> int:
        """The port, which differs from the wanted one where that was 0 once it is open."""
        return self._port

    async def open(self) -> None:
        """Listen. Raises OSError where the address isn't available."""
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        own = socket.create_server((self._host, self._port), family=family)
        self._port = own.getsockname()[1]
        self._listening = await asyncio.get_running_loop().create_server(self._connect, sock=own)

    async def close(self) -> None:
        """Stop listening, and end the connections."""
        if self._listening:
            self._listening.close()
        await self._connections.shutdown(_CLOSING)

    def _connect(self) -> asyncio.Protocol:
        """The protocol of a new connection. aiohttp itself waits without end for a request, or for its reader."""
        if len(self._connections.connections) >= MOST:
            return _Refusal()
        connection = self._connections()
        asyncio.get_running_loop().call_later(LONGEST, _abort, connection)
        return connection

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        response = await self._respond(request)
        response.headers["Cache-Control"] = "no-store"
        response.force_close()  # so that connections don't pile up
        return response

    async def _respond(self, request: web.BaseRequest) -> web.Response:
        if self._is_local and not _is_local_name(request.headers.get("Host", "")):
            return web.Response(status=421, text="ask for localhost\n")
        page = self._pages.get(request.path)
        if page is None:
            return web.Response(status=404, text=f"here are {', '.join(self._pages)}\n")
        if request.method not in ("GET", "HEAD"):
            return web.Response(status=405, text="only GET and HEAD\n", headers={"Allow": "GET, HEAD"})
        return await page()


class _Refusal(asyncio.Protocol):
    """Closes a connection at once."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()


def _abort(connection: asyncio.Protocol) -> None:
    transport = getattr(connection, "transport", None)  # None once it has ended
    if transport is not None:
        transport.abort()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_local_name(host: str) -> bool:
    """Whether a request's Host header names this machine.

    A page in a browser here may lead a name of its own to this address ("DNS rebinding"), and then read the answers.
    """
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return not host or _is_loopback(name.strip("[]").casefold())
