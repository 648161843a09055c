"""`/channel`: the channels that get alerts, and their quiet hours."""

import asyncio
from collections.abc import Iterable
from typing import Annotated

from bot.cogs.alerts.channel_checks import LiveChannels
from bot.cogs.coalition.channel_cards import (
    LONGEST,
    SubscribedChannel,
    draw_channels_card,
    draw_chosen_card,
    draw_subscribed_card,
    is_hidden,
)
from bot.cogs.coalition.channel_terms import PeoplesState, Quiet, QuietZone, read_terms
from bot.cogs.shared.channel_names import name_channel
from bot.cogs.shared.channel_picks import WhichChannel, are_channels, enter_picked, is_channel, split_channels
from bot.cogs.shared.paging import PageNumber
from bot.core.coalition.channels import MARK, Channels, find_current_channel
from bot.errors import UserError
from bot.identity import Caller
from bot.kit.cards.labels import make_choices
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.outbound import Address, Checked, Posters
from bot.kit.cards.reply import CHOICES, Card, Choice
from bot.kit.invocation import Invocation
from bot.kit.options import CHANNEL, CHANNELS, MOST_CHANNELS, Opt
from bot.kit.spec import accepts, action, command, suggest
from bot.roles import Role
from bot.text import fold, matches

# A platform's picker lists only the channels of the current space. A name can unsubscribe a channel of another space.
ChannelName = Annotated[
    str | None,
    Opt(
        "The channel; this one if left out",
        pick=CHANNEL,
        lenient=True,
        suggest="channels",
        accepts="channels",
        fits=is_channel,
    ),
]

_PATIENCE = 5.0  # seconds to wait for the platform's answer about a channel


WhichChannels = Annotated[
    str, Opt("Channels here, up to 25", pick=CHANNELS, fits=are_channels, max_length=MOST_CHANNELS * 82)
]


class ChannelCog:
    """Subscribes, unsubscribes and lists channels."""

    subject = "alerts"

    def __init__(self, channels: Channels, posters: Posters) -> None:
        self._channels = LiveChannels(channels, posters)
        self._posters = posters

    @command("channel subscribe", role=Role.COORDINATOR)
    async def subscribe(
        self,
        inv: Invocation,
        quiet: Quiet = None,
        zone: QuietZone = None,
        state: PeoplesState = None,
        channel: WhichChannel = None,
    ) -> Card:
        """Let a channel get action alerts, or change its quiet hours."""
        caller, known_name = await enter_picked(inv, channel)
        address = find_current_channel(caller)
        checked = await self._enter(inv, address)
        named = checked.name if checked and checked.name else known_name or address
        with read_terms(inv, quiet, zone, state) as terms:
            found = await self._channels.subscribe(caller, inv.reach, named, terms)
        is_here, is_unnamed = f"{MARK}{address}" in inv.caller.marks, named == address
        problem = checked.problem if checked else None
        return draw_subscribed_card(inv.words, found, problem, is_here=is_here, is_unnamed=is_unnamed)

    @command("channel choose", role=Role.COORDINATOR, outside="channel.choose_elsewhere")
    async def choose(
        self,
        inv: Invocation,
        channels: WhichChannels,
        quiet: Quiet = None,
        zone: QuietZone = None,
        state: PeoplesState = None,
    ) -> Card:
        """Let several channels get action alerts at once."""
        typed = split_channels(channels)
        if len(typed) > MOST_CHANNELS:
            raise UserError("channel.too_many", field="channels", count=MOST_CHANNELS, length=len(typed))
        places, unseen = await self._find_places(inv, typed)
        checked = await asyncio.gather(*(self._enter(inv, address) for address in places))
        found = list[SubscribedChannel]()
        for (address, (caller, known_name)), seen in zip(places.items(), checked, strict=True):
            named = seen.name if seen and seen.name else known_name or address
            with read_terms(inv, quiet, zone, state) as terms:
                subscribed = await self._channels.subscribe(caller, inv.reach, named, terms)
            found.append(SubscribedChannel(subscribed, seen.problem if seen else None))
        return draw_chosen_card(inv.words, found, unseen)

    @command("channel unsubscribe", role=Role.COORDINATOR)
    async def unsubscribe(self, inv: Invocation, channel: ChannelName = None) -> Card:
        """Stop alerts in a channel."""
        name, alerts = await self._channels.unsubscribe(inv.caller, inv.reach, channel)
        ended = inv.words.m("channel.unsubscribed", name=name_channel(inv.words, name, LONGEST))
        lost = inv.words.m("channel.unsubscribed_alerts", count=alerts) if alerts else Markup()
        return Card(body=join(ended, lost))

    @command("channel list", role=Role.COORDINATOR, reads=True)
    @action("channel.page", role=Role.COORDINATOR)
    async def list(self, inv: Invocation, page: PageNumber = None) -> Card:
        """List the channels that get alerts."""
        found = await self._channels.check_page(inv.reach, page)
        here = (inv.caller.platform, inv.caller.space)
        return draw_channels_card(inv.words, found.channels, page, found.unchecked, here, found.unseen)

    @suggest("channels")
    async def suggest_channels(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The subscribed channels whose name contains the typed text."""
        folded = fold(typed).removeprefix("#")
        names = dict.fromkeys(channel.name for channel in await self._channels.list_channels(inv.reach))
        found = [name for name in names if matches(folded, name)]
        return make_choices((name, name_channel(inv.words, name, LONGEST)) for name in found[:CHOICES])

    @accepts("channels")
    async def accept_channels(self, inv: Invocation, typed: tuple[str, ...], parts: bool) -> frozenset[str]:
        """The texts that name a subscribed channel."""
        called = {fold(one.name) for one in await self._channels.list_channels(inv.reach)}
        return frozenset(run for run in typed if fold(run).removeprefix("#") in called)

    async def _find_places(
        self, inv: Invocation, typed: Iterable[str]
    ) -> tuple[dict[str, tuple[Caller, str]], tuple[str, ...]]:
        """Each channel's address, with the caller there and its name, and those that can't be found or seen, as typed.

        Raises UserError if none can.
        """
        places, refusals, unseen = dict[str, tuple[Caller, str]](), list[UserError](), list[str]()
        for one in typed:
            try:
                caller, name = await enter_picked(inv, one)
            except UserError as refusal:
                refusals.append(refusal)
                unseen.append(one)
            else:
                places[find_current_channel(caller)] = caller, name
        if unseen and not places and all(map(is_hidden, unseen)):
            raise UserError("channel.unseen_all", field="channels", count=len(unseen))
        if refusals and not places:
            raise refusals[0]
        return places, tuple(unseen)

    async def _enter(self, inv: Invocation, address: str) -> Checked | None:
        """Join the channel if possible. Returns the platform's view of it, None if the platform can't say."""
        poster = self._posters.find(inv.caller.platform)
        if poster is None:
            return None
        try:
            async with asyncio.timeout(_PATIENCE):
                return await poster.enter(Address(inv.caller.platform, inv.caller.space or "", address))
        except TimeoutError:
            return None
