"""The Slack adapter: one workspace over Socket Mode or HTTP, or over HTTP every workspace that installs the app."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Protocol

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters import DOWN, Connections, ConnectionState
from bot.adapters.slack.events.accounts import Accounts
from bot.adapters.slack.events.listeners import FindClient, Listeners, Timing, find_own_client
from bot.adapters.slack.events.people import Memory, People
from bot.adapters.slack.manifest import REMOVALS
from bot.adapters.slack.sending.background_tasks import BackgroundTasks
from bot.adapters.slack.sending.posting import Homes, Limits, SlackPoster
from bot.adapters.slack.sending.uploads import StoredFiles
from bot.adapters.slack.sending.web_api import NO_ANSWER, Failure, ask
from bot.adapters.slack.sharing import Sharing
from bot.adapters.slack.transports.socket_mode import Sockets
from bot.adapters.slack.workspaces.authorization import WorkspaceAuthorizer, authorize
from bot.adapters.slack.workspaces.bolt_setup import make_app, make_session, make_web_client
from bot.adapters.slack.workspaces.workspaces import GuestHomes, Installations, Workspaces
from bot.config.secret_files import ENVIRONMENT
from bot.config.settings import SlackConfig
from bot.config.tokens import SLACK_APP, SLACK_BOT, SLACK_SIGNING, Tokens
from bot.errors import ConfigError, Problem, Unavailable, Unreachable, make_config_error
from bot.kit.cards.outbound import InstallLink
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.runtime.log import get_logger
from bot.runtime.network import explain

# The web server, which Socket Mode never loads, is imported where it is made.
if TYPE_CHECKING:
    from bot.adapters.slack.transports.http_server import Health

_log = get_logger("callboard.slack")


class Transport(Protocol):
    """How Slack's requests arrive: Socket Mode or HTTP."""

    async def read_connections(self) -> Connections:
        """How the connections are right now."""
        ...

    async def open(self) -> None:
        """Start to accept requests."""
        ...

    async def close(self) -> None:
        """Accept no more requests; acknowledge those in progress."""
        ...


def read_clock() -> int:
    """This machine's time, UTC microseconds."""
    return time.time_ns() // 1000


