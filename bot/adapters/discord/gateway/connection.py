"""Keeps the bot connected to Discord's gateway: reports why a connection ended, and reconnects after pauses."""

import asyncio
import math
from collections.abc import Callable
from contextlib import suppress

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.adapters import Connections, ConnectionState
from bot.adapters.discord.gateway.client import Client, StartLimitError
from bot.adapters.discord.gateway.problems import explain_failure
from bot.adapters.discord.gateway.remote_guilds import RemoteGuilds
from bot.adapters.discord.gateway.session_starts import SessionStarts, StartLimit
from bot.adapters.pacing import Backoff, Limiter
from bot.config.settings import DiscordConfig
from bot.errors import ConfigError, Unreachable
from bot.runtime.log import get_logger
from bot.runtime.loops import Loop

_CLOSE = 1.5  # seconds to close the connection
_READY = 60.0  # seconds for the first shard to connect; each further one waits 5 s
_RECOVERY = 5.0  # seconds until another try after an unexpected error
_STEADY = 60.0  # seconds after which a connection counts as stable

_log = get_logger("callboard.discord")


class Connection:
    """One client at a time, from `open` to `close`. ``new_client`` makes each. ``turns`` is the whole bot's limit."""

    def __init__(
        self,
        config: DiscordConfig,
        token: str,
        starts: SessionStarts,
        new_client: Callable[[], Client],
        turns: Limiter,
        backoff: Backoff | None = None,
    ) -> None:
        self._remote = RemoteGuilds(lambda: self.client, turns)
        self._config, self._token, self._starts = config, token, starts
        self._new_client = new_client
        self._backoff = backoff or Backoff()
        self._client: Client | None = None
        self._session: asyncio.Task[None] | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._gone: asyncio.Future[ConfigError] = asyncio.get_running_loop().create_future()
        self._reopened = 0  # by clients before this one
        self.problem = ""

    def read_connections(self) -> Connections:
        """How many shards are connected."""
        client = self.client
        live = 0 if client.is_closed() else len(client.live)
        state = ConnectionState.UP if live == client.served and not self.problem else ConnectionState.DOWN
        latency = client.latency if live else math.inf
        known = latency if math.isfinite(latency) else None
        return Connections(state, live, client.served, self._reopened + client.reopened, known)

    @property
    def client(self) -> Client:
        """The current client, or the last one."""
        assert self._client, "open() comes first"
        return self._client

    def get_guild(self, id: int, /) -> discord.Guild | None:
        """A server from discord.py's cache, or one of another process as Discord described it; None if unknown."""
        return self.client.find_guild(id) if self.client.serves(id) else self._remote.get_guild(id)

    def has_left(self, guild_id: int) -> bool:
        """Say whether the bot is certainly not in a server."""
        return self.client.has_left(guild_id) if self.client.serves(guild_id) else self._remote.has_left(guild_id)

    async def look(self, guild_id: int) -> None:
        """Ask Discord about a server of another process's shards."""
        if not self.client.serves(guild_id):
            await self._remote.look(guild_id)

    async def open(self) -> None:
        """Connect and stay connected. Raises ConfigError with what prevents it."""
        await self._open()
        self._keeper = Loop("discord", self._keep, "could not reconnect", _log, recovery=_RECOVERY).start()

    async def close(self) -> None:
        """Disconnect and don't reconnect."""
        if self._keeper:
            self._keeper.cancel()
            await asyncio.wait({self._keeper})
        await self._disconnect()

    async def wait_until_lost(self) -> ConfigError:
        """Wait until reconnecting can't help, and return what to fix."""
        return await asyncio.shield(self._gone)

    async def _open(self) -> None:
        client = self._client = self._new_client()
        self._session = None
        try:
            await self._connect(client)
        except Exception as error:  # supervisor: any error becomes a sentence, and the caller tries again
            raise explain_failure(error, self._config) from None
        finally:
            if not client.connected.is_set():
                await self._disconnect()

    async def _connect(self, client: Client) -> None:
        gateway = set_addresses(self._config)
        await client.login(self._token)
        shards, recommended, limit = await client.http.get_bot_gateway()
        client.shard_count = client.shard_count or shards
        if client.shard_count < shards:
            _log.warning("discord recommends more shards", used=client.shard_count, recommended=shards)
        client.gateway = gateway or yarl.URL(recommended)
        client.max_concurrency = max(limit.get("max_concurrency", 1), 1)
        self._starts.shards = client.served
        self._starts.limit = StartLimit(limit["total"], limit["remaining"], limit["reset_after"] / 1000)
        if pause := self._starts.find_pause():
            raise StartLimitError(pause)
        self._session = asyncio.create_task(client.connect())
        ready = asyncio.create_task(client.connected.wait())
        try:
            patience = _READY + 6.0 * client.shard_count
            await asyncio.wait({ready, self._session}, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ready.cancel()
        if self._session.done() and not client.connected.is_set():
            await self._session
        if not client.connected.is_set():
            raise TimeoutError

    async def _keep(self) -> float:
        """Wait until discord.py gives up, then reconnect."""
        since = asyncio.get_running_loop().time()
        if self._session:
            await asyncio.wait({self._session})
            self._report_loss(self._session)
        if asyncio.get_running_loop().time() - since > _STEADY:
            self._backoff.reset()
        await self._disconnect()
        self._reopened += self.client.reopened + self.client.served
        await self._open_again()
        return 0.0

    async def _open_again(self) -> None:
        while True:
            await asyncio.sleep(self._backoff.take_pause())
            try:
                await self._open()
            except Unreachable as error:
                self.problem = str(error)
                _log.warning("discord can't be reached", reason=str(error))
            except ConfigError as error:
                self.problem = str(error)
                _log.error("discord refuses the bot", reason=str(error))
                if not self._gone.done():
                    self._gone.set_result(error)
            else:
                self.problem = ""
                _log.info("discord connected again", shards=self.client.served)
                return

    def _report_loss(self, session: asyncio.Task[None]) -> None:
        error = None if session.cancelled() else session.exception()
        self.problem = str(explain_failure(error, self._config)) if isinstance(error, Exception) else "disconnected"
        _log.error("discord lost", error=type(error).__name__, code=getattr(error, "code", None))

    async def _disconnect(self) -> None:
        if self._client:
            with suppress(TimeoutError, Exception):  # Discord may never answer the close
                async with asyncio.timeout(_CLOSE):
                    await self._client.close()
        if self._session:
            self._session.cancel()  # it would retry a shard forever
            await asyncio.wait({self._session})


def set_addresses(config: DiscordConfig) -> yarl.URL | None:
    """Set discord.py's two addresses on its classes, the only place for them.

    Returns the gateway where the config names one. A session that can't be resumed goes back to the default gateway, so
    that is set too.
    """
    Route.BASE = config.api_url
    gateway = yarl.URL(config.gateway_url.rstrip("/") + "/")  # Discord wants a slash before the query
    DiscordWebSocket.DEFAULT_GATEWAY = gateway
    return gateway if "gateway_url" in config.model_fields_set else None
