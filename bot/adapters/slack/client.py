"""The Slack adapter: in one workspace over Socket Mode or HTTP, or over HTTP in all that install the app."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Protocol

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.events.accounts import Accounts
from bot.adapters.slack.events.admission import Admission, admitted
from bot.adapters.slack.events.door import Door, Health
from bot.adapters.slack.events.install import Installer
from bot.adapters.slack.events.intake import Intake, Reach, Timing, own_client
from bot.adapters.slack.events.people import Memory, People
from bot.adapters.slack.events.sdk import new_app, new_client, new_session
from bot.adapters.slack.events.sockets import Sockets
from bot.adapters.slack.events.workspaces import GuestHomes, Installations, Workspaces
from bot.adapters.slack.manifest import REMOVALS
from bot.adapters.slack.sending.asking import NO_ANSWER, Failure, ask
from bot.adapters.slack.sending.posting import Homes, Limits, SlackPoster
from bot.adapters.slack.sending.work import Work
from bot.config.settings import ENVIRONMENT, SlackConfig
from bot.config.tokens import SLACK_APP, SLACK_BOT, SLACK_SIGNING, Tokens
from bot.errors import ConfigError, Problem, Unavailable, Unreachable
from bot.kit.dispatch import Dispatcher
from bot.network import explain

_log = structlog.get_logger("callboard.slack")


class Road(Protocol):
    """A way on which Slack's requests come."""

    async def open(self) -> None:
        """Begin to take requests."""
        ...

    async def close(self) -> None:
        """Take no more; those under way are acknowledged."""
        ...


def now() -> int:
    """Return this machine's time, UTC microseconds."""
    return time.time_ns() // 1000


