"""`run` chooses platforms by their tokens, starts all of them, and always comes to an end."""

import asyncio
import json
from collections.abc import Sequence
from io import StringIO

import pytest

from bot.adapters.pacing import Backoff
from bot.cli.serve import platforms as running
from bot.cli.serve.database_wait import wait_for_database
from bot.cli.serve.platforms import serve
from bot.cli.serve.watches.shared_loops import make_sweep
from bot.config.required_tokens import check_tokens
from bot.config.settings import Config, SlackConfig, StoreConfig
from bot.config.store_url import StoreUrl
from bot.config.tokens import Tokens
from bot.errors import ConfigError, Problem
from bot.runtime.loops import run_beside
from tests.cli.serve.scripted import Platform

HTTP = Config(slack=SlackConfig(mode="http"))


def events(log: StringIO) -> list[tuple[str, str]]:
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    return [(line["event"], line["platform"]) for line in lines]


@pytest.mark.parametrize(
    ("config", "tokens", "told"),
    [
        (Config(), Tokens(), "callboard chat"),
        (Config(), Tokens(slack_bot="b"), "SLACK_APP_TOKEN is not set"),
        (Config(), Tokens(slack_bot="b", slack_signing="s"), "while slack.mode is socket"),
        (Config(), Tokens(slack_bot="b", slack_signing="s"), "SLACK_SIGNING_SECRET, which is set, is for .* http"),
        (HTTP, Tokens(slack_bot="b", slack_app="a"), "SLACK_SIGNING_SECRET is not set"),
        (HTTP, Tokens(slack_bot="b", slack_app="a"), "SLACK_APP_TOKEN, which is set, is for slack.mode socket"),
        (Config(), Tokens(discord="d", slack_app="a"), "SLACK_BOT_TOKEN is not set"),
        (HTTP, Tokens(slack_signing="s"), "SLACK_BOT_TOKEN is not set"),
        (HTTP, Tokens(discord="d", slack_client_id="c"), "SLACK_CLIENT_SECRET is not set"),
        (HTTP, Tokens(slack_signing="s", slack_client_secret="c"), "SLACK_CLIENT_ID is not set"),
        (HTTP, Tokens(slack_client_id="c", slack_client_secret="c"), "need slack.mode http and SLACK_S"),
        (
            Config(),
            Tokens(slack_signing="s", slack_client_id="c", slack_client_secret="c"),
            "need slack.mode http",
        ),
    ],
)
def test_missing_tokens_are_named(config: Config, tokens: Tokens, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        check_tokens(config, tokens)


@pytest.mark.parametrize(
    ("config", "tokens"),
    [
        (Config(), Tokens(discord="d")),
        (Config(), Tokens(slack_bot="b", slack_app="a")),
        (HTTP, Tokens(discord="d", slack_bot="b", slack_signing="s")),
        (HTTP, Tokens(slack_signing="s", slack_client_id="c", slack_client_secret="c")),
        (Config(), Tokens(slack_bot="b", slack_app="a", slack_client_id="c", slack_client_secret="c")),
    ],
)
def test_complete_tokens_are_enough(config: Config, tokens: Tokens) -> None:
    check_tokens(config, tokens)


# The daily sweep.


class Sweeper:
    """A sweep that fails the first time."""

    def __init__(self) -> None:
        self.times = 0
        self.again = asyncio.Event()

    async def sweep(self) -> int:
        self.times += 1
        if self.times == 1:
            raise RuntimeError("bug")
        self.again.set()
        return 3


async def test_a_sweep_that_fails_is_tried_again(log: StringIO) -> None:
    sweeper = Sweeper()
    async with run_beside(make_sweep(sweeper, every=0)):
        await asyncio.wait_for(sweeper.again.wait(), 10)
    first, second, *_ = [json.loads(line) for line in log.getvalue().splitlines()]
    assert (first["event"], "RuntimeError" in first["exception"]) == ("could not sweep", True)
    assert (second["event"], second["people"]) == ("swept", 3)


# From start to end.


async def serve_all(platforms: Sequence[Platform], stop: asyncio.Event) -> None:
    await asyncio.wait_for(serve(platforms, stop), 10)


async def test_each_platform_is_ready_once_and_stopped_at_the_end(log: StringIO) -> None:
    stop, platforms = asyncio.Event(), [Platform("discord"), Platform("slack")]
    stop.set()
    platforms[0].starts = asyncio.Event()
    platforms[0].starts.set()
    await serve_all(platforms, stop)
    assert [platform.told for platform in platforms] == [["start", "stop", "stopped"]] * 2
    assert events(log) in (
        [("ready", "slack"), ("ready", "discord")],
        [("ready", "discord"), ("ready", "slack")],
    )


async def test_all_problems_are_reported_at_once(log: StringIO) -> None:
    problems = [Problem("environment", 0, 0, "one"), Problem("environment", 0, 0, "two")]
    platforms = [Platform(str(problem), ConfigError((problem,))) for problem in problems]
    good = Platform("good")
    with pytest.raises(ConfigError) as told:
        await serve_all([*platforms, good], asyncio.Event())
    assert told.value.problems == tuple(problems)
    assert all(platform.told[-1] == "stopped" for platform in (*platforms, good))
    assert ("ready", "good") in events(log)


async def test_an_unexpected_error_is_logged(log: StringIO) -> None:
    with pytest.raises(ConfigError) as told:
        await serve_all([Platform("slack", RuntimeError("bug"))], asyncio.Event())
    (line,) = [json.loads(line) for line in log.getvalue().splitlines()]
    assert str(told.value) == f"slack: could not start; the log says why under the reference {line['reference']}"
    assert "RuntimeError" in line["exception"]


async def test_a_signal_need_not_wait_for_the_start(log: StringIO) -> None:
    stop, slow = asyncio.Event(), Platform("discord", starts=asyncio.Event())
    stop.set()
    await serve_all([slow], stop)
    assert slow.told == ["start", "stop", "stopped"]
    assert events(log) == []


async def _stop_when(platforms: Sequence[Platform], log: StringIO, event: tuple[str, str]) -> int:
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(platforms, stop))
    await asyncio.wait_for(until(log, event), 10)
    stop.set()
    return await asyncio.wait_for(serving, 10)


