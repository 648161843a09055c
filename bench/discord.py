"""A Discord command from the tap to the answer, beside a bare discord.py bot that says "ok".

Each runs in its own process, connected to a stand-in of Discord in this one.
"""

import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Literal

from bench.programs import Places, run_program
from bench.rounds import time_in_turns
from bench.table import Bar, Figures, Row
from tests.platforms.discord import Channel, DiscordStandIn, User

TITLE = "A Discord command"


async def measure(repeats: int = 7, each: int = 25) -> tuple[Row, ...]:
    """A command that reads nothing beside the bare one, then `/script` and a newcomer's `/log`."""
    async with AsyncExitStack() as stack:
        bare = await stack.enter_async_context(_hall("bare"))
        callboard = await stack.enter_async_context(_hall("callboard"))
        deeds: dict[str, Callable[[], Awaitable[object]]] = {
            "bare": bare.ok, "reads nothing": callboard.ok, "/script": callboard.script, "/log": callboard.log
        }  # fmt: skip
        await time_in_turns(1, 5, deeds)  # the first of each compiles and connects
        taken = await time_in_turns(repeats, each, deeds)
    return tuple(_row(what, taken) for what in ("reads nothing", "/script", "/log"))


def _row(what: str, taken: dict[str, Figures]) -> Row:
    bar = Bar("at most", 1.5) if what == "reads nothing" else None
    return Row(what, "ms", taken[what], "bare discord.py", taken["bare"], bar)


class _Hall:
    """A server with a bot in it, and people who use it."""

    def __init__(self, discord: DiscordStandIn, channel: Channel) -> None:
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


def _newcomers(discord: DiscordStandIn) -> Iterator[User]:
    while True:
        yield discord.user("Newcomer")


@asynccontextmanager
async def _hall(kind: Literal["callboard", "bare"]) -> AsyncIterator[_Hall]:
    discord = await DiscordStandIn.start()
    channel = discord.add_guild("Valley Org").add_channel("general")
    try:
        with tempfile.TemporaryDirectory(prefix="callboard-bench-") as folder:
            async with run_program(kind, discord_places(discord, folder)):
                await discord.ready()
                yield _Hall(discord, channel)
    finally:
        await discord.stop()
    assert discord.problems == [], discord.problems[:3]


def discord_places(discord: DiscordStandIn, folder: str) -> Places:
    """What a program needs to find ``discord``."""
    return Places(folder, discord.api_url, discord.gateway_url, discord.token)
