"""Discord for a process that answers nobody there: it posts, edits and asks over the REST API, without the gateway."""

import asyncio
from typing import Any, cast

import discord

from bot.adapters import DOWN, Connections, ConnectionState
from bot.adapters.discord.drawing.mentions import RegisteredCommands, read_ids
from bot.adapters.discord.drawing.payloads import NOBODY
from bot.adapters.discord.gateway.connection import set_addresses
from bot.adapters.discord.gateway.problems import explain_failure
from bot.adapters.discord.gateway.registration import fetch_registered
from bot.adapters.discord.gateway.remote_guilds import RemoteGuilds
from bot.adapters.discord.install_links import list_installs
from bot.adapters.discord.interactions.rest import RestClient
from bot.adapters.discord.limits import Limiters, Limits
from bot.adapters.discord.posting import DiscordPoster
from bot.adapters.discord.sharing import Sharing
from bot.config.settings import DiscordConfig
from bot.errors import ConfigError
from bot.runtime.log import get_logger
from bot.runtime.proxies import find_proxy

_log = get_logger("callboard.discord")


class DiscordSender:
    """See `bot.adapters.Adapter`."""

    name = "discord"

    def __init__(
        self, config: DiscordConfig, token: str, limits: Limits | None = None, sharing: Sharing | None = None
    ) -> None:
        self._config, self._token = config, token
        sharing = sharing or Sharing()
        self._limiters = Limiters(limits or Limits(), sharing.make_limiter)
        self._client: discord.Client | None = None
        self._rest: RestClient | None = None
        self._poster: DiscordPoster | None = None
        self.problem = ""

    async def start(self) -> None:
        """Log in. Raises ConfigError with what to fix, Unreachable where trying again may help."""
        set_addresses(self._config)
        proxy = find_proxy(self._config.api_url)
        client = discord.Client(
            intents=discord.Intents(guilds=True), allowed_mentions=NOBODY, max_messages=None, proxy=proxy
        )
        try:
            await client.login(self._token)
        except Exception as error:  # supervisor: any error becomes a sentence, and the caller tries again
            await client.close()
            raise explain_failure(error, self._config) from None
        self._client, self._rest = client, RestClient(self._config.api_url, self._token)
        self._poster = await self._make_poster(client, self._rest)
        _log.info("discord connected", shards=0)

    @property
    def poster(self) -> DiscordPoster:
        """Sends posts, once started."""
        assert self._poster, "start() comes first"
        return self._poster

    async def read_connections(self) -> Connections:
        """It needs no connection, since each request opens one."""
        return Connections(ConnectionState.UP) if self._poster else DOWN

    async def wait_until_lost(self) -> ConfigError:
        """Wait forever: each request opens a connection of its own."""
        never: asyncio.Future[ConfigError] = asyncio.get_running_loop().create_future()
        return await never

    async def stop(self) -> None:
        """Send nothing more."""
        if self._client:
            await self._client.close()
        if self._rest:
            await self._rest.close()

    async def _make_poster(self, client: discord.Client, rest: RestClient) -> DiscordPoster:
        guild = self._config.development_guild
        registered: Any = await fetch_registered(client.http, cast(int, client.application_id), guild)
        guilds = RemoteGuilds(lambda: client, self._limiters.bot)
        me = cast(discord.ClientUser, client.user)  # both are set by login
        installs = list_installs(cast(discord.AppInfo, client.application))
        commands = RegisteredCommands(guild, read_ids(registered))
        return DiscordPoster(rest, guilds, str(me.id), self._limiters, commands, installs)
