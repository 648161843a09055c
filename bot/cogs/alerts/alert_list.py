"""The list of alerts, one page at a time, each entry with its buttons."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from bot.cogs.alerts.delivery_counts import count_statuses
from bot.cogs.alerts.incoming_troubles import draw_incoming_troubles
from bot.cogs.alerts.refusal import say_refused
from bot.cogs.shared.paging import paginate_total
from bot.core.alerts.alert_drafts import SavedDraft
from bot.core.alerts.alert_list import AlertPage, Incoming, Whom
from bot.core.alerts.alert_reader import AlertProgress
from bot.core.base.statuses import AlertStatus, DeliveryStatus
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.identity import Caller
from bot.kit.cards.labels import make_choices
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.reply import Button, Card, Choice, shorten
from bot.kit.i18n import Words
from bot.moments import Moment
from bot.phrases import State
from bot.text import matches

ROWS = 6  # entries on a page; each has up to three buttons, and a card takes 25
_WORDS, _TITLE = 60, 60  # characters of an alert's words and of its campaign's title
_NAME = 30  # characters of these on a button, behind the reference

_CHAPTERS = 5  # chapters named
_UNSENT = (AlertStatus.DRAFT, AlertStatus.AWAITING)
_TIMED = (*_UNSENT, AlertStatus.HELD, AlertStatus.LAPSED)

Own = SavedDraft | AlertProgress
Entry = Own | Incoming


def list_card(words: Words, page: AlertPage, files: Mapping[str, CampaignFile], zone: str, caller: Caller) -> Card:
    """Show a page of the list, each part under its heading. ``zone`` is the reader's."""
    if not page.total:
        return Card(words.t("alert.title"), words.m("alert.none"))
    pages = paginate_total(page.number, page.total, ROWS)
    parts = (
        join(
            words.m(f"alert.list.part.{part}"),
            *(_draw_item(words, one.entry, files, zone, caller, one.whom) for one in entries),
            between="\n",
        )
        for part, entries in groupby(page.entries, lambda one: one.part)
    )
    return Card(
        words.t("alert.title"),
        join(*parts),
        buttons=(
            *(it for one in page.entries for it in _draw_buttons(words, one.entry, files)),
            *pages.draw_buttons(words, "alert.page", {}),
        ),
        note=escape(pages.describe(words)),
    )


def can_cancel(one: AlertProgress) -> bool:
    """Whether an alert was confirmed, and nobody has ended it."""
    return one.status not in (AlertStatus.DRAFT, AlertStatus.CANCELLED, AlertStatus.REFUSED, AlertStatus.LAPSED)


def has_failed(one: AlertProgress) -> bool:
    """Whether a platform refused an alert somewhere."""
    return one.status is AlertStatus.GOING and one.counts[DeliveryStatus.FAILED] > 0


def offer_alerts(alerts: Sequence[AlertProgress], typed: str) -> tuple[Choice, ...]:
    """Alerts to choose from: those whose reference or words contain what was typed."""
    labels = ((one.reference, f"{one.reference} · {' '.join(one.words.split())}".rstrip(" ·")) for one in alerts)
    return make_choices((value, label) for value, label in labels if matches(typed, label, label.replace("-", "")))


def draw_choice_card(
    words: Words,
    fitting: Sequence[AlertProgress],
    files: Mapping[str, CampaignFile],
    label: str,
    route: str,
    caller: Caller,
) -> Card:
    """Ask which of the alerts that fit is meant. Each has a button with ``label`` that leads to ``route``."""
    if not fitting:
        return Card(words.t("alert.title"), words.m(f"alert.choose.none.{label}"))
    lines = (_draw_item(words, one, files, "", caller) for one in fitting)
    return Card(
        words.t("alert.title"),
        join(words.m("alert.choose.which"), join(*lines, between="\n")),
        buttons=tuple(Button(_write_label(words, label, one, files), route, {"alert": one.id}) for one in fitting),
    )


def draw_edit_button(words: Words, draft: str) -> Button:
    """The button that opens the form again with a draft's fields."""
    return Button(words.t("alert.button.edit"), "alert", {"draft": draft})


def name_audience(words: Words, whom: Whom) -> str:
    """Whom an alert is for: everybody, some chapters, or organizations and states."""
    if whom.audience.everyone:
        return words.t("alert.preview.everyone")
    if whom.chapters:
        more = len(whom.chapters) - _CHAPTERS
        rest = [words.t("alert.preview.more_chapters", count=more)] if more > 0 else []
        return words.list((*whom.chapters[:_CHAPTERS], *rest))
    states = (words.t("alert.preview.state", state=State(state)) for state in whom.audience.states)
    return words.list((*whom.orgs, *states))


