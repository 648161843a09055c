"""Workspaces that install the app, their browsers, and the bot."""

import html
import re
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import parse_qsl, urlsplit

import aiohttp

from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.slack.events.listeners import Timing
from bot.adapters.slack.manifest import INSTALL, PATH, REDIRECT
from bot.adapters.slack.transports.http_server import HttpServer
from bot.config.settings import SlackConfig
from bot.config.tokens import Tokens
from bot.core.coalition.installations import Installations
from bot.core.times.clock import now
from bot.store.engine import Store
from tests.adapters.slack.cogs import Desk
from tests.platforms.slack import Answer, SlackStandIn, Team, User
from tests.services import HandClock, make_base

GONE = "Callboard isn't in this workspace."


@dataclass(frozen=True, slots=True)
class Page:
    """A page in a browser."""

    status: int
    text: str
    headers: dict[str, str]

    @property
    def words(self) -> str:
        """The text without its tags."""
        return html.unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", self.text))


@dataclass(slots=True)
class Browser:
    """A person's browser with one cookie, which it sends only over HTTPS."""

    base: str
    cookie: str = ""
    seen: list[str] = field(default_factory=list)

    async def begin(self) -> dict[str, str]:
        """Open the install address, and return the parameters of Slack's consent page."""
        page = await self.get(INSTALL)
        assert page.status == 302
        return dict(parse_qsl(urlsplit(page.headers["Location"]).query))

    async def come_back(self, **query: str) -> Page:
        """Come back from Slack."""
        return await self.get(REDIRECT, **query)

    async def get(self, path: str, **query: str) -> Page:
        """Open an address. A new cookie is kept, and a deleted one dropped."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.get(self.base + path, params=query, headers=headers, allow_redirects=False) as answer,
        ):
            if given := answer.headers.get("Set-Cookie"):
                self.cookie = "" if "Jan 1970" in given else given.partition(";")[0]
            self.seen.extend(query.values())
            return Page(answer.status, await answer.text(), dict(answer.headers))


class Network:
    """Two workspaces, and a bot that neither has installed yet."""

    def __init__(self, slack: SlackStandIn, store: Store) -> None:
        self.slack, self.desk, self.clock = slack, Desk(), HandClock(now())
        self.core_base = make_base(store, self.clock)
        self.kept = Installations(self.core_base)
        self.valley, self.harbor = slack.add_team("Valley Org"), slack.add_team("Harbor Org")
        self.adapter = self.new_adapter()

    def new_adapter(self) -> SlackAdapter:
        """An adapter that isn't started."""
        slack = self.slack
        config = SlackConfig(mode="http", api_url=slack.api_url, port=0)
        tokens = Tokens(
            slack_signing=slack.signing_secret,
            slack_client_id=slack.client_id,
            slack_client_secret=slack.client_secret,
        )
        timing = Timing(self.clock, settle=0.1)
        return SlackAdapter(self.desk.dispatcher(), config, tokens, timing, self.kept)

    async def start(self) -> None:
        """Start the adapter."""
        await self.adapter.start()
        self.slack.deliver_over_http(self.base + PATH)

    @property
    def base(self) -> str:
        """The server's address."""
        return f"http://127.0.0.1:{cast(HttpServer, self.adapter.transport).port}"

    def browser(self) -> Browser:
        """A new browser."""
        return Browser(self.base)

    async def install(self, team: Team) -> Page:
        """Install the app in a workspace, as its admin does."""
        browser = self.browser()
        asked = await browser.begin()
        return await browser.come_back(code=team.install_code(admin(team)), state=asked["state"])

    async def echo(self, team: Team, word: str) -> Answer:
        """Let a member of a workspace use a command."""
        return await ana(team).slash("echo", word)

    async def picture(self, team: Team) -> None:
        """Let a member get a picture, which needs the token."""
        shared = len(self.slack.calls("files.completeUploadExternal"))
        await ana(team).slash("picture")
        await self.slack.called("files.completeUploadExternal", shared + 1)

    def asked_by(self, method: str) -> list[str]:
        """The workspaces whose tokens were used for a method."""
        return [call.team for call in self.slack.calls(method)]


def admin(team: Team) -> User:
    """A person who can add apps to a workspace."""
    return team.user("Dee", administrator=True)


def ana(team: Team) -> User:
    """A volunteer in a workspace."""
    return team.user("Ana")
