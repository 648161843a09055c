"""The direct messages about an alert."""

from bot.cogs.alerts.alert_list import draw_edit_button
from bot.cogs.alerts.delivery_counts import count_unposted, describe_stopped
from bot.cogs.alerts.posted_card import draw_lapsed_button
from bot.cogs.coalition.channel_cards import describe_refusal
from bot.cogs.shared.card_parts import write_reason
from bot.cogs.shared.channel_names import name_channel
from bot.core.alerts.alert_reader import AlertDetail, AlertProgress, Trouble
from bot.core.alerts.notices import Notice, NoticeKind
from bot.core.base.statuses import DeliveryStatus
from bot.kit.cards.markup import Markup, join, quote
from bot.kit.cards.reply import Button, Card, Style, shorten
from bot.kit.i18n import Words

_ENDS = (NoticeKind.ENDED, NoticeKind.RESENT)  # say where the alert is and where not
_NAMED = 10  # troubled channels named in one message
_NAME, _WORDS = 60, 300  # characters of a channel's name and of an alert's words


def draw_notice_card(words: Words, notice: Notice) -> Card:
    """The direct message about an alert: what became of it, or that it waits for the reader."""
    progress, kind = notice.detail.progress, notice.kind
    first, *others = _draw_buttons(words, notice)
    body = (
        quote(shorten(progress.words, _WORDS)),
        words.m(
            f"alert.notice.{kind}.body",
            campaign=_name_campaign(words, progress),
            when=progress.at,
            button=first.label,
        ),
        words.m("alert.notice.waiting.by", when=progress.at)
        if kind is NoticeKind.WAITING and progress.has_time
        else Markup(),
        write_reason(words, progress.reason),
        *(draw_outcome_lines(words, notice.detail) if kind in _ENDS else ()),
    )
    return Card(
        title=words.t(f"alert.notice.{kind}.title", reference=progress.reference),
        body=join(*body),
        buttons=(first, *others),
    )


def _draw_buttons(words: Words, notice: Notice) -> tuple[Button, ...]:
    """The next step, where there is one, and the way to the alert."""
    alert, kind = notice.detail.progress.id, notice.kind
    show = Button(words.t("alert.button.show"), "alert.show", {"alert": alert})
    match kind:
        case NoticeKind.WAITING:
            return (Button(words.t("alert.button.review"), "alert.show", {"alert": alert}, Style.PRIMARY),)
        case NoticeKind.LAPSED | NoticeKind.MISSED:
            return draw_lapsed_button(words, alert), show
        case NoticeKind.DECLINED:
            return draw_edit_button(words, alert), show
        case _:
            return (show,)


def draw_outcome_lines(words: Words, detail: AlertDetail) -> tuple[Markup, ...]:
    """Where an alert was posted, and where it wasn't and why."""
    counts = detail.progress.counts
    waiting = count_unposted(counts)
    shown = detail.troubles[:_NAMED]
    more = counts[DeliveryStatus.FAILED] + counts[DeliveryStatus.UNKNOWN] - len(shown)
    lines = [words.m("alert.notice.posted", count=counts[DeliveryStatus.SENT], channels=counts.total())]
    lines += [_describe_trouble(words, one) for one in shown]
    lines += [words.m("alert.trouble.more", count=more)] if more > 0 else []
    lines += [words.m("alert.notice.still", count=waiting)] if waiting else []
    return (*lines, describe_stopped(words, detail.progress))


def _describe_trouble(words: Words, one: Trouble) -> Markup:
    name = name_channel(words, one.channel, _NAME, one.org)
    if one.status is DeliveryStatus.UNKNOWN:
        return words.m("alert.notice.unknown", name=name, button=words.t("alert.button.show"))
    return words.m(
        "alert.trouble.failed", name=name, reason=describe_refusal(words, one.refusal or "other", one.missing)
    )


def _name_campaign(words: Words, progress: AlertProgress) -> str:
    return words.pick(progress.campaign.file.title) if progress.campaign else "–"
