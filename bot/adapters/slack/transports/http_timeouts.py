"""Timeouts for idle connections: uvicorn itself waits forever for a request's head."""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD = 10.0  # seconds from connecting, or from the last response, until a request's head is complete


class TimeoutProtocol(H11Protocol):
    """Closes a connection on which no request's head arrives completely in time."""

    _closing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn narrows it too
        """Start the timeout."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Keep the timeout only while no request is in progress."""
        super().data_received(data)
        self._wait()

    def on_response_complete(self) -> None:
        """Restart the timeout."""
        super().on_response_complete()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the timeout."""
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
