"""Connections that keep nobody waiting for ever: uvicorn itself waits for a request's head without an end."""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD = 10.0  # seconds from a connection, or from the answer before, until a whole head is there


class TimeoutProtocol(H11Protocol):
    """Closes a connection on which no request begins, or none gets as far as the end of its head."""

    _closing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn narrows it too
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait on only while no request is under way."""
        super().data_received(data)
        self._wait()

    def on_response_complete(self) -> None:
        """Begin to wait anew."""
        super().on_response_complete()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        super().connection_lost(exc)
        self._stop()

    def _wait(self) -> None:
        under_way = not getattr(self.cycle, "response_complete", True)  # uvicorn has no cycle before the first request
        if under_way or self.transport.is_closing():
            self._stop()
        elif self._closing is None:
            self._closing = self.loop.call_later(HEAD, self.transport.close)

    def _stop(self) -> None:
        if self._closing is not None:
            self._closing.cancel()
            self._closing = None
