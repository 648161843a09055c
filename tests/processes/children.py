"""Processes of the whole program, and the platforms and the database that they share."""

import asyncio
import base64
import json
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.platforms.discord import DiscordStandIn
from tests.platforms.slack import SlackStandIn
from tests.platforms.slack.people import Team
from tests.services import SECRET

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds for a process to start or to take over, on a busy machine

Line = dict[str, Any]


class Child:
    """One process. ``lines`` are its log so far."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process, self.lines = process, list[Line]()
        self._news = asyncio.Condition()
        self._reading = asyncio.create_task(self._read())

    def find(self, event: str, **fields: str) -> list[Line]:
        """The lines of that event with these fields."""
        return [line for line in self.lines if line.items() >= {"event": event, **fields}.items()]

    async def until(self, event: str, count: int = 1, **fields: str) -> Line:
        """Wait for so many lines of that event with these fields. Returns the last."""
        try:
            async with asyncio.timeout(PATIENCE), self._news:
                await self._news.wait_for(lambda: len(self.find(event, **fields)) >= count or self._reading.done())
        except TimeoutError:
            raise AssertionError(f"it only logged {self.lines}") from None
        found = self.find(event, **fields)
        assert len(found) >= count, self.lines
        return found[count - 1]

    async def stop(self, number: int) -> int:
        """Send a signal, wait for the end and return the status."""
        self.process.send_signal(number)
        async with asyncio.timeout(PATIENCE):
            return await self.wait()

    async def wait(self) -> int:
        """Wait for the end and return the status."""
        await asyncio.shield(self._reading)
        return await self.process.wait()

    async def _read(self) -> None:
        assert self.process.stderr
        while line := await self.process.stderr.readline():
            try:
                self.lines.append(json.loads(line))
            except ValueError:
                self.lines.append({"event": line.decode()})
            async with self._news:
                self._news.notify_all()
        async with self._news:
            self._news.notify_all()


@dataclass
class Bank:
    """A phone bank on both platforms, whose processes share ``store``, a PostgreSQL database."""

    folder: Path
    store: str
    discord: DiscordStandIn
    slack: SlackStandIn
    team: Team
    settings: str = ""
    children: list[Child] = field(default_factory=list)

    async def run(
        self,
        *options: str,
        slack_mode: str = "socket",
        port: int = 0,
        config: Path | None = None,
        program: Path = ROOT,
    ) -> Child:
        """Start a process: ``callboard run`` with some options, and the tokens of both platforms.

        Without ``config`` it has new settings, in a folder of their own. ``program`` is the checkout that it runs from.
        """
        config = config or self.write_settings(slack_mode, port)
        process = await self._start("run", "--config", str(config), *options, program=program)
        self.children.append(Child(process))
        return self.children[-1]

    async def call(self, *command: str, config: Path | None = None) -> tuple[int | None, str]:
        """Run another command to its end. Returns its status and what it said."""
        process = await self._start(*command, "--config", str(config or self.write_settings("socket", 0)))
        out, err = await process.communicate()
        return process.returncode, (out + err).decode()

    def write_settings(self, slack_mode: str, port: int) -> Path:
        """Settings in a folder of their own, as on a machine of its own."""
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        shutil.copytree(ROOT / "campaigns", folder / "campaigns")
        config = folder / "config.yaml"
        config.write_text(
            f"discord: {{api_url: {self.discord.api_url}, gateway_url: {self.discord.gateway_url.rstrip('/')}/}}\n"
            f"slack: {{mode: {slack_mode}, port: {port}, api_url: {self.slack.api_url.rstrip('/')}}}\n"
            f"log: {{format: json}}\nmonitoring: {{port: 0}}\n{self.settings}"
        )
        return config

    async def _start(self, *arguments: str, program: Path = ROOT) -> asyncio.subprocess.Process:
        given = {
            "CALLBOARD_STORE_URL": self.store,
            "CALLBOARD_KEY": base64.urlsafe_b64encode(SECRET).decode(),
            "DISCORD_TOKEN": self.discord.token,
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_APP_TOKEN": self.slack.app_token,
            "SLACK_SIGNING_SECRET": self.slack.signing_secret,
        }
        environ = {name: value for name, value in os.environ.items() if not name.startswith(("DISCORD", "SLACK"))}
        pipe = asyncio.subprocess.PIPE
        command = (sys.executable, "-m", "bot", *arguments)
        return await asyncio.create_subprocess_exec(
            *command, cwd=program, env={**environ, **given}, stdout=pipe, stderr=pipe
        )


@asynccontextmanager
async def open_bank(folder: Path, store: str) -> AsyncIterator[Bank]:
    """A bank. Its processes are killed at the end."""
    discord = await DiscordStandIn.start(token=f"{'M' * 24}.{'a' * 6}.{'b' * 30}", patience=PATIENCE)
    async with await SlackStandIn.start() as slack:
        team = slack.add_team("Valley Org")
        team.bot_token = f"xoxb-1-{'0' * 40}"
        bank = Bank(folder, store, discord, slack, team)
        try:
            yield bank
        finally:
            for child in bank.children:
                if child.process.returncode is None:
                    child.process.kill()
                await child.process.wait()
                await child._reading
            await discord.stop()
    assert discord.problems == []
    assert slack.problems == []
