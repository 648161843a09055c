"""What coordinators see of alerts: before one goes out, and what became of it."""

from collections import Counter
from dataclasses import replace

from bot.cogs.alerts.channel_access import Reached
from bot.cogs.alerts.posted_card import held_buttons, posted_card
from bot.cogs.coalition.channel import reason
from bot.cogs.shared.mentions import somebody
from bot.core.alerts.alert_reader import Detail, Listed, Trouble
from bot.core.alerts.alerts import Confirmed, Preview
from bot.core.alerts.delivery_plan import Target
from bot.core.base.statuses import AlertStatus, DeliveryStatus
from bot.core.campaigns.campaign_file import text_for
from bot.core.directory.states import NAMES
from bot.identity import Caller
from bot.kit.cards.labels import cut_middle
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.reply import Button, Card, Fact, Style, shorten
from bot.kit.i18n import Words
from bot.moments import Moment

_NAMED = 5  # channels or times that a card names one by one
_DECIDED = 8  # channels whose unknown outcome can be decided on one card
_LABEL, _WHOM, _WORDS = 40, 300, 300  # characters of a channel's name, of an audience and of an alert's words
_FACTS = 8  # of a card's ten, with the author's
_WAITING = (DeliveryStatus.WAITING, DeliveryStatus.SENDING)


def preview_card(words: Words, preview: Preview, reached: Reached, *, tested: bool | None = None) -> Card:
    """Show an alert as it will stand in the channels, and beneath it whom it reaches."""
    shown = posted_card(words, preview.living, preview.id, words.language)
    facts = (
        Fact(words.t("alert.preview.whom"), shorten(_whom(words, preview), _WHOM)),
        Fact(words.t("alert.preview.when"), _when(words, preview)),
        Fact(words.t("alert.preview.channels"), _channels(words, preview.targets)),
        *_unreachable(words, reached),
    )
    confirm = (Button(words.t("alert.button.confirm"), "alert.confirm", {"alert": preview.id}, Style.PRIMARY),)
    return replace(
        shown,
        facts=(*shown.facts, *facts),
        buttons=(
            *(confirm if preview.targets else ()),
            Button(words.t("alert.button.test"), "alert.test", {"alert": preview.id}),
            Button(words.t("alert.button.edit"), "alert", {"draft": preview.id}),
            *_check(words, preview, reached),
            Button(words.t("alert.button.discard"), "alert.discard", {"alert": preview.id}),
        ),
        note=_warnings(words, preview, reached, tested),
    )


def review_card(words: Words, preview: Preview, reached: Reached, caller: Caller) -> Card:
    """Show an alert that takes two people: all of it to who may approve it, and to its author that it waits."""
    card = preview_card(words, preview, reached)
    own = (caller.platform, caller.account) in preview.author
    refuse = Button(words.t("alert.button.ask" if own else "alert.button.refuse"), "alert.ask", {"alert": preview.id})
    approve = Button(words.t("alert.button.release"), "alert.release", {"alert": preview.id}, Style.PRIMARY)
    said = words.m("alert.waiting.own" if own else "alert.waiting.yours")
    author = Fact(words.t("alert.preview.author"), somebody(words, caller, preview.author))
    return replace(
        card,
        facts=(*card.facts[-_FACTS:], author),
        buttons=(*((refuse,) if own or not preview.targets else (approve, refuse)), *_check(words, preview, reached)),
        note=join(said, _unasked(words, reached), between="\n"),
    )


def confirmed_card(words: Words, alert: str, confirmed: Confirmed, own: bool = True) -> Card:
    """Say that an alert is on its way, or who has to release it; only its ``own`` author is written to later."""
    if confirmed.awaiting:
        body = words.m("alert.awaiting", reference=confirmed.reference)
    elif confirmed.now:
        key = "on_its_way" if own else "released"
        body = words.m(f"alert.{key}", count=confirmed.channels, reference=confirmed.reference)
    else:
        body = words.m("alert.will_go", count=confirmed.channels, reference=confirmed.reference, when=confirmed.at)
    buttons = (
        Button(words.t("alert.button.show"), "alert.show", {"alert": alert}),
        Button(words.t("alert.button.ask"), "alert.ask", {"alert": alert}, Style.DANGER),
    )
    return Card(words.t("alert.title"), body, buttons=buttons)


