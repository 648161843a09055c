"""The cards about channels that get alerts, and what keeps posts out of some."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from bot.cogs.shared.channel_names import name_channel, name_channel_inline
from bot.cogs.shared.paging import draw_table_card, paginate
from bot.core.coalition.channels import MARK, Channel, is_channel_id
from bot.core.times.quiet_hours import QuietHours
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.outbound import Later, Refusal, Refused
from bot.kit.cards.reply import CELL, Card, shorten
from bot.kit.i18n import Words
from bot.mentions import has_mention
from bot.phrases import State, Zone

LONGEST = 100  # characters of a channel's name alone
_END = 4  # characters of a server's or workspace's id
_LABEL = 40  # characters of a channel's name among others
_NAMED = 5  # blocked channels for which the card says what to do


T = TypeVar("T")


class SubscribedChannel(NamedTuple):
    """A channel that gets alerts now, and what would keep them out."""

    channel: Channel
    problem: Refused | Later | None


def draw_subscribed_card(
    words: Words, channel: Channel, problem: Refused | Later | None, *, is_here: bool, is_unnamed: bool
) -> Card:
    """The card of a subscribed channel: its quiet hours, and what would keep alerts out.

    ``is_here``: the caller is in it. ``is_unnamed``: the platform doesn't say its name.
    """
    quiet = words.m("channel.loud")
    if channel.quiet:
        quiet = words.m("channel.quiet", hours=_format_hours(words, channel.quiet), zone=Zone(channel.zone))
    subscribed = words.m("channel.subscribed", name=name_channel(words, channel.name, LONGEST), org=channel.org)
    parts = [words.m("channel.subscribed_here", org=channel.org) if is_here and is_unnamed else subscribed, quiet]
    if channel.state:
        parts.append(words.m("channel.state", state=State(channel.state)))
    if channel.left_out:
        parts.append(words.m("channel.left_out", count=channel.left_out))
    if isinstance(problem, Refused) and problem.refusal is Refusal.SCOPE:
        here = words.m("channel.unseen", permission=problem.missing)
        parts.append(here if is_here else _describe_unseen(words, (SubscribedChannel(channel, problem),)))
    elif isinstance(problem, Refused):
        why = describe_refusal(words, problem.refusal, problem.missing)
        parts.append(words.m("channel.problem", reason=escape(why)))
    return Card(words.t("channel.title"), join(*parts))


def draw_chosen_card(words: Words, found: Sequence[SubscribedChannel], unseen: Sequence[str] = ()) -> Card:
    """The card of channels that were subscribed together: their names, and what would keep alerts out of some.

    ``unseen`` are others that were chosen too, as they were typed; Callboard can't find or see them.
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
    chosen = words.m("channel.chosen", count=len(found), org=first.org, names=names)
    terms = join(*_describe_hours(words, found), *_describe_states(words, found), between="\n")
    hidden = _name_unseen(words, unseen) if unseen else Markup()
    unsure = _describe_unseen(words, found)
    left_out = sum(one.channel.left_out for one in found)
    lost = words.m("channel.left_out_some", count=left_out) if left_out else Markup()
    return Card(words.t("channel.title"), join(chosen, terms, lost, hidden, unsure, join(*problems, between="\n")))


def _describe_hours(words: Words, found: Sequence[SubscribedChannel]) -> Iterator[Markup]:
    """The quiet hours of channels that were subscribed together. Some may have had other ones before, or have none."""
    for (quiet, zone), names in _group_names(words, found, _read_hours):
        key = "chosen_quiet" if len(names) == len(found) else "chosen_quiet_some"
        hours = _format_hours(words, quiet)
        yield words.m(f"channel.{key}", names=words.list(names), hours=hours, zone=Zone(zone))


def _describe_states(words: Words, found: Sequence[SubscribedChannel]) -> Iterator[Markup]:
    """The states for whose people channels get alerts, too."""
    for state, names in _group_names(words, found, lambda one: one.state):
        yield words.m("channel.chosen_state", names=words.list(names), state=State(state))


def _read_hours(channel: Channel) -> tuple[QuietHours, str] | None:
    return (channel.quiet, channel.zone) if channel.quiet else None


