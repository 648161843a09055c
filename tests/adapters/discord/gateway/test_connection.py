"""From start to end: ready, refused, disconnected and reconnected."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.adapters import Adapter
from bot.adapters.discord.adapter import Client
from bot.errors import ConfigError, Unreachable
from tests.adapters.discord.conftest import Floor
from tests.platforms.discord.faults import Cut
from tests.platforms.discord.routes import application as routes
from tests.platforms.wires import Proxy, leave_by


async def test_a_start_logs_two_lines_and_uses_only_the_guilds_intent(parts: Floor) -> None:
    adapter: Adapter = parts.adapter
    with capture_logs() as logs:
        await adapter.start()
    await adapter.stop()  # before anything can fail: it would go on
    assert logs[:2] == [
        {"event": "discord commands registered", "count": len(parts.discord.commands()), "log_level": "info"},
        {"event": "discord connected", "shards": 1, "log_level": "info"},
    ]
    assert parts.discord.token not in str(logs)
    assert [each.intents for each in parts.discord.identified] == [1]


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip the five seconds that Discord wants between two IDENTIFYs."""

    async def at_once(self: Client, shard_id: int | None, *, initial: bool = False) -> None:
        return

    monkeypatch.setattr(Client, "before_identify_hook", at_once)


@pytest.mark.usefixtures("hurried")
async def test_there_are_as_many_shards_as_discord_recommends(parts: Floor) -> None:
    parts.discord.state.shards = 2
    parts.discord.add_guild(name="On the other shard").add_channel("general")
    await parts.adapter.start()
    assert {each.shard for each in parts.discord.identified} == {(0, 2), (1, 2)}
    for guild in parts.discord.state.guilds.values():
        answer = await parts.ana.slash("echo", {"word": guild.name}, channel=guild.channels[0])
        assert answer.text == guild.name
    await parts.adapter.stop()


async def test_without_a_writable_folder_commands_are_sent_at_each_start(parts: Floor) -> None:
    parts.state = parts.state.parent / "not there" / "state.json"
    for count in (1, 2):
        adapter = parts.new_adapter()
        with capture_logs() as logs:
            await adapter.start()
        assert "discord commands are sent again at each start" in [line["event"] for line in logs]
        assert len(parts.discord.command_puts) == count
        await adapter.stop()


@pytest.mark.parametrize("starts", [1, 2], ids=["registered now", "registered before"])
@pytest.mark.parametrize("alone", [False, True], ids=["everywhere", "one server"])
async def test_a_command_is_mentioned_by_the_id_that_discord_gave(parts: Floor, starts: int, alone: bool) -> None:
    for count in range(1, starts + 1):
        adapter = parts.new_adapter(development_guild=int(parts.guild.id) if alone else None)
        await adapter.start()
        if count < starts:
            await adapter.stop()
            await parts.discord.disconnected()
    [board] = [one for one in parts.discord.commands(parts.guild if alone else None) if one["name"] == "board"]
    answer = await parts.ana.slash("advise", channel=parts.channel)
    assert answer.text == f"</board:{board['id']}>"
    await adapter.stop()


async def test_a_command_without_a_known_id_stays_text(floor: Floor) -> None:
    floor.discord.refuse("GET /applications/*/commands", 403, 50001)
    with capture_logs() as logs:
        await floor.restart()
    assert "discord commands are not mentioned" in [line["event"] for line in logs]
    assert (await floor.ana.slash("advise", channel=floor.channel)).text == "/board"


async def test_a_wrong_token_is_named_and_not_shown(parts: Floor) -> None:
    adapter = parts.new_adapter(token="wrong.token.secret")
    with pytest.raises(ConfigError, match=r"DISCORD_TOKEN is refused by Discord") as caught:
        await adapter.start()
    assert "secret" not in str(caught.value)
    await adapter.stop()


async def test_a_token_refused_only_by_the_gateway_is_named(parts: Floor) -> None:
    parts.discord.state.gateway._token = "changed meanwhile"
    with pytest.raises(ConfigError, match="DISCORD_TOKEN"):
        await parts.adapter.start()


async def test_an_unreachable_discord_is_a_sentence(parts: Floor) -> None:
    await parts.discord.stop()
    with pytest.raises(Unreachable, match=r"can't be reached\. No connection to 127.0.0.1 .*check the network"):
        await parts.adapter.start()