def _draw_item(
    words: Words,
    one: Entry,
    files: Mapping[str, CampaignFile],
    zone: str,
    caller: Caller,
    whom: Whom | None = None,
) -> Markup:
    """One entry's line: its reference, what became of it, who sends it, whom it is for, its campaign and its words."""
    shown = one.progress if isinstance(one, Incoming) else one
    if isinstance(shown, SavedDraft):
        state = _describe_refused(words, shown, zone)
    else:
        state = _describe_state(words, shown, caller)
    named = words.m("alert.list.whom", whom=shorten(name_audience(words, whom), _TITLE)) if whom else Markup()
    title, text = _read_about(words, shown, files)
    about = words.m("alert.list.about", title=shorten(title, _TITLE)) if title else Markup()
    excerpt = words.m("alert.list.words", words=shorten(text, _WORDS)) if text else Markup()
    parts = (Markup(f"**{escape(shown.reference)}**"), state, _name_sender(words, one), named, about, excerpt)
    troubles = draw_incoming_troubles(words, one) if isinstance(one, Incoming) else ()
    return join(Markup(f"- {join(*parts, between=' · ')}"), *troubles, between="\n")


def _describe_refused(words: Words, draft: SavedDraft, zone: str) -> Markup:
    """When a refused draft was last changed, and the time and audience that its author typed."""
    typed = {"typed": draft.entry.when, "whom": draft.entry.audience}
    return join(
        words.m("alert.list.refused", when=Moment(draft.at, zone, shared=True)),
        *(words.m(f"alert.list.{key}", **{key: shorten(text, _TITLE)}) for key, text in typed.items() if text),
        between=" · ",
    )


def _name_sender(words: Words, one: Entry) -> Markup:
    """Who sends an alert to the reader's channels, if somebody else does."""
    if not isinstance(one, Incoming):
        return Markup()
    return words.m("alert.list.from", org=shorten(one.org, _TITLE)) if one.org else words.m("alert.list.from_all")


def _write_label(words: Words, key: str, one: Own, files: Mapping[str, CampaignFile]) -> str:
    """What a button does, with the alert's reference and its first words, or else its campaign's title."""
    title, text = _read_about(words, one, files)
    name = shorten(text or title, _NAME)
    label = words.t(f"alert.button.{key}", reference=one.reference)
    return f"{label} · {name}" if name else label


def _read_about(words: Words, one: Own, files: Mapping[str, CampaignFile]) -> tuple[str, str]:
    """The title of an alert's campaign, and the alert's words on one line; empty where it has none."""
    if isinstance(one, SavedDraft):
        return _find_draft_title(words, one, files), " ".join(one.entry.words.split())
    return words.pick(one.campaign.file.title) if one.campaign else "", " ".join(one.words.split())


def _find_draft_title(words: Words, draft: SavedDraft, files: Mapping[str, CampaignFile]) -> str:
    """The title of the campaign in a draft, or what its author typed if there is no such campaign."""
    found = files.get(draft.entry.campaign)
    return words.pick(found.title) if found else draft.entry.campaign


def _describe_state(words: Words, progress: AlertProgress, caller: Caller) -> Markup:
    """An alert's status, and how many channels have each delivery status."""
    if progress.status is AlertStatus.GOING:
        status = words.m("alert.list.at", when=progress.at)
    elif progress.status is AlertStatus.REFUSED:
        status = _add_reason(words, say_refused(words, "alert.standing.refused", progress, caller), progress.reason)
    else:
        status = _add_time(words, words.m(f"alert.standing.{progress.status}"), progress)
    counts = [words.t(f"alert.list.{name}", count=count) for name, count in count_statuses(progress) if count]
    return words.m("alert.list.counted", state=status, counts=words.list(counts)) if counts else status


def _add_reason(words: Words, status: Markup, reason: str) -> Markup:
    """The status with the reason for a refusal, if there is one."""
    return words.m("alert.list.because", state=status, reason=shorten(reason, _TITLE)) if reason else status


def _add_time(words: Words, status: Markup, progress: AlertProgress) -> Markup:
    """The status with the alert's time, where that is still to come or was missed."""
    if progress.status not in _TIMED:
        return status
    if progress.has_time:
        return words.m("alert.list.planned", state=status, when=progress.at)
    return words.m("alert.list.at_once", state=status) if progress.status in _UNSENT else status


def _draw_buttons(words: Words, one: Entry, files: Mapping[str, CampaignFile]) -> tuple[Button, ...]:
    if isinstance(one, Incoming):  # its sender decides about it
        return ()
    edit = Button(_write_label(words, "edit_this", one, files), "alert", {"draft": one.id})
    throw_away = _write_label(words, "drop_this", one, files)
    if isinstance(one, SavedDraft):
        return edit, Button(throw_away, "alert.drop", {"draft": one.id})
    drop = Button(throw_away, "alert.discard", {"alert": one.id})
    look = Button(_write_label(words, "look", one, files), "alert.show", {"alert": one.id})
    return (look, edit, drop) if one.status is AlertStatus.DRAFT else (look,)
