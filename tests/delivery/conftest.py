"""A newsroom on each engine, connected to this test's own Discord and Slack."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.core.coalition.channels import Terms
from bot.identity import Caller
from bot.store.engine import Store
from tests.core.postcards.support import drive
from tests.core.support.alerting import Newsroom, make_newsroom
from tests.core.support.coalition import BEN
from tests.delivery.press import Wires, worker_on
from tests.platforms.discord import Channel as DiscordChannel
from tests.platforms.discord import DiscordStandIn, User
from tests.platforms.slack import Channel as SlackChannel
from tests.platforms.slack import SlackStandIn
from tests.services import core_on


@dataclass(frozen=True, slots=True)
class Floor:
    """The newsroom, the platforms, and their messages."""

    room: Newsroom
    discord: DiscordStandIn
    slack: SlackStandIn
    wires: Wires
    here: list[DiscordChannel]
    there: list[SlackChannel]
    ana: Caller
    user: User

    async def subscribe(self, who: Caller, channel: str) -> None:
        """Let a channel get alerts."""
        place = Caller(who.platform, who.account, who.space, (f"channel:{channel}",))
        await self.room.channels.subscribe(place, await self.room.house.reach(who), f"calls-{channel}", Terms())

    def counts(self) -> tuple[list[int], list[int]]:
        """The number of messages in each channel of Discord and of Slack."""
        return [len(one.messages) for one in self.here], [len(one.messages) for one in self.there]


async def run_rounds(floor: Floor, count: int = 8) -> None:
    """Let a worker do everything due, several times over more than a minute."""
    worker = worker_on(floor.room, floor.wires.discord, floor.wires.slack)
    for _ in range(count):
        await worker.run_once()
        floor.room.core.clock.forward(seconds=10)


def read_messages(floor: Floor) -> list[str]:
    """Ana's direct messages on Discord."""
    return [message.text for message in floor.user.dm.messages]


@pytest.fixture
async def floor(store: Store) -> AsyncIterator[Floor]:
    """Six channels of Ours on Discord, and four of Theirs on Slack."""
    core = await core_on(store, [drive()], admins=[("console", "root")])
    room = await make_newsroom(core)
    discord = await DiscordStandIn.start(clock=lambda: core.clock() / 1_000_000)
    slack = await SlackStandIn.start(clock=lambda: core.clock() / 1_000_000)
    guild, team = discord.add_guild("Ours"), slack.add_team("Theirs")
    here, there = [guild.add_channel(f"c{n}") for n in range(6)], [team.add_channel(f"s{n}") for n in range(4)]
    user = discord.user("Ana")
    ana, ben = Caller("discord", user.id, guild.id), Caller("slack", BEN.account, team.id)
    for who, org in ((ana, "Discord org"), (ben, "Slack org")):
        await room.house.linked(org, who)
    me = discord.state.bot.id
    wires = Wires.to(discord.api_url, discord.token, me, slack.api_url, {team.id: team.bot_token})
    floor = Floor(room, discord, slack, wires, here, there, ana, user)
    for who, names in ((ana, [one.id for one in here]), (ben, [one.id for one in there])):
        for name in names:
            await floor.subscribe(who, name)
    yield floor
    await wires.close()
    await discord.stop()
    await slack.stop()
    assert (discord.problems, slack.problems) == ([], [])
