"""`callboard run` as its own process, connected to stand-ins of Discord and Slack in this one."""

import asyncio
import json
import os
import shutil
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.contract.drivers.discord import DiscordPlatform
from tests.contract.drivers.slack import SlackPlatform
from tests.contract.stage import ROOT, hold_lock, read_calls


async def test_a_call_in_progress_at_sigterm_is_saved_and_confirmed(tmp_path: Path, sqlite_path: Path) -> None:
    discord, slack = await DiscordPlatform.start(), await SlackPlatform.start("socket")
    shutil.copytree(ROOT / "campaigns", tmp_path / "campaigns")
    (tmp_path / "config.yaml").write_text(f"log: {{format: json}}\n{discord.settings}{slack.settings}")
    async with running(tmp_path, **discord.tokens, **slack.tokens) as process:
        await logged(process, "ready", 2)
        ana, ben = discord.person("Ana", "en"), slack.person("Ben", "en")
        with hold_lock(tmp_path / "callboard.db"):
            deeds = await ana.begin("/log spoke"), await ben.begin("/log voicemail")
            await deeds[1].acknowledged()
            process.send_signal(signal.SIGTERM)
            await logged(process, "stopping", 1)
        receipts = [await deed.seen() for deed in deeds]
        assert [seen.fact("Your calls") for seen in receipts] == ["1", "1"]
        assert await asyncio.wait_for(process.wait(), 10) == 0
    calls = read_calls(tmp_path / "callboard.db")
    assert sorted(call[1:3] for call in calls) == [("spoke", "discord"), ("voicemail", "slack")]
    await discord.end()
    await slack.end()
    assert discord.problems + slack.problems == []


async def test_missing_tokens_are_named_by_the_program(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("coalition: {name: Valley}\n")
    async with running(tmp_path) as process:
        _, err = await process.communicate()
    assert process.returncode == 2
    variables = (b"DISCORD_TOKEN", b"SLACK_BOT_TOKEN", b"SLACK_APP_TOKEN", b"SLACK_SIGNING_SECRET")
    for words in (*variables, b"callboard chat"):
        assert words in err


@asynccontextmanager
async def running(folder: Path, **tokens: str) -> AsyncIterator[Process]:
    """Start ``callboard run`` on the config in ``folder``, and end it with the block."""
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("DISCORD_", "SLACK_", "CALLBOARD_"))
    }
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "bot", "run", "--config", str(folder / "config.yaml"))
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environ | tokens, stdout=pipe, stderr=pipe)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def logged(process: Process, event: str, count: int) -> None:
    """Read the log until it has ``event`` ``count`` times. Fails on a warning."""
    assert process.stderr is not None
    while count:
        line = await asyncio.wait_for(process.stderr.readline(), 20)
        told = json.loads(line)
        assert told["level"] == "info", told
        count -= told["event"] == event
