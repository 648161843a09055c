"""Discord for one of several processes on one PostgreSQL: what becomes of its shards when it can't serve them."""

import asyncio

import pytest

from bot.adapters import ConnectionState
from bot.cli.serve.leased_discord import LeasedDiscord
from bot.cli.serve.platforms import Served
from bot.core.processes.presence import Presence
from bot.errors import ConfigError, Standby
from bot.runtime.duties import Duty, Part, Shards
from tests.cli.serve.scripted import Platform
from tests.fixtures import Opening

PART = Part(frozenset({Duty.DISCORD}), Shards(0, 3, 8))


async def test_a_lost_gateway_stops_and_lets_a_standby_take_over(emptied_postgres_url: str, opening: Opening) -> None:
    store = await opening(emptied_postgres_url)
    first, standby = Presence(store, PART), Presence(store, PART)
    gateway = Platform("discord", trouble="the token is refused")
    leased = Served(LeasedDiscord(first, PART, lambda: gateway, Platform("discord")), None)
    keeping = asyncio.create_task(leased.keep())
    await leased.tried.wait()
    assert not await standby.claim_shards()
    gateway.loses.set()
    with pytest.raises(ConfigError, match="gone for good"):
        await keeping
    await first.renew()  # as the presence loop does while another platform keeps the process alive
    assert gateway.told[-1] == "stopped"
    assert await standby.claim_shards()
    assert leased.ready
    assert not leased.is_served  # so the exit status says that a platform was lost


async def test_its_link_is_a_standbys_while_another_process_serves(emptied_postgres_url: str, opening: Opening) -> None:
    store = await opening(emptied_postgres_url)
    first, second = Presence(store, PART), Presence(store, PART)
    one, other = (LeasedDiscord(own, PART, lambda: Platform("discord"), Platform("discord")) for own in (first, second))
    assert (await one.read_connections()).state is ConnectionState.DOWN
    await one.start()
    with pytest.raises(Standby):
        await other.start()
    assert [(await leased.read_connections()).state for leased in (one, other)] == [
        ConnectionState.UP,
        ConnectionState.STANDBY,
    ]
    await one.stop()
    await other.start()
    assert [(await leased.read_connections()).state for leased in (one, other)] == [
        ConnectionState.DOWN,
        ConnectionState.UP,
    ]
    await other.stop()
