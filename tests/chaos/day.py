"""A day on which everything fails: what happens on it, and what has to be true afterwards."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot.identity import Caller
from tests.chaos.bank import FailingBank, open_failing_bank
from tests.chaos.crowd import fill_day, find_lost
from tests.chaos.database import Database
from tests.chaos.history import History, find_repeated_posts, find_wrong_counts, find_wrong_list
from tests.core.support.coalition import ROOT
from tests.effort import IS_LONG, choose
from tests.fixtures import use_store
from tests.platforms.clock import PLATFORM_PATIENCE
from tests.platforms.discord import Channel as DiscordChannel
from tests.platforms.slack import Channel as SlackChannel
from tests.processes.children import PATIENCE, Bank
from tests.processes.newsroom import make_newsroom, subscribe

SECONDS = choose(2, 600)  # at least: each fault is made once, however long that takes
LANES = choose(12, 32)  # people who call at the same time
GUILDS, IN_GUILD, ON_SLACK = choose(2, 8), choose(10, 50), choose(20, 100)
ALERTS = {"Call at once": "now"} | ({"Call again": "in 3 minutes", "Call at last": "in 6 minutes"} if IS_LONG else {})
PAUSE = 4.0 if IS_LONG else 0.2  # seconds between two faults, on average
Channels = Sequence[DiscordChannel | SlackChannel]
_CALLS = "SELECT count(*) FROM calls WHERE removed_at IS NULL"
_TOTAL = "SELECT coalesce(sum(n), 0) FROM current_totals WHERE period = 'campaign' AND by = 'total'"
_DELIVERIES = "SELECT count(*) FROM deliveries WHERE state IN ({})"


async def write_alerts(bank: Bank, database: Database) -> Channels:
    """Subscribe all channels, and write the alerts. Returns the channels."""
    async with use_store(database.url) as store:
        room = await make_newsroom(store, bank.folder)
        channels: list[DiscordChannel | SlackChannel] = []
        for number in range(GUILDS):
            guild = bank.discord.add_guild(f"g{number}")
            here = [guild.add_channel(f"c{at}") for at in range(IN_GUILD)]
            await subscribe(room, Caller("discord", "1", guild.id), [one.id for one in here])
            channels += here
        there = [bank.team.add_channel(f"s{number}") for number in range(ON_SLACK)]
        await subscribe(room, Caller("slack", f"{bank.team.id}:U1", bank.team.id), [one.id for one in there])
        for words, when in ALERTS.items():
            await room.send(ROOT, words, when, audience="coalition")
    return [*channels, *there]


async def check_alerts(database: Database, channels: Channels) -> list[str]:
    """Wait until every delivery has ended. Returns what is wrong with the posts."""
    async with asyncio.timeout(3 * PATIENCE):  # a lease of a killed process has to end first
        # Nobody tells another process that a delivery has ended.
        while await database.fetch_number(_DELIVERIES.format("'waiting', 'sending'")):  # noqa: ASYNC110
            await asyncio.sleep(0.5)
    texts = [[message.text for message in channel.messages] for channel in channels]
    sent, unknown = [await database.fetch_number(_DELIVERIES.format(state)) for state in ("'sent'", "'unknown'")]
    return find_repeated_posts(texts, ALERTS) + find_wrong_list(texts, ALERTS, sent, unknown)


async def play(failing: FailingBank, history: History) -> None:
    """Let people call while everything fails, until the time is over."""
    end = asyncio.Event()
    asyncio.get_running_loop().call_later(SECONDS, end.set)
    crowd = [asyncio.create_task(fill_day(failing.bank.team, history, end, lane)) for lane in range(LANES)]
    await failing.fail(end, PAUSE)
    await asyncio.gather(*crowd)


async def play_day(bank: Bank, database: Database, programs: Sequence[Path]) -> None:
    """Play a day with a replica from each checkout, and check all of it."""
    history = History()
    bank.settings = 'coalition: {admins: ["console:root"]}\n'
    bank.slack.hub.ack_seconds, bank.slack.hub.patience = PLATFORM_PATIENCE, 5.0
    async with open_failing_bank(bank, database.disk, programs, seed=1) as failing:
        database.add_faults(failing)
        await failing.start(older=True)
        channels = await write_alerts(bank, database)
        await failing.start(older=False)
        await play(failing, history)
        wrong = await find_lost(bank.team, history) + await check_alerts(database, channels)
    rows, total = await database.fetch_number(_CALLS), await database.fetch_number(_TOTAL)
    print(describe(failing, history, rows))
    wrong += history.anomalies + find_wrong_counts(history, rows, total)
    assert not wrong, "\n".join(wrong)
    for command in (("rebuild",), ("audit", "verify")):
        status, answer = await bank.call(*command, config=failing.replicas[0].config)
        assert status == 0, answer


def describe(failing: FailingBank, history: History, rows: int) -> str:
    """What happened, in numbers."""
    ends = sum(replica.ends.total() for replica in failing.replicas)
    faults = ", ".join(f"{name} {count}" for name, count in sorted(failing.made.items()))
    return (
        f"{rows} calls in the end; {history.confirmed} answers confirmed something and {history.unanswered} requests "
        f"got none; {ends} ends of processes; faults made: {faults}"
    )
