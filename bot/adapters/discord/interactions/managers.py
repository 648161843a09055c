"""Whether somebody administers a server when they write from somewhere else, such as a direct message.

Discord's payloads say so only inside the server itself. The REST API names a member's roles; the gateway names the
server's owner and each role's permissions: https://docs.discord.com/developers/resources/guild#get-guild-member
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import discord

from bot.adapters.discord.gateway.permissions import Guilds
from bot.adapters.discord.interactions.rest import Response, RestClient

KEPT = 120.0  # seconds that an answer is reused; rights can end
PATIENCE = 2.0  # seconds for Discord's answer
_MOST = 1000  # answers remembered
_NO_MEMBER = (10007, 10013)  # unknown member, unknown user

_Key = tuple[str, str]  # server and user


class Managers:
    """Asks Discord, and remembers each answer for `KEPT` seconds; ``clock`` is in seconds."""

    def __init__(self, rest: RestClient, guilds: Guilds, clock: Callable[[], float] = time.time) -> None:
        self._rest, self._guilds, self._clock = rest, guilds, clock
        self._known: OrderedDict[_Key, tuple[float, bool]] = OrderedDict()

    async def manages(self, guild_id: str, user_id: str) -> bool | None:
        """Whether a user administers a server; None where Discord doesn't say."""
        until, known = self._known.get((guild_id, user_id), (0.0, False))
        if self._clock() < until:
            return known
        found = await self._ask(guild_id, user_id)
        if found is not None:
            self._known[guild_id, user_id] = (self._clock() + KEPT, found)
            self._known.move_to_end((guild_id, user_id))
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        return found

    async def _ask(self, guild_id: str, user_id: str) -> bool | None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._guilds.look(int(guild_id))
                guild = self._guilds.get_guild(int(guild_id))
                if guild is None:
                    return None
                if guild.owner_id == int(user_id):
                    return True
                response = await self._rest.read(f"/guilds/{guild_id}/members/{user_id}")
        except TimeoutError:
            return None
        return read_member(guild, response) if isinstance(response, Response) else None


def read_member(guild: discord.Guild, response: Response) -> bool | None:
    """Whether a member's roles let them administer ``guild``; None for an answer that doesn't say."""
    if response.status == 404 and response.code in _NO_MEMBER:
        return False
    data: Any = response.data
    roles = data.get("roles") if response.status == 200 and isinstance(data, dict) else None
    if not isinstance(roles, list):
        return None
    held = {str(guild.id), *map(str, roles)}  # everybody's role has the server's id
    allowed = [role.permissions for role in guild.roles if str(role.id) in held]
    return any(one.administrator or one.manage_guild for one in allowed)
