"""Five hundred channels, and a process that is killed at fifty points on the way."""

import asyncio
import json
import os
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.core.base.keys.keys import Keys
from bot.core.base.leases import DELIVERY_LEASE
from bot.core.base.statuses import DeliveryStatus
from bot.core.coalition.channels import Terms
from bot.core.times.clock import SECOND
from bot.identity import Caller
from tests.core.support.alerting import Newsroom, newsroom_on
from tests.core.support.coalition import ADMIN, ROOT
from tests.delivery.failures.killed import AheadClock
from tests.effort import choose
from tests.fixtures import Opening
from tests.platforms.discord import Channel as DiscordChannel
from tests.platforms.discord import DiscordStandIn
from tests.platforms.slack import Channel as SlackChannel
from tests.platforms.slack import SlackStandIn
from tests.services import SECRET, core_on

ROOT_FOLDER = Path(__file__).parents[3]
KILLS = choose(20, 200)
GUILDS, TEAMS, IN_GUILD, IN_TEAM = 6, 2, 50, 100
_HANGS = 20.0  # seconds
_IN_DOUBT = """
    SELECT channels.address FROM deliveries JOIN channels ON channels.id = deliveries.channel_id
    WHERE deliveries.state = 'sending' AND deliveries.first_tried_at IS NOT NULL
"""


class Town:
    """Three hundred channels on Discord and two hundred on Slack, with one clock."""

    def __init__(self, discord: DiscordStandIn, slack: SlackStandIn) -> None:
        self.discord, self.slack = discord, slack
        self.guilds = [discord.add_guild(f"g{number}") for number in range(GUILDS)]
        self.teams = [slack.add_team(f"t{number}") for number in range(TEAMS)]
        self.here: dict[str, DiscordChannel] = {}
        self.there: dict[str, SlackChannel] = {}

    @property
    def posted(self) -> int:
        """The number of messages."""
        in_guilds = sum(len(one.messages) for one in self.here.values())
        return in_guilds + sum(len(one.messages) for one in self.there.values())

    def holds(self, channel: str) -> int:
        """The number of messages in a channel."""
        return len(self.here[channel].messages if channel in self.here else self.there[channel].messages)

    async def subscribe(self, room: Newsroom, guilds: int = GUILDS, teams: int = TEAMS) -> None:
        """Give an org the channels of so many servers and workspaces, and subscribe them."""
        for guild in self.guilds[:guilds]:
            who = Caller("discord", "1", guild.id)
            await room.house.linked(f"Org {guild.name}", who)
            channels = [guild.add_channel(f"c{number}") for number in range(IN_GUILD)]
            self.here |= {channel.id: channel for channel in channels}
            await _subscribe(room, who, [channel.id for channel in channels])
        for team in self.teams[:teams]:
            who = Caller("slack", f"{team.id}:U1", team.id)
            await room.house.linked(f"Org {team.name}", who)
            rooms = [team.add_channel(f"s{number}") for number in range(IN_TEAM)]
            self.there |= {room.id: room for room in rooms}
            await _subscribe(room, who, [room.id for room in rooms])

    def addresses(self, store: str) -> str:
        """What a deliverer needs to know, as JSON."""
        discord, slack = self.discord, self.slack
        tokens = {team.id: team.bot_token for team in self.teams}
        told = {
            "store": store,
            "discord": (discord.api_url, discord.token, discord.state.bot.id),
            "slack": (slack.api_url, tokens),
        }
        return json.dumps(told)


@dataclass(slots=True)
class Deliverer:
    """The program that is killed."""

    process: asyncio.subprocess.Process

    async def begin(self, ahead: int) -> int:
        """Start a child whose clock is ``ahead`` microseconds ahead, and return its process id."""
        assert self.process.stdin
        self.process.stdin.write(f"{ahead}\n".encode())
        return int((await self._told()).removeprefix("pid "))

    async def ended(self) -> int:
        """Wait for the child to end, and return its status, negative for a signal."""
        return int((await self._told()).removeprefix("end "))

    async def _told(self) -> str:
        assert self.process.stdout
        async with asyncio.timeout(_HANGS):
            return (await self.process.stdout.readline()).decode().strip()


async def _subscribe(room: Newsroom, who: Caller, channels: list[str]) -> None:
    reach = await room.house.reach(who)
    places = [Caller(who.platform, who.account, who.space, (f"channel:{channel}",)) for channel in channels]
    await asyncio.gather(*(room.channels.subscribe(place, reach, "floor", Terms()) for place in places))


@pytest.fixture
async def clock() -> AheadClock:
    """The time on every platform."""
    return AheadClock(0)


@pytest.fixture
async def town(clock: AheadClock) -> AsyncIterator[Town]:
    """Both platforms. Fails at the end if one has complaints."""
    discord = await DiscordStandIn.start(clock=lambda: clock() / SECOND, patience=_HANGS)
    slack = await SlackStandIn.start(clock=lambda: clock() / SECOND)
    yield Town(discord, slack)
    await discord.stop()
    await slack.stop()
    assert (discord.problems, slack.problems) == ([], [])


