"""The list of alerts: what still waits for its author first, page after page, each with its campaign and ways on."""

from collections.abc import Mapping, Sequence

from bot.cogs.alerts.alert_cards import stage_counts
from bot.cogs.shared.paging import page
from bot.core.alerts.alert_drafts import OwnDraft
from bot.core.alerts.alert_reader import Listed
from bot.core.base.statuses import AlertStatus
from bot.core.campaigns.campaign_file import CampaignFile, text_for
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.reply import Button, Card, shorten
from bot.kit.i18n import Words
from bot.moments import Moment

ROWS = 6  # alerts on a page: two buttons each, and the ways to other pages
_WORDS, _TITLE = 60, 60  # characters of an alert's words and of its campaign's title

Entry = OwnDraft | Listed


def list_card(
    words: Words, entries: Sequence[Entry], total: int, number: int, files: Mapping[str, CampaignFile], zone: str
) -> Card:
    """List one page of alerts; ``entries`` are those of the page ``number``, of ``total`` in all."""
    if not total:
        return Card(words.t("alert.title"), words.m("alert.none"))
    shown = page(number, range(total), ROWS)
    lines = (Markup(f"- {_line(words, one, files, zone)}") for one in entries)
    return Card(
        words.t("alert.title"),
        join(*lines, between="\n"),
        buttons=(*(it for one in entries for it in _ways(words, one)), *shown.buttons(words, "alert.page", {})),
        note=escape(shown.told(words)),
    )


def edit_button(words: Words, draft: str, reference: str = "") -> Button:
    """Return what opens the form again with all that was typed; ``reference`` tells several drafts apart."""
    key = "alert.button.edit_this" if reference else "alert.button.edit"
    return Button(words.t(key, reference=reference), "alert", {"draft": draft})


def _line(words: Words, one: Entry, files: Mapping[str, CampaignFile], zone: str) -> Markup:
    if isinstance(one, OwnDraft):
        when, text, title = Moment(one.at, zone), one.typed.words, _typed_title(words, one, files)
        state = words.m("alert.list.refused", when=when)
    else:
        text, title = one.words, text_for(one.campaign.file.title, words.language) if one.campaign else ""
        state = _state(words, one)
    about = words.m("alert.list.about", title=shorten(title, _TITLE)) if title else Markup()
    said = words.m("alert.list.words", words=shorten(" ".join(text.split()), _WORDS)) if text else Markup()
    return join(Markup(f"**{escape(one.reference)}**"), state, about, said, between=" · ")


def _typed_title(words: Words, draft: OwnDraft, files: Mapping[str, CampaignFile]) -> str:
    """Return the title of the campaign that was typed, or what was typed where there is none such."""
    found = files.get(draft.typed.campaign)
    return text_for(found.title, words.language) if found else draft.typed.campaign


def _state(words: Words, listed: Listed) -> Markup:
    """Say how an alert stands, and in how many channels it is at which stage."""
    told = words.m("alert.list.at", when=listed.at)
    if listed.standing is not AlertStatus.GOING:
        told = escape(words.t(f"alert.standing.{listed.standing}"))
    counts = [words.t(f"alert.list.{name}", count=count) for name, count in stage_counts(listed) if count]
    return join(told, escape(words.list(counts)), between=": ") if counts else told


def _ways(words: Words, one: Entry) -> tuple[Button, ...]:
    if isinstance(one, OwnDraft):
        drop = Button(words.t("alert.button.drop_this", reference=one.reference), "alert.drop", {"draft": one.id})
        return edit_button(words, one.id, one.reference), drop
    look = Button(words.t("alert.button.look", reference=one.reference), "alert.show", {"alert": one.id})
    if one.standing is not AlertStatus.DRAFT:
        return (look,)
    drop = Button(words.t("alert.button.drop_this", reference=one.reference), "alert.discard", {"alert": one.id})
    return look, edit_button(words, one.id, one.reference), drop
