"""A Discord command from the tap to the answer, beside a bare discord.py bot that says "ok".

Each runs in its own process, connected to a stand-in of Discord in this one.
"""

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from bench.platforms.commands import measure_commands
from bench.platforms.programs import Kind, Places, Program, run_program
from bench.table import Row
from tests.platforms.clock import PLATFORM_PATIENCE
from tests.platforms.discord import Channel, DiscordStandIn, User

TITLE = "A Discord command"
_PATIENCE = 5.0  # seconds; Discord takes no answer after three


async def measure(repeats: int = 7, each: int = 25) -> tuple[Row, ...]:
    """See `measure_commands`."""
    return await measure_commands(open_hall, "bare discord.py", repeats, each)


class DiscordHall:
    """A server with a bot in it, and people who use it."""

    def __init__(self, discord: DiscordStandIn, channel: Channel, program: Program) -> None:
        self.program = program
        self._channel = channel
        self._ana = discord.user("Ana")
        self._newcomers = _newcomers(discord)

    async def ok(self) -> None:
        answer = await self._ana.slash("ok", channel=self._channel)
        assert answer.text == "ok", answer.text

    async def script(self) -> None:
        answer = await self._ana.slash("script", channel=self._channel)
        assert "224-3121" in answer.text, answer.text

    async def log(self) -> None:
        answer = await next(self._newcomers).slash("log", {"outcome": "spoke"}, channel=self._channel)
        assert answer.buttons, answer.text

    async def log_plainly(self) -> None:
        """Let a newcomer run the `/log` of a bot without buttons."""
        answer = await next(self._newcomers).slash("log", {"outcome": "spoke"}, channel=self._channel)
        assert answer.text.startswith("Logged"), answer.text


def _newcomers(discord: DiscordStandIn) -> Iterator[User]:
    while True:
        yield discord.user("Newcomer")


@asynccontextmanager
async def open_hall(kind: Kind) -> AsyncIterator[DiscordHall]:
    """Start a program of this kind in a server of its own. Checking its answers would take longer than making them."""
    discord = await DiscordStandIn.start(patience=_PATIENCE, checks=False)
    discord.state.answer_seconds = PLATFORM_PATIENCE
    channel = discord.add_guild("Valley Org").add_channel("general")
    try:
        with tempfile.TemporaryDirectory(prefix="callboard-bench-") as folder:
            async with run_program(kind, discord_places(discord, folder)) as program:
                await discord.ready()
                yield DiscordHall(discord, channel, program)
    finally:
        await discord.stop()
    assert kind == "connecting" or discord.problems == [], discord.problems[:3]


def discord_places(discord: DiscordStandIn, folder: str) -> Places:
    """What a program needs to find ``discord``."""
    return Places(folder, discord.api_url, discord.gateway_url, discord.token)
