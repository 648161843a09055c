"""A platform that does what a test wants."""

import asyncio
from dataclasses import dataclass, field

from bot.adapters import Connections, ConnectionState
from bot.errors import ConfigError, Problem, Unreachable
from bot.kit.cards.outbound import Poster


@dataclass
class Platform:
    """See `bot.adapters.Adapter`. ``told`` lists what happened to it."""

    name: str
    error: Exception | None = None
    starts: asyncio.Event | None = None
    stops: asyncio.Event | None = None
    told: list[str] = field(default_factory=list)
    unreachable: int = 0
    trouble: str = ""
    loses: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def poster(self) -> Poster:
        raise NotImplementedError

    async def start(self) -> None:
        self.told.append("start")
        if self.starts:
            await self.starts.wait()
        if self.unreachable:
            self.unreachable -= 1
            raise Unreachable(self.name, "can't be reached")
        if self.error:
            raise self.error

    @property
    def problem(self) -> str:
        return self.trouble

    async def read_connections(self) -> Connections:
        return Connections(ConnectionState.DOWN if self.trouble else ConnectionState.UP)

    async def wait_until_lost(self) -> ConfigError:
        await self.loses.wait()
        return ConfigError((Problem(self.name, 0, 0, "gone for good"),))

    async def stop(self) -> None:
        self.told.append("stop")
        if self.stops:
            await self.stops.wait()
        self.told.append("stopped")