async def test_everything_goes_by_the_proxy_of_the_environment(parts: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Proxy()
    await proxy.start()
    leave_by(monkeypatch, proxy.url)
    await parts.adapter.start()
    assert (await parts.ana.slash("echo", {"word": "Hello"}, channel=parts.channel)).text == "Hello"
    await parts.adapter.stop()
    await proxy.stop()
    paths = {one.split("/", 3)[3].partition("?")[0] for one in proxy.asked}
    assert any(path.endswith("users/@me") for path in paths)
    assert any(path.endswith("callback") for path in paths)
    assert b"Upgrade: websocket" in proxy.sent, "the gateway"


async def test_a_proxy_that_refuses_is_a_sentence(parts: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    leave_by(monkeypatch, "http://127.0.0.1:1")
    with pytest.raises(Unreachable, match=r"The proxy http://127\.0\.0\.1:1 can't be reached; check https_proxy"):
        await parts.adapter.start()


async def test_discords_refusal_is_a_sentence(parts: Floor) -> None:
    parts.discord.refuse("PUT /applications/*/commands", 400, 50035)
    with pytest.raises(ConfigError, match=r"answered 400 \(code 50035\)"):
        await parts.adapter.start()
    assert parts.discord.identified == []


async def test_a_development_server_without_the_bot_is_named(parts: Floor) -> None:
    adapter = parts.new_adapter(development_guild=123456789012345678)
    with pytest.raises(ConfigError, match="development_guild: the bot isn't in the server 123456789012345678"):
        await adapter.start()


async def test_a_bot_restarted_too_often_keeps_the_last_connects(parts: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(routes._STARTS, "remaining", 49)
    with pytest.raises(Unreachable, match="the next connect waits 1440 min"):
        await parts.adapter.start()
    assert parts.discord.identified == []


async def test_a_canceled_start_leaves_nothing_behind(parts: Floor) -> None:
    gate = parts.discord.hold("GET /gateway/bot")
    starting = asyncio.create_task(parts.adapter.start())
    await parts.discord.until(lambda: bool(parts.discord.command_puts))
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    gate.set()
    assert parts.discord.identified == []


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("resumable", [True, False])
async def test_a_cut_connection_reconnects_to_the_same_discord(floor: Floor, resumable: bool) -> None:
    floor.discord.drop_connections(resumable=resumable)
    answer = await floor.ana.slash("echo", {"word": "hi"}, channel=floor.channel, wait=False)
    if not resumable:
        await floor.discord.ready()
        answer = await floor.ana.slash("echo", {"word": "hi"}, channel=floor.channel, wait=False)
    await answer.wait()
    assert answer.text == "hi"


async def test_an_event_repeated_after_a_cut_is_answered_once(floor: Floor) -> None:
    answer = await floor.ana.slash("echo", {"word": "hi"}, channel=floor.channel)
    floor.discord.drop_connections(replay=1)
    await floor.discord.until(lambda: len(answer.interaction.attempts) == 2)
    assert answer.history == ("hi",)
    assert len({inv.id for inv in floor.desk.seen}) == 1


async def test_a_start_canceled_while_connecting_leaves_nothing_behind(parts: Floor) -> None:
    parts.discord.state.shards = 2  # the second one waits five seconds
    starting = asyncio.create_task(parts.adapter.start())
    await parts.discord.state.gateway.changed.until(
        lambda: bool(parts.discord.identified), 5, lambda: "it never identified"
    )
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    await parts.discord.disconnected()
    names = [str(task.get_coro()) for task in asyncio.all_tasks()]
    assert [name for name in names if "Client" in name or "Event.wait" in name] == []


BOOT = ("GET /users/@me", "GET /oauth2/applications/@me", "PUT /applications/*/commands", "GET /gateway/bot")


def _fail(parts: Floor, route: str, how: str) -> None:
    discord = parts.discord
    match how:
        case "503":
            discord.refuse(route, 503, 0)
        case "429":
            discord.rate_limit(route, retry_after=3600)
        case "cut":
            discord.spoil(route, Cut.BROKEN, times=2)  # aiohttp repeats some requests once
        case "truncated":
            discord.spoil(route, Cut.TRUNCATED)
        case "page":
            discord.refuse(route, 530, 0)


@pytest.mark.parametrize("route", BOOT)
@pytest.mark.parametrize("how", ["503", "429", "cut", "truncated", "page"])
async def test_a_failed_request_at_the_start_is_not_a_config_error_and_the_next_start_works(
    parts: Floor, route: str, how: str
) -> None:
    _fail(parts, route, how)
    with pytest.raises(Unreachable) as told:
        await parts.adapter.start()
    for word in ("Traceback", "None", "Error"):
        assert word not in str(told.value)
    await parts.adapter.start()
    answer = await parts.ana.slash("echo", {"word": "hi"}, channel=parts.channel)
    assert answer.text == "hi"
    await parts.adapter.stop()


@pytest.mark.parametrize("route", BOOT)
@pytest.mark.parametrize("status", [401, 404, 403, 400])
async def test_a_refusal_at_the_start_gets_a_sentence(parts: Floor, route: str, status: int) -> None:
    parts.discord.refuse(route, status, 50001 if status == 403 else 0)
    with pytest.raises(ConfigError) as told:
        await parts.adapter.start()
    assert not isinstance(told.value, Unreachable)
    assert ("DISCORD_TOKEN" if status == 401 else str(status)) in str(told.value)
    assert "None" not in str(told.value)
