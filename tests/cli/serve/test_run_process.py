"""`run` as its own process: it ends whatever hangs, and cleanly at a signal."""

import asyncio
import json
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from tests.platforms.discord.standin import DiscordStandIn
from tests.platforms.slack import SlackStandIn

ROOT = Path(__file__).parents[3]


@asynccontextmanager
async def start_python(*arguments: str, **tokens: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A Python process with only ``tokens`` in its environment. It is killed if a test leaves it running."""
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
from bot.runtime import log
from bot.cli.serve import platforms as run

log.set_up("error", "text")

class Hanging:
    name = "hanging"
    async def start(self):
        print("started", flush=True)
    problem = ""
    async def wait_until_lost(self):
        await asyncio.Event().wait()
    async def stop(self):
        print("stopping", flush=True)
        await asyncio.Event().wait()

async def main():
    run.LONGEST_END = {ending}
    stop = asyncio.Event()
    with run._catch_signals(stop):
        await run.serve([Hanging()], stop)

asyncio.run(main())
"""


@pytest.mark.parametrize(("ending", "again", "status"), [(60, True, 128 + signal.SIGTERM), (0.1, False, 1)])
async def test_the_process_ends_whatever_hangs(ending: float, again: bool, status: int) -> None:
    """A second signal ends it at once. Without one, the last resort does."""
    async with start_python("-c", HANGING.replace("{ending}", str(ending))) as process:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"started\n"
        process.send_signal(signal.SIGTERM)
        assert await process.stdout.readline() == b"stopping\n"
        if again:
            process.send_signal(signal.SIGTERM)
        _, err = await asyncio.wait_for(process.communicate(), 6)
        assert process.returncode == status, err.decode()


EARLY = """
import os, runpy, signal, sys

_, module, number, command = sys.argv

class Signals:
    def find_spec(self, name, *others):
        if name == module:
            os.kill(os.getpid(), int(number))

sys.meta_path.insert(0, Signals())
sys.argv = ["bot", command]
runpy.run_module("bot", run_name="__main__")
"""
LATE = """
import atexit, os, runpy, signal, sys

class Late:
    def __del__(self, kill=os.kill, own=os.getpid(), number=int(sys.argv[1])):
        kill(own, number)

late = Late()  # it goes when Python clears its modules, after the last of our code
sys.argv = ["bot", "--version"]
runpy.run_module("bot", run_name="__main__")
"""
AFTER = """
import asyncio, os, signal, sys
from bot.cli.serve.platforms import _catch_signals

async def main():
    with _catch_signals(asyncio.Event()):
        pass

asyncio.run(main())
os.kill(os.getpid(), int(sys.argv[1]))
sys.exit(3)
"""


@pytest.mark.parametrize(
    ("command", "module", "number", "status"),
    [
        ("run", "bot.cli", signal.SIGTERM, 0),
        ("run", "bot.cli.program", signal.SIGTERM, 0),
        ("check", "bot.cli", signal.SIGINT, 130),
        ("check", "bot.cli.program", signal.SIGTERM, -signal.SIGTERM),
    ],
)
async def test_a_signal_before_anything_is_loaded_ends_it_without_a_word(
    command: str, module: str, number: signal.Signals, status: int
) -> None:
    async with start_python("-c", EARLY, module, str(int(number)), command) as process:
        out, err = await asyncio.wait_for(process.communicate(), 20)
        assert (process.returncode, out, err) == (status, b"", b"")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_in_the_last_moment_changes_nothing(number: signal.Signals) -> None:
    for program, status in ((LATE, 0), (AFTER, 3)):
        async with start_python("-c", program, str(int(number))) as process:
            _, err = await asyncio.wait_for(process.communicate(), 20)
            assert (process.returncode, err) == (status, b"")


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
def config(tmp_path: Path, sqlite_path: Path, discord: DiscordStandIn, slack: SlackStandIn) -> Path:
    """Settings beside a new database: to make one takes a third of a start."""
    shutil.copytree(ROOT / "campaigns", tmp_path / "campaigns")
    path = tmp_path / "config.yaml"
    path.write_text(
        f"discord: {{api_url: {discord.api_url}, gateway_url: {discord.gateway_url.rstrip('/')}/}}\n"
        f"slack: {{mode: http, port: 0, api_url: {slack.api_url.rstrip('/')}}}\n"
        "log: {format: json}\nmonitoring: {port: none}\n"
    )
    return path


def program(config: Path, **tokens: str) -> AbstractAsyncContextManager[asyncio.subprocess.Process]:
    return start_python("-m", "bot", "run", "--config", str(config), **tokens)


def make_tokens(discord: DiscordStandIn, slack: SlackStandIn) -> dict[str, str]:
    """The environment's tokens for both platforms."""
    return {
        "DISCORD_TOKEN": discord.token,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
    }


async def wait_until_ready(process: asyncio.subprocess.Process, platforms: set[str]) -> None:
    """Read the log until each of ``platforms`` is ready."""
    assert process.stderr is not None
    while platforms:
        line = json.loads(await asyncio.wait_for(process.stderr.readline(), 20))
        if line["event"] == "ready":
            platforms.remove(line["platform"])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_cleanly(
    config: Path, discord: DiscordStandIn, slack: SlackStandIn, number: signal.Signals
) -> None:
    async with program(config, **make_tokens(discord, slack)) as process:
        await wait_until_ready(process, {"discord", "slack"})
        process.send_signal(number)
        out, err = await asyncio.wait_for(process.communicate(), 10)
        assert (process.returncode, out) == (0, b""), err.decode()
        assert "stopping" in {json.loads(line)["event"] for line in err.splitlines()}  # a sweep may end meanwhile


async def test_without_a_bot_token_workspaces_may_install(config: Path, slack: SlackStandIn) -> None:
    async with program(
        config,
        SLACK_SIGNING_SECRET=slack.signing_secret,
        SLACK_CLIENT_ID="1234567890.1234567890123",
        SLACK_CLIENT_SECRET=slack.client_secret,
    ) as process:
        await wait_until_ready(process, {"slack"})
        process.send_signal(signal.SIGTERM)
        out, err = await asyncio.wait_for(process.communicate(), 10)
        assert (process.returncode, out) == (0, b""), err.decode()


async def test_both_platforms_problems_are_reported(config: Path, slack: SlackStandIn) -> None:
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


def alone(config: Path, discord: DiscordStandIn) -> AbstractAsyncContextManager[asyncio.subprocess.Process]:
    return program(config, DISCORD_TOKEN=discord.token)


async def read_event(process: asyncio.subprocess.Process, event: str) -> dict[str, object]:
    """Read the log up to a line of that name, and return it."""
    assert process.stderr is not None
    while True:
        line: dict[str, object] = json.loads(await asyncio.wait_for(process.stderr.readline(), 20))
        if line["event"] == event:
            return line


async def test_a_lost_gateway_reconnects_and_the_program_ends_cleanly(config: Path, discord: DiscordStandIn) -> None:
    async with alone(config, discord) as process:
        await wait_until_ready(process, {"discord"})
        await discord.close_connections(4004)
        assert (await read_event(process, "discord lost"))["code"] == 4004
        await read_event(process, "discord connected again")
        assert len(discord.identified) == 2
        process.send_signal(signal.SIGTERM)
        _, err = await asyncio.wait_for(process.communicate(), 10)
        assert process.returncode == 0, err.decode()


async def test_a_token_that_was_reset_ends_the_process(config: Path, discord: DiscordStandIn) -> None:
    async with alone(config, discord) as process:
        await wait_until_ready(process, {"discord"})
        discord.state.token = discord.state.gateway._token = "another one"
        await discord.close_connections(4004)
        _, err = await asyncio.wait_for(process.communicate(), 20)
        assert process.returncode == 2
        assert "DISCORD_TOKEN is refused" in err.decode()
        assert "Traceback" not in err.decode()


async def test_a_signal_while_discord_is_lost_says_so_in_the_status(config: Path, discord: DiscordStandIn) -> None:
    async with alone(config, discord) as process:
        await wait_until_ready(process, {"discord"})
        discord.refuse("GET /users/@me", 503, 0, times=1_000)
        await discord.close_connections(4010)
        await read_event(process, "discord can't be reached")
        process.send_signal(signal.SIGTERM)
        _, err = await asyncio.wait_for(process.communicate(), 10)
        assert process.returncode == 1, err.decode()
        assert "Traceback" not in err.decode()


async def test_slack_is_served_while_discord_is_unreachable(
    config: Path, discord: DiscordStandIn, slack: SlackStandIn
) -> None:
    discord.refuse("GET /users/@me", 503, 0, times=2)
    async with program(config, **make_tokens(discord, slack)) as process:
        await wait_until_ready(process, {"slack"})
        await wait_until_ready(process, {"discord"})
        process.send_signal(signal.SIGTERM)
        _, err = await asyncio.wait_for(process.communicate(), 10)
        assert process.returncode == 0, err.decode()
