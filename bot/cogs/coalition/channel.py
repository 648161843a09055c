"""`/channel`: the channels that get alerts, and their quiet hours."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Annotated, NamedTuple

from bot.cogs.alerts.channel_checks import LiveChannels
from bot.cogs.coalition.channel_terms import PeoplesState, Quiet, QuietZone, read_terms
from bot.cogs.shared.channel_names import name_channel, name_channel_inline
from bot.cogs.shared.channel_picks import WhichChannel, are_channels, enter_picked, is_channel, split_channels
from bot.cogs.shared.paging import PageNumber, draw_table_card, paginate
from bot.core.coalition.channels import Channel, Channels, find_current_channel
from bot.core.times.quiet_hours import QuietHours
from bot.errors import UserError
from bot.identity import Caller
from bot.kit.cards.labels import make_choices
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.outbound import Address, Checked, Later, Posters, Refusal, Refused
from bot.kit.cards.reply import CELL, CHOICES, Card, Choice, shorten
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import CHANNEL, CHANNELS, MOST_CHANNELS, Opt
from bot.kit.spec import accepts, action, command, suggest
from bot.phrases import State, Zone
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

_LONGEST = 100  # characters of a channel's name alone
_LABEL = 40  # characters of a channel's name among others
_NAMED = 5  # blocked channels for which the card says what to do
_PATIENCE = 5.0  # seconds to wait for the platform's answer about a channel


WhichChannels = Annotated[
    str, Opt("Channels here, up to 25", pick=CHANNELS, fits=are_channels, max_length=MOST_CHANNELS * 82)
]


class SubscribedChannel(NamedTuple):
    """A channel that gets alerts now, and what would keep them out."""

    channel: Channel
    problem: Refused | Later | None


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
        with read_terms(quiet, zone, state, inv.envelope.zone) as terms:
            found = await self._channels.subscribe(caller, inv.reach, named, terms)
        is_unnamed = named == address and channel is None
        return draw_subscribed_card(inv.words, found, checked.problem if checked else None, is_unnamed)

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
            with read_terms(quiet, zone, state, inv.envelope.zone) as terms:
                subscribed = await self._channels.subscribe(caller, inv.reach, named, terms)
            found.append(SubscribedChannel(subscribed, seen.problem if seen else None))
        return draw_chosen_card(inv.words, found, unseen)

    @command("channel unsubscribe", role=Role.COORDINATOR)
    async def unsubscribe(self, inv: Invocation, channel: ChannelName = None) -> Card:
        """Stop alerts in a channel."""
        name = await self._channels.unsubscribe(inv.caller, inv.reach, channel)
        return Card(body=inv.words.m("channel.unsubscribed", name=name_channel(inv.words, name, _LONGEST)))

    @command("channel list", role=Role.COORDINATOR, reads=True)
    @action("channel.page", role=Role.COORDINATOR)
    async def list(self, inv: Invocation, page: PageNumber = None) -> Card:
        """List the channels that get alerts."""
        found, unchecked = await self._channels.check_page(inv.reach, page)
        return draw_channels_card(inv.words, found, page, unchecked, (inv.caller.platform, inv.caller.space))

    @suggest("channels")
    async def suggest_channels(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The subscribed channels whose name contains the typed text."""
        folded = fold(typed).removeprefix("#")
        names = dict.fromkeys(channel.name for channel in await self._channels.list_channels(inv.reach))
        found = [name for name in names if matches(folded, name)]
        return make_choices((name, name_channel(inv.words, name, _LONGEST)) for name in found[:CHOICES])

    @accepts("channels")
    async def accept_channels(self, inv: Invocation, typed: tuple[str, ...], parts: bool) -> frozenset[str]:
        """The texts that name a subscribed channel."""
        called = {fold(one.name) for one in await self._channels.list_channels(inv.reach)}
        return frozenset(run for run in typed if fold(run).removeprefix("#") in called)

    async def _find_places(self, inv: Invocation, typed: Iterable[str]) -> tuple[dict[str, tuple[Caller, str]], int]:
        """Each channel's address, with the caller there and its name, and how many can't be seen.

        Raises UserError if none can.
        """
        places, refusals = dict[str, tuple[Caller, str]](), list[UserError]()
        for one in typed:
            try:
                caller, name = await enter_picked(inv, one)
            except UserError as refusal:
                refusals.append(refusal)
            else:
                places[find_current_channel(caller)] = caller, name
        if refusals and not places:
            raise refusals[0]
        return places, len(refusals)

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


def draw_subscribed_card(
    words: Words, channel: Channel, problem: Refused | Later | None, is_unnamed: bool = False
) -> Card:
    """The card of a subscribed channel: its quiet hours, and what would keep alerts out.

    ``is_unnamed``: it is the caller's own, and the platform doesn't say its name.
    """
    quiet = words.m("channel.loud")
    if channel.quiet:
        quiet = words.m("channel.quiet", hours=_format_hours(words, channel.quiet), zone=Zone(channel.zone))
    subscribed = words.m("channel.subscribed", name=name_channel(words, channel.name, _LONGEST), org=channel.org)
    parts = [words.m("channel.subscribed_here", org=channel.org) if is_unnamed else subscribed, quiet]
    if channel.state:
        parts.append(words.m("channel.state", state=State(channel.state)))
    if isinstance(problem, Refused) and problem.refusal is Refusal.SCOPE:
        parts.append(words.m("channel.unseen", permission=problem.missing))
    elif isinstance(problem, Refused):
        why = describe_refusal(words, problem.refusal, problem.missing)
        parts.append(words.m("channel.problem", reason=escape(why)))
    return Card(words.t("channel.title"), join(*parts))


