"""Subscribed channels as their platforms know them now: current names, and whether posts would be refused."""

from collections.abc import Sequence
from dataclasses import replace

from msgspec import Struct

from bot.cogs.alerts.channel_access import ChannelAccess, find_unseen, is_known
from bot.cogs.shared.paging import paginate
from bot.core.coalition.channels import NAME, Channel, Channels, Terms, sort_channels
from bot.identity import Caller
from bot.kit.cards.outbound import Address, Checked, Posters, Refusal, Refused
from bot.roles import Reach

# A look finds these. Who may post, on Slack, only a post tells.
_SEEN = {Refusal.HIDDEN, Refusal.GONE, Refusal.OUTSIDE, Refusal.ARCHIVED, Refusal.REMOVED, Refusal.EXPIRED}


class CheckedChannels(Struct, frozen=True):
    """All channels, and how many of those on one page are ``unchecked``.

    ``unseen`` is the permission that a platform asks for before it says anything about some of these; empty for none.
    """

    channels: tuple[Channel, ...]
    unchecked: int
    unseen: str = ""


class LiveChannels:
    """Wraps `Channels` with what platforms know: their caches at once, the platforms themselves where a card waits."""

    def __init__(self, channels: Channels, posters: Posters) -> None:
        self._channels, self._posters = channels, posters
        self._access = ChannelAccess(posters)

    async def subscribe(self, caller: Caller, reach: Reach, name: str, terms: Terms) -> Channel:
        """See `Channels.subscribe`."""
        return await self._channels.subscribe(caller, reach, name, terms)

    async def unsubscribe(self, caller: Caller, reach: Reach, name: str | None = None) -> tuple[str, int]:
        """See `Channels.unsubscribe`. A channel's new name is accepted."""
        if name:
            await self.list_channels(reach)
        return await self._channels.unsubscribe(caller, reach, name)

    async def list_channels(self, reach: Reach) -> tuple[Channel, ...]:
        """The channels within ``reach``, by org, platform and name. Saves the new names of renamed ones."""
        stored = await self._channels.list_channels(reach)
        return await self._save_names(stored, tuple(_refresh(one, self._glance(one)) for one in stored))

    async def check_page(self, reach: Reach, number: int | None) -> CheckedChannels:
        """Like `list_channels`, but asks the platforms about those on a page.

        A channel with a new name may leave the page, and another one takes its place.
        """
        channels, known = await self.list_channels(reach), dict[Address, Checked | None]()
        while places := tuple(to for to in _list_places(number, channels) if to not in known):
            known |= {**dict.fromkeys(places), **await self._access.look(places)}
            current = tuple(_refresh(one, known.get(_find_address(one))) for one in channels)
            channels = await self._save_names(channels, current)
        shown = paginate(number, channels).part(channels)
        seen = [(one, known.get(_find_address(one))) for one in shown]
        unchecked = sum(not one.refusal and (it is None or not is_known(it)) for one, it in seen)
        return CheckedChannels(channels, unchecked, find_unseen(it for _, it in seen if it))

    async def _save_names(self, stored: Sequence[Channel], current: tuple[Channel, ...]) -> tuple[Channel, ...]:
        renamed = {new.id: new.name for old, new in zip(stored, current, strict=True) if old.name != new.name}
        if renamed:
            await self._channels.rename(renamed)
        return sort_channels(current)  # by their new names, as the next page of the list will have them

    def _glance(self, channel: Channel) -> Checked | None:
        poster = self._posters.find(channel.platform)
        return poster.glance(_find_address(channel)) if poster and channel.address else None


def _list_places(number: int | None, channels: Sequence[Channel]) -> list[Address]:
    """The addresses of the channels on a page. One that can't be read has none."""
    return [_find_address(one) for one in paginate(number, channels).part(channels) if one.address]


def _find_address(channel: Channel) -> Address:
    return Address(channel.platform, channel.space, channel.address)


def _refresh(channel: Channel, checked: Checked | None) -> Channel:
    """The channel as its platform knows it; as it is stored where the platform says nothing."""
    if checked is None or not is_known(checked):
        return channel
    channel = replace(channel, name=checked.name[:NAME] or channel.name)
    if isinstance(problem := checked.problem, Refused):
        return replace(channel, refusal=problem.refusal, missing=problem.missing or None)
    if channel.refusal and not _is_seen(channel):
        return replace(channel, seems_open=True)
    return replace(channel, refusal=None, missing=None)


def _is_seen(channel: Channel) -> bool:
    """Whether a look at the channel would find its last refusal again, unless somebody has removed the obstacle."""
    return channel.refusal in _SEEN or (channel.refusal == Refusal.FORBIDDEN and bool(channel.missing))
