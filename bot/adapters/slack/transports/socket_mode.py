"""Socket Mode: requests arrive over connections that we open, so no public address is needed.

There are two connections, because a reconnect closes the old one before it opens the next, and commands in that gap
would fail (slack_sdk 3.47, ``SocketModeClient.connect``).
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.adapters import Connections, ConnectionState
from bot.adapters.slack.sending.background_tasks import BackgroundTasks
from bot.adapters.slack.sending.web_api import BROKEN, make_failure
from bot.runtime.proxies import find_proxy

CONNECTIONS = 2
_PING = 5.0  # seconds; also how soon a broken connection is noticed and reopened
_OPEN = 20.0  # seconds for all connections to open
ADDRESS = 8.0  # seconds to connect to one address
_ACKNOWLEDGE = 3.0  # seconds; Slack waits no longer


class Sockets:
    """Bolt's Socket Mode handlers, one per connection."""

    def __init__(self, app: AsyncApp, app_token: str, note_hello: Callable[[int, int], None]) -> None:
        self._note_hello = note_hello
        self._requests = BackgroundTasks()
        self._app, self._app_token = app, app_token
        self._handlers: list[_Handler] = []
        self._hellos = 0

    async def open(self) -> None:
        """Connect.

        Raises Failure where Slack refuses the token or doesn't answer, TimeoutError where the connections don't open.
        """
        try:
            async with asyncio.timeout(_OPEN):
                for _ in range(CONNECTIONS):
                    handler = _Handler(self._app, self._app_token, self._requests)
                    handler.client.message_listeners.append(self._read_hello)
                    self._handlers.append(handler)
                    await handler.client.connect_to_new_endpoint(force=True)
        except TimeoutError:
            raise
        except BROKEN as error:
            raise make_failure(error) from None

    async def _read_hello(self, client: Any, message: Mapping[str, Any], raw: str | None) -> None:
        """Read how many connections the app has, which Slack says at the beginning of each.

        https://docs.slack.dev/apis/events-api/using-socket-mode#connect
        """
        if message.get("type") != "hello":
            return
        self._hellos += 1
        if isinstance(seen := message.get("num_connections"), int):
            self._note_hello(len(self._handlers), seen)

    async def read_connections(self) -> Connections:
        """How many connections are open. One is enough to be served."""
        live = sum([await handler.client.is_connected() for handler in self._handlers])
        state = ConnectionState.UP if live else ConnectionState.DOWN
        return Connections(state, live, CONNECTIONS, max(self._hellos - len(self._handlers), 0))

    async def close(self) -> None:
        """Let requests in progress be acknowledged, then disconnect and leave no task behind."""
        await self._requests.finish(_ACKNOWLEDGE)
        for client in (handler.client for handler in self._handlers):
            await client.close()  # type: ignore[no-untyped-call]  # the SDK left it untyped
            tasks = (client.message_processor, client.current_session_monitor, client.message_receiver)
            await asyncio.gather(*filter(None, tasks), return_exceptions=True)


class _Client(SocketModeClient):
    """A connection that requests a new address when one doesn't answer.

    The SDK retries the same address forever (slack_sdk 3.47, ``SocketModeClient.connect``), although each is valid
    once, for seconds.
    """

    async def connect(self) -> None:
        """Connect, with as many addresses as it takes. Raises the SDK's errors where Slack gives none."""
        while not self.closed:
            try:
                self.proxy = find_proxy(self.wss_uri or "")
                async with asyncio.timeout(ADDRESS):
                    await super().connect()  # type: ignore[no-untyped-call]
                return
            except TimeoutError:
                self.wss_uri = await self.issue_new_wss_url()


class _Handler(AsyncSocketModeHandler):
    """A connection whose requests are tracked until they are acknowledged. Bolt's own would make the SDK's client."""

    def __init__(self, app: AsyncApp, app_token: str, requests: BackgroundTasks) -> None:
        self.app, self.app_token, self._requests = app, app_token, requests
        self.client = _Client(app_token, app.logger, app.client, ping_interval=_PING)
        self.client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]  # as Bolt does

    async def handle(  # type: ignore[override]  # Bolt narrows it in the same way
        self, client: SocketModeClient, req: SocketModeRequest
    ) -> None:
        await self._requests.spawn(super().handle(client, req))
