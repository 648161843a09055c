"""The cards that coordinators see: an alert's preview, and its status afterwards."""

from collections import Counter
from dataclasses import replace
from typing import assert_never

from bot.cogs.alerts.alert_list import can_cancel, draw_edit_button, name_audience
from bot.cogs.alerts.channel_access import AccessReport
from bot.cogs.alerts.delivery_counts import count_channels, count_statuses, count_unposted, describe_stopped
from bot.cogs.alerts.posted_card import draw_lapsed_button, draw_overdue_buttons, draw_posted_card
from bot.cogs.alerts.refusal import say_refused
from bot.cogs.coalition.channel_cards import describe_refusal, explain_unseen
from bot.cogs.shared.card_parts import write_reason
from bot.cogs.shared.channel_names import name_channel, name_channel_inline
from bot.cogs.shared.mentions import name_somebody
from bot.core.alerts.alert_list import Whom
from bot.core.alerts.alert_reader import AlertDetail, AlertProgress
from bot.core.alerts.alerts import Preview
from bot.core.alerts.posting.delivery_plan import TargetChannel
from bot.core.base.statuses import AlertStatus, DeliveryStatus
from bot.identity import Caller
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.reply import Button, Card, Fact, Style, shorten
from bot.kit.i18n import Words
from bot.moments import Moment

_NAMED = 5  # channels or times named on a card
_DECIDED = 8  # troubled channels with buttons on one card
_LABEL, _WHOM, _WORDS = 40, 300, 300  # characters of a channel's name, an audience and an alert's words
_FACTS = 8  # facts kept when the author's is added; a card takes ten


def draw_preview_card(words: Words, preview: Preview, report: AccessReport, *, tested: Markup = Markup()) -> Card:
    """An alert as channels will see it, and which channels get it. ``tested`` says what became of a test."""
    original = replace(preview.snapshot, texts=None)
    shown = draw_posted_card(words, original, preview.id, words.tag)
    whom = Whom(preview.audience, preview.orgs, preview.chapters)
    facts = (
        *_draw_languages(words, preview),
        Fact(words.t("alert.preview.whom"), shorten(name_audience(words, whom), _WHOM)),
        Fact(words.t("alert.preview.when"), _describe_time(words, preview)),
        Fact(words.t("alert.preview.channels"), count_channels(words, preview.channels)),
        *_draw_unreachable(words, report, len({one.org for one in preview.channels}) > 1),
    )
    confirm = (Button(words.t("alert.button.confirm"), "alert.confirm", {"alert": preview.id}, Style.PRIMARY),)
    return replace(
        shown,
        facts=(*shown.facts, *facts),
        buttons=(
            *(confirm if preview.channels else ()),
            Button(words.t("alert.button.test"), "alert.test", {"alert": preview.id}),
            Button(words.t("alert.button.edit"), "alert", {"draft": preview.id}),
            Button(words.t("alert.button.translate"), "alert.translation", {"alert": preview.id}),
            *_read_buttons(words, preview),
            *_check(words, preview, report),
            Button(words.t("alert.button.discard"), "alert.discard", {"alert": preview.id}),
        ),
        note=_draw_warnings(words, preview, report, tested),
    )


def draw_review_card(
    words: Words, preview: Preview, report: AccessReport, caller: Caller, *, is_admin: bool = True
) -> Card:
    """An alert that waits for approval, with the approve button unless the caller wrote it."""
    card = draw_preview_card(words, preview, report)
    own = (caller.platform, caller.account) in preview.author
    refuse = Button(words.t("alert.button.ask" if own else "alert.button.refuse"), "alert.ask", {"alert": preview.id})
    approve = Button(words.t("alert.button.release"), "alert.release", {"alert": preview.id}, Style.PRIMARY)
    sentence = words.m("alert.waiting.own" if own else "alert.waiting.yours")
    author = Fact(words.t("alert.preview.author"), name_somebody(words, caller, preview.author, is_admin=is_admin))
    return replace(
        card,
        facts=(*card.facts[-_FACTS:], author),
        buttons=(
            *((refuse,) if own or not preview.channels else (approve, refuse)),
            *_read_buttons(words, preview),
            *_check(words, preview, report),
        ),
        note=join(sentence, _describe_outdated(words, preview), _describe_unchecked(words, report), between="\n"),
    )


def draw_detail_card(words: Words, detail: AlertDetail, caller: Caller) -> Card:
    """One alert: its status, the channels where it failed, and what the caller can do."""
    progress = detail.progress
    return Card(
        title=words.t("alert.detail", reference=progress.reference),
        body=join(
            escape(shorten(progress.words, _WORDS)),
            _describe_state(words, progress, caller),
            words.m("alert.state.later", count=it.channels, when=it.since) if (it := detail.delay) else Markup(),
            Markup() if progress.status is AlertStatus.CANCELLED else describe_stopped(words, progress),
            words.m("alert.untold") if progress.author_unreached else Markup(),
            *_draw_troubles(words, detail),
        ),
        facts=(
            *_draw_campaign(words, progress),
            *(
                Fact(words.t(f"alert.column.{name}"), words.format_number(count))
                for name, count in count_statuses(progress)
                if count
            ),
        ),
        buttons=(*_draw_decisions(words, detail), *_draw_next_steps(words, progress)),
    )


