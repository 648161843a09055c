"""What a coordinator can do where somebody else's alert failed in their own channels: mend it, and ask its sender."""

from collections.abc import Iterator

from bot.cogs.coalition.channel_cards import describe_refusal
from bot.cogs.shared.channel_names import name_channel
from bot.core.alerts.alert_list import Incoming
from bot.core.alerts.alert_reader import Trouble
from bot.core.base.statuses import AlertStatus, DeliveryStatus
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import shorten
from bot.kit.i18n import Words

_NAMED, _NAME, _ORG = 5, 40, 60  # channels named, and characters of a channel's and of an org's name


def draw_incoming_troubles(words: Words, one: Incoming) -> Iterator[Markup]:
    """Name the channels with the reason of each, then say whom to ask for what. Its sender alone can send it again."""
    for trouble in one.troubles[:_NAMED]:
        yield _describe(words, trouble)
    more = len(one.troubles) - _NAMED
    if more > 0:
        yield words.m("alert.trouble.more", count=more)
    if one.progress.status is AlertStatus.GOING:
        whom = words.m("alert.list.ask_org", org=shorten(one.org, _ORG)) if one.org else words.m("alert.list.ask_all")
        found = {trouble.status for trouble in one.troubles}
        keys = [
            f"alert.list.ask_{status}" for status in (DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN) if status in found
        ]
        yield join(*(words.m(key, whom=whom, reference=one.progress.reference) for key in keys), between=" ")


def _describe(words: Words, one: Trouble) -> Markup:
    name = name_channel(words, one.channel, _NAME)
    if one.status is DeliveryStatus.UNKNOWN:
        return words.m("alert.list.unknown_here", name=name)
    return words.m(
        "alert.trouble.failed", name=name, reason=describe_refusal(words, one.refusal or "other", one.missing)
    )
