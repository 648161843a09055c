"""Connecting, staying connected, and leaving nothing behind."""

import asyncio
import logging
import signal
import socket
from dataclasses import replace
from io import StringIO

import aiohttp
import pytest

from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.slack.manifest import PATH
from bot.adapters.slack.transports import socket_mode
from bot.config.settings import SlackConfig
from bot.config.tokens import Tokens
from bot.errors import ConfigError
from tests.adapters.slack.conftest import Floor, Mode
from tests.platforms.slack import SlackStandIn
from tests.platforms.slack.faults import Page
from tests.platforms.wires import Proxy, leave_by


@pytest.fixture(params=["socket", "http"])
def idle(slack: SlackStandIn, request: pytest.FixtureRequest) -> Floor:
    """The bot, not connected."""
    return Floor(slack, request.param)


@pytest.fixture
def http(slack: SlackStandIn) -> Floor:
    """The bot for HTTP, not connected."""
    return Floor(slack, "http")


def _adapter(floor: Floor, tokens: Tokens, **config: object) -> SlackAdapter:
    settings = {"mode": floor.mode, "api_url": floor.slack.api_url, "port": 0, **config}
    return SlackAdapter(floor.desk.dispatcher(), SlackConfig.model_validate(settings), tokens)


def _tokens(floor: Floor) -> Tokens:
    return Tokens(None, floor.slack.bot_token, floor.slack.app_token, floor.slack.signing_secret)


async def _refusal(adapter: SlackAdapter) -> str:
    with pytest.raises(ConfigError) as refused:
        await adapter.start()
    await adapter.stop()
    return str(refused.value)


async def test_a_refused_bot_token_is_named_and_not_shown(idle: Floor) -> None:
    sentence = await _refusal(_adapter(idle, replace(_tokens(idle), slack_bot="xoxb-nobodys")))
    assert sentence.startswith("environment: SLACK_BOT_TOKEN is refused by Slack (invalid_auth)")
    assert "nobodys" not in sentence


async def test_a_refused_app_token_is_named_and_not_shown(slack: SlackStandIn) -> None:
    floor = Floor(slack, "socket")
    sentence = await _refusal(_adapter(floor, replace(_tokens(floor), slack_app="xapp-1-nobodys")))
    assert sentence.startswith("environment: SLACK_APP_TOKEN is refused by Slack")
    assert "nobodys" not in sentence


@pytest.mark.parametrize(("mode", "missing"), [("socket", "SLACK_APP_TOKEN"), ("http", "SLACK_SIGNING_SECRET")])
async def test_every_missing_token_is_named(slack: SlackStandIn, mode: Mode, missing: str) -> None:
    sentence = await _refusal(_adapter(Floor(slack, mode), Tokens()))
    assert "SLACK_BOT_TOKEN is not set" in sentence
    assert f"{missing} is not set, and slack.mode {mode} needs it" in sentence


async def test_an_unreachable_slack_is_named_by_its_address(idle: Floor) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        closed = f"http://127.0.0.1:{nobody.getsockname()[1]}/api"
    assert f"slack: can't be reached at {closed}" in await _refusal(_adapter(idle, _tokens(idle), api_url=closed))


