"""The list of alerts: the caller's refused drafts first, one page at a time, each entry with its buttons."""

from collections.abc import Mapping, Sequence

from bot.cogs.alerts.delivery_counts import count_statuses
from bot.cogs.shared.paging import paginate
from bot.core.alerts.alert_drafts import SavedDraft
from bot.core.alerts.alert_reader import AlertProgress
from bot.core.base.statuses import AlertStatus, DeliveryStatus
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.kit.cards.labels import make_choices
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.reply import Button, Card, Choice, shorten
from bot.kit.i18n import Words
from bot.moments import Moment
from bot.text import matches

ROWS = 6  # entries on a page; each has up to three buttons, and a card takes 25
_WORDS, _TITLE = 60, 60  # characters of an alert's words and of its campaign's title

Entry = SavedDraft | AlertProgress


def list_card(
    words: Words, entries: Sequence[Entry], total: int, number: int, files: Mapping[str, CampaignFile], zone: str
) -> Card:
    """Show page ``number`` of the list. ``entries`` are on that page; ``total`` counts all of them."""
    if not total:
        return Card(words.t("alert.title"), words.m("alert.none"))
    shown = paginate(number, range(total), ROWS)
    lines = (Markup(f"- {_draw_line(words, one, files, zone)}") for one in entries)
    return Card(
        words.t("alert.title"),
        join(*lines, between="\n"),
        buttons=(
            *(it for one in entries for it in _draw_buttons(words, one)),
            *shown.draw_buttons(words, "alert.page", {}),
        ),
        note=escape(shown.describe(words)),
    )


def can_cancel(one: AlertProgress) -> bool:
    """Whether an alert is neither a draft nor canceled."""
    return one.status not in (AlertStatus.DRAFT, AlertStatus.CANCELLED)


def has_failed(one: AlertProgress) -> bool:
    """Whether a platform refused an alert somewhere."""
    return one.status is AlertStatus.GOING and one.counts[DeliveryStatus.FAILED] > 0


def offer_alerts(alerts: Sequence[AlertProgress], typed: str) -> tuple[Choice, ...]:
    """Alerts to choose from: those whose reference or words contain what was typed."""
    labels = ((one.reference, f"{one.reference} · {' '.join(one.words.split())}".rstrip(" ·")) for one in alerts)
    return make_choices((value, label) for value, label in labels if matches(typed, label, label.replace("-", "")))


def draw_choice_card(
    words: Words, fitting: Sequence[AlertProgress], files: Mapping[str, CampaignFile], label: str, route: str
) -> Card:
    """Ask which of the alerts that fit is meant. Each has a button with ``label`` that leads to ``route``."""
    if not fitting:
        return Card(words.t("alert.title"), words.m(f"alert.choose.none.{label}"))
    lines = (Markup(f"- {_draw_line(words, one, files, '')}") for one in fitting)
    return Card(
        words.t("alert.title"),
        join(words.m("alert.choose.which"), join(*lines, between="\n")),
        buttons=tuple(
            Button(words.t(f"alert.button.{label}", reference=one.reference), route, {"alert": one.id})
            for one in fitting
        ),
    )


def draw_edit_button(words: Words, draft: str, reference: str = "") -> Button:
    """The button that opens the form again with a draft's fields. ``reference`` tells several drafts apart."""
    key = "alert.button.edit_this" if reference else "alert.button.edit"
    return Button(words.t(key, reference=reference), "alert", {"draft": draft})


def _draw_line(words: Words, one: Entry, files: Mapping[str, CampaignFile], zone: str) -> Markup:
    if isinstance(one, SavedDraft):
        when, text, title = Moment(one.at, zone, shared=True), one.entry.words, _find_draft_title(words, one, files)
        state = words.m("alert.list.refused", when=when)
    else:
        text, title = one.words, words.pick(one.campaign.file.title) if one.campaign else ""
        state = _describe_state(words, one)
    about = words.m("alert.list.about", title=shorten(title, _TITLE)) if title else Markup()
    excerpt = words.m("alert.list.words", words=shorten(" ".join(text.split()), _WORDS)) if text else Markup()
    return join(Markup(f"**{escape(one.reference)}**"), state, about, excerpt, between=" · ")


def _find_draft_title(words: Words, draft: SavedDraft, files: Mapping[str, CampaignFile]) -> str:
    """The title of the campaign in a draft, or what its author typed if there is no such campaign."""
    found = files.get(draft.entry.campaign)
    return words.pick(found.title) if found else draft.entry.campaign


def _describe_state(words: Words, progress: AlertProgress) -> Markup:
    """An alert's status, and how many channels have each delivery status."""
    status = words.m("alert.list.at", when=progress.at)
    if progress.status is not AlertStatus.GOING:
        status = escape(words.t(f"alert.standing.{progress.status}"))
    counts = [words.t(f"alert.list.{name}", count=count) for name, count in count_statuses(progress) if count]
    return words.m("alert.list.counted", state=status, counts=words.list(counts)) if counts else status


def _draw_buttons(words: Words, one: Entry) -> tuple[Button, ...]:
    if isinstance(one, SavedDraft):
        drop = Button(words.t("alert.button.drop_this", reference=one.reference), "alert.drop", {"draft": one.id})
        return draw_edit_button(words, one.id, one.reference), drop
    look = Button(words.t("alert.button.look", reference=one.reference), "alert.show", {"alert": one.id})
    if one.status is not AlertStatus.DRAFT:
        return (look,)
    drop = Button(words.t("alert.button.drop_this", reference=one.reference), "alert.discard", {"alert": one.id})
    return look, draw_edit_button(words, one.id, one.reference), drop
