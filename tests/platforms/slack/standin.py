"""A local Slack on one port of 127.0.0.1, with controls for tests."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

from aiohttp import web

from tests.platforms.clock import PATIENCE
from tests.platforms.slack.answers import Answer
from tests.platforms.slack.faults import Cut, Fault, Held, RateLimited, Refused, Weather
from tests.platforms.slack.hub import Call, Hub
from tests.platforms.slack.interaction import Interaction
from tests.platforms.slack.people import Team
from tests.platforms.slack.transports.delivery import Retry
from tests.platforms.slack.transports.http_mode import HttpMode, Reply
from tests.platforms.slack.transports.socket_mode import SocketMode
from tests.platforms.slack.web_api.methods import Keys, Methods
from tests.platforms.slack.web_api.posting import Posting
from tests.platforms.slack.web_api.server import Server
from tests.platforms.slack.web_api.uploads import Uploads

Json = dict[str, Any]
UNNAMED = "Unnamed"


class SlackStandIn:
    """A local Slack. Start it, add a team, and connect the bot to `api_url`. `async with` stops it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.hub = Hub(clock)
        self.sockets = SocketMode(self.hub)
        self._weather = Weather()
        app_token = f"xapp-1-{self.hub.app_id}-{secrets.token_hex(32)}"
        self._keys = Keys(app_token, secrets.token_hex(16), "1.2", secrets.token_hex(16))
        posting = Posting(self.hub)
        uploads = Uploads(self.hub, posting)
        methods = Methods(self.hub, posting, self.sockets, uploads, self._keys)
        self._door = Interaction(self.hub, posting, self.sockets)
        server = Server(self.hub, methods, posting, uploads, self.sockets, self._weather)
        self._runner = web.AppRunner(server.app, shutdown_timeout=0.1)
        self._first = self._team(UNNAMED)

    @classmethod
    async def start(cls, clock: Callable[[], float] = time.time, port: int = 0) -> SlackStandIn:
        """Open the port. `clock` (seconds since 1970) is used for timestamps, trigger ids and response_urls."""
        slack = cls(clock)
        await slack._runner.setup()
        await web.TCPSite(slack._runner, "127.0.0.1", port).start()
        slack.hub.base_url = f"http://127.0.0.1:{slack._runner.addresses[0][1]}"
        return slack

    async def stop(self) -> None:
        """Close every connection and the port."""
        await self.sockets.close()
        await self._runner.cleanup()

    async def __aenter__(self) -> SlackStandIn:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def api_url(self) -> str:
        """The bot's `base_url`."""
        return f"{self.hub.base_url}/api/"

    @property
    def bot_token(self) -> str:
        """The first team's token; every other team has its own."""
        return self._first.bot_token

    @property
    def app_token(self) -> str:
        """The app-level token for Socket Mode."""
        return self._keys.app_token

    @property
    def signing_secret(self) -> str:
        """The secret that signs HTTP requests."""
        return self._keys.signing_secret

    @property
    def client_id(self) -> str:
        """The OAuth client."""
        return self._keys.client_id

    @property
    def client_secret(self) -> str:
        """The OAuth client's secret."""
        return self._keys.client_secret

    @property
    def problems(self) -> list[str]:
        """What Slack would have refused, and mentions and unfurls that must never be sent. A good test ends with []."""
        return self.hub.problems

    def calls(self, method: str) -> tuple[Call, ...]:
        """Every request to one Web API method (or to `response_url`), oldest first."""
        return tuple(call for call in self.hub.calls if call.method == method)

    async def until(self, ready: Callable[[], bool], patience: float = PATIENCE) -> None:
        """Wait until `ready()`. It is checked after each request and each message."""
        while not ready():
            await self.hub.news.wait(patience, f"something that never came true; problems: {self.problems}")

    async def called(self, method: str, count: int = 1, patience: float = PATIENCE) -> None:
        """Wait until a method was called `count` times in all."""
        await self.until(lambda: len(self.calls(method)) >= count, patience)

    def add_team(self, name: str) -> Team:
        """Add a workspace. `bot_token` belongs to the first one."""
        if self._first.name == UNNAMED:
            self._first.name = name
            return self._first
        return self._team(name)

    def _team(self, name: str) -> Team:
        ids = (self.hub.new_id(prefix) for prefix in "TUB")
        token = f"xoxb-{len(self.hub.teams) + 1}-{secrets.token_hex(12)}"
        team = Team(self.hub, self._door, next(ids), name, token, next(ids), next(ids))
        self.hub.teams.append(team)
        return team

    # Transports to the bot

    def deliver_over_http(self, events_url: str) -> None:
        """Sign requests and post them to this URL from now on, instead of using Socket Mode."""
        self._door.road = self._http = HttpMode(self.hub, events_url, self.signing_secret)

    def deliver_over_sockets(self) -> None:
        """Send requests over Socket Mode from now on, as at first."""
        self._door.road = self.sockets

    async def post(
        self, kind: str, payload: Json, *, signature: str | None = None, timestamp: str | None = None
    ) -> Reply:
        """Send one raw HTTP request, with a wrong signature or timestamp if given, and return the status.
        `kind` is `slash_commands`, `interactive` or `events_api`."""
        return await self._http.post(kind, payload, signature=signature, timestamp=timestamp)

    async def connected(self, count: int = 1) -> None:
        """Wait until the bot has this many open Socket Mode connections."""
        await self.sockets.connected(count)

    async def redeliver(self, answer: Answer, *, wait: bool = True, retry: Retry | None = None) -> Answer:
        """Deliver the exact payload of `answer` again. An event says that it is a retry."""
        answer.deliveries += 1
        if retry is None and answer.kind == "events_api":
            retry = Retry(answer.deliveries)
        return await self._door.again(answer, wait, retry)

    # Faults

    def rate_limit(self, method: str, *, retry_after: int = 1, times: int = 1) -> None:
        """Answer the next `times` requests to a method (or `response_url`) with 429 and Retry-After."""
        self._weather.add(method, RateLimited(retry_after), times)

    def refuse(self, method: str, error: str, *, times: int = 1) -> None:
        """Answer the next `times` requests to a method with `ok: false` and this error."""
        self._weather.add(method, Refused(error), times)

    def delay(self, method: str, seconds: float, *, times: int = 1) -> None:
        """Delay the next `times` requests to a method by ``seconds`` real seconds."""
        self._weather.add(method, Held(seconds), times)

    def hold(self, method: str, *, times: int = 1) -> asyncio.Event:
        """Hold the next `times` requests to a method until the returned event is set."""
        gate = asyncio.Event()
        self._weather.add(method, Held(gate), times)
        return gate

    def cut(self, method: str, *, times: int = 1) -> None:
        """Carry out the next `times` requests to a method, but don't answer them."""
        self._weather.add(method, Cut(), times)

    def meet(self, method: str, fault: Fault, *, times: int = 1) -> None:
        """Apply a fault to the next `times` requests to a method (or `response_url`, or `upload`)."""
        self._weather.add(method, fault, times)

    def strike(self, position: int, fault: Fault) -> None:
        """Apply a fault to the request after `position` others, whatever its method."""
        self._weather.strike(position, fault)
