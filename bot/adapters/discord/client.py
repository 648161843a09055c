"""The connection to Discord: one client with as many shards as Discord wants, from ready to a clean end."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.adapters.discord.answers import NOBODY, UNREACHABLE
from bot.adapters.discord.commands import command_tree
from bot.adapters.discord.posting import DiscordPoster, Limits
from bot.adapters.discord.problems import start_problem, starts_problem
from bot.adapters.discord.registration import register
from bot.adapters.discord.requests import Interaction
from bot.adapters.discord.rest import Rest
from bot.adapters.discord.serving import PATIENCE, Server
from bot.config import DiscordConfig
from bot.kit.dispatch import Dispatcher

_DRAIN, _CLOSE = 5.0, 1.5  # seconds for what is under way and for the farewell: run gives 7 in all

_log = structlog.get_logger("callboard.discord")

# Callboard never joins a voice channel: no line in the log asks an admin for the libraries of those who do.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


class DiscordAdapter:
    """Callboard on Discord. ``state`` is the file that remembers which commands are registered where.

    ``patience`` is how many seconds an answer may take before it is deferred, ``limits`` how fast it posts unasked.
    """

    name = "discord"

    def __init__(
        self,
        dispatcher: Dispatcher,
        config: DiscordConfig,
        token: str,
        state: Path,
        patience: float = PATIENCE,
        limits: Limits | None = None,
    ) -> None:
        self._config = config
        self._token = token
        self._state = state
        self._registry = dispatcher.registry
        self._server = Server(dispatcher, patience)
        self._limits = limits or Limits()
        self._client: Client | None = None
        self._rest: Rest | None = None
        self._poster: DiscordPoster | None = None
        self._connection: asyncio.Task[None] | None = None
        self._under_way: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def start(self) -> None:
        """Log in, register commands that changed, and return once every shard receives interactions.

        Raises ConfigError with what to mend.
        """
        gateway = _redirect(self._config)
        named = "gateway_url" in self._config.model_fields_set  # else it is the one Discord recommends
        client = self._client = Client(gateway if named else None, self._prepare, self._receive)
        try:
            await self._connect(client)
        except (discord.DiscordException, *UNREACHABLE) as error:
            raise start_problem(error, self._config) from None
        finally:
            if not client.connected.is_set():
                await self._disconnect(client)
        self._rest = Rest(self._config.api_url, self._token)
        me = cast(discord.ClientUser, client.user)  # known since the login
        self._poster = DiscordPoster(self._rest, client, str(me.id), self._limits)
        _log.info("discord connected", shards=client.shard_count)

    @property
    def poster(self) -> DiscordPoster:
        """The way to post unasked, once started."""
        assert self._poster, "start() comes first"
        return self._poster

    async def stop(self) -> None:
        """Take no more interactions, give those under way five seconds, and disconnect."""
        self._stopping = True
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=_DRAIN)
            for task in late:
                task.cancel()
        if self._rest:
            await self._rest.close()
        if self._client:
            await self._disconnect(self._client)

    async def _connect(self, client: "Client") -> None:
        await client.login(self._token)
        limits = await client.fetch_session_start_limits()
        if problem := starts_problem(limits.remaining, limits.reset_after):
            raise problem
        self._connection = asyncio.create_task(client.connect())
        self._connection.add_done_callback(self._ended)
        ready = asyncio.create_task(client.connected.wait())
        try:
            await asyncio.wait({ready, self._connection}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ready.cancel()
        if not client.connected.is_set():
            await self._connection

    async def _disconnect(self, client: "Client") -> None:
        with suppress(TimeoutError):  # the other side may never say goodbye
            async with asyncio.timeout(_CLOSE):
                await client.close()
        if self._connection:
            self._connection.cancel()  # it would try a shard's connection for ever
            await asyncio.wait({self._connection})

    async def _prepare(self, client: "Client") -> None:
        tree = command_tree(self._registry.commands.values())
        application = cast(int, client.application_id)  # known since the login
        sent = await register(client.http, application, self._config.development_guild, tree, self._state)
        if sent:
            _log.info("discord commands registered", count=len(tree))

    async def _receive(self, interaction: Interaction) -> None:
        if self._stopping:
            return
        task = cast("asyncio.Task[None]", asyncio.current_task())  # discord.py's, one for each interaction
        self._under_way.add(task)
        try:
            await self._server.serve(interaction)
        finally:
            self._under_way.discard(task)

    def _ended(self, connection: asyncio.Task[None]) -> None:
        """Say that Discord cut the bot off; only what discord.py can't mend by connecting again gets here."""
        error = None if connection.cancelled() else connection.exception()
        if error and self._client and self._client.connected.is_set():
            _log.error("discord lost", error=type(error).__name__, code=getattr(error, "code", None))


class Client(discord.AutoShardedClient):
    """discord.py's client: it prepares once, and hands every interaction on as it comes."""

    def __init__(
        self,
        gateway: yarl.URL | None,
        prepare: Callable[["Client"], Awaitable[None]],
        receive: Callable[[Interaction], Awaitable[None]],
    ) -> None:
        intents = discord.Intents(guilds=True)
        super().__init__(intents=intents, allowed_mentions=NOBODY, max_messages=None)
        self.connected = asyncio.Event()
        self._gateway = gateway
        self._prepare = prepare
        self._receive = receive
        self._shards_up: set[int] = set()

    async def setup_hook(self) -> None:
        """Prepare, once; `on_ready` would run again after every reconnect."""
        await self._prepare(self)

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard, to the gateway of the config where it names one."""
        await super().launch_shard(self._gateway or gateway, shard_id, initial=initial)

    async def on_shard_connect(self, shard_id: int) -> None:
        """Count the shards: interactions come from now on, seconds before discord.py knows every server."""
        self._shards_up.add(shard_id)
        if len(self._shards_up) == self.shard_count:
            self.connected.set()

    async def on_interaction(self, interaction: Interaction) -> None:
        """Take every kind by one door; ids carry all there is to know, so that buttons outlive a restart."""
        await self._receive(interaction)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Log what nobody foresaw, without the interaction: it names people."""
        _log.exception("unforeseen", during=event_method)


def _redirect(config: DiscordConfig) -> yarl.URL:
    """Give discord.py its two addresses, for which it has no other place, and return the gateway's.

    Sessions that can't be resumed go back to the default gateway, so that is set as well.
    """
    Route.BASE = config.api_url
    gateway = yarl.URL(config.gateway_url.rstrip("/") + "/")  # Discord's form: a slash before the query
    DiscordWebSocket.DEFAULT_GATEWAY = gateway
    return gateway
