"""What somebody is told of an alert in a direct message."""

from bot.cogs.coalition.channel import reason
from bot.core.alerts.alert_reader import Detail, Listed, Trouble
from bot.core.alerts.notices import Notice, NoticeKind
from bot.core.base.statuses import DeliveryStatus
from bot.core.campaigns.campaign_file import text_for
from bot.kit.cards.markup import Markup, join, quote
from bot.kit.cards.reply import Button, Card, Style, shorten
from bot.kit.i18n import Words

_NAMED = 10  # channels that are told of one by one
_NAME, _WORDS = 60, 300  # characters of a channel's name and of an alert's words


def notice_card(words: Words, notice: Notice) -> Card:
    """Tell somebody what has become of an alert, or that it waits for them."""
    listed, kind = notice.detail.listed, notice.kind
    body = (
        quote(shorten(listed.words, _WORDS)),
        words.m(f"alert.notice.{kind}.body", campaign=_campaign(words, listed)),
        *(outcome(words, notice.detail) if kind is NoticeKind.ENDED else ()),
    )
    label = words.t("alert.button.review" if kind is NoticeKind.WAITING else "alert.button.show")
    style = Style.PRIMARY if kind is NoticeKind.WAITING else Style.PLAIN
    return Card(
        title=words.t(f"alert.notice.{kind}.title", reference=listed.reference),
        body=join(*body),
        buttons=(Button(label, "alert.show", {"alert": listed.id}, style),),
    )


def outcome(words: Words, detail: Detail) -> tuple[Markup, ...]:
    """Say where an alert is, where not and why, with what to ask of whom."""
    counts = detail.listed.counts
    waiting = sum(counts[stage] for stage in (DeliveryStatus.WAITING, DeliveryStatus.SENDING, DeliveryStatus.HELD))
    shown = detail.troubles[:_NAMED]
    more = counts[DeliveryStatus.FAILED] + counts[DeliveryStatus.UNKNOWN] - len(shown)
    said = [words.m("alert.notice.posted", count=counts[DeliveryStatus.SENT], channels=counts.total())]
    said += [_trouble(words, one) for one in shown]
    said += [words.m("alert.trouble.more", count=more)] if more > 0 else []
    said += [words.m("alert.notice.still", count=waiting)] if waiting else []
    said += (
        [words.m("alert.notice.stopped", count=counts[DeliveryStatus.CANCELLED])]
        if counts[DeliveryStatus.CANCELLED]
        else []
    )
    return tuple(said)


def _trouble(words: Words, one: Trouble) -> Markup:
    name = shorten(one.channel, _NAME)
    if one.stage is DeliveryStatus.UNKNOWN:
        return words.m("alert.trouble.unknown", name=name)
    return words.m("alert.trouble.failed", name=name, reason=reason(words, one.refusal or "other", one.missing))


def _campaign(words: Words, listed: Listed) -> str:
    return text_for(listed.campaign.file.title, words.language) if listed.campaign else "–"
