"""Servers that no gateway connection of this process tells about, as Discord's REST API describes them.

They belong to other processes' shards, or this process delivers and has no connection at all.
"""

import asyncio
from collections.abc import Callable
from typing import cast

import aiohttp
import discord
from cachetools import TTLCache

from bot.adapters.discord.limits import ALL
from bot.adapters.pacing import Limiter
from bot.runtime.log import get_logger

_KEPT, _MOST = 60.0, 1000  # seconds that an answer serves, and answers remembered
_PATIENCE = 10.0  # seconds for all that Discord is asked about one server
_OUTSIDE = (10004, 50001)  # unknown guild, missing access
_REQUESTS = 3

_log = get_logger("callboard.discord")


class RemoteGuilds:
    """Asks Discord about a server where `look` is awaited, and remembers it. ``turns`` is the whole bot's limit."""

    def __init__(self, find_client: Callable[[], discord.Client], turns: Limiter) -> None:
        self._find_client, self._turns = find_client, turns
        self._known: TTLCache[int, discord.Guild | None] = TTLCache(_MOST, _KEPT)

    def get_guild(self, id: int, /) -> discord.Guild | None:
        """A server as Discord described it, None if that isn't known now."""
        return self._known.get(id)

    def has_left(self, guild_id: int) -> bool:
        """Whether Discord said that the bot isn't there."""
        return guild_id in self._known and self._known[guild_id] is None

    async def look(self, guild_id: int) -> None:
        """Ask Discord, unless the answer is known. It never raises: without an answer nothing is known."""
        if guild_id in self._known:
            return
        try:
            async with asyncio.timeout(_PATIENCE):
                for _ in range(_REQUESTS):
                    if await self._turns.acquire(ALL):
                        return
                self._known[guild_id] = await _fetch(self._find_client(), guild_id)
        except discord.HTTPException as error:
            if error.code in _OUTSIDE:
                self._known[guild_id] = None
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
            _log.warning("discord doesn't describe a server", error=type(error).__name__)


async def _fetch(client: discord.Client, guild_id: int) -> discord.Guild:
    """A server with its roles, channels and the bot's own member, as the gateway would have sent it."""
    guild = await client.fetch_guild(guild_id, with_counts=False)
    for channel in await guild.fetch_channels():
        guild._add_channel(channel)  # discord.py has no public way to keep them
    me = cast(discord.ClientUser, client.user)  # set by login
    guild._add_member(await guild.fetch_member(me.id))
    return guild
