"""Subscribed channels as their platforms know them now: current names, and whether posts would be refused."""

from dataclasses import replace

from bot.core.coalition.channels import NAME, Channel, Channels, Terms
from bot.identity import Caller
from bot.kit.cards.outbound import Address, Posters, Refused
from bot.roles import Reach


class LiveChannels:
    """Wraps `Channels` with what platforms' caches know."""

    def __init__(self, channels: Channels, posters: Posters) -> None:
        self._channels, self._posters = channels, posters

    async def subscribe(self, caller: Caller, reach: Reach, name: str, terms: Terms) -> Channel:
        """See `Channels.subscribe`."""
        return await self._channels.subscribe(caller, reach, name, terms)

    async def unsubscribe(self, caller: Caller, reach: Reach, name: str | None = None) -> str:
        """See `Channels.unsubscribe`. A channel's new name is accepted."""
        if name:
            await self.list_channels(reach)
        return await self._channels.unsubscribe(caller, reach, name)

    async def list_channels(self, reach: Reach) -> tuple[Channel, ...]:
        """The channels within ``reach``, by org, platform and name. Saves the new names of renamed ones."""
        stored = await self._channels.list_channels(reach)
        current = tuple(self._refresh(one) for one in stored)
        renamed = {new.id: new.name for old, new in zip(stored, current, strict=True) if old.name != new.name}
        if renamed:
            await self._channels.rename(renamed)
        return current

    def _refresh(self, channel: Channel) -> Channel:
        poster = self._posters.of(channel.platform)
        if poster is None or not channel.address:
            return channel
        checked = poster.glance(Address(channel.platform, channel.space, channel.address))
        if checked is None:
            return channel
        channel = replace(channel, name=checked.name[:NAME] or channel.name)
        problem = checked.problem if isinstance(checked.problem, Refused) else None
        missing = (problem.missing or None) if problem else None
        return replace(channel, refusal=problem.refusal if problem else None, missing=missing)