async def test_a_signal_during_the_start_is_a_clean_end(log: StringIO) -> None:
    """However many platforms there are, and whether they are out of reach, slow or ready."""

    def make_unreachable() -> Platform:
        return Platform("discord", unreachable=10**9)

    def make_slow() -> Platform:
        return Platform("slow", starts=asyncio.Event())

    assert await _stop_when([make_unreachable()], log, ("out of reach", "discord")) == 0
    three = [make_unreachable() for _ in range(3)]
    assert await _stop_when(three, log, ("out of reach", "discord")) == 0
    assert await _stop_when([make_unreachable(), make_slow()], log, ("out of reach", "discord")) == 0
    assert await _stop_when([Platform("slack"), make_slow()], log, ("ready", "slack")) == 0
    assert await _stop_when([make_unreachable(), Platform("web"), make_slow()], log, ("ready", "web")) == 0


async def test_a_signal_need_not_wait_for_the_database() -> None:
    """Here one that takes the connection and then says nothing."""
    stop, connected = asyncio.Event(), asyncio.Event()

    async def keep_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connected.set()
        await reader.read()
        writer.close()

    async with await asyncio.start_server(keep_silent, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        config = Config(store=StoreConfig(url=StoreUrl(f"postgresql://callboard@127.0.0.1:{port}/callboard")))
        starting = asyncio.create_task(wait_for_database(config, {"CALLBOARD_KEY": "A" * 43 + "="}, stop))
        await asyncio.wait({starting, asyncio.create_task(connected.wait())}, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        assert await starting is None


async def test_a_platform_that_does_not_stop_is_abandoned(log: StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_STOPPING", 0.01)
    stop, hanging = asyncio.Event(), Platform("slack", stops=asyncio.Event())
    stop.set()
    await serve_all([hanging], stop)
    assert hanging.told == ["start", "stop"]
    assert events(log)[-1] == ("did not finish in time", "slack")


# A platform out of reach, or lost.


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again at once."""
    monkeypatch.setattr(running, "Backoff", lambda: Backoff(0.001, 0.001))


async def until(log: StringIO, event: tuple[str, str]) -> None:
    while event not in events(log):
        await asyncio.wait({asyncio.create_task(asyncio.sleep(0))})


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("unreachable", [1, 7])
async def test_an_unreachable_platform_is_retried_while_the_other_is_served(log: StringIO, unreachable: int) -> None:
    stop, away, here = asyncio.Event(), Platform("discord", unreachable=unreachable), Platform("slack")
    serving = asyncio.create_task(serve([away, here], stop))
    await asyncio.wait_for(until(log, ("ready", "discord")), 10)
    assert events(log).index(("ready", "slack")) < events(log).index(("ready", "discord"))
    assert events(log).count(("out of reach", "discord")) == unreachable
    stop.set()
    assert await asyncio.wait_for(serving, 10) == 0
    assert away.told == ["start"] * (unreachable + 1) + ["stop", "stopped"]


@pytest.mark.usefixtures("impatient")
async def test_a_platform_never_reached_shows_in_the_exit_status(log: StringIO) -> None:
    stop, away = asyncio.Event(), Platform("discord", unreachable=10**9)
    serving = asyncio.create_task(serve([away, Platform("slack")], stop))
    await asyncio.wait_for(until(log, ("ready", "slack")), 10)
    stop.set()
    assert await asyncio.wait_for(serving, 10) == 1


@pytest.mark.usefixtures("impatient")
async def test_settings_found_wrong_by_a_later_try_end_the_program(log: StringIO) -> None:
    problem = Problem("environment", 0, 0, "DISCORD_TOKEN is refused")
    late = Platform("discord", ConfigError((problem,)), unreachable=2)
    with pytest.raises(ConfigError, match="DISCORD_TOKEN is refused"):
        await serve_all([late, Platform("slack")], asyncio.Event())


async def test_losing_the_last_platform_ends_the_program(log: StringIO) -> None:
    lost = Platform("discord")
    lost.loses.set()
    with pytest.raises(ConfigError, match="gone for good"):
        await serve_all([lost], asyncio.Event())
    assert lost.told[-1] == "stopped"


async def test_losing_a_platform_leaves_the_others_and_shows_in_the_exit_status(log: StringIO) -> None:
    stop, lost = asyncio.Event(), Platform("discord", trouble="refused")
    lost.loses.set()
    serving = asyncio.create_task(serve([lost, Platform("slack")], stop))
    await asyncio.wait_for(until(log, ("lost", "discord")), 10)
    assert not serving.done()
    stop.set()
    assert await asyncio.wait_for(serving, 10) == 1
