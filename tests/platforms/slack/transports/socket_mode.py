"""Slack's end of Socket Mode: tickets, hello, envelopes, acknowledgements, disconnects.

Source: Slack's "Using Socket Mode" and slack_sdk.socket_mode.aiohttp, which is on the other end.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import uuid
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from tests.platforms.slack.hub import Hub
from tests.platforms.slack.transports.delivery import Ack, NotAcknowledged, Retry

Json = dict[str, Any]
DEBUG = {"host": "applink-1", "build_number": 1, "approximate_connection_time": 18060}


class SocketMode:
    """The app's connections. Each envelope goes to one of them, in turn."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._tickets: set[str] = set()
        self._live: dict[web.WebSocketResponse, asyncio.Transport] = {}
        self._waiting: dict[str, tuple[asyncio.Future[Json], web.WebSocketResponse]] = {}
        self._turn = 0
        self.hellos = 0
        self.dead_tickets = 0  # the number of next addresses that lead nowhere

    @property
    def connections(self) -> int:
        """The number of open connections."""
        return len(self._live)

    def ticket(self) -> str:
        """A WebSocket address for one connection, as apps.connections.open gives it."""
        ticket = secrets.token_hex(12)
        if self.dead_tickets > 0:
            self.dead_tickets -= 1
        else:
            self._tickets.add(ticket)
        host = self._hub.base_url.replace("http", "ws", 1)
        return f"{host}/link/?ticket={ticket}&app_id={self._hub.app_id}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection, from hello to the end. A ticket is valid once."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if not isinstance(request.transport, asyncio.Transport):
            return socket
        self._live[socket] = request.transport
        try:
            await self._hello(socket)
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledged(json.loads(message.data))
        finally:
            self._gone(socket)
        return socket

    async def deliver(self, kind: str, payload: Json, retry: Retry | None) -> Ack:
        """Send one envelope to one connection, and wait for its acknowledgement. Raises NotAcknowledged."""
        if not self._live:
            raise NotAcknowledged("dispatch_failed: the app has no open connection")
        self._turn += 1
        socket = tuple(self._live)[self._turn % len(self._live)]
        envelope = _envelope(kind, payload, retry)
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Json] = loop.create_future()
        self._waiting[envelope["envelope_id"]] = (future, socket)
        started = loop.time()
        try:
            await socket.send_json(envelope)
            body = await asyncio.wait_for(future, self._hub.ack_seconds)
        except TimeoutError:
            sentence = f"operation_timeout: no acknowledgement in {self._hub.ack_seconds} s"
            raise NotAcknowledged(sentence) from None
        except ConnectionError:
            raise NotAcknowledged("dispatch_failed: the connection broke") from None
        finally:
            del self._waiting[envelope["envelope_id"]]
        return Ack(body, loop.time() - started)

    async def connected(self, count: int = 1, patience: float = 10.0) -> None:
        """Wait until at least `count` connections are open."""
        while len(self._live) < count:
            await self._hub.news.wait(patience, f"{count} Socket Mode connections, {len(self._live)} up")

    async def said_hello(self, count: int, patience: float = 10.0) -> None:
        """Wait until `count` connections have been greeted since the start, for example after a reconnect."""
        while self.hellos < count:
            await self._hub.news.wait(patience, f"{count} hellos, {self.hellos} said")

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to close its oldest connection (`refresh_requested`, `warning`, `link_disabled`)."""
        oldest = next(iter(self._live))
        await oldest.send_json({"type": "disconnect", "reason": reason, "debug_info": DEBUG})

    async def close(self) -> None:
        """Close every connection with a close frame."""
        for socket in tuple(self._live):
            await socket.close(code=WSCloseCode.GOING_AWAY)

    def drop(self) -> None:
        """Cut every connection without a close frame, as a broken network does."""
        for transport in tuple(self._live.values()):
            transport.abort()

    async def _hello(self, socket: web.WebSocketResponse) -> None:
        hello = {
            "type": "hello",
            "num_connections": len(self._live),
            "debug_info": DEBUG,
            "connection_info": {"app_id": self._hub.app_id},
        }
        await socket.send_json(hello)
        self.hellos += 1
        self._hub.news.tell()

    def _acknowledged(self, message: Json) -> None:
        future, _ = self._waiting.get(str(message.get("envelope_id")), (None, None))
        if future is None:
            self._hub.problem("socket mode", f"an acknowledgement nobody waits for: {message}")
        elif not future.done():
            future.set_result(message.get("payload") or {})

    def _gone(self, socket: web.WebSocketResponse) -> None:
        """Handle a closed connection. The acknowledgement may still come over another one."""
        del self._live[socket]
        self._hub.news.tell()
        if socket.close_code not in (WSCloseCode.ABNORMAL_CLOSURE, None):
            return
        for future, carrier in self._waiting.values():
            if carrier is socket and not future.done():
                future.set_exception(ConnectionResetError())


def _envelope(kind: str, payload: Json, retry: Retry | None) -> Json:
    """An envelope. Only commands and interactions can be answered with a payload."""
    envelope: Json = {
        "envelope_id": str(uuid.uuid4()),
        "type": kind,
        "payload": payload,
        "accepts_response_payload": kind != "events_api",
    }
    if kind == "events_api":
        again = {"retry_attempt": retry.number, "retry_reason": retry.reason} if retry else {}
        envelope |= {"retry_attempt": 0, "retry_reason": "", **again}
    return envelope