def detail_card(words: Words, detail: Detail) -> Card:
    """Show one alert: how it stands, which channels need somebody, and what can be done."""
    listed = detail.listed
    return Card(
        title=words.t("alert.detail", reference=listed.reference),
        body=join(
            escape(shorten(listed.words, _WORDS)),
            _state(words, listed),
            words.m("alert.untold") if listed.untold else Markup(),
            *_troubles(words, detail),
        ),
        facts=(
            *_campaign(words, listed),
            *(
                Fact(words.t(f"alert.column.{name}"), words.number(count))
                for name, count in stage_counts(listed)
                if count
            ),
        ),
        buttons=(*_decisions(words, detail.troubles), *_moves(words, listed)),
    )


def cancel_card(words: Words, detail: Detail) -> Card:
    """Say what cancelling means, and offer it."""
    listed = detail.listed
    if listed.standing is AlertStatus.CANCELLED:
        return detail_card(words, detail)
    counts = listed.counts
    waiting = sum(counts[stage] for stage in (*_WAITING, DeliveryStatus.HELD))
    return Card(
        title=words.t("alert.cancel.title", reference=listed.reference),
        body=join(
            escape(shorten(listed.words, _WORDS)),
            words.m("alert.cancel.waiting", count=waiting) if waiting else Markup(),
            words.m("alert.cancel.sent", count=counts[DeliveryStatus.SENT])
            if counts[DeliveryStatus.SENT]
            else Markup(),
            Markup() if waiting or counts[DeliveryStatus.SENT] else words.m("alert.cancel.nowhere"),
        ),
        facts=_campaign(words, listed),
        buttons=(Button(words.t("alert.button.cancel"), "alert.cancelled", {"alert": listed.id}, Style.DANGER),),
    )


def _campaign(words: Words, listed: Listed) -> tuple[Fact, ...]:
    """Name an alert's campaign, which several may be open beside."""
    if listed.campaign is None:
        return ()
    title = text_for(listed.campaign.file.title, words.language)
    return (Fact(words.t("alert.campaign"), shorten(title, _WHOM)),)


def _whom(words: Words, preview: Preview) -> str:
    audience = preview.audience
    if audience.everyone:
        return words.t("alert.preview.everyone")
    if preview.chapters:
        more = len(preview.chapters) - _NAMED
        rest = [words.t("alert.preview.more_chapters", count=more)] if more > 0 else []
        return words.list((*preview.chapters[:_NAMED], *rest))
    states = (words.t("alert.preview.state", state=NAMES[state]) for state in audience.states)
    return words.list((*preview.orgs, *states))


def _when(words: Words, preview: Preview) -> Markup:
    """Say when it goes out on the reader's clock, and at which local times where clocks differ or quiet hours delay."""
    at, closes = preview.at, preview.living.campaign.closes_at
    first = words.m("alert.preview.at", when=at) if at else words.m("alert.preview.now")
    moments = Counter(
        (Moment(one.slot.at, one.zone), _why(one, closes))
        for one in preview.targets
        if one.slot.quiet or one.slot.full or (at is not None and one.zone != at.zone)
    )
    told = [words.t(f"alert.preview.{why}", when=when, count=count) for (when, why), count in moments.most_common()]
    more = len(told) - _NAMED
    rest = [words.t("alert.preview.more_times", count=more)] if more > 0 else []
    return join(first, *map(escape, (*told[:_NAMED], *rest)), between="\n")


def _why(target: Target, closes: int | None) -> str:
    if closes is not None and target.slot.at >= closes:
        return "shut"
    if target.slot.full:
        return "full"
    return "quiet" if target.slot.quiet else "there"


def _channels(words: Words, targets: tuple[Target, ...]) -> str:
    """Say how many channels on which platform."""
    counts = Counter(target.platform for target in targets)
    if not counts:
        return words.t("alert.preview.no_channels")
    parts = (
        words.t("alert.preview.on", count=count, platform=words.t(f"link.platform.{platform}"))
        for platform, count in sorted(counts.items())
    )
    return words.list(parts)


