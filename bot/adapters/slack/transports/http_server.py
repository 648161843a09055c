"""HTTP: requests that Slack posts to ``/slack/events``. The signature is checked before anything else.

Where many workspaces install the app, two more routes serve their browsers.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import uvicorn
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.adapters import DOWN, Connections, ConnectionState
from bot.adapters.slack.manifest import INSTALL, PATH, REDIRECT
from bot.adapters.slack.transports.http_timeouts import TimeoutProtocol
from bot.adapters.slack.workspaces.bolt_setup import MALFORMED
from bot.adapters.slack.workspaces.install import Installer

ALIVE, READY = "/healthz", "/readyz"
_MOST = 1_000_000  # bytes; Slack's own requests are far smaller
_ACKNOWLEDGE = 3  # seconds; Slack waits no longer
BODY = 5.0  # seconds to read a request's body

Health = Callable[[], Awaitable[bool]]


class HttpServer:
    """Our own web server for Bolt, with the ``installer``'s pages where there is one.

    ``health`` says whether a call could be saved.
    """

    def __init__(
        self,
        app: AsyncApp,
        signing_secret: str,
        host: str,
        port: int,
        installer: Installer | None = None,
        health: Health | None = None,
    ) -> None:
        self._app, self._host, self._port, self._installer = app, host, port, installer
        self._health = health
        self._verifier = SignatureVerifier(signing_secret)
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """The open port, which differs from the configured one where that was 0."""
        return self._port

    async def open(self) -> None:
        """Listen. Raises OSError where the address isn't available."""
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        listening = socket.create_server((self._host, self._port), family=family)
        self._port = listening.getsockname()[1]
        config = uvicorn.Config(
            Starlette(routes=self._list_routes()),
            lifespan="off",
            ws="none",
            http=TimeoutProtocol,
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_ACKNOWLEDGE,
        )
        self._server = _Server(config)
        self._serving = asyncio.get_running_loop().create_task(self._server.serve(sockets=[listening]))
        await self._server.ready.wait()

    async def read_connections(self) -> Connections:
        """Whether it listens. Slack opens connections as it needs them."""
        return DOWN if self._serving is None or self._serving.done() else Connections(ConnectionState.UP)

    async def close(self) -> None:
        """Accept no more connections, let requests in progress be acknowledged, and stop."""
        if self._server and self._serving:
            self._server.should_exit = True
            await self._serving

    def _list_routes(self) -> list[Route]:
        routes = [
            Route(PATH, self._handle_event, methods=["POST"]),
            Route(ALIVE, self._report_alive, methods=["GET"]),
            Route(READY, self._report_ready, methods=["GET"]),
        ]
        if self._installer:
            routes.append(Route(INSTALL, self._installer.begin, methods=["GET"]))
            routes.append(Route(REDIRECT, self._installer.finish, methods=["GET"]))
        return routes

    async def _handle_event(self, request: Request) -> Response:
        try:
            async with asyncio.timeout(BODY):
                body = await _read_body(request)
        except TimeoutError:
            return PlainTextResponse("too slow", 408, {"Connection": "close"})
        except ClientDisconnect:
            return PlainTextResponse("cut", 400)  # nobody reads it
        if body is None:
            return PlainTextResponse("too large", 413)
        if not self._is_signed(request, body):
            return PlainTextResponse("not signed by Slack", 401)
        try:
            parsed = to_async_bolt_request(request, body)
        except (AttributeError, RecursionError, TypeError, ValueError):  # Bolt parses it and expects an object
            return PlainTextResponse(MALFORMED, 400)
        return to_starlette_response(await self._app.async_dispatch(parsed))

    async def _report_alive(self, request: Request) -> Response:
        """Report that the process works. To start it again would help nothing else."""
        return PlainTextResponse("alive")

    async def _report_ready(self, request: Request) -> Response:
        """Report whether a call could be saved now. Why not is said on the port of its own: this one is public."""
        if self._health is None or await self._health():
            return PlainTextResponse("ready")
        return PlainTextResponse("not ready", 503)

    def _is_signed(self, request: Request, body: bytes) -> bool:
        """Say whether Slack signed ``body`` in the last five minutes.

        The SDK's check raises ValueError for a timestamp that isn't a number and a body that isn't UTF-8, TypeError for
        a signature outside ASCII, and OverflowError for a timestamp of hundreds of digits (slack_sdk 3.47). All of
        these count as unsigned.
        """
        timestamp = request.headers.get("x-slack-request-timestamp")
        signature = request.headers.get("x-slack-signature")
        try:
            return self._verifier.is_valid(body, timestamp, signature)
        except (OverflowError, TypeError, ValueError):
            return False


class _Server(uvicorn.Server):
    """uvicorn, which leaves signals to the command line and sets ``ready`` once it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


async def _read_body(request: Request) -> bytes | None:
    """Read the body; None as soon as it is too large."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST:
            return None
    return bytes(body)
