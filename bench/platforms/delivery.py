"""An alert to a thousand channels, compared with the time that the platforms' limits require, and commands meanwhile.

Half of the channels are on Discord, which accepts 50 requests a second from a bot. The others are on Slack, in twenty
workspaces, where each channel accepts a message a second. Discord's half sets the pace: Slack's limits would let all
of its posts through at once. Callboard runs in its own process, the stand-ins of both platforms in this one.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from statistics import median

from bench.platforms.programs import Places, run_program
from bench.rounds import time_milliseconds
from bench.table import Bar, Figures, Row
from tests.platforms.discord import Channel as DiscordChannel
from tests.platforms.discord import DiscordStandIn
from tests.platforms.slack import Channel as SlackChannel
from tests.platforms.slack import SlackStandIn

TITLE = "An alert to many channels"
_A_SECOND = 50  # requests of a bot: https://docs.discord.com/developers/topics/rate-limits#global-rate-limit
_WORKSPACES = 20
_PATIENCE = 300.0  # seconds

Deeds = Mapping[str, Callable[[], Awaitable[object]]]


async def measure(repeats: int = 3, channels: int = 1_000, idle: int = 150) -> tuple[Row, ...]:
    """The time to reach all channels, and the time of commands' answers meanwhile compared with an idle bot's."""
    taken, own = list[float](), channels / 2 / _A_SECOND
    before, meanwhile = dict[str, list[float]](), dict[str, list[float]]()
    for _ in range(repeats):
        async with _hall(channels) as hall:
            await _times(hall.deeds, lambda: False, 10)  # the first of each compiles and connects
            quiet = await _times(hall.deeds, lambda: False, idle)
            begun = time.perf_counter()
            await hall.go()
            arriving = asyncio.create_task(hall.wait_until_posted(begun))
            busy = await _times(hall.deeds, arriving.done, 100_000)
            taken.append(await arriving)
        for name in hall.deeds:
            before.setdefault(name, []).append(median(quiet[name]))
            meanwhile.setdefault(name, []).append(median(busy[name]))
    limit = Row(f"{channels:,} channels", "s", Figures(tuple(taken)), "the limit's own time", _same(own, taken), _BAR)
    return (limit, *(_answers(name, meanwhile[name], before[name]) for name in before))


_BAR = Bar("at most", 1.1)


def _same(value: float, like: list[float]) -> Figures:
    return Figures((value,) * len(like))


def _answers(name: str, busy: list[float], quiet: list[float]) -> Row:
    return Row(
        f"{name} meanwhile", "ms", Figures(tuple(busy)), "at other times", Figures(tuple(quiet)), Bar("at most", 1.2)
    )


async def _times(deeds: Deeds, done: Callable[[], bool], most: int) -> dict[str, list[float]]:
    """Time the deeds in turns until ``done``, at most ``most`` times. People use the bot about ten times a second."""
    times: dict[str, list[float]] = {name: [] for name in deeds}
    for _ in range(most):
        if done():
            break
        for name, deed in deeds.items():
            times[name].append(await time_milliseconds(deed))
            await asyncio.sleep(0.02)
    return times


class _Hall:
    """A server with channels and people in it, and workspaces with channels."""

    def __init__(self, discord: DiscordStandIn, here: list[DiscordChannel], there: list[SlackChannel]) -> None:
        self._here, self._there = here, there
        self._ana, self._talk = discord.user("Ana"), here[0].guild.add_channel("talk") if here[0].guild else here[0]
        self.deeds: Deeds = {"reads nothing": self._ok, "/script": self._script}

    async def go(self) -> None:
        """Send an alert to all channels."""
        answer = await self._ana.slash("go", channel=self._talk)
        assert answer.text == f"{len(self._here) + len(self._there)} channels", answer.text

    async def wait_until_posted(self, begun: float) -> float:
        """Wait until it is in every channel exactly once. Returns the seconds it took."""
        for channel in self._here:
            await channel.until(lambda one: bool(one.messages), _PATIENCE)
        for other in self._there:
            await other.until(lambda one: bool(one.messages), _PATIENCE)
        seconds = time.perf_counter() - begun
        held = [*(len(one.messages) for one in self._here), *(len(one.messages) for one in self._there)]
        assert set(held) == {1}, "an alert is in some channel twice"
        return seconds

    async def _ok(self) -> None:
        answer = await self._ana.slash("ok", channel=self._talk)
        assert answer.text == "ok", answer.text

    async def _script(self) -> None:
        answer = await self._ana.slash("script", channel=self._talk)
        assert "224-3121" in answer.text, answer.text


@asynccontextmanager
async def _hall(channels: int) -> AsyncIterator[_Hall]:
    discord, slack = await DiscordStandIn.start(), await SlackStandIn.start()
    guild, half = discord.add_guild("Valley Org"), channels // 2
    teams = [slack.add_team(f"Workspace {number}") for number in range(_WORKSPACES)]
    here = [guild.add_channel(f"c{number}") for number in range(half)]
    there = [teams[number % _WORKSPACES].add_channel(f"s{number}") for number in range(channels - half)]
    spaces = {
        "discord": {guild.id: [channel.id for channel in here]},
        "slack": {team.id: [channel.id for channel in there if channel.team is team] for team in teams},
    }
    try:
        with tempfile.TemporaryDirectory(prefix="callboard-bench-") as folder:
            tokens = {team.id: team.bot_token for team in teams}
            addresses = (discord.api_url, discord.gateway_url, discord.token, slack.api_url)
            places = Places(folder, *addresses, spaces=spaces, slack_tokens=tokens)
            async with run_program("newsroom", places):
                await discord.ready()
                yield _Hall(discord, here, there)
    finally:
        await discord.stop()
        await slack.stop()
    assert (discord.problems, slack.problems) == ([], [])
