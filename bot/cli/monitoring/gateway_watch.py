"""Watches how a process is connected to its platforms, and for how long a connection has been lost."""

import time
from collections.abc import Callable, Sequence

from msgspec import Struct

from bot.adapters import Adapter, Connections, ConnectionState
from bot.runtime.log import get_logger
from bot.runtime.loops import Loop

_EVERY = 1.0  # seconds

_log = get_logger("callboard.monitoring")


class Gateway(Struct, frozen=True):
    """A platform and its connections. ``lost_for`` are seconds, None while it is there or before it first was.

    ``problem`` is what the adapter says about it, empty if it says nothing.
    """

    platform: str
    connections: Connections
    lost_for: float | None = None
    problem: str = ""


class GatewayWatch:
    """Looks once a second. ``elapsed`` counts seconds."""

    def __init__(self, adapters: Sequence[Adapter], elapsed: Callable[[], float] = time.monotonic) -> None:
        self._adapters, self._elapsed = adapters, elapsed
        self._last_up = dict[str, float]()
        self.gateways: tuple[Gateway, ...] = ()

    def make_loop(self) -> Loop:
        """The loop that looks."""

        async def look() -> float:
            await self.look()
            return _EVERY

        return Loop("gateways", look, "could not look at the connections", _log, recovery=_EVERY)

    async def look(self) -> None:
        """Look once."""
        self.gateways = tuple([await self._look_at(adapter) for adapter in self._adapters])

    async def _look_at(self, adapter: Adapter) -> Gateway:
        connections, now = await adapter.read_connections(), self._elapsed()
        if connections.state is not ConnectionState.DOWN:
            self._last_up[adapter.name] = now
        since = self._last_up.get(adapter.name)
        lost = None if since is None or connections.state is not ConnectionState.DOWN else now - since
        return Gateway(adapter.name, connections, lost, adapter.problem)
