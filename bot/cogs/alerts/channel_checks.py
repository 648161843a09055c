"""Channels as their platforms see them now: renamed ones under their new names, with what keeps posts out at once."""

from dataclasses import replace

from bot.core.coalition.channels import NAME, Channel, Channels, Terms
from bot.identity import Caller
from bot.kit.cards.outbound import Address, Posters, Refused
from bot.roles import Reach


class SeenChannels:
    """The subscriptions, looked at with what platforms know without being asked."""

    def __init__(self, channels: Channels, posters: Posters) -> None:
        self._channels, self._posters = channels, posters

    async def subscribe(self, caller: Caller, reach: Reach, name: str, terms: Terms) -> Channel:
        """See `Channels.subscribe`."""
        return await self._channels.subscribe(caller, reach, name, terms)

    async def unsubscribe(self, caller: Caller, reach: Reach, name: str | None = None) -> str:
        """See `Channels.unsubscribe`; the name may be the one that a channel has by now."""
        if name:
            await self.listed(reach)
        return await self._channels.unsubscribe(caller, reach, name)

    async def listed(self, reach: Reach) -> tuple[Channel, ...]:
        """Return the channels somebody may see, by org, platform and name; new names are kept."""
        kept = await self._channels.listed(reach)
        seen = tuple(self._seen(one) for one in kept)
        renamed = {new.id: new.name for old, new in zip(kept, seen, strict=True) if old.name != new.name}
        if renamed:
            await self._channels.rename(renamed)
        return seen

    def _seen(self, channel: Channel) -> Channel:
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
