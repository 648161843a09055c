"""The gateway: WebSocket sessions that identify, send heartbeats, get events, are cut and resume.

https://discord.com/developers/docs/events/gateway. discord.py asks for `compress=zlib-stream` unless the
`zstandard` package is installed, in which case it asks for `zstd-stream`, which the stand-in refuses.
"""

from __future__ import annotations

import asyncio
import json
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import WSMsgType, web

from tests.platforms.discord.checks.violations import Json
from tests.platforms.discord.model.waiting import Signal

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
_BEAT_MS = 41_250
_KEPT_EVENTS = 5_000


@dataclass(frozen=True, slots=True)
class Identify:
    """The parameters of one IDENTIFY."""

    intents: int
    shard: tuple[int, int]


class Connection:
    """One WebSocket. Sending only queues, so that ordinary functions can push events."""

    def __init__(self, socket: web.WebSocketResponse, transport: asyncio.Transport, compressed: bool) -> None:
        self._socket, self._transport = socket, transport
        self._packer = zlib.compressobj() if compressed else None
        self._queue: asyncio.Queue[str] = asyncio.Queue()

    def send(self, text: str) -> None:
        self._queue.put_nowait(text)

    async def write(self) -> None:
        """Send the queue, in order, until canceled or cut."""
        while True:
            text = await self._queue.get()
            try:
                await self._send(text)
            except ConnectionResetError:
                return

    async def _send(self, text: str) -> None:
        if self._packer is None:
            await self._socket.send_str(text)
        else:
            packed = self._packer.compress(text.encode()) + self._packer.flush(zlib.Z_SYNC_FLUSH)
            await self._socket.send_bytes(packed)

    async def close(self, code: int) -> None:
        await self._socket.close(code=code)

    def cut(self) -> None:
        self._transport.abort()


class Session:
    """State that outlives a connection: the shard, the numbering, and the events that a RESUME repeats."""

    def __init__(self, id: str, shard: tuple[int, int]) -> None:
        self.id, self.shard = id, shard
        self.connection: Connection | None = None
        self.resumable = True
        self.again = 0
        """How many events that were already received the next RESUME gets once more."""
        self._sequence = 0
        self._sent: deque[tuple[int, str]] = deque(maxlen=_KEPT_EVENTS)

    def serves(self, guild_id: str | None) -> bool:
        index, count = self.shard
        return index == ((int(guild_id) >> 22) % count if guild_id else 0)

    def push(self, event: str, data: Any) -> None:
        self._sequence += 1
        text = json.dumps({"op": DISPATCH, "t": event, "s": self._sequence, "d": data})
        self._sent.append((self._sequence, text))
        if self.connection:
            self.connection.send(text)

    def replay(self, connection: Connection, seen: int) -> None:
        self.connection = connection
        for number, text in tuple(self._sent):
            if number > seen - self.again:
                connection.send(text)
        self.again = 0
        self.push("RESUMED", {})


class Gateway:
    """All sessions. `greet(session)` pushes READY and the guilds; ids come from `new_id`."""

    def __init__(self, token: str, new_id: Callable[[], str], greet: Callable[[Session], None]) -> None:
        self.sessions: list[Session] = []
        self.identified: list[Identify] = []
        self.resumed = 0
        self.changed = Signal()
        self._token, self._new_id, self._greet = token, new_id, greet

    def targets(self, guild_id: str | None) -> list[Session]:
        """The connected sessions of a guild's shard, else the last one, which may resume. May be empty."""
        serving = [session for session in self.sessions if session.serves(guild_id)]
        return [session for session in serving if session.connection] or serving[-1:]

    def connected(self) -> list[Session]:
        return [session for session in self.sessions if session.connection]

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serve one WebSocket from HELLO to its end."""
        compress = request.query.get("compress")
        if compress not in (None, "zlib-stream") or request.transport is None:
            raise web.HTTPBadRequest(text=f"The stand-in has no {compress}")
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        connection = Connection(socket, request.transport, compress is not None)
        connection.send(json.dumps({"op": HELLO, "d": {"heartbeat_interval": _BEAT_MS}}))
        writer = asyncio.create_task(connection.write())
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._receive(connection, json.loads(message.data))
        finally:
            writer.cancel()
            self._detach(connection)
        return socket

    async def _receive(self, connection: Connection, message: Json) -> None:
        match message["op"]:
            case 1:  # HEARTBEAT
                connection.send(json.dumps({"op": ACK}))
            case 2:  # IDENTIFY
                await self._identify(connection, message["d"])
            case 6:  # RESUME
                await self._resume(connection, message["d"])

    async def _identify(self, connection: Connection, data: Json) -> None:
        if data["token"] != self._token:
            await connection.close(4004)
            return
        index, count = data.get("shard") or (0, 1)
        session = Session(self._new_id(), (index, count))
        session.connection = connection
        self.sessions.append(session)
        self.identified.append(Identify(data["intents"], (index, count)))
        self._greet(session)
        self.changed.fire()

    async def _resume(self, connection: Connection, data: Json) -> None:
        known = [session for session in self.sessions if session.id == data["session_id"] and session.resumable]
        if data["token"] != self._token:
            await connection.close(4004)
        elif not known:
            connection.send(json.dumps({"op": INVALID, "d": False}))
        else:
            known[0].replay(connection, data["seq"])
            self.resumed += 1
            self.changed.fire()

    def _detach(self, connection: Connection) -> None:
        for session in self.sessions:
            if session.connection is connection:
                session.connection = None
        self.changed.fire()


def is_ready(gateway: Gateway, shards: int) -> bool:
    """Whether each of `shards` shards has a session with a connection."""
    held: set[Any] = {session.shard[0] for session in gateway.connected()}
    return held >= set(range(shards))
