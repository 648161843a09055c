"""The Slack adapter: one app in one workspace, over Socket Mode or HTTP."""

import asyncio
import time
from contextlib import AsyncExitStack
from typing import Protocol

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.door import Door
from bot.adapters.slack.intake import Intake, Timing
from bot.adapters.slack.outbox import Outbox
from bot.adapters.slack.people import People
from bot.adapters.slack.sdk import error_code, new_app, new_client, new_session
from bot.adapters.slack.sockets import Sockets
from bot.adapters.slack.work import Work
from bot.config import ENVIRONMENT, SlackConfig
from bot.errors import ConfigError, Problem
from bot.kit.dispatch import Dispatcher
from bot.tokens import SLACK_APP, SLACK_BOT, SLACK_SIGNING, Tokens


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
    """Connects Slack with the dispatcher; ``timing`` is for tests that can't wait."""

    name = "slack"

    def __init__(
        self, dispatcher: Dispatcher, config: SlackConfig, tokens: Tokens, timing: Timing | None = None
    ) -> None:
        self._dispatcher, self._config, self._tokens = dispatcher, config, tokens
        self._timing = timing or Timing(now)
        self._work = Work()
        self._open = AsyncExitStack()
        self._ends = 0.0
        self.road: Road | None = None

    async def start(self) -> None:
        """Check the tokens, connect, and return once requests are answered.

        Raises ConfigError naming the variable or setting to mend.
        """
        bot, secret = _needed(self._config, self._tokens)
        async with AsyncExitStack() as stack:
            session = await stack.enter_async_context(new_session())
            stack.push_async_callback(self._finish)
            web = new_client(bot, self._config.api_url, session)
            self.road = self._new_road(web, session, await self._known(web), secret)
            stack.push_async_callback(self.road.close)
            await self._opened(self.road)
            self._open = stack.pop_all()

    async def stop(self) -> None:
        """Take no more requests, finish the answers under way, and disconnect."""
        self._ends = asyncio.get_running_loop().time() + self._timing.finish
        await self._open.aclose()

    async def _finish(self) -> None:
        await self._work.finish(max(0.0, self._ends - asyncio.get_running_loop().time()))

    async def _known(self, web: AsyncWebClient) -> AuthorizeResult:
        """Ask Slack once who the token is; Bolt needs it for every request."""
        try:
            answer = await web.auth_test()
        except SlackApiError as error:
            raise _refused(SLACK_BOT, error) from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise self._unreachable(error) from None
        return AuthorizeResult.from_auth_test_response(auth_test_response=answer, bot_token=web.token)

    def _new_road(
        self, web: AsyncWebClient, session: aiohttp.ClientSession, known: AuthorizeResult, secret: str
    ) -> Road:
        people = People(web, self._work, self._timing.clock)
        outbox, prefix = Outbox(web, session), self._config.prefix
        app = new_app(web, known)
        Intake(self._dispatcher, people, outbox, self._work, prefix, self._timing).listen(app)
        if self._config.mode == "http":
            return Door(app, secret, self._config.host, self._config.port)
        return Sockets(app, secret)

    async def _opened(self, road: Road) -> None:
        try:
            await road.open()
        except SlackApiError as error:
            raise _refused(SLACK_APP, error) from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise self._unreachable(error) from None
        except OSError as error:
            where = f"{self._config.host}:{self._config.port}"
            reason = str(error.strerror).partition(" (")[0]
            sentence = f"can't listen on {where} ({reason}); change slack.host or slack.port"
            raise _problem("slack", sentence) from None

    def _unreachable(self, error: Exception) -> ConfigError:
        where = f"{self._config.api_url} ({type(error).__name__})"
        return _problem("slack", f"can't be reached at {where}; check the network and slack.api_url")


def _needed(config: SlackConfig, tokens: Tokens) -> tuple[str, str]:
    """Return the bot token, and what the mode wants besides."""
    other, variable = (
        (tokens.slack_signing, SLACK_SIGNING) if config.mode == "http" else (tokens.slack_app, SLACK_APP)
    )
    missing = [name for name, token in ((SLACK_BOT, tokens.slack_bot), (variable, other)) if not token]
    if missing:
        sentence = f"is not set, and slack.mode {config.mode} needs it"
        raise ConfigError(tuple(Problem(ENVIRONMENT, 0, 0, f"{name} {sentence}") for name in missing))
    return tokens.slack_bot or "", other or ""


def _refused(variable: str, error: SlackApiError) -> ConfigError:
    sentence = f"{variable} is refused by Slack ({error_code(error)}); copy it again at api.slack.com/apps"
    return _problem(ENVIRONMENT, sentence)


def _problem(place: str, sentence: str) -> ConfigError:
    return ConfigError((Problem(place, 0, 0, sentence),))
