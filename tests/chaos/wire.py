"""A wire to a database's socket that can be cut and stalled."""

import asyncio
from contextlib import suppress
from pathlib import Path


class Wire:
    """Forwards a port on loopback to a Unix socket. ``port`` is set once it is open."""

    def __init__(self, socket: Path) -> None:
        self._socket, self._flowing = socket, asyncio.Event()
        self._flowing.set()
        self._writers = set[asyncio.StreamWriter]()
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        """The port to connect to."""
        assert self._server
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def open(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)

    async def close(self) -> None:
        """Stop listening, and cut every connection."""
        assert self._server
        self._server.close()
        self.resume()
        self.cut()

    def cut(self) -> None:
        """End every connection in the middle of whatever it carries."""
        for writer in self._writers:
            writer.transport.abort()

    def stall(self) -> None:
        """Carry nothing until `resume`, and end nothing."""
        self._flowing.clear()

    def resume(self) -> None:
        """Carry on."""
        self._flowing.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._flowing.wait()
        with suppress(OSError):
            there, onward = await asyncio.open_unix_connection(self._socket)
            ends = {writer, onward}
            self._writers |= ends
            await asyncio.gather(self._pour(reader, onward), self._pour(there, writer))
            self._writers -= ends
        writer.close()

    async def _pour(self, source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(65536):
                await self._flowing.wait()
                into.write(data)
                await into.drain()
        into.close()