def draw_cancel_card(words: Words, detail: AlertDetail, caller: Caller) -> Card:
    """The card that asks before cancelling. It says what cancelling would do."""
    progress = detail.progress
    if not can_cancel(progress):
        return draw_detail_card(words, detail, caller)
    waiting, sent = count_unposted(progress.counts), progress.counts[DeliveryStatus.SENT]
    return Card(
        title=words.t("alert.cancel.title", reference=progress.reference),
        body=join(
            escape(shorten(progress.words, _WORDS)),
            words.m("alert.cancel.waiting", count=waiting) if waiting else Markup(),
            words.m("alert.cancel.sent", count=sent) if sent else Markup(),
            Markup() if waiting or sent else words.m("alert.cancel.nowhere"),
        ),
        facts=_draw_campaign(words, progress),
        buttons=(Button(words.t("alert.button.cancel"), "alert.cancelled", {"alert": progress.id}, Style.DANGER),),
    )


def refuse_card(words: Words, detail: AlertDetail) -> Card:
    """Ask once before an alert that waits for approval is refused."""
    progress = detail.progress
    refuse = Button(words.t("alert.button.refuse_now"), "alert.refuse_form", {"alert": progress.id}, Style.DANGER)
    return Card(
        title=words.t("alert.cancel.refuse_title", reference=progress.reference),
        body=join(escape(shorten(progress.words, _WORDS)), words.m("alert.cancel.refuse")),
        facts=_draw_campaign(words, progress),
        buttons=(refuse,),
    )


def _draw_campaign(words: Words, progress: AlertProgress) -> tuple[Fact, ...]:
    """Name an alert's campaign, since several may be open at once."""
    if progress.campaign is None:
        return ()
    title = words.pick(progress.campaign.file.title)
    return (Fact(words.t("alert.campaign"), shorten(title, _WHOM)),)


def _draw_languages(words: Words, preview: Preview) -> tuple[Fact, ...]:
    """Name the languages that the alert's words are in as well."""
    texts = preview.snapshot.texts
    names = [words.label("language", tag) for tag in texts or ()]
    return (Fact(words.t("alert.preview.languages"), words.list(names)),) if names else ()


def _read_buttons(words: Words, preview: Preview) -> tuple[Button, ...]:
    return tuple(
        Button(
            words.t("alert.button.read_in", language=words.label("language", tag)),
            "alert.translated",
            {"alert": preview.id, "language": tag},
        )
        for tag in (*(preview.snapshot.texts or ()), *preview.snapshot.outdated)
    )


def _describe_time(words: Words, preview: Preview) -> Markup:
    """When the alert goes out, and each later time for some channels, on one clock: the alert's or the reader's."""
    at, closes = preview.at, preview.snapshot.campaign.closes_at
    later = [one for one in preview.channels if one.time.quiet or one.time.full]
    zones = {one.time.at: at.zone if at else one.zone for one in later}  # a channel's is often just the default
    moments = Counter(
        (Moment(one.time.at, zones[one.time.at], shared=at is None), _find_reason(one, closes)) for one in later
    )
    first = words.m("alert.preview.at", when=at) if at else words.m("alert.preview.now")
    if at is None and 0 < len(preview.channels) == sum(moments.values()):  # no channel gets it right away
        first = Markup()
    times = [words.t(f"alert.preview.{why}", when=when, count=count) for (when, why), count in moments.most_common()]
    more = len(times) - _NAMED
    rest = [words.t("alert.preview.more_times", count=more)] if more > 0 else []
    return join(first, *map(escape, (*times[:_NAMED], *rest)), between="\n")


def _find_reason(channel: TargetChannel, closes: int | None) -> str:
    if closes is not None and channel.time.at >= closes:
        return "shut"
    return "full" if channel.time.full else "quiet"


def _draw_unreachable(words: Words, report: AccessReport, several: bool) -> tuple[Fact, ...]:
    """Name the channels that would refuse the post, and why. ``several``: the alert goes to more than one org."""
    named = [(name_channel(words, one.name, _LABEL, one.org if several else ""), it) for one, it in report.problems]
    refused = [
        words.t("alert.preview.refused", name=name, reason=describe_refusal(words, it.refusal, it.missing))
        for name, it in named[:_NAMED]
    ]
    more = len(report.problems) - _NAMED
    rest = [words.t("alert.preview.more_refused", count=more)] if more > 0 else []
    return (Fact(words.t("alert.preview.unreachable"), "\n".join((*refused, *rest))),) if refused else ()