def _group_names(
    words: Words, found: Sequence[SubscribedChannel], read: Callable[[Channel], T | None]
) -> Iterable[tuple[T, list[str]]]:
    """The names of the channels by what ``read`` finds in each. Those without are left out."""
    groups = dict[T, list[str]]()
    for one, _ in found:
        if (term := read(one)) is not None:
            groups.setdefault(term, []).append(name_channel_inline(words, one.name, _LABEL))
    return groups.items()


def is_hidden(typed: str) -> bool:
    """Whether a channel was given by its id, which people don't read."""
    return has_mention(typed) or is_channel_id(typed.removeprefix(MARK))


def _name_unseen(words: Words, unseen: Sequence[str]) -> Markup:
    """The sentence about chosen channels that Callboard can't find or see. Ids are shown as what they are."""
    typed = [words.t("mention.channel") if is_hidden(one) else words.t("offer.quoted", name=one) for one in unseen]
    shown = list(dict.fromkeys(shorten(one, _LABEL) for one in typed))
    more = [words.t("list.others", count=len(shown) - _NAMED)] if len(shown) > _NAMED else []
    return words.m("channel.unseen_some", count=len(unseen), names=words.list((*shown[:_NAMED], *more)))


def draw_channels_card(
    words: Words,
    channels: tuple[Channel, ...],
    number: int | None,
    unchecked: int = 0,
    here: tuple[str, str | None] = ("", None),
    unseen: str = "",
) -> Card:
    """The table of subscribed channels, with their quiet hours and what keeps posts out of them.

    ``unchecked`` counts those not checked. Unless it is empty, ``unseen`` is the permission missing for it.

    ``here`` is the caller's platform and space. Where a platform has several, the table tells it from the others.
    """
    if not channels:
        return Card(words.t("channel.title"), words.m("channel.none"))
    columns = tuple(words.t(f"channel.{column}") for column in ("name", "platform", "org", "hours", "note"))
    known = {(one.platform, one.space) for one in channels} | ({here} if here[1] else set())
    rows = [_make_row(words, channel, _name_space(words, channel, known, here)) for channel in channels]
    card = draw_table_card(words, words.t("channel.title"), (columns, rows), "channel.page", number)
    unknown = (words.m("channel.unchecked", count=unchecked), explain_unseen(words, unseen)) if unchecked else ()
    blocked = _explain_blocked(words, paginate(number, channels).part(channels))
    return replace(card, body=join(*blocked, *unknown, between="\n"))


def explain_unseen(words: Words, permission: str) -> Markup:
    """What to do where a platform hides channels because a permission is missing. Empty where none is."""
    return words.m("channel.unseen_why", permission=permission) if permission else Markup()


def describe_refusal(words: Words, refusal: str, missing: str | None) -> str:
    """Why a platform won't post in a channel, in words."""
    if refusal == Refusal.FORBIDDEN and missing:
        return words.t("refusal.missing", permission=missing)
    if refusal == Refusal.SCOPE:
        return words.t("refusal.scope", permission=missing or "")
    return words.t(f"refusal.{refusal}")


def _describe_unseen(words: Words, found: Sequence[SubscribedChannel]) -> Markup:
    """Name the channels that posts may not reach, and say how to find out. Empty if there are none."""
    unseen = [
        (one.channel.name, one.problem.missing)
        for one in found
        if isinstance(one.problem, Refused) and one.problem.refusal is Refusal.SCOPE
    ]
    if not unseen:
        return Markup()
    names = words.list(name_channel_inline(words, name, _LABEL) for name, _ in unseen)
    return words.m("channel.unseen_there", names=names, permission=unseen[0][1])


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


def _name_space(
    words: Words, channel: Channel, known: Collection[tuple[str, str | None]], here: tuple[str, str | None]
) -> str:
    """A channel's platform. Of several spaces there, it says which: the caller's, the other one, or the end of its id.

    Platforms' names of servers and workspaces aren't stored.
    """
    platform = words.t(f"link.platform.{channel.platform}")
    spaces = [space for one, space in known if one == channel.platform]
    if len(spaces) == 1:
        return platform
    if (channel.platform, channel.space) == here:
        return words.t("channel.here", platform=platform)
    if here in known and here[0] == channel.platform and len(spaces) == 2:
        return words.t("channel.elsewhere", platform=platform)
    return words.t("channel.elsewhere_of", platform=platform, end=channel.space[-_END:])


def _make_row(words: Words, channel: Channel, where: str) -> tuple[str, ...]:
    """A line of the table. ``where`` is the channel's platform, or its server or workspace."""
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
