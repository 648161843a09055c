"""What the bot may do in a channel, from discord.py's cache.

The guilds intent delivers channels, roles and the bot's own member, and every change of them
(https://docs.discord.com/developers/events/gateway#caveats), but threads only while they are open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import discord

from bot.kit.cards.outbound import Address, Refusal, Refused

_NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}
_THREADS = {10, 11, 12}  # https://docs.discord.com/developers/resources/channel#channel-object-channel-types


class Guilds(Protocol):
    """The bot's servers, as far as this process knows them."""

    def get_guild(self, id: int, /) -> discord.Guild | None:
        """A server, None for one that discord.py doesn't know."""
        ...

    def has_left(self, guild_id: int) -> bool:
        """Say whether the bot is certainly not in a server."""
        ...

    async def look(self, guild_id: int) -> None:
        """Ask Discord about a server that the gateway doesn't tell this process about. It never raises."""
        ...


@dataclass(frozen=True, slots=True)
class ChannelAccess:
    """A channel as the bot sees it. ``allowed`` is None where unknown; ``removed`` means the bot left the server."""

    name: str = ""
    allowed: discord.Permissions | None = None
    thread: bool = False
    locked: bool = False
    removed: bool = False

    def find_missing(self, *, files: bool = False) -> str:
        """The first permission missing for a post, by Discord's name; empty where none is known to be missing."""
        send = "send_messages_in_threads" if self.thread else "send_messages"
        return self._find_missing("view_channel", send, "embed_links", *(("attach_files",) if files else ()))

    def find_missing_to_read(self) -> str:
        """The first permission missing to read messages. Without it Discord shows an empty history."""
        return self._find_missing("view_channel", "read_message_history")

    def find_problem(self) -> Refused | None:
        """What would prevent a post, None where nothing is known to."""
        if self.removed:
            return Refused(Refusal.REMOVED)
        if missing := self.find_missing():
            return Refused(Refusal.FORBIDDEN, missing)
        shut = self.locked and self.allowed and not self.allowed.manage_threads  # a post reopens any other thread
        return Refused(Refusal.ARCHIVED) if shut else None

    def _find_missing(self, *wanted: str) -> str:
        if self.allowed is None:
            return ""
        return next((_NAMES[name] for name in wanted if not getattr(self.allowed, name)), "")


def find_access(guilds: Guilds, to: Address) -> ChannelAccess | None:
    """Find a channel in discord.py's cache, None where only Discord knows it."""
    if not to.space:
        return ChannelAccess()  # a direct message has no permissions
    guild = guilds.get_guild(int(to.space))
    if guild is None:
        return ChannelAccess(removed=True) if guilds.has_left(int(to.space)) else None
    place = guild.get_channel_or_thread(int(to.channel))
    if isinstance(place, discord.Thread):
        return ChannelAccess(place.name, _find_permissions(place.parent), True, place.locked)
    return ChannelAccess(place.name, _find_permissions(place)) if place else None


def read_access(guilds: Guilds, to: Address, channel: Mapping[str, Any]) -> ChannelAccess:
    """Read Discord's answer about a channel that discord.py doesn't know, such as an archived thread."""
    name, thread = str(channel.get("name") or ""), channel.get("type") in _THREADS
    if not thread:
        return ChannelAccess(name)
    guild, parent = guilds.get_guild(int(to.space)), channel.get("parent_id")
    above = guild.get_channel(int(parent)) if guild and parent else None
    about = channel.get("thread_metadata")
    return ChannelAccess(name, _find_permissions(above), True, isinstance(about, Mapping) and bool(about.get("locked")))


def _find_permissions(place: discord.abc.GuildChannel | None) -> discord.Permissions | None:
    """What the bot may do in a channel, None until Discord has sent the bot's own member."""
    me: discord.Member | None = place.guild.me if place else None
    return place.permissions_for(me) if place and me else None
