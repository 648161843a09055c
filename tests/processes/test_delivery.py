"""Three processes that only deliver: each post goes out once, and no faster than the platform lets one token."""

import signal
from collections import Counter

import pytest

from bot.identity import Caller
from tests.core.support.coalition import ROOT
from tests.fixtures import Opening
from tests.platforms.discord import Channel
from tests.processes.children import PATIENCE, Bank
from tests.processes.newsroom import make_newsroom, subscribe

GUILDS, CHANNELS, ROOMS = 4, 50, 10
LEAST = 2500  # milliseconds for 200 posts; one token's limit makes 4,100, and three processes that don't know it 1,400


@pytest.mark.timeout(240)
async def test_three_deliverers_post_once_and_keep_the_tokens_limit_together(bank: Bank, opening: Opening) -> None:
    store = await opening(bank.store)
    room = await make_newsroom(store, bank.folder)
    here, team = list[Channel](), bank.team
    for number in range(GUILDS):
        guild = bank.discord.add_guild(f"g{number}")
        here += (channels := [guild.add_channel(f"c{at}") for at in range(CHANNELS)])
        await subscribe(room, Caller("discord", "1", guild.id), [channel.id for channel in channels])
    there = [team.add_channel(f"s{number}") for number in range(ROOMS)]
    await subscribe(room, Caller("slack", f"{team.id}:U1", team.id), [one.id for one in there])

    bank.settings = 'coalition: {admins: ["console:root"]}\n'
    children = [await bank.run("--only", "delivery") for _ in range(3)]
    for child in children:
        for platform in ("discord", "slack"):
            await child.until("ready", platform=platform)
    assert bank.discord.identified == []
    await room.send(ROOT, audience="coalition")

    await bank.discord.until(lambda: all(one.messages for one in here))
    await bank.slack.until(lambda: all(one.messages for one in there), PATIENCE)
    for child in children:
        assert await child.stop(signal.SIGTERM) == 0
    assert Counter(len(one.messages) for one in here) == {1: GUILDS * CHANNELS}
    assert Counter(len(one.messages) for one in there) == {1: ROOMS}
    times = sorted(int(one.messages[0].id) >> 22 for one in here)  # milliseconds
    assert times[-1] - times[0] >= LEAST