def _unreachable(words: Words, reached: Reached) -> tuple[Fact, ...]:
    """Name the channels that would refuse a post, and why."""
    told = [
        words.t("alert.preview.refused", name=name, reason=reason(words, it.refusal, it.missing))
        for name, it in ((cut_middle(one.name, _LABEL), it) for one, it in reached.problems[:_NAMED])
    ]
    more = len(reached.problems) - _NAMED
    rest = [words.t("alert.preview.more_refused", count=more)] if more > 0 else []
    return (Fact(words.t("alert.preview.unreachable"), "\n".join((*told, *rest))),) if told else ()


def _warnings(words: Words, preview: Preview, reached: Reached, tested: bool | None) -> Markup:
    return join(
        words.m("alert.preview.tested" if tested else "alert.preview.untested") if tested is not None else Markup(),
        _unasked(words, reached),
        words.m("alert.preview.not_yet") if preview.targets else words.m("alert.preview.nobody"),
        between="\n",
    )


def _check(words: Words, preview: Preview, reached: Reached) -> tuple[Button, ...]:
    """Return the way to go on with the channels that weren't checked yet."""
    more = Button(words.t("alert.button.check"), "alert.show", {"alert": preview.id})
    return (more,) if reached.left else ()


def _unasked(words: Words, reached: Reached) -> Markup:
    key = "alert.preview.left" if reached.left else "alert.preview.unasked"
    return words.m(key, count=reached.unasked) if reached.unasked else Markup()


def stage_counts(listed: Listed) -> tuple[tuple[str, int], ...]:
    """Return in how many channels an alert is at which stage, by the stages' names."""
    counts = listed.counts
    return (
        ("sent", counts[DeliveryStatus.SENT]),
        ("waiting", sum(counts[stage] for stage in _WAITING)),
        ("held", counts[DeliveryStatus.HELD]),
        ("failed", counts[DeliveryStatus.FAILED]),
        ("unknown", counts[DeliveryStatus.UNKNOWN]),
        ("stopped", counts[DeliveryStatus.CANCELLED]),
    )


def _state(words: Words, listed: Listed) -> Markup:
    match listed.standing:
        case AlertStatus.GOING:
            under_way = any(listed.counts[stage] for stage in (*_WAITING, DeliveryStatus.HELD))
            return words.m("alert.state.going" if under_way else "alert.state.ended", when=listed.at)
        case AlertStatus.HELD:
            return words.m(f"alert.state.held.{listed.why}")
        case AlertStatus.AWAITING:
            return words.m("alert.state.awaiting")
        case AlertStatus.CANCELLED:
            return words.m(
                "alert.state.cancelled" if listed.counts[DeliveryStatus.SENT] else "alert.state.cancelled_unposted"
            )
        case AlertStatus.DRAFT:
            return words.m("alert.state.draft")
        case AlertStatus.BROKEN:
            return words.m("alert.state.broken")


def _troubles(words: Words, detail: Detail) -> tuple[Markup, ...]:
    """Name the channels whose outcome nobody knows, and those that refused."""
    told = []
    for one in detail.troubles[:_DECIDED]:
        name = cut_middle(one.channel, _LABEL)
        if one.stage is DeliveryStatus.UNKNOWN:
            told.append(words.m("alert.trouble.unknown", name=name))
        else:
            why = reason(words, one.refusal or "other", one.missing)
            told.append(words.m("alert.trouble.failed", name=name, reason=why))
    counts = detail.listed.counts
    more = counts[DeliveryStatus.UNKNOWN] + counts[DeliveryStatus.FAILED] - len(told)
    return (*told, words.m("alert.trouble.more", count=more)) if more > 0 else tuple(told)


def _decisions(words: Words, troubles: tuple[Trouble, ...]) -> tuple[Button, ...]:
    buttons = list[Button]()
    for one in troubles[:_DECIDED]:
        name, args = cut_middle(f"#{one.channel}", _LABEL), {"delivery": one.delivery}
        buttons.append(Button(words.t("alert.button.resend", name=name), "alert.resend", args))
        if one.stage is DeliveryStatus.UNKNOWN:
            buttons.append(Button(words.t("alert.button.posted", name=name), "alert.posted", args))
    return tuple(buttons)


def _moves(words: Words, listed: Listed) -> tuple[Button, ...]:
    ask = Button(words.t("alert.button.ask"), "alert.ask", {"alert": listed.id}, Style.DANGER)
    match listed.standing:
        case AlertStatus.HELD:
            return held_buttons(words, listed.id)
        case AlertStatus.GOING | AlertStatus.AWAITING:
            return (ask,)
    return ()
