"""The stand-in itself: an HTTP and WebSocket server on 127.0.0.1 that a real discord.py takes for Discord."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from aiohttp import web

from tests.platforms.clock import PATIENCE
from tests.platforms.discord.answers import Answer
from tests.platforms.discord.checks.violations import Json
from tests.platforms.discord.faults import ApiError, Cut, Fault, Page, rate_limited
from tests.platforms.discord.gateway import Identify, is_ready
from tests.platforms.discord.model.ids import Clock, at_millisecond
from tests.platforms.discord.model.interactions import Attempt
from tests.platforms.discord.model.state import State
from tests.platforms.discord.model.world import Account, Channel, Guild
from tests.platforms.discord.people import User
from tests.platforms.discord.routes.application import application_routes
from tests.platforms.discord.routes.channels import channel_routes
from tests.platforms.discord.routes.guilds import guild_routes
from tests.platforms.discord.routes.interactions import interaction_routes
from tests.platforms.discord.routes.web import API, STATE, discord_manners
from tests.platforms.discord.sent_files import serve_file

# 2,520 is divisible by 1 to 10, so the k-th guild is on shard k modulo the number of shards.
_FIRST_GUILD = 2_520 * 100_000
_UPLOAD_BYTES = 25 * 1024 * 1024


class DiscordStandIn:
    """Discord for one test. `problems` lists every rule the bot broke. A good test ends with it empty."""

    def __init__(self, state: State, patience: float) -> None:
        self.state, self.patience = state, patience
        self._runner: web.AppRunner | None = None
        self._address = ""

    @classmethod
    async def start(
        cls,
        *,
        token: str = "stand-in.token.discord",
        clock: Clock = time.time,
        shards: int = 1,
        patience: float = PATIENCE,
        checks: bool = True,
    ) -> DiscordStandIn:
        """Listen on a free port.

        `clock` dates ids, deadlines and nonces (seconds since 1970); `patience` is how many real seconds
        people wait for an answer; `checks` as in `State`.
        """
        discord = cls(State(token, clock, shards, checks), patience)
        await discord._listen()
        return discord

    async def _listen(self) -> None:
        app = web.Application(middlewares=[discord_manners], client_max_size=_UPLOAD_BYTES)
        app[STATE] = self.state
        app.add_routes([*application_routes(), *channel_routes(), *guild_routes(), *interaction_routes()])
        app.add_routes([web.get("/gateway/", self.state.gateway.connect)])
        app.add_routes([web.get("/attachments/{file}/{name}", partial(serve_file, self.state))])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self._address = f"{host}:{port}"
        self.state.gateway_url = self.gateway_url

    async def stop(self) -> None:
        """Cut every connection and stop listening."""
        self.drop_connections()
        if self._runner:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """The value of discord.py's `Route.BASE`."""
        return f"http://{self._address}{API}"

    @property
    def gateway_url(self) -> str:
        return f"ws://{self._address}/gateway/"

    @property
    def token(self) -> str:
        return self.state.token

    @property
    def problems(self) -> list[str]:
        return self.state.problems

    @property
    def command_puts(self) -> list[str | None]:
        """Every bulk overwrite of commands: a guild's id, or None for a global one."""
        return self.state.commands.puts

    @property
    def identified(self) -> list[Identify]:
        """Every IDENTIFY, with its intents (1 is `guilds` alone) and shard."""
        return self.state.gateway.identified

    @property
    def resumed(self) -> int:
        return self.state.gateway.resumed

    def commands(self, guild: Guild | None = None) -> list[Json]:
        return self.state.commands.all(guild.id if guild else None)

    def add_guild(self, name: str, *, locale: str = "en-US") -> Guild:
        """A server with the bot. A connected bot gets an event, as after an invitation."""
        state = self.state
        id = at_millisecond(_FIRST_GUILD + len(state.guilds))
        guild = Guild(id, name, locale, state.new_id, state.announce, lambda it: state.channels.update({it.id: it}))
        state.guilds[id] = guild
        state.announce(guild, "GUILD_CREATE", guild.payload(state.bot))
        return guild

    def add_channel_outside(self, name: str, *, group: bool = False) -> Channel:
        """A channel of a server without the bot, or of a conversation of several people."""
        state = self.state
        if group:
            channel = Channel(state.new_id(), name, None)
            state.channels[channel.id] = channel
            return channel
        id = at_millisecond(_FIRST_GUILD + 1000 + len(state.channels))
        enrol = lambda it: state.channels.update({it.id: it})  # noqa: E731
        guild = Guild(id, name, "en-US", state.new_id, lambda *_: None, enrol, has_app=False)
        return guild.add_channel("general")

    def user(self, name: str, *, locale: str = "en-US", administrator: bool = False) -> User:
        """A person; `administrator` of every server, as their permissions say."""
        account = Account(self.state.new_id(), name, locale, administrator=administrator)
        self.state.accounts[account.id] = account
        return User(self.state, account, self.patience)

    async def ready(self) -> None:
        """Wait until every shard has a session, so that the bot gets what people do."""
        gateway, shards = self.state.gateway, self.state.shards
        await gateway.changed.until(
            lambda: is_ready(gateway, shards), self.patience * 2, lambda: "The bot did not connect"
        )

    async def disconnected(self) -> None:
        """Wait until no session is left, as after a kill."""
        gateway = self.state.gateway
        await gateway.changed.until(
            lambda: not gateway.connected(), self.patience, lambda: "The bot is still connected"
        )

    async def until(self, ready: Callable[[], bool]) -> None:
        """Wait until `ready()`. It is checked after each request of the bot."""
        await self.state.changed.until(ready, self.patience, lambda: f"It never came true; problems: {self.problems}")

    def drop_connections(self, *, resumable: bool = True, replay: int = 0) -> None:
        """Cut every gateway connection.

        Not `resumable`: the bot has to identify again, and events in between are lost. `replay`: how many
        events that had arrived before the cut come again at the resume.
        """
        for session in self.state.gateway.connected():
            session.resumable, session.again = resumable, replay
            connection, session.connection = session.connection, None
            if connection:
                connection.cut()

    async def close_connections(self, code: int) -> None:
        """End every gateway connection with a close code, such as 4004 (authentication failed)."""
        for session in self.state.gateway.connected():
            if session.connection:
                await session.connection.close(code)

    def push(self, event: str, data: Any) -> None:
        """Send any event to every connected session, whatever its content."""
        for session in self.state.gateway.connected():
            session.push(event, data)

    async def redeliver(self, answer: Answer, *, wait: bool = True) -> Attempt | None:
        """Send the same interaction again, same id and token.

        Returns what the bot then tried (refused with 40060 when the first delivery was acknowledged). With
        `wait=False` returns None at once, for bots that drop what they know.
        """
        interaction = answer.interaction
        before = len(interaction.attempts)
        self.state.deliver(interaction)
        if not wait:
            return None
        await interaction.changed.until(
            lambda: len(interaction.attempts) > before,
            self.patience,
            lambda: "The bot tried no second answer",
        )
        return interaction.attempts[before]

    def rate_limit(self, route: str, *, times: int = 1, retry_after: float = 0.01, everywhere: bool = False) -> None:
        """Answer the next `times` requests on `route` (`POST /channels/*/messages`) with 429; seconds."""
        self.state.faults.add(Fault(route, times, rate_limited(retry_after, everywhere)))

    def refuse(self, route: str, status: int, code: int, message: str = "", *, times: int = 1) -> None:
        """Answer with an error of Discord's, such as 403 50001 (Missing Access) or 400 30046 (old edits)."""
        self.state.faults.add(Fault(route, times, ApiError(status, code, message)))

    def spoil(self, route: str, cut: Cut | Page, *, taken: bool = False, times: int = 1, skip: int = 0) -> None:
        """Damage the answers in transit, after Discord did what was asked (`taken`) or before."""
        self.state.faults.add(Fault(route, times, cut=cut, taken=taken, skip=skip))

    @property
    def requests(self) -> list[str]:
        """Every request so far, such as `POST /channels/7/messages`."""
        return self.state.faults.requests

    def delay(self, route: str, seconds: float, *, times: int = 1) -> None:
        """Answer late by ``seconds`` real seconds."""
        self.state.faults.add(Fault(route, times, seconds=seconds))

    def hold(self, route: str, *, times: int = 1) -> asyncio.Event:
        """Hold requests until the returned event is set."""
        gate = asyncio.Event()
        self.state.faults.add(Fault(route, times, gate=gate))
        return gate
