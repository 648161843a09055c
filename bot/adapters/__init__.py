"""The platforms.

Each adapter turns its platform's payloads into kit's requests and draws kit's cards. `Adapter` is what the command
line starts and stops; `pacing` holds rates and backoff for all of them, `downloads` reads files that
people send.
"""

from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from bot.errors import ConfigError
from bot.kit.cards.outbound import Poster


class ConnectionState(StrEnum):
    """How an adapter is connected to its platform."""

    UP = "up"
    STANDBY = "standby"  # another process answers there, and this one would take over
    DOWN = "down"


class Connections(Struct, frozen=True):
    """An adapter's connections to its platform at a moment.

    ``open`` connections of ``wanted`` are there: Discord's shards, or Slack's sockets. Both are 0 if a platform needs
    none. ``reopened`` is how many were opened again since the start. ``latency`` is in seconds, None if unknown.
    """

    state: ConnectionState
    open: int = 0
    wanted: int = 0
    reopened: int = 0
    latency: float | None = None


DOWN = Connections(ConnectionState.DOWN)  # not started


class Adapter(Protocol):
    """One platform: every platform is started, watched and stopped the same way."""

    name: str

    @property
    def poster(self) -> Poster:
        """Posts that nobody asked for go through here, once started. After `stop` it answers `Later` to everything."""
        ...

    @property
    def problem(self) -> str:
        """Why nobody can be served right now, as a sentence. Empty while all is well."""
        ...

    async def read_connections(self) -> Connections:
        """How the connections are right now, as far as this process knows. It asks nobody."""
        ...

    async def start(self) -> None:
        """Connect, and return once requests are answered.

        Raises ConfigError with what to fix, or its subclass Unreachable where trying again may help.
        """
        ...

    async def wait_until_lost(self) -> ConfigError:
        """Wait until the connection can't be restored without an admin, and return what to fix."""
        ...

    async def stop(self) -> None:
        """Accept no new requests, finish those in progress, and disconnect."""
        ...
