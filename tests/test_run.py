"""`run` chooses platforms by their tokens, starts all of them, and always comes to an end."""

import asyncio
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO

import pytest
import structlog

from bot import run as running
from bot.config import Config, SlackConfig
from bot.errors import ConfigError, Problem
from bot.kit.outbound import Poster
from bot.log import set_up
from bot.run import check_tokens, serve
from bot.tokens import Tokens

HTTP = Config(slack=SlackConfig(mode="http"))


@dataclass
class Platform:
    """A platform that does what a test says; ``told`` is what happened to it."""

    name: str
    error: Exception | None = None
    starts: asyncio.Event | None = None
    stops: asyncio.Event | None = None
    told: list[str] = field(default_factory=list)

    @property
    def poster(self) -> Poster:
        raise NotImplementedError

    async def start(self) -> None:
        self.told.append("start")
        if self.starts:
            await self.starts.wait()
        if self.error:
            raise self.error

    async def stop(self) -> None:
        self.told.append("stop")
        if self.stops:
            await self.stops.wait()
        self.told.append("stopped")


@pytest.fixture
def log() -> Iterator[StringIO]:
    stream, before = StringIO(), logging.getLogger().handlers[:]
    set_up("info", "json", stream)
    yield stream
    logging.getLogger().handlers[:] = before
    structlog.reset_defaults()


def events(log: StringIO) -> list[tuple[str, str]]:
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    return [(line["event"], line["platform"]) for line in lines]


# Which platforms.


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


async def test_a_sweep_that_fails_is_tried_again(log: StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_SWEEP_EVERY", 0)
    sweeper = Sweeper()
    task = asyncio.create_task(running.sweeping(sweeper))
    await asyncio.wait_for(sweeper.again.wait(), 10)
    task.cancel()
    await asyncio.wait((task,))
    first, second, *_ = [json.loads(line) for line in log.getvalue().splitlines()]
    assert (first["event"], "RuntimeError" in first["exception"]) == ("could not sweep", True)
    assert (second["event"], second["people"]) == ("swept", 3)


# From start to end.


async def served(platforms: Sequence[Platform], stop: asyncio.Event) -> None:
    await asyncio.wait_for(serve(platforms, stop), 10)


async def test_each_platform_is_ready_once_and_stopped_at_the_end(log: StringIO) -> None:
    stop, platforms = asyncio.Event(), [Platform("discord"), Platform("slack")]
    stop.set()
    platforms[0].starts = asyncio.Event()
    platforms[0].starts.set()
    await served(platforms, stop)
    assert [platform.told for platform in platforms] == [["start", "stop", "stopped"]] * 2
    assert events(log) in (
        [("ready", "slack"), ("ready", "discord")],
        [("ready", "discord"), ("ready", "slack")],
    )


async def test_all_problems_are_told_at_once(log: StringIO) -> None:
    problems = [Problem("environment", 0, 0, "one"), Problem("environment", 0, 0, "two")]
    platforms = [Platform(str(problem), ConfigError((problem,))) for problem in problems]
    good = Platform("good")
    with pytest.raises(ConfigError) as told:
        await served([*platforms, good], asyncio.Event())
    assert told.value.problems == tuple(problems)
    assert all(platform.told[-1] == "stopped" for platform in (*platforms, good))
    assert ("ready", "good") in events(log)


async def test_what_nobody_foresaw_stands_in_the_log(log: StringIO) -> None:
    with pytest.raises(ConfigError) as told:
        await served([Platform("slack", RuntimeError("bug"))], asyncio.Event())
    (line,) = [json.loads(line) for line in log.getvalue().splitlines()]
    assert str(told.value) == f"slack: could not start; the log says why under the reference {line['reference']}"
    assert "RuntimeError" in line["exception"]


async def test_a_signal_need_not_wait_for_the_start(log: StringIO) -> None:
    stop, slow = asyncio.Event(), Platform("discord", starts=asyncio.Event())
    stop.set()
    await served([slow], stop)
    assert slow.told == ["start", "stop", "stopped"]
    assert events(log) == []


async def test_who_does_not_finish_is_left(log: StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_STOPPING", 0.01)
    stop, hanging = asyncio.Event(), Platform("slack", stops=asyncio.Event())
    stop.set()
    await served([hanging], stop)
    assert hanging.told == ["start", "stop"]
    assert events(log)[-1] == ("did not finish in time", "slack")
