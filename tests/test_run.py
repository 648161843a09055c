"""`run` chooses platforms by their tokens, starts all of them, and always comes to an end."""

import asyncio
import json
import logging
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import pytest
import structlog

from bot import run as running
from bot.config import Config, SlackConfig
from bot.errors import ConfigError, Problem
from bot.kit.outbound import Poster
from bot.log import set_up
from bot.run import check_tokens, serve
from bot.tokens import Tokens
from tests.platforms.discord.standin import DiscordStandIn
from tests.platforms.slack import SlackStandIn

ROOT = Path(__file__).parent.parent
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
        (HTTP, Tokens(slack_bot="b", slack_app="a"), "SLACK_SIGNING_SECRET is not set"),
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


@asynccontextmanager
async def started(*arguments: str, **tokens: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A Python with no platform's tokens but ``tokens`` in its environment; killed if a test leaves it."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("DISCORD", "SLACK"))}
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, env=environ | tokens, stdout=pipe, stderr=pipe
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


HANGING = """
import asyncio
from bot import log, run

log.set_up("error", "text")

class Hanging:
    name = "hanging"
    async def start(self):
        print("started", flush=True)
    async def stop(self):
        print("stopping", flush=True)
        await asyncio.Event().wait()

async def main():
    run._ENDING = {ending}
    stop = asyncio.Event()
    with run._signals(stop):
        await run.serve([Hanging()], stop)

asyncio.run(main())
"""


@pytest.mark.parametrize(("ending", "again", "status"), [(60, True, 128 + signal.SIGTERM), (0.1, False, 1)])
async def test_whatever_hangs_the_process_ends(ending: float, again: bool, status: int) -> None:
    """A second signal ends it at once; without one, the last resort does."""
    async with started("-c", HANGING.replace("{ending}", str(ending))) as process:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"started\n"
        process.send_signal(signal.SIGTERM)
        assert await process.stdout.readline() == b"stopping\n"
        if again:
            process.send_signal(signal.SIGTERM)
        _, err = await asyncio.wait_for(process.communicate(), 6)
        assert process.returncode == status, err.decode()


# The whole program, on a local Discord and a local Slack.


@pytest.fixture
async def discord() -> AsyncIterator[DiscordStandIn]:
    discord = await DiscordStandIn.start(token=f"{'M' * 24}.{'a' * 6}.{'b' * 30}")
    discord.add_guild("Valley Org")
    yield discord
    await discord.stop()


@pytest.fixture
async def slack() -> AsyncIterator[SlackStandIn]:
    async with await SlackStandIn.start() as slack:
        slack.add_team("Valley Org").bot_token = f"xoxb-1-{'0' * 40}"
        yield slack


@pytest.fixture
def config(tmp_path: Path, discord: DiscordStandIn, slack: SlackStandIn) -> Path:
    shutil.copytree(ROOT / "campaigns", tmp_path / "campaigns")
    path = tmp_path / "config.yaml"
    path.write_text(
        f"discord: {{api_url: {discord.api_url}, gateway_url: {discord.gateway_url.rstrip('/')}/}}\n"
        f"slack: {{mode: http, port: 0, api_url: {slack.api_url.rstrip('/')}}}\n"
        "log: {format: json}\n"
    )
    return path


def program(config: Path, **tokens: str) -> AbstractAsyncContextManager[asyncio.subprocess.Process]:
    return started("-m", "bot", "run", "--config", str(config), **tokens)


async def ready(process: asyncio.subprocess.Process, platforms: set[str]) -> None:
    """Read the log until each of ``platforms`` said that it is ready."""
    assert process.stderr is not None
    while platforms:
        line = json.loads(await asyncio.wait_for(process.stderr.readline(), 20))
        if line["event"] == "ready":
            platforms.remove(line["platform"])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_cleanly(
    config: Path, discord: DiscordStandIn, slack: SlackStandIn, number: signal.Signals
) -> None:
    async with program(
        config,
        DISCORD_TOKEN=discord.token,
        SLACK_BOT_TOKEN=slack.bot_token,
        SLACK_SIGNING_SECRET=slack.signing_secret,
    ) as process:
        await ready(process, {"discord", "slack"})
        process.send_signal(number)
        out, err = await asyncio.wait_for(process.communicate(), 10)
        assert (process.returncode, out) == (0, b""), err.decode()
        assert json.loads(err.splitlines()[0])["event"] == "stopping"


async def test_without_a_bot_token_workspaces_may_install(config: Path, slack: SlackStandIn) -> None:
    async with program(
        config,
        SLACK_SIGNING_SECRET=slack.signing_secret,
        SLACK_CLIENT_ID="1234567890.1234567890123",
        SLACK_CLIENT_SECRET=slack.client_secret,
    ) as process:
        await ready(process, {"slack"})
        process.send_signal(signal.SIGTERM)
        out, err = await asyncio.wait_for(process.communicate(), 10)
        assert (process.returncode, out) == (0, b""), err.decode()


async def test_both_platforms_problems_are_told(config: Path, slack: SlackStandIn) -> None:
    async with program(
        config,
        DISCORD_TOKEN=f"{'M' * 24}.{'a' * 6}.{'c' * 30}",
        SLACK_BOT_TOKEN=f"xoxb-2-{'0' * 40}",
        SLACK_SIGNING_SECRET=slack.signing_secret,
    ) as process:
        _, err = await asyncio.wait_for(process.communicate(), 20)
        assert process.returncode == 2
        assert "DISCORD_TOKEN" in err.decode()
        assert "SLACK_BOT_TOKEN" in err.decode()
        assert "Traceback" not in err.decode()
