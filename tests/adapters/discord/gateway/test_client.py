"""Whatever the gateway does, the bot reconnects or reports why not; a bad event affects only itself."""

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.adapters import ConnectionState
from bot.adapters.discord.adapter import Client
from bot.adapters.discord.gateway.permissions import find_access
from bot.kit.cards.outbound import Address
from tests.adapters.discord.conftest import Floor

RESUMED = (1000, 1001, 4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009)
FINAL = (4004, 4010, 4011, 4012, 4013, 4014)  # discord.py gives up on these


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip the five seconds that Discord wants between two IDENTIFYs."""

    async def at_once(self: Client, shard_id: int | None, *, initial: bool = False) -> None:
        return

    monkeypatch.setattr(Client, "before_identify_hook", at_once)


async def check_echo(floor: Floor) -> None:
    """Use the echo command, and check its answer."""
    answer = await floor.ana.slash("echo", {"word": "still here"}, channel=floor.channel)
    assert answer.text == "still here"


async def wait_for_sessions(floor: Floor, count: int) -> None:
    """Wait for ``count`` connections, the last one still open."""
    gateway = floor.discord.state.gateway
    await gateway.changed.until(
        lambda: len(gateway.identified) + gateway.resumed >= count and bool(gateway.connected()),
        10,
        lambda: f"{len(gateway.identified)} identified, {gateway.resumed} resumed",
    )


@pytest.mark.parametrize("code", [*RESUMED, *FINAL])
async def test_a_closed_connection_is_reopened(floor: Floor, code: int) -> None:
    with capture_logs() as logs:
        await floor.discord.close_connections(code)
        await wait_for_sessions(floor, 2)
        await check_echo(floor)
    lost = [line for line in logs if line["event"] == "discord lost"]
    assert [line["code"] for line in lost if line["error"] == "ConnectionClosed"] == (
        [code] if code in {*FINAL} - {4014} else []
    )
    assert floor.adapter.problem == ""


async def test_a_bot_that_is_disconnected_repeatedly_reconnects_each_time(floor: Floor) -> None:
    for times in range(1, 6):
        await floor.discord.close_connections(4004)
        await wait_for_sessions(floor, 1 + times)
    await check_echo(floor)


async def test_its_connections_say_how_many_shards_are_connected(floor: Floor) -> None:
    connections = await floor.adapter.read_connections()
    assert (connections.state, connections.open, connections.wanted, connections.reopened) == (
        ConnectionState.UP,
        1,
        1,
        0,
    )
    floor.discord.drop_connections()  # discord.py opens another one itself
    await wait_for_sessions(floor, 2)
    await check_echo(floor)
    assert (await floor.adapter.read_connections()).reopened == 1
    await floor.discord.close_connections(4004)  # discord.py gives up
    await wait_for_sessions(floor, 3)
    await check_echo(floor)
    connections = await floor.adapter.read_connections()
    assert (connections.state, connections.open, connections.reopened) == (ConnectionState.UP, 1, 2)
    await floor.adapter.stop()
    assert (await floor.adapter.read_connections()).state is ConnectionState.DOWN


async def test_a_token_refused_later_is_reported_and_retried(floor: Floor) -> None:
    good = floor.discord.state.token
    floor.discord.state.token = "another one"
    floor.discord.state.gateway._token = "another one"
    await floor.discord.close_connections(4004)
    error = await asyncio.wait_for(floor.adapter.wait_until_lost(), 10)
    assert "DISCORD_TOKEN is refused by Discord" in str(error)
    assert "DISCORD_TOKEN" in floor.adapter.problem
    assert (await floor.adapter.read_connections()).state is ConnectionState.DOWN
    floor.discord.state.token = floor.discord.state.gateway._token = good
    await wait_for_sessions(floor, 2)
    await floor.discord.until(lambda: True)
    await check_echo(floor)


@pytest.mark.parametrize("bad", [None, {}, [], "text", {"v": 10, "user": None}, {"session_id": "x"}])
async def test_an_unreadable_greeting_is_requested_again(floor: Floor, bad: Any) -> None:
    floor.discord.push("READY", bad)
    await wait_for_sessions(floor, 2)
    await check_echo(floor)


THREAD = {"id": "7", "guild_id": "1", "parent_id": "2", "owner_id": None, "name": "t", "type": 11, "message_count": 0}
BAD = [
    ("THREAD_CREATE", THREAD),
    ("THREAD_UPDATE", THREAD),
    ("THREAD_LIST_SYNC", {"guild_id": None, "threads": [None]}),
    ("CHANNEL_CREATE", {"id": "x", "type": 0}),
    ("CHANNEL_UPDATE", {"type": "new kind", "id": None, "guild_id": []}),
    ("CHANNEL_DELETE", "gone"),
    ("GUILD_CREATE", {"id": None}),
    ("GUILD_CREATE", {"id": "9", "channels": [{"type": 0}], "members": 7}),
    ("GUILD_UPDATE", {"id": "nine"}),
    ("GUILD_DELETE", {}),
    ("GUILD_ROLE_UPDATE", {"guild_id": "1"}),
    ("GUILD_ROLE_CREATE", None),
    ("GUILD_MEMBER_UPDATE", {"guild_id": "one"}),
    ("USER_UPDATE", {"id": None}),
    ("INTERACTION_CREATE", {"id": "1", "type": "new"}),
    ("INTERACTION_CREATE", None),
    ("INTERACTION_CREATE", {"id": "1", "token": "t", "type": 2, "member": {}, "channel_id": []}),
    ("STAGE_INSTANCE_CREATE", 1),
]


@pytest.mark.parametrize(("event", "data"), BAD)
async def test_an_unreadable_event_affects_only_itself(floor: Floor, event: str, data: Any) -> None:
    guild = {"guild_id": floor.guild.id} if isinstance(data, dict) and data.get("guild_id") == "1" else {}
    with capture_logs() as logs:
        floor.discord.push(event, {**data, **guild} if guild else data)
        floor.discord.push("NOBODY_KNOWS_THIS_EVENT", {"x": 1})
        await check_echo(floor)
    assert len(floor.discord.identified) == 1
    assert floor.discord.resumed == 0
    told = [line for line in logs if line["event"] == "discord event not understood"]
    assert [line["kind"] for line in told] in ([event], [])  # discord.py can read parts of some events
    assert all(len(line["reference"]) == 8 for line in told)


async def test_a_thread_without_an_owner_does_not_hide_its_server(parts: Floor) -> None:
    payload = parts.guild.payload(parts.discord.state.bot)
    await parts.adapter.start()
    thread = {**THREAD, "guild_id": parts.guild.id, "parent_id": parts.channel.id}
    with capture_logs() as logs:
        parts.discord.push("GUILD_CREATE", {**payload, "threads": [thread]})
        await check_echo(parts)
    assert logs == []
    assert parts.adapter._connection
    scene = find_access(parts.adapter._connection, Address("discord", parts.guild.id, parts.channel.id))
    assert scene
    assert (scene.name, scene.find_problem()) == ("general", None)
    await parts.adapter.stop()


async def test_an_unreadable_server_does_not_count_as_left(floor: Floor) -> None:
    floor.discord.push("GUILD_CREATE", {"id": "99", "channels": 3})
    await check_echo(floor)
    assert floor.adapter._connection
    assert find_access(floor.adapter._connection, Address("discord", "99", "1")) is None
    left = find_access(floor.adapter._connection, Address("discord", "98", "1"))
    assert left
    assert left.removed
