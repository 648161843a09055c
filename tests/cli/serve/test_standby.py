"""A platform that another process serves: `run` waits, takes over, and waits again."""

import asyncio
from dataclasses import dataclass, field
from io import StringIO

import pytest

from bot.cli.serve.leased_discord import describe_holder
from bot.cli.serve.platforms import serve
from bot.core.processes.process_rows import Process
from bot.errors import ConfigError, Problem, Standby
from bot.runtime.duties import Duty, Shards
from tests.cli.serve.scripted import Platform
from tests.cli.serve.test_run import events, until


@dataclass
class Waiting(Platform):
    """A platform that another process serves for so many looks. ``outcomes`` has what came of each start."""

    looks: int = 2
    outcomes: asyncio.Queue[str] = field(default_factory=asyncio.Queue)

    async def start(self) -> None:
        if self.looks:
            self.looks -= 1
            self.outcomes.put_nowait("standby")
            raise Standby(self.name, "another process serves it")
        self.outcomes.put_nowait("ready")

    async def wait_until_lost(self) -> ConfigError:
        await self.loses.wait()
        self.loses.clear()
        self.looks = 1
        return Standby(self.name, "another process took it")

    async def list_starts(self, count: int) -> list[str]:
        """What came of the next starts."""
        async with asyncio.timeout(20):
            return [await self.outcomes.get() for _ in range(count)]


async def test_a_standby_takes_over_and_stands_by_again(log: StringIO) -> None:
    platform, stop = Waiting("discord"), asyncio.Event()
    serving = asyncio.create_task(serve([platform], stop))
    assert await platform.list_starts(3) == ["standby", "standby", "ready"]
    assert events(log) == [("standby", "discord"), ("ready", "discord")]
    platform.loses.set()
    assert await platform.list_starts(2) == ["standby", "ready"]
    assert events(log)[2:] == [("standby", "discord"), ("ready", "discord")]
    stop.set()
    assert await serving == 0


async def test_a_standby_that_never_took_over_ends_cleanly() -> None:
    platform, stop = Waiting("discord"), asyncio.Event()
    platform.looks = 1_000
    serving = asyncio.create_task(serve([platform, Platform("slack")], stop))
    assert await platform.list_starts(2) == ["standby", "standby"]
    stop.set()
    assert await serving == 0


@dataclass
class Refused(Waiting):
    """A platform that starts with wrong settings once the other process has ended."""

    async def start(self) -> None:
        await super().start()
        raise ConfigError((Problem(self.name, 0, 0, "the token is refused"),))


@pytest.mark.parametrize("looks", [1, 2])
async def test_a_standby_that_can_not_take_over_leaves_the_others(looks: int, log: StringIO) -> None:
    platform, slack, stop = Refused("discord", looks=looks), Platform("slack"), asyncio.Event()
    serving = asyncio.create_task(serve([platform, slack], stop))
    await asyncio.wait_for(until(log, ("lost", "discord")), 20)
    assert "stop" not in slack.told
    stop.set()
    assert await serving == 1


async def test_the_last_standby_that_can_not_take_over_ends_the_program() -> None:
    with pytest.raises(ConfigError, match="the token is refused"):
        await serve([Refused("discord")], asyncio.Event())


@pytest.mark.parametrize(
    ("wanted", "held", "told"),
    [
        (
            Shards(0, 3, 8),
            Shards(0, 3, 8),
            "serves the shards 0-3/8. This one is a standby for the shards 0-3/8, and",
        ),
        (None, None, "serves all of Discord's shards. This one is a standby for Discord, and takes over when that one"),
        (
            None,
            Shards(0, 3, 8),
            "serves the shards 0-3/8. This one is a standby for Discord: some servers belong to both",
        ),
        (
            Shards(0, 1, 4),
            Shards(0, 3, 8),
            "a standby for the shards 0-1/4: some servers belong to both, so start",
        ),
    ],
)
def test_a_standby_says_why_it_waits(wanted: Shards | None, held: Shards | None, told: str) -> None:
    holder = Process("1a2b3c4d", frozenset({Duty.DISCORD}), held, serves_discord=True)
    assert told in describe_holder(wanted, holder)
    assert "the process 1a2b3c4d serves" in describe_holder(wanted, holder)
