"""Processes that serve Discord's shards: one for each shard, and another takes over when it ends, however it ends."""

import signal

import asyncpg
import pytest
from aiohttp import ClientSession

from tests.platforms.discord import Channel, User
from tests.platforms.discord.answers import Answer
from tests.processes.children import Bank
from tests.processes.watcher import Watcher

pytestmark = pytest.mark.timeout(240)  # processes start slowly on a busy machine

WAITING = "alerts, reminders and changed cards wait: start callboard run --only delivery"
SHARED = ("--only", "discord", "--shards", "0/1")


async def log_call(who: User, channel: Channel) -> Answer:
    """Log a call, and see that it was counted."""
    answer = await who.slash("log", {"outcome": "spoke"}, channel=channel)
    assert "Logged" in answer.text, answer.text
    return answer


async def count_calls(store: str) -> int:
    """The number of calls in the database."""
    connection = await asyncpg.connect(store)
    try:
        return int(await connection.fetchval("SELECT count(*) FROM calls"))
    finally:
        await connection.close()


async def test_a_standby_takes_over_from_a_killed_a_stalled_and_a_stopped_process(bank: Bank) -> None:
    channel = bank.discord.add_guild("Valley Org").add_channel("general")
    ana, ben, eve, kim = (bank.discord.user(name) for name in ("Ana", "Ben", "Eve", "Kim"))
    first = await bank.run(*SHARED)
    await first.until("ready", platform="discord")
    second = await bank.run(*SHARED)
    reason = (await second.until("standby", platform="discord"))["reason"]
    assert reason.endswith("This one is a standby for the shards 0/1, and takes over when that one ends")
    async with ClientSession() as session:
        standby = await Watcher.find(session, second)
        assert (await standby.until("discord", "ok")).startswith("Another process answers there.")
        assert (await standby.read_parts())[0] == 200  # an orchestrator leaves it alone
        assert await standby.read_metric("callboard_gateway_standby", platform="discord") == 1
    await log_call(ana, channel)
    assert len(bank.discord.identified) == 1

    await first.stop(signal.SIGKILL)
    await second.until("ready", platform="discord")
    await log_call(ben, channel)

    third = await bank.run(*SHARED)
    await third.until("standby", platform="discord")
    second.process.send_signal(signal.SIGSTOP)
    await third.until("ready", platform="discord")
    answer = await log_call(eve, channel)  # Discord sends it to the second process too, which still has its connection
    second.process.send_signal(signal.SIGCONT)
    await second.until("standby", 2, platform="discord")  # after it woke: the first was before it took over
    assert len(answer.interaction.attempts) == 1

    assert await third.stop(signal.SIGTERM) == 0
    await second.until("ready", 2, platform="discord")
    await log_call(kim, channel)
    assert await second.stop(signal.SIGTERM) == 0
    assert await count_calls(bank.store) == 4


async def test_each_process_serves_its_own_servers_and_one_registers_the_commands(bank: Bank) -> None:
    channels = [bank.discord.add_guild(name).add_channel("general") for name in ("Elm", "Oak")]
    even = await bank.run("--only", "discord", "--shards", "0/2")
    odd = await bank.run("--only", "discord", "--shards", "1/2")
    for child in (even, odd):
        await child.until("ready", platform="discord")
    assert {one.shard for one in bank.discord.identified} == {(0, 2), (1, 2)}
    assert len(bank.discord.command_puts) == 1
    for number, channel in enumerate(channels):
        await log_call(bank.discord.user(f"Caller {number}"), channel)
    await odd.until("something is left out", reason=f"Nobody delivers, so {WAITING}")
    assert await count_calls(bank.store) == 2
    for child in (even, odd):
        assert await child.stop(signal.SIGTERM) == 0
