"""Discord's gateway for the simulation: sessions identify, and get their servers and what people do.

https://docs.discord.com/developers/events/gateway. A session that was cut identifies again; it can't be resumed.
"""

import asyncio
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import WSMsgType, web
from msgspec.json import encode

from bot.simulation.plan.places import Space
from bot.simulation.platforms.discord_payloads import TOKEN, describe_guild, describe_ready
from bot.simulation.platforms.screens import Json

_DISPATCH, _HEARTBEAT, _IDENTIFY, _RESUME, _INVALID, _HELLO, _ACK = 0, 1, 2, 6, 9, 10, 11
_BEAT_MS = 41_250
_BAD_TOKEN = 4004
# Seconds until a heartbeat is acknowledged. discord.py 2.7 notes only afterwards, in another thread, when it sent one,
# so an answer that is back at once seems to answer the heartbeat before.
_AWAY = 0.05


@dataclass
class _Session:
    """One connection. Sending only queues, so that the order stays."""

    socket: web.WebSocketResponse
    packer: Any
    queue: asyncio.Queue[bytes]
    shard: tuple[int, int] | None = None
    sequence: int = 0

    def serves(self, guild: str) -> bool:
        """Whether a server belongs to its shard."""
        return self.shard is not None and (int(guild) >> 22) % self.shard[1] == self.shard[0]

    def push(self, event: str, data: Any) -> None:
        """Queue an event."""
        self.sequence += 1
        self.queue.put_nowait(encode({"op": _DISPATCH, "t": event, "s": self.sequence, "d": data}))

    async def write(self) -> None:
        """Send the queue until canceled or cut."""
        while True:
            text = await self.queue.get()
            try:
                if self.packer is None:
                    await self.socket.send_str(text.decode())
                else:
                    await self.socket.send_bytes(self.packer.compress(text) + self.packer.flush(zlib.Z_SYNC_FLUSH))
            except ConnectionError:
                return


class Gateway:
    """All sessions. ``url`` is its own address."""

    def __init__(self, spaces: Sequence[Space]) -> None:
        self._spaces, self.url = spaces, ""
        self._sessions = list[_Session]()
        self._count = 0

    def push(self, guild: str, event: str, data: Any) -> bool:
        """Send an event about a server. Returns whether a bot was there to get it."""
        serving = [session for session in self._sessions if session.serves(guild)]
        for session in serving:
            session.push(event, data)
        return bool(serving)

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection from HELLO to its end."""
        compress = request.query.get("compress")
        if compress not in (None, "zlib-stream"):
            raise web.HTTPBadRequest(text=f"There's no {compress} here")
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        session = _Session(socket, zlib.compressobj() if compress else None, asyncio.Queue())
        session.queue.put_nowait(encode({"op": _HELLO, "d": {"heartbeat_interval": _BEAT_MS}}))
        writing = asyncio.create_task(session.write())
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._receive(session, json.loads(message.data))
        finally:
            writing.cancel()
            if session in self._sessions:
                self._sessions.remove(session)
        return socket

    async def _receive(self, session: _Session, message: Json) -> None:
        if message["op"] == _HEARTBEAT:
            ack = encode({"op": _ACK})
            asyncio.get_running_loop().call_later(_AWAY, session.queue.put_nowait, ack)
        elif message["op"] == _IDENTIFY and message["d"]["token"] != TOKEN:
            await session.socket.close(code=_BAD_TOKEN)
        elif message["op"] == _IDENTIFY:
            index, count = message["d"].get("shard") or (0, 1)
            session.shard = (index, count)
            self._sessions.append(session)
            self._greet(session)
        elif message["op"] == _RESUME:
            session.queue.put_nowait(encode({"op": _INVALID, "d": False}))

    def _greet(self, session: _Session) -> None:
        self._count += 1
        spaces = [space for space in self._spaces if session.serves(space.id)]
        session.push("READY", describe_ready(f"session{self._count}", self.url, spaces, session.shard or (0, 1)))
        for space in spaces:
            session.push("GUILD_CREATE", describe_guild(space))
