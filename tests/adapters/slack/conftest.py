"""A local Slack, and the real adapter connected to it over Socket Mode and over HTTP."""

import logging
from collections.abc import AsyncIterator, Iterator
from io import StringIO
from typing import Literal, cast

import pytest
import structlog

from bot.adapters.pacing import Rate
from bot.adapters.slack.adapter import SlackAdapter, read_clock
from bot.adapters.slack.events.listeners import Timing
from bot.adapters.slack.manifest import PATH
from bot.adapters.slack.sending.posting import Limits
from bot.adapters.slack.transports.http_server import HttpServer
from bot.config.settings import SlackConfig
from bot.config.tokens import Tokens
from bot.errors import Unavailable
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.runtime.log import OWN, set_up
from bot.store.engine import Store
from tests.adapters.slack.cogs import Desk
from tests.adapters.slack.network import Network
from tests.platforms.slack import Channel, SlackStandIn, Team, User

Mode = Literal["socket", "http"]
AT_LEISURE = Rate(1000, 1000)  # no waits, for a platform that limits nothing


class Noted:
    """The temporary files that the adapter noted. With ``fails``, the database is out of reach."""

    def __init__(self) -> None:
        self.kept, self.ended, self.fails = list[tuple[str, str, str, str]](), list[str](), False

    async def keep(self, platform: str, space: str, file: str, topic: str) -> None:
        if self.fails:
            raise Unavailable("the database is out of reach")
        self.kept.append((platform, space, file, topic))

    async def end(self, topic: str) -> None:
        self.ended.append(topic)


class Floor:
    """One workspace with the bot in it, both under a test's control."""

    def __init__(self, slack: SlackStandIn, mode: Mode) -> None:
        self.slack, self.mode, self.desk = slack, mode, Desk()
        self.team: Team = slack.add_team("Valley Org")
        self.channel: Channel = self.team.add_channel("general")
        self.ana: User = self.team.user("Ana")
        self.timing = Timing(read_clock, settle=0.1)
        self.limits = Limits(AT_LEISURE, AT_LEISURE, AT_LEISURE, AT_LEISURE)
        self.noted = Noted()
        self.adapter = self.new_adapter()

    def new_adapter(self, dispatcher: Dispatcher | None = None) -> SlackAdapter:
        """An adapter that isn't started."""
        config = SlackConfig(mode=self.mode, api_url=self.slack.api_url, port=0, prefix="vof-")
        slack = self.slack
        tokens = Tokens(None, slack.bot_token, slack.app_token, slack.signing_secret)
        shared = (dispatcher or self.desk.dispatcher(), config, tokens, self.timing)
        return SlackAdapter(*shared, limits=self.limits, files=self.noted)

    async def start(self) -> None:
        """Connect the adapter."""
        await self.adapter.start()
        if self.mode == "http":
            self.slack.deliver_over_http(f"http://127.0.0.1:{self.port}{PATH}")

    @property
    def port(self) -> int:
        """The HTTP port."""
        return cast(HttpServer, self.adapter.transport).port

    async def restart(self, **timing: float) -> None:
        """Restart with nothing in memory."""
        await self.adapter.stop()
        self.timing = Timing(read_clock, **{"settle": 0.1, **timing})
        self.adapter = self.new_adapter()
        await self.start()


@pytest.fixture
async def slack() -> AsyncIterator[SlackStandIn]:
    """A Slack. Fails at the end if it has complaints."""
    async with await SlackStandIn.start() as slack:
        yield slack
        assert slack.problems == []


@pytest.fixture(params=["socket", "http"])
async def floor(slack: SlackStandIn, request: pytest.FixtureRequest) -> AsyncIterator[Floor]:
    """The bot, connected."""
    floor = Floor(slack, request.param)
    await floor.start()
    yield floor
    floor.desk.gate.set()
    await floor.adapter.stop()


@pytest.fixture
async def network(slack: SlackStandIn, store: Store) -> AsyncIterator[Network]:
    """The bot for many workspaces, started."""
    network = Network(slack, store)
    await network.start()
    yield network
    await network.adapter.stop()


@pytest.fixture
def log() -> Iterator[StringIO]:
    """The process's log."""
    handlers, level = logging.root.handlers[:], logging.root.level
    written = StringIO()
    set_up("debug", "text", written)
    yield written
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    logging.getLogger(OWN).setLevel(logging.NOTSET)