async def test_everything_goes_by_the_proxy_of_the_environment(
    slack: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor, proxy = Floor(slack, "socket"), Proxy()
    await proxy.start()
    leave_by(monkeypatch, proxy.url)
    adapter = _adapter(floor, _tokens(floor))
    await adapter.start()
    await adapter.stop()
    asked = list(proxy.asked)
    assert any("auth.test" in one for one in asked)
    assert (
        sum("apps.connections.open" not in one and one.startswith("GET ") for one in asked) == socket_mode.CONNECTIONS
    )
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    adapter = _adapter(floor, _tokens(floor))
    await adapter.start()
    await adapter.stop()
    await proxy.stop()
    assert proxy.asked == asked


async def test_an_unreachable_proxy_is_a_sentence(slack: SlackStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    floor = Floor(slack, "socket")
    leave_by(monkeypatch, "http://127.0.0.1:1")
    assert "The proxy http://127.0.0.1:1 can't be reached" in await _refusal(_adapter(floor, _tokens(floor)))


async def test_a_port_in_use_is_named(http: Floor) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        sentence = await _refusal(_adapter(http, _tokens(http), port=port))
    assert f"slack: can't listen on 127.0.0.1:{port} (Address already in use)" in sentence


async def test_an_oauth_client_in_the_environment_changes_nothing(idle: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "secret")
    await idle.start()
    assert (await idle.ana.slash("vof-echo", "hi", channel=idle.channel)).text == "hi"
    await idle.adapter.stop()


async def test_slack_identifies_the_bot_once(idle: Floor) -> None:
    await idle.start()
    for _ in range(3):
        await idle.ana.slash("vof-echo", "hi", channel=idle.channel)
    await idle.adapter.stop()
    assert len(idle.slack.calls("auth.test")) == 1


async def test_one_connection_can_close_while_the_other_serves(slack: SlackStandIn) -> None:
    floor = Floor(slack, "socket")
    await floor.start()
    assert slack.sockets.connections == 2
    reopening = slack.hold("apps.connections.open")
    await slack.sockets.disconnect()
    await slack.called("apps.connections.open", 3)
    assert (await floor.ana.slash("vof-echo", "still here", channel=floor.channel)).text
    reopening.set()
    await slack.sockets.said_hello(3)
    await slack.connected(2)
    await floor.adapter.stop()
    assert slack.sockets.connections == 0


async def test_a_dead_socket_address_is_replaced(slack: SlackStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_mode, "_PING", 0.05)
    monkeypatch.setattr(socket_mode, "ADDRESS", 0.2)
    floor = Floor(slack, "socket")
    await floor.start()
    slack.sockets.dead_tickets = 4
    slack.refuse("apps.connections.open", "internal_error")
    slack.meet("apps.connections.open", Page(503, "text/plain", "upstream connect error"))
    slack.sockets.drop()
    await slack.sockets.said_hello(4)
    await slack.connected(2)
    assert (await floor.ana.slash("vof-echo", "back", channel=floor.channel)).text == "back"
    await floor.adapter.stop()


async def test_stopping_finishes_requests_in_progress_and_accepts_no_more(idle: Floor) -> None:
    before = asyncio.all_tasks()
    await idle.start()
    answer = await idle.ana.slash("vof-slow", channel=idle.channel, wait=False)
    await idle.desk.reached.wait()
    stopping = asyncio.create_task(idle.adapter.stop())
    if idle.mode == "socket":
        await idle.slack.until(lambda: idle.slack.sockets.connections == 0)
    idle.desk.gate.set()
    await stopping
    assert answer.text == "Done at last"
    assert {task for task in asyncio.all_tasks() - before if not _of_stand_in(task)} == set()


async def test_stopping_does_not_wait_forever(idle: Floor) -> None:
    idle.timing = replace(idle.timing, finish=0.05)
    idle.adapter = idle.new_adapter()
    await idle.start()
    await idle.ana.slash("vof-slow", channel=idle.channel, wait=False)
    await idle.desk.reached.wait()
    await idle.adapter.stop()
    assert idle.desk.logged == []


async def test_a_submission_in_progress_is_still_acknowledged(idle: Floor) -> None:
    await idle.start()
    opened = await idle.ana.slash("vof-log", channel=idle.channel)
    assert opened.modal
    filled = {"How it went": "Spoke to someone", "Office you called": "Senator Birch"}
    submitting = asyncio.create_task(opened.modal.submit(filled))
    await idle.desk.reached.wait()
    stopping = asyncio.create_task(idle.adapter.stop())
    done, _ = await asyncio.wait({stopping, submitting}, timeout=0.1)
    assert done == set()
    idle.desk.gate.set()
    assert "spoke Senator Birch" in (await submitting).text
    await stopping


async def test_stopping_twice_or_unstarted_is_no_error(idle: Floor) -> None:
    await idle.adapter.stop()
    await idle.start()
    await idle.adapter.stop()
    await idle.adapter.stop()


async def test_signals_are_left_to_the_command_line(http: Floor) -> None:
    before = signal.getsignal(signal.SIGTERM)
    await http.start()
    assert signal.getsignal(signal.SIGTERM) is before
    await http.adapter.stop()


async def _status(floor: Floor, **how: str) -> int:
    payload = {"command": "/vof-echo", "text": "hi"}
    return (await floor.slack.post("slash_commands", payload, **how)).status


@pytest.mark.parametrize(
    "how",
    [
        {"signature": "v0=" + "0" * 64},
        {"signature": "v0=é"},
        {"signature": ""},
        {"timestamp": "1600000000"},
        {"timestamp": "now"},
        {"timestamp": "-1"},
        {"timestamp": "9" * 5000},
        {"timestamp": "9" * 400},
        {"timestamp": "9" * 309},
        {"timestamp": "-" + "9" * 400},
        {"timestamp": "1e400"},
        {"timestamp": "inf"},
    ],
)
async def test_requests_without_a_fresh_signature_are_refused(http: Floor, how: dict[str, str]) -> None:
    await http.start()
    assert await _status(http, **how) == 401
    await http.adapter.stop()
    assert http.desk.seen == []


async def test_raw_requests(http: Floor) -> None:
    await http.start()
    base = f"http://127.0.0.1:{http.port}"
    async with aiohttp.ClientSession() as outside:
        for method, path, body, status in (
            ("GET", "/healthz", b"", 200),
            ("HEAD", "/readyz", b"", 200),
            ("GET", "/metrics", b"", 404),
            ("POST", PATH, b"", 401),
            ("POST", PATH, b"\xff\xfe", 401),
            ("POST", PATH, b"x" * 1_000_001, 413),
            ("GET", PATH, b"", 405),
            ("GET", "/slack/install", b"", 404),
        ):
            async with outside.request(method, base + path, data=body) as answer:
                assert (path, answer.status) == (path, status)
    await http.adapter.stop()


async def test_nothing_personal_and_no_token_is_logged(idle: Floor, log: StringIO) -> None:
    await idle.start()
    idle.slack.refuse("response_url", "used_url")
    idle.slack.refuse("chat.postEphemeral", "channel_not_found")
    idle.slack.cut("conversations.open")
    await idle.ana.slash("vof-echo", "hush-hush", channel=idle.channel, wait=False)
    await idle.slack.called("conversations.open")
    answer = await idle.ana.slash("vof-echo", "hush-hush", channel=idle.channel)
    idle.slack.refuse("views.open", "internal_error")
    await idle.ana.slash("vof-log", channel=idle.channel, wait=False)
    await idle.slack.called("views.open")
    if idle.mode == "http":
        await _status(idle, signature="v0=0")
    logging.getLogger("callboard.slack.sdk").error("body: %s", "hush-hush", exc_info=ValueError("hush-hush"))
    await idle.adapter.stop()
    for line in ("not taken", "form not opened", "ValueError"):
        assert line in log.getvalue()
    slack = idle.slack
    tokens = (slack.bot_token, slack.app_token, slack.signing_secret, answer.payload["response_url"])
    for secret in (*tokens, "hush-hush", idle.ana.id):
        assert secret not in log.getvalue()


def _of_stand_in(task: asyncio.Task[object]) -> bool:
    return "aiohttp/web" in str(task.get_coro())