class SlackAdapter:
    """Connects Slack to the dispatcher.

    ``installations`` stores the workspaces where there are many (`Tokens.many_workspaces`). ``timing`` lets tests
    shorten waits, ``limits`` says how fast posts go out, ``memory`` stores what Slack says about people, ``files``
    notes temporary files, ``health`` says whether the rest of the bot works, and ``sharing`` how other processes use
    the same app.
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
        health: "Health | None" = None,
        files: StoredFiles | None = None,
        sharing: Sharing | None = None,
    ) -> None:
        self._sharing = sharing or Sharing()
        self._dispatcher, self._config, self._tokens = dispatcher, config, tokens
        self._installations, self._memory, self._health = installations, memory, health
        self._files = files
        self._timing = timing or Timing(read_clock)
        self._tasks = BackgroundTasks()
        self._open, self._is_open = AsyncExitStack(), False
        self._ends = 0.0
        self._limits = limits or Limits()
        self._poster: SlackPoster | None = None
        self.transport: Transport | None = None

    @property
    def poster(self) -> SlackPoster:
        """Sends posts, once started."""
        assert self._poster, "start() comes first"
        return self._poster

    async def start(self) -> None:
        """Check the tokens, connect, and return once requests are answered.

        Raises ConfigError with the variable or setting to fix.
        """
        many = self._installations if self._tokens.many_workspaces else None
        secret = _require_token(self._config, self._tokens, many is not None) if self._sharing.listens else ""
        async with AsyncExitStack() as stack:
            session = await stack.enter_async_context(make_session())
            stack.push_async_callback(self._finish)
            if many:
                self.transport = self._connect_many(many, session, secret)
            else:
                self.transport = await self._connect_one(session, secret)
            if self._sharing.listens:
                stack.push_async_callback(self.transport.close)
                await self._open_transport(self.transport)
            self._open, self._is_open = stack.pop_all(), True

    @property
    def problem(self) -> str:
        """Always empty: the SDK reconnects by itself."""
        return ""

    async def read_connections(self) -> Connections:
        """How many sockets are open, in Socket Mode. To send alone needs no connection."""
        if self.transport is None or not self._is_open:
            return DOWN
        return await self.transport.read_connections() if self._sharing.listens else Connections(ConnectionState.UP)

    async def wait_until_lost(self) -> ConfigError:
        """Wait forever, for the same reason."""
        never: asyncio.Future[ConfigError] = asyncio.get_running_loop().create_future()
        return await never

    async def stop(self) -> None:
        """Accept no new requests, finish the answers in progress, and disconnect."""
        self._ends = asyncio.get_running_loop().time() + self._timing.finish
        self._is_open = False
        await self._open.aclose()

    async def _finish(self) -> None:
        self._dispatcher.stop_slow_work(self.name)
        await self._tasks.finish(max(0.0, self._ends - asyncio.get_running_loop().time()))

    async def _identify(self, web: AsyncWebClient) -> AuthorizeResult:
        """Ask Slack once who the token belongs to; Bolt needs that for every request."""
        try:
            answer = await ask(web.auth_test)
        except Failure as failure:
            raise self._explain_failure(SLACK_BOT, failure) from None
        return AuthorizeResult.from_auth_test_response(auth_test_response=answer, bot_token=web.token)

    async def _connect_one(self, session: aiohttp.ClientSession, secret: str) -> Transport:
        web = make_web_client(self._tokens.slack_bot, self._config.api_url, session)
        known = await self._identify(web)

        async def authorize() -> AuthorizeResult:
            return known

        async def find_installed(space: str) -> AuthorizeResult | None:
            return known if space == known.team_id else None

        async def find_home(account: str) -> str | None:
            return known.team_id

        self._poster = self._make_poster(session, find_installed, find_home)
        app = self._add_listeners(make_app(web, authorize), session, find_own_client, known.team_id or "")
        for event in REMOVALS:
            app.event(event)(_log_removal)
        if self._config.mode == "http":
            from bot.adapters.slack.transports.http_server import HttpServer

            return HttpServer(app, secret, self._config.host, self._config.port, health=self._health)
        return Sockets(app, secret, self._sharing.note_hello)

    def _connect_many(self, kept: Installations, session: aiohttp.ClientSession, secret: str) -> Transport:
        from bot.adapters.slack.transports.http_server import HttpServer
        from bot.adapters.slack.workspaces.install import Installer, list_installs

        web = make_web_client(None, self._config.api_url, session)
        workspaces = Workspaces(kept)
        authorizer = WorkspaceAuthorizer(workspaces, session, self._config.api_url, self._tasks, self._timing.decide)
        app = self._add_listeners(
            make_app(web, authorize, authorizer.before_authorize), session, authorizer.find_client
        )
        workspaces.register(app)
        homes = GuestHomes(workspaces, self._memory)
        installs = list_installs(self._config.public_url)
        self._poster = self._make_poster(session, workspaces.find, homes.find_home, installs)
        installer = Installer(self._config, self._tokens, web, kept, workspaces)
        return HttpServer(app, secret, self._config.host, self._config.port, installer, self._health)

    def _add_listeners(
        self, app: AsyncApp, session: aiohttp.ClientSession, find_client: FindClient, home: str = ""
    ) -> AsyncApp:
        people, prefix = People(self._tasks, self._timing.clock, self._memory), self._config.prefix
        accounts = Accounts(people, self._memory, prefix, home)
        listeners = Listeners(
            self._dispatcher, session, self._tasks, prefix, self._timing, accounts, find_client, self._files
        )
        listeners.register(app)
        return app

    def _make_poster(
        self,
        session: aiohttp.ClientSession,
        find_installed: Callable[[str], Awaitable[AuthorizeResult | None]],
        homes: Homes,
        installs: tuple[InstallLink, ...] = (),
    ) -> SlackPoster:
        async def make_client(space: str) -> AsyncWebClient | None:
            if session.closed:  # the SDK would open its own session
                raise Unavailable("stopped")
            found = await find_installed(space)
            return make_web_client(found.bot_token, self._config.api_url, session) if found else None

        limiters = self._sharing.make_limiter
        return SlackPoster(make_client, self._limits, homes, installs, self._config.prefix, limiters)

    async def _open_transport(self, transport: Transport) -> None:
        try:
            await transport.open()
        except Failure as failure:
            raise self._explain_failure(SLACK_APP, failure) from None
        except TimeoutError as error:
            raise self._make_unreachable(explain(error, self._config.api_url)) from None
        except OSError as error:
            where = f"{self._config.host}:{self._config.port}"
            reason = str(error.strerror).partition(" (")[0]
            sentence = f"can't listen on {where} ({reason}); change slack.host or slack.port"
            raise _make_problem("slack", sentence) from None

    def _explain_failure(self, variable: str, failure: Failure) -> ConfigError:
        """What to fix: the token, where Slack refused it."""
        if failure.code == NO_ANSWER or failure.pause is not None:
            return self._make_unreachable(
                explain(failure.__context__, self._config.api_url) if failure.__context__ else failure.code
            )
        sentence = f"{variable} is refused by Slack ({failure.code}); copy it again at api.slack.com/apps"
        return _make_problem(ENVIRONMENT, sentence)

    def _make_unreachable(self, why: str) -> ConfigError:
        return Unreachable("slack", f"can't be reached at {self._config.api_url}. {why}")


async def _log_removal() -> None:
    """Acknowledge that the one workspace removed the app; otherwise Slack repeats the event."""
    _log.warning("the app was removed from its workspace")


def _require_token(config: SlackConfig, tokens: Tokens, many: bool) -> str:
    """The token that the mode needs beside the bot token. Raises ConfigError where one is missing."""
    other, variable = (tokens.slack_signing, SLACK_SIGNING) if config.mode == "http" else (tokens.slack_app, SLACK_APP)
    bot = tokens.slack_bot or (many and config.mode == "http")
    missing = [name for name, token in ((SLACK_BOT, bot), (variable, other)) if not token]
    if missing:
        sentence = f"is not set, and slack.mode {config.mode} needs it"
        raise ConfigError(tuple(Problem(ENVIRONMENT, 0, 0, f"{name} {sentence}") for name in missing))
    return other or ""


def _make_problem(place: str, sentence: str) -> ConfigError:
    return make_config_error(place, sentence)
