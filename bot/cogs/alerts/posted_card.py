"""The card posted in a channel, with buttons for everybody there, and the question about an overdue alert."""

from dataclasses import replace

from bot.cogs.boards.leaderboard import write_board_lines, write_board_note
from bot.cogs.coalition.channel_cards import describe_refusal
from bot.core.alerts.alert_campaign import SENDABLE
from bot.core.alerts.alert_text import choose_language
from bot.core.alerts.posting.card_snapshot import CardSnapshot, Kind
from bot.core.base.statuses import CampaignState
from bot.core.boards.board_view import BoardView
from bot.core.campaign_files.campaign_file import find_text
from bot.core.directory.offices.office_hours import CLOSES, OPENS
from bot.core.directory.offices.office_zones import EASTERN
from bot.core.outbox.overdue_alerts import OverdueAlert
from bot.core.totals.counting import Measure
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.outbound import Posted, Refusal, Refused, Result
from bot.kit.cards.reply import Button, Card, Fact, Progress, Style
from bot.kit.i18n import Words
from bot.moments import Moment
from bot.phrases import Clock, Zone

_HOURS = {"from": Clock(OPENS * 60), "to": Clock(CLOSES * 60)}  # of Washington offices, on their clocks

_NOT_OPEN = (CampaignState.PAUSED, CampaignState.CLOSED, CampaignState.UPCOMING)


def draw_posted_card(words: Words, snapshot: CardSnapshot, delivery: str, language: str | None) -> Card:
    """Draw an alert as its channel sees it. Every button's id carries ``delivery``."""
    title = find_text(snapshot.campaign.file.title, language)
    if snapshot.withdrawn:
        return Card(title, words.m("alert.card.withdrawn"))
    return Card(
        title=title,
        body=join(
            _draw_text(words, snapshot, language),
            _describe_state(words, snapshot),
            *(_draw_final_board(words, view) for view in snapshot.finals),
        ),
        facts=_draw_facts(words, snapshot),
        progress=_draw_progress(words, snapshot),
        buttons=(*_draw_buttons(words, delivery, snapshot), *_draw_languages_button(words, snapshot, delivery)),
        note=_note(words, snapshot),
    )


def draw_test_card(words: Words, snapshot: CardSnapshot, alert: str, language: str | None) -> Card:
    """Draw an alert for its author alone. Its buttons are the real ones, so the card says that a tap counts."""
    card = draw_posted_card(words, snapshot, alert, language)
    if snapshot.state is not CampaignState.OPEN:
        return replace(card, note=join(words.m("alert.test.only"), card.note))
    taps = words.m("alert.test.counts_all" if snapshot.campaign.file.takes_postcards else "alert.test.counts")
    return replace(card, note=join(words.m("alert.test.only"), taps, card.note, between="\n"))


def draw_overdue_card(words: Words, overdue: OverdueAlert) -> Card:
    """Ask what to do with an overdue alert."""
    title = find_text(overdue.snapshot.campaign.file.title, overdue.language)
    reason = words.m(f"alert.ask.{overdue.reason}", title=title)
    if not overdue.own:
        reason = join(words.m("alert.ask.lapsed", title=title), escape(overdue.snapshot.words))
    status = Button(words.t("alert.button.show"), "alert.show", {"alert": overdue.alert_id})
    return Card(
        title=words.t("alert.ask.title" if overdue.own else "alert.ask.title_other"),
        body=join(reason, _ask_to_decide(words, overdue)),
        buttons=(
            *((status,) if overdue.reason in _NOT_OPEN else ()),
            *draw_overdue_buttons(words, overdue.alert_id, overdue.reason),
        ),
    )


def draw_overdue_buttons(words: Words, alert: str, reason: str | None) -> tuple[Button, ...]:
    """The buttons that send or cancel an overdue alert. One that can't be sent now has no button to send it."""
    args = {"alert": alert}
    send = Button(words.t("alert.button.send_now"), "alert.send_now", args, Style.PRIMARY)
    cancel = Button(words.t("alert.button.cancel"), "alert.cancelled", args, Style.DANGER)
    return (send, cancel) if reason in SENDABLE else (cancel,)


def draw_lapsed_button(words: Words, alert: str) -> Button:
    """The button that sends an alert after all that nobody approved in time."""
    return Button(words.t("alert.button.send_now"), "alert.send_lapsed", {"alert": alert}, Style.PRIMARY)


def _ask_to_decide(words: Words, overdue: OverdueAlert) -> Markup:
    """Say how many channels wait, and what the buttons of `draw_overdue_buttons` can do about it."""
    if overdue.reason in _NOT_OPEN:
        return words.m("alert.ask.waiting_shut", count=overdue.channels, button=words.t("alert.button.show"))
    can_send = overdue.reason in SENDABLE
    return words.m("alert.ask.waiting" if can_send else "alert.ask.waiting_never", count=overdue.channels)


