"""A Slack command from the tap to the answer, beside a bare Bolt app that says "ok".

Each runs in its own process, connected over Socket Mode to a stand-in of Slack in this one.
"""

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from bench.platforms.commands import measure_commands
from bench.platforms.programs import Kind, Places, run_program
from bench.table import Row
from tests.platforms.clock import PLATFORM_PATIENCE
from tests.platforms.slack import SlackStandIn, Team, User

TITLE = "A Slack command"


async def measure(repeats: int = 7, each: int = 25) -> tuple[Row, ...]:
    """See `measure_commands`."""
    return await measure_commands(_hall, "bare slack-bolt", repeats, each)


class _Hall:
    """A workspace with a bot in it, and people who use it."""

    def __init__(self, team: Team) -> None:
        self._channel = team.add_channel("general")
        self._ana = team.user("Ana")
        self._newcomers = _newcomers(team)

    async def ok(self) -> None:
        answer = await self._ana.slash("ok", channel=self._channel)
        assert answer.text == "ok", answer.text

    async def script(self) -> None:
        answer = await self._ana.slash("script", channel=self._channel)
        assert "224-3121" in answer.text, answer.text

    async def log(self) -> None:
        answer = await next(self._newcomers).slash("log", "spoke", channel=self._channel)
        assert answer.buttons, answer.text


def _newcomers(team: Team) -> Iterator[User]:
    number = 0
    while True:
        number += 1
        yield team.user(f"Newcomer {number}")


@asynccontextmanager
async def _hall(kind: Kind) -> AsyncIterator[_Hall]:
    async with await SlackStandIn.start() as slack:
        slack.hub.ack_seconds = slack.hub.trigger_seconds = PLATFORM_PATIENCE
        hall = _Hall(slack.add_team("Valley Org"))
        with tempfile.TemporaryDirectory(prefix="callboard-bench-") as folder:
            async with run_program(kind, slack_places(slack, folder)):
                await slack.connected(2 if kind == "callboard" else 1)
                yield hall
        assert slack.problems == [], slack.problems[:3]


def slack_places(slack: SlackStandIn, folder: str) -> Places:
    """What a program needs to find ``slack``."""
    return Places(folder, slack_api=slack.api_url, slack_bot=slack.bot_token, slack_app=slack.app_token)