def _draw_warnings(words: Words, preview: Preview, report: AccessReport, tested: Markup) -> Markup:
    nobody = "nobody_there" if preview.audience.states else "nobody"
    return join(
        tested,
        _describe_outdated(words, preview),
        _describe_unchecked(words, report),
        words.m(f"alert.preview.{'not_yet' if preview.channels else nobody}"),
        between="\n",
    )


def _describe_outdated(words: Words, preview: Preview) -> Markup:
    """The languages in which the alert isn't posted, because its own words changed since."""
    names = [words.label("language", tag) for tag in preview.snapshot.outdated]
    return words.m("alert.preview.outdated", languages=words.list(names)) if names else Markup()


def _check(words: Words, preview: Preview, report: AccessReport) -> tuple[Button, ...]:
    """The button that checks more channels, if some are left."""
    more = Button(words.t("alert.button.check"), "alert.show", {"alert": preview.id})
    return (more,) if report.left else ()


def _describe_unchecked(words: Words, report: AccessReport) -> Markup:
    key = "alert.preview.left" if report.left else "alert.preview.unasked"
    if not report.unchecked:
        return Markup()
    return join(words.m(key, count=report.unchecked), explain_unseen(words, report.unseen), between=" ")


def _describe_state(words: Words, progress: AlertProgress, caller: Caller) -> Markup:
    match progress.status:
        case AlertStatus.GOING:
            under_way = count_unposted(progress.counts) > 0
            return words.m("alert.state.going" if under_way else "alert.state.ended", when=progress.at)
        case AlertStatus.HELD:
            return words.m(f"alert.state.held.{progress.hold_reason}")
        case AlertStatus.CANCELLED:
            return words.m(
                "alert.state.cancelled" if progress.counts[DeliveryStatus.SENT] else "alert.state.cancelled_unposted"
            )
        case AlertStatus.LAPSED:
            return words.m("alert.state.lapsed", when=progress.at)
        case AlertStatus.REFUSED:
            said = say_refused(words, "alert.state.refused", progress, caller)
            return join(said, write_reason(words, progress.reason), between="\n")
        case AlertStatus.AWAITING | AlertStatus.DRAFT | AlertStatus.BROKEN:
            return words.m(f"alert.state.{progress.status}")
        case _:
            assert_never(progress.status)


def _draw_troubles(words: Words, detail: AlertDetail) -> tuple[Markup, ...]:
    """Name the channels where the alert failed, or where nobody knows whether it was posted."""
    lines = []
    for one in detail.troubles[:_DECIDED]:
        name = name_channel(words, one.channel, _LABEL, one.org)
        if one.status is DeliveryStatus.UNKNOWN:
            lines.append(words.m("alert.trouble.unknown", name=name))
        else:
            why = describe_refusal(words, one.refusal or "other", one.missing)
            lines.append(words.m("alert.trouble.failed", name=name, reason=why))
    counts = detail.progress.counts
    more = counts[DeliveryStatus.UNKNOWN] + counts[DeliveryStatus.FAILED] - len(lines)
    return (*lines, words.m("alert.trouble.more", count=more)) if more > 0 else tuple(lines)


def _draw_decisions(words: Words, detail: AlertDetail) -> tuple[Button, ...]:
    """The buttons for channels where an alert failed, or perhaps failed. One that was canceled isn't sent again."""
    buttons, canceled = list[Button](), detail.progress.status is AlertStatus.CANCELLED
    for one in detail.troubles[:_DECIDED]:
        name, args = name_channel_inline(words, one.channel, _LABEL, one.org), {"delivery": one.delivery}
        if not canceled:
            buttons.append(Button(words.t("alert.button.resend", name=name), "alert.resend", args))
        if one.status is DeliveryStatus.UNKNOWN:
            buttons.append(Button(words.t("alert.button.posted", name=name), "alert.posted", args))
    return tuple(buttons)


def _draw_next_steps(words: Words, progress: AlertProgress) -> tuple[Button, ...]:
    match progress.status:
        case AlertStatus.HELD:
            return draw_overdue_buttons(words, progress.id, progress.hold_reason)
        case AlertStatus.GOING | AlertStatus.AWAITING:
            return (Button(words.t("alert.button.ask"), "alert.ask", {"alert": progress.id}, Style.DANGER),)
        case AlertStatus.LAPSED:
            return draw_lapsed_button(words, progress.id), draw_edit_button(words, progress.id)
        case AlertStatus.REFUSED | AlertStatus.CANCELLED:
            return (draw_edit_button(words, progress.id),)
        case AlertStatus.DRAFT | AlertStatus.BROKEN:
            return ()
    assert_never(progress.status)