class SlackAdapter:
    """Connects Slack with the dispatcher.

    ``installations`` keeps the workspaces, for tokens that say there are many (`Tokens.many_workspaces`);
    ``timing`` is for tests that can't wait, ``limits`` says how fast it posts unasked, ``memory`` keeps what
    Slack tells of people, ``health`` says whether the rest of the bot can work.
    """

    name = "slack"

    def __init__(
        self,
        dispatcher: Dispatcher,
        config: SlackConfig,
        tokens: Tokens,
        timing: Timing | None = None,
        installations: Installations | None = None,
        limits: Limits | None = None,
        memory: Memory | None = None,
        health: Health | None = None,
    ) -> None:
        self._dispatcher, self._config, self._tokens = dispatcher, config, tokens
        self._installations, self._memory, self._health = installations, memory, health
        self._timing = timing or Timing(now)
        self._work = Work()
        self._open = AsyncExitStack()
        self._ends = 0.0
        self._limits = limits or Limits()
        self._poster: SlackPoster | None = None
        self.road: Road | None = None

    @property
    def poster(self) -> SlackPoster:
        """The way to post unasked, once started."""
        assert self._poster, "start() comes first"
        return self._poster

    async def start(self) -> None:
        """Check the tokens, connect, and return once requests are answered.

        Raises ConfigError naming the variable or setting to mend.
        """
        many = self._installations if self._tokens.many_workspaces else None
        secret = _needed(self._config, self._tokens, many is not None)
        async with AsyncExitStack() as stack:
            session = await stack.enter_async_context(new_session())
            stack.push_async_callback(self._finish)
            if many:
                self.road = self._many_workspaces(many, session, secret)
            else:
                self.road = await self._one_workspace(session, secret)
            stack.push_async_callback(self.road.close)
            await self._opened(self.road)
            self._open = stack.pop_all()

    @property
    def problem(self) -> str:
        """Nothing: the SDK connects again by itself."""
        return ""

    async def lost(self) -> ConfigError:
        """Wait for ever, for the same reason."""
        never: asyncio.Future[ConfigError] = asyncio.get_running_loop().create_future()
        return await never

    async def stop(self) -> None:
        """Take no more requests, finish the answers under way, and disconnect."""
        self._ends = asyncio.get_running_loop().time() + self._timing.finish
        await self._open.aclose()

    async def _finish(self) -> None:
        await self._work.finish(max(0.0, self._ends - asyncio.get_running_loop().time()))

    async def _known(self, web: AsyncWebClient) -> AuthorizeResult:
        """Ask Slack once who the token is; Bolt needs it for every request."""
        try:
            answer = await ask(web.auth_test)
        except Failure as failure:
            raise self._problem_of(SLACK_BOT, failure) from None
        return AuthorizeResult.from_auth_test_response(auth_test_response=answer, bot_token=web.token)

    async def _one_workspace(self, session: aiohttp.ClientSession, secret: str) -> Road:
        web = new_client(self._tokens.slack_bot, self._config.api_url, session)
        known = await self._known(web)

        async def authorize() -> AuthorizeResult:
            return known

        async def installed(space: str) -> AuthorizeResult | None:
            return known if space == known.team_id else None

        async def home(account: str) -> str | None:
            return known.team_id

        self._poster = self._posting(session, installed, home)
        app = self._listening(new_app(web, authorize), session, own_client, known.team_id or "")
        for event in REMOVALS:
            app.event(event)(_removed)
        if self._config.mode == "http":
            return Door(app, secret, self._config.host, self._config.port, health=self._health)
        return Sockets(app, secret)

    def _many_workspaces(self, kept: Installations, session: aiohttp.ClientSession, secret: str) -> Road:
        web = new_client(None, self._config.api_url, session)
        workspaces = Workspaces(kept)
        admission = Admission(workspaces, session, self._config.api_url, self._work, self._timing.decide)
        app = self._listening(new_app(web, admitted, admission.admit), session, admission.reach)
        workspaces.listen(app)
        homes = GuestHomes(workspaces, self._memory)
        self._poster = self._posting(session, workspaces.find, homes.of)
        installer = Installer(self._config, self._tokens, web, kept, workspaces)
        return Door(app, secret, self._config.host, self._config.port, installer, self._health)

    def _listening(self, app: AsyncApp, session: aiohttp.ClientSession, reach: Reach, home: str = "") -> AsyncApp:
        people, prefix = People(self._work, self._timing.clock, self._memory), self._config.prefix
        accounts = Accounts(people, self._memory, prefix, home)
        Intake(self._dispatcher, session, self._work, prefix, self._timing, accounts, reach).listen(app)
        return app

    def _posting(
        self,
        session: aiohttp.ClientSession,
        installed: Callable[[str], Awaitable[AuthorizeResult | None]],
        homes: Homes,
    ) -> SlackPoster:
        async def client(space: str) -> AsyncWebClient | None:
            if session.closed:  # the SDK would open one of its own
                raise Unavailable("stopped")
            found = await installed(space)
            return new_client(found.bot_token, self._config.api_url, session) if found else None

        return SlackPoster(client, self._limits, homes)

    async def _opened(self, road: Road) -> None:
        try:
            await road.open()
        except Failure as failure:
            raise self._problem_of(SLACK_APP, failure) from None
        except TimeoutError as error:
            raise self._unreachable(explain(error, self._config.api_url)) from None
        except OSError as error:
            where = f"{self._config.host}:{self._config.port}"
            reason = str(error.strerror).partition(" (")[0]
            sentence = f"can't listen on {where} ({reason}); change slack.host or slack.port"
            raise _problem("slack", sentence) from None

    def _problem_of(self, variable: str, failure: Failure) -> ConfigError:
        """Return what to mend: the token, where Slack said a word about it."""
        if failure.code == NO_ANSWER or failure.pause is not None:
            return self._unreachable(
                explain(failure.__context__, self._config.api_url) if failure.__context__ else failure.code
            )
        sentence = f"{variable} is refused by Slack ({failure.code}); copy it again at api.slack.com/apps"
        return _problem(ENVIRONMENT, sentence)

    def _unreachable(self, why: str) -> ConfigError:
        return Unreachable("slack", f"can't be reached at {self._config.api_url}. {why}")


async def _removed() -> None:
    """Take word of the one workspace's removal, which Slack would otherwise repeat."""
    _log.warning("the app was removed from its workspace")


def _needed(config: SlackConfig, tokens: Tokens, many: bool) -> str:
    """Return what the mode wants beside a bot token, or beside a store of many."""
    other, variable = (tokens.slack_signing, SLACK_SIGNING) if config.mode == "http" else (tokens.slack_app, SLACK_APP)
    bot = tokens.slack_bot or (many and config.mode == "http")
    missing = [name for name, token in ((SLACK_BOT, bot), (variable, other)) if not token]
    if missing:
        sentence = f"is not set, and slack.mode {config.mode} needs it"
        raise ConfigError(tuple(Problem(ENVIRONMENT, 0, 0, f"{name} {sentence}") for name in missing))
    return other or ""


def _problem(place: str, sentence: str) -> ConfigError:
    return ConfigError((Problem(place, 0, 0, sentence),))