@pytest.fixture
async def deliverer(town: Town, sqlite_path: Path) -> AsyncIterator[Deliverer]:
    """The program, waiting for input."""
    program = (sys.executable, "-m", "tests.delivery.failures.killed")
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*program, cwd=ROOT_FOLDER, stdin=pipe, stdout=pipe)
    assert process.stdin
    process.stdin.write(f"{town.addresses(f'sqlite:///{sqlite_path}')}\n".encode())
    yield Deliverer(process)
    process.stdin.close()
    await process.wait()


@pytest.mark.timeout(180)
async def test_killed_at_many_points_each_channel_gets_it_once_or_is_listed(
    town: Town, clock: AheadClock, sqlite_path: Path, deliverer: Deliverer, opening: Opening
) -> None:
    store = await opening(f"sqlite:///{sqlite_path}")
    room = newsroom_on(await core_on(store, clock=clock, admins=[("console", "root")]))
    await town.subscribe(room)
    alert = await room.send(ROOT, audience="coalition")
    await store.close()

    accepted = await kill_often(town, clock, sqlite_path, deliverer)
    assert len(accepted) > KILLS, "hardly any kill came between a platform's word and its mark"
    while await deliver_all(clock, deliverer) != 0:
        clock.ahead += 50 * SECOND

    assert Counter(len(one.messages) for one in town.here.values()) == {1: GUILDS * IN_GUILD}
    store = await opening(f"sqlite:///{sqlite_path}")
    room = newsroom_on(await core_on(store, clock=clock))
    listed = (await room.operations.read_detail(ADMIN, alert)).progress.counts
    await store.close()
    unknown, sent = listed[DeliveryStatus.UNKNOWN], listed[DeliveryStatus.SENT]
    assert sent + unknown == len(town.here) + len(town.there)
    on_slack = Counter(len(one.messages) for one in town.there.values())
    assert set(on_slack) <= {0, 1}
    assert on_slack[0] <= unknown
    assert 0 < unknown <= TEAMS * KILLS


@pytest.mark.timeout(120)
async def test_unstarted_deliveries_go_out_at_the_next_start_and_the_rest_after_a_lease(
    town: Town, clock: AheadClock, sqlite_path: Path, deliverer: Deliverer, opening: Opening
) -> None:
    store = await opening(f"sqlite:///{sqlite_path}")
    room = newsroom_on(await core_on(store, clock=clock, admins=[("console", "root")]))
    await town.subscribe(room, guilds=1, teams=1)
    await room.send(ROOT, audience="coalition")
    await store.close()
    for _ in range(2):
        child = await deliverer.begin(clock.ahead)
        await wait_for_posts(town, town.posted + 20)
        os.kill(child, signal.SIGKILL)
        await deliverer.ended()

    begun = find_in_doubt(sqlite_path)
    assert begun
    await deliver_all(clock, deliverer)  # no time has passed
    missing = {channel for channel in (*town.here, *town.there) if not town.holds(channel)}
    assert missing <= set(begun)
    clock.ahead += DELIVERY_LEASE
    assert await deliver_all(clock, deliverer) == 0
    assert {channel for channel in town.here if town.holds(channel) != 1} == set()
    assert max(len(one.messages) for one in town.there.values()) == 1


async def kill_often(town: Town, clock: AheadClock, database: Path, deliverer: Deliverer) -> set[str]:
    """Kill a child at fifty points, and return the channels with a message that wasn't marked yet."""
    accepted = set[str]()
    for number in range(KILLS):
        child = await deliverer.begin(clock.ahead)
        await wait_for_posts(town, town.posted + number * 4 % 13)
        os.kill(child, signal.SIGKILL)
        assert await deliverer.ended() == -signal.SIGKILL
        accepted |= {channel for channel in find_in_doubt(database) if town.holds(channel)}
        clock.ahead += (
            130 * SECOND if number % 10 == 9 else DELIVERY_LEASE
        )  # past the nonce's life, or only past the lease
    return accepted


async def wait_for_posts(town: Town, count: int) -> None:
    """Wait until there are ``count`` messages in all channels."""

    def enough() -> bool:
        return town.posted >= count

    waits = [asyncio.create_task(wait) for wait in (town.discord.until(enough), town.slack.until(enough, _HANGS))]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
        with suppress(asyncio.CancelledError):
            await wait


def find_in_doubt(database: Path) -> list[str]:
    """The channels whose delivery was in progress when its process was killed."""
    connection = sqlite3.connect(database)
    try:
        return [Keys(SECRET).decrypt(address) for (address,) in connection.execute(_IN_DOUBT)]
    finally:
        connection.close()


async def deliver_all(clock: AheadClock, deliverer: Deliverer) -> int:
    """Let a child deliver everything due. Returns 0 if nothing at all is left."""
    await deliverer.begin(clock.ahead)
    return await deliverer.ended()