def draw_chosen_card(words: Words, found: Sequence[SubscribedChannel], unseen: int = 0) -> Card:
    """The card of channels that were subscribed together: their names, and what would keep alerts out of some.

    ``unseen`` others were chosen too, but Callboard can't see them.
    """
    first = found[0].channel
    names = words.list(name_channel_inline(words, one.channel.name, _LABEL) for one in found)
    problems = [
        words.m(
            "channel.blocked",
            name=name_channel(words, one.channel.name, CELL),
            reason=describe_refusal(words, one.problem.refusal, one.problem.missing),
        )
        for one in found
        if isinstance(one.problem, Refused) and one.problem.refusal is not Refusal.SCOPE
    ]
    more = len(problems) - _NAMED
    if more > 0:
        problems[_NAMED:] = [words.m("channel.more_blocked", count=more)]
    quiet = Markup()
    if first.quiet:
        quiet = words.m("channel.chosen_quiet", hours=_format_hours(words, first.quiet), zone=Zone(first.zone))
    chosen = words.m("channel.chosen", count=len(found), org=first.org, names=names)
    hidden = words.m("channel.unseen_some", count=unseen) if unseen else Markup()
    return Card(words.t("channel.title"), join(chosen, quiet, hidden, join(*problems, between="\n")))


def draw_channels_card(
    words: Words,
    channels: tuple[Channel, ...],
    number: int | None,
    unchecked: int = 0,
    here: tuple[str, str | None] = ("", None),
) -> Card:
    """The table of subscribed channels, with their quiet hours and what keeps posts out of them.

    ``here`` is the caller's platform and space. Where a platform has several, the table tells it from the others.
    """
    if not channels:
        return Card(words.t("channel.title"), words.m("channel.none"))
    columns = tuple(words.t(f"channel.{column}") for column in ("name", "platform", "org", "hours", "note"))
    known = {(one.platform, one.space) for one in channels} | ({here} if here[1] else set())
    spaces = Counter(platform for platform, _ in known)
    rows = [_make_row(words, channel, here[1] if spaces[channel.platform] > 1 else None) for channel in channels]
    card = draw_table_card(words, words.t("channel.title"), (columns, rows), "channel.page", number)
    unknown = (words.m("channel.unchecked", count=unchecked),) if unchecked else ()
    blocked = _explain_blocked(words, paginate(number, channels).part(channels))
    return replace(card, body=join(*blocked, *unknown, between="\n"))


def describe_refusal(words: Words, refusal: str, missing: str | None) -> str:
    """Why a platform won't post in a channel, in words."""
    if refusal == Refusal.FORBIDDEN and missing:
        return words.t("refusal.missing", permission=missing)
    if refusal == Refusal.SCOPE:
        return words.t("refusal.scope", permission=missing or "")
    return words.t(f"refusal.{refusal}")


def _explain_blocked(words: Words, channels: Sequence[Channel]) -> tuple[Markup, ...]:
    """What to do about the blocked channels of a page. A cell is too short for it, so the first few get a line."""
    blocked = [channel for channel in channels if channel.refusal]
    lines = [
        words.m(
            "channel.refused" if one.seems_open else "channel.blocked",
            name=name_channel(words, one.name, CELL),
            reason=describe_refusal(words, one.refusal or "", one.missing),
        )
        for one in blocked[:_NAMED]
    ]
    more = len(blocked) - _NAMED
    return (*lines, words.m("channel.more_blocked", count=more)) if more > 0 else tuple(lines)


def _make_row(words: Words, channel: Channel, here: str | None) -> tuple[str, ...]:
    """A line of the table. With ``here``, the caller's space, it says whether the channel is there."""
    where = words.t(f"link.platform.{channel.platform}")
    if here:
        where = words.t("channel.here" if channel.space == here else "channel.elsewhere", platform=where)
    ends, zone = channel.quiet and _write_ends(words, channel.quiet), Zone(channel.zone)
    hours = words.t("time.span_in", zone=zone, **ends) if ends else ""
    note = words.t("channel.for_state", state=State(channel.state)) if channel.state else ""
    if channel.refusal:  # the reason is under the table, where there is room for it
        note = words.t("channel.last_refused" if channel.seems_open else "channel.no_posts")
    cells = (name_channel(words, channel.name, CELL), where, channel.org, hours, note)
    return tuple(shorten(cell, CELL) for cell in cells)


def _format_hours(words: Words, quiet: QuietHours) -> str:
    return words.t("time.span", **_write_ends(words, quiet))


def _write_ends(words: Words, quiet: QuietHours) -> dict[str, str]:
    return {"from": words.format_time(quiet.start), "to": words.format_time(quiet.end)}
