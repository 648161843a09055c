"""What stands in a channel: a call to action that anybody there can answer, with the count so far."""

from bot.cogs.boards.leaderboard import board_lines, board_note
from bot.core.alerts.card_snapshot import Kind, Living
from bot.core.base.statuses import CampaignState
from bot.core.campaigns.campaign_file import text_for
from bot.core.outbox.overdue_alerts import Asking
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.reply import Button, Card, Fact, Progress, Style
from bot.kit.i18n import Words
from bot.moments import Moment

_SHUT = (
    CampaignState.PAUSED,
    CampaignState.CLOSED,
    CampaignState.UPCOMING,
)  # of a campaign that has to be opened first


def posted_card(words: Words, living: Living, delivery: str, language: str | None) -> Card:
    """Show an alert as its channel sees it; ``delivery`` stands in every button's id."""
    title = text_for(living.campaign.file.title, language)
    if living.withdrawn:
        return Card(title, words.m("alert.card.withdrawn"))
    state = living.state
    return Card(
        title=title,
        body=join(_told(words, living, language), _standing(words, living), _final(words, living)),
        facts=_facts(words, living),
        progress=_progress(words, living),
        buttons=_buttons(words, delivery, state),
        note=_note(words, living),
    )


def asking_card(words: Words, asking: Asking) -> Card:
    """Ask an alert's author what is to become of it."""
    title = text_for(asking.living.campaign.file.title, asking.language)
    told = words.m(f"alert.ask.{asking.why}", title=title)
    if not asking.own:
        told = join(words.m("alert.ask.lapsed", title=title), escape(asking.living.words))
    return Card(
        title=words.t("alert.ask.title" if asking.own else "alert.ask.title_other"),
        body=join(
            told,
            words.m("alert.ask.waiting_shut" if asking.why in _SHUT else "alert.ask.waiting", count=asking.channels),
        ),
        buttons=held_buttons(words, asking.alert_id),
    )


def held_buttons(words: Words, alert: str) -> tuple[Button, ...]:
    """Return the two ways on for an alert that was held back."""
    return (
        Button(words.t("alert.button.send_now"), "alert.send_now", {"alert": alert}, Style.PRIMARY),
        Button(words.t("alert.button.cancel"), "alert.cancelled", {"alert": alert}, Style.DANGER),
    )


def _told(words: Words, living: Living, language: str | None) -> Markup:
    """Return what is posted: somebody's words, or what the campaign says by itself."""
    if living.texts:
        return escape(text_for(living.texts, language))
    if living.kind is Kind.ALERT:
        return escape(living.words)
    if living.today is None:
        return words.m(f"alert.told.{living.kind}")
    made = words.m("alert.told.summary", count=living.today.n)
    people = words.m("alert.told.people", count=living.today.people) if living.today.people else Markup()
    return join(made, people, between=" ")


def _standing(words: Words, living: Living) -> Markup:
    """Say how its campaign stands, where it isn't simply open."""
    campaign = living.campaign
    if living.state is CampaignState.OPEN:
        return Markup()
    at = campaign.opens_at if living.state is CampaignState.UPCOMING else campaign.closes_at
    now = words.m(f"lifecycle.now.{living.state}", when=Moment(at or 0, campaign.timezone))
    return join(now, words.m("alert.card.thanks")) if living.state is CampaignState.CLOSED else now


def _final(words: Words, living: Living) -> Markup:
    return board_lines(words, living.final) if living.final else Markup()


def _facts(words: Words, living: Living) -> tuple[Fact, ...]:
    numbers = living.numbers
    facts = [] if living.campaign.file.goal else [Fact(words.t("alert.card.calls"), words.number(numbers.calls))]
    if numbers.people is not None:
        facts.append(Fact(words.t("alert.card.people"), words.number(numbers.people)))
    if numbers.chapters:
        facts.append(Fact(words.t("alert.card.chapters"), words.number(numbers.chapters)))
    return tuple(facts)


def _progress(words: Words, living: Living) -> Progress | None:
    target, calls = living.campaign.file.goal, living.numbers.calls
    return Progress(calls, target, words.t("progress.goal", done=calls, count=target)) if target else None


def _buttons(words: Words, delivery: str, state: CampaignState) -> tuple[Button, ...]:
    args = {"delivery": delivery}
    board = Button(words.t("button.board"), "alert.board", args)
    if state is not CampaignState.OPEN:
        return (board,)
    return (
        Button(words.t("button.script"), "alert.script", args, Style.PRIMARY),
        Button(words.t("alert.button.log"), "alert.log", args),
        board,
    )


def _note(words: Words, living: Living) -> Markup:
    left = Markup()
    if living.left is not None and living.state is CampaignState.OPEN:
        unit, count = ("days", living.left.days) if living.left.days is not None else ("hours", living.left.hours)
        left = words.m(f"alert.card.{unit}", count=count) if count else words.m("alert.card.last_hour")
    corrected = words.m("alert.card.corrected") if living.corrected else Markup()
    unseen = board_note(words, living.final) if living.final else Markup()
    return join(left, unseen, corrected, between=" ")