def _draw_text(words: Words, snapshot: CardSnapshot, language: str | None) -> Markup:
    """The author's words, or the text of a scheduled post."""
    if snapshot.kind is Kind.ALERT:
        texts = snapshot.texts or {}
        tag = choose_language(language, texts)
        return escape(texts[tag] if tag else snapshot.words)
    if snapshot.texts:
        return escape(find_text(snapshot.texts, language))
    if snapshot.today is None:
        return words.m(f"alert.told.{snapshot.kind}", zone=Zone(EASTERN), **_HOURS)
    calls = words.m("alert.told.summary", count=snapshot.today.n)
    people = words.m("alert.told.people", count=snapshot.today.people) if snapshot.today.people else Markup()
    return join(join(calls, people, between=" "), _draw_postcards_today(words, snapshot), between="\n")


def _draw_postcards_today(words: Words, snapshot: CardSnapshot) -> Markup:
    """What an org wrote on the day of its summary. Postcards are no calls, so they have their own line."""
    today = snapshot.postcards_today
    if today is None:
        return Markup()
    cards = words.m("alert.told.postcards", count=today.n)
    return join(cards, words.m("alert.told.writers", count=today.people) if today.people else Markup(), between=" ")


def _describe_state(words: Words, snapshot: CardSnapshot) -> Markup:
    """The campaign's state, unless it is open."""
    campaign = snapshot.campaign
    if snapshot.state is CampaignState.OPEN:
        return Markup()
    at = campaign.opens_at if snapshot.state is CampaignState.UPCOMING else campaign.closes_at
    now = words.m(f"lifecycle.now.{snapshot.state}", when=Moment(at or 0, campaign.timezone))
    thanks = "alert.card.thanks_all" if snapshot.numbers.postcards else "alert.card.thanks"
    return join(now, words.m(thanks)) if snapshot.state is CampaignState.CLOSED else now


def _draw_final_board(words: Words, view: BoardView) -> Markup:
    """A closed campaign's board. What that of calls doesn't show is in the card's note."""
    lines = write_board_lines(words, view)
    return lines if view.measure is Measure.CALLS else join(lines, write_board_note(words, view), between="\n")


def _draw_facts(words: Words, snapshot: CardSnapshot) -> tuple[Fact, ...]:
    numbers = snapshot.numbers
    facts = (
        [] if snapshot.campaign.file.goal else [Fact(words.t("alert.card.calls"), words.format_number(numbers.calls))]
    )
    if numbers.people is not None:
        facts.append(Fact(words.t("alert.card.people"), words.format_number(numbers.people)))
    if numbers.chapters:
        facts.append(Fact(words.t("alert.card.chapters"), words.format_number(numbers.chapters)))
    if numbers.postcards:
        facts.append(Fact(words.t("alert.card.postcards"), words.format_number(numbers.postcards)))
    return tuple(facts)


def _draw_progress(words: Words, snapshot: CardSnapshot) -> Progress | None:
    target, calls = snapshot.campaign.file.goal, snapshot.numbers.calls
    return Progress(calls, target, words.t("progress.goal", done=calls, count=target)) if target else None


def _draw_buttons(words: Words, delivery: str, snapshot: CardSnapshot) -> tuple[Button, ...]:
    args = {"delivery": delivery}
    board = Button(words.t("button.board"), "alert.board", args)
    if snapshot.state is not CampaignState.OPEN:
        return (board,)
    has_postcard = any(todo.type == "postcard" for todo in snapshot.campaign.file.actions)
    return (
        Button(words.t("button.script"), "alert.script", args, Style.PRIMARY),
        Button(words.t("alert.button.log"), "alert.log", args),
        *((Button(words.t("postcard.button.open"), "alert.postcard", args),) if has_postcard else ()),
        board,
        Button(words.t("language.title"), "alert.language", args),
    )


def _draw_languages_button(words: Words, snapshot: CardSnapshot, delivery: str) -> tuple[Button, ...]:
    """The button to an alert's words in other languages."""
    if snapshot.kind is not Kind.ALERT or not snapshot.texts:
        return ()
    return (Button(words.t("alert.button.languages"), "alert.words", {"delivery": delivery}),)


def _note(words: Words, snapshot: CardSnapshot) -> Markup:
    left = Markup()
    if snapshot.left is not None and snapshot.state is CampaignState.OPEN:
        unit, count = ("days", snapshot.left.days) if snapshot.left.days is not None else ("hours", snapshot.left.hours)
        left = words.m(f"alert.card.{unit}", count=count) if count else words.m("alert.card.last_hour")
    corrected = words.m("alert.card.corrected") if snapshot.corrected else Markup()
    unseen = write_board_note(words, snapshot.finals[0]) if snapshot.finals else Markup()
    return join(left, unseen, corrected, between=" ")


def describe_test(words: Words, tested: Result) -> Markup:
    """What became of a test message, with what to ask for if its reader can't be the cause."""
    if isinstance(tested, Refused) and tested.refusal is not Refusal.UNREACHABLE:
        return words.m("alert.preview.untested_why", reason=describe_refusal(words, tested.refusal, tested.missing))
    return words.m("alert.preview.tested" if isinstance(tested, Posted) else "alert.preview.untested")
