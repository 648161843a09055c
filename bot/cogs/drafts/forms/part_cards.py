"""The cards behind a draft's card: its scripts and questions to choose from, and words that met newer ones."""

from bot.cogs.drafts.draft_card import draw_draft_button, name_script
from bot.cogs.drafts.own_fields import show_fields
from bot.core.draft_parts.entry_text import Fields, read_text
from bot.core.draft_parts.script_part import list_scripts
from bot.core.drafts.conflicts import Conflict
from bot.core.drafts.draft_check import DraftView
from bot.core.drafts.draft_search import name_draft
from bot.kit.cards.markup import Markup, join, quote
from bot.kit.cards.reply import BUTTON_LABEL, Button, Card, Style, shorten
from bot.kit.i18n import Words

_SCRIPTS = 20  # buttons of scripts, of the 25 that a card takes
_ASKS, _ASK = 15, 200  # questions on the card (a campaign takes four), and characters of each
_TITLE = 90
_SIDE = 1_400  # characters of each side of a conflict; both share a card
_LINES = 40  # of each side
_LABEL = BUTTON_LABEL - 10


def draw_scripts_card(words: Words, view: DraftView) -> Card:
    """The scripts that are there, each with a button, and one for another."""
    entries, draft = view.draft.entries, view.draft.id
    known = list_scripts(entries)
    buttons = [
        Button(
            shorten(name_script(words, tag, whom, entries), _LABEL),
            "draft.script",
            {"draft": draft, "language": tag, "whom": whom},
        )
        for tag, whom in known[:_SCRIPTS]
    ]
    more = draw_draft_button(words, "more_words", "draft.words", draft, Style.PRIMARY)
    return Card(
        title=shorten(words.t("draft.scripts_title", title=name_draft(view.draft)), _TITLE),
        body=words.m("draft.scripts"),
        buttons=(*buttons, more, draw_draft_button(words, "back", "draft.show", draft)),
    )


def draw_asks_card(words: Words, view: DraftView) -> Card:
    """The questions that are there, each with a button, and one for another."""
    draft, asks = view.draft.id, view.draft.entries.get("asks", ())[:_ASKS]
    texts = [shorten(read_text(ask.get("text"), "en"), _ASK) for ask in asks]
    lines = [words.m("draft.ask_line", number=number, text=text) for number, text in enumerate(texts, 1)]
    buttons = [
        Button(words.t("draft.ask_button", number=number), "draft.ask", {"draft": draft, "ask": str(ask.get("key"))})
        for number, ask in enumerate(asks, 1)
    ]
    more = draw_draft_button(words, "more_asks", "draft.ask", draft, Style.PRIMARY)
    return Card(
        title=shorten(words.t("draft.asks_title", title=name_draft(view.draft)), _TITLE),
        body=join(*lines, between="\n"),
        buttons=(*buttons, more, draw_draft_button(words, "back", "draft.show", draft)),
        note=words.m("draft.asks_note"),
    )


def draw_conflict_card(words: Words, conflict: Conflict) -> Card:
    """Both sides of words that somebody wrote over newer ones. Nothing is saved until the choice."""
    part = conflict.part.partition(":")[0]
    name = words.t(f"draft.part.{part}")
    buttons = (
        Button(words.t("draft.button.keep_mine"), "draft.mine", {"conflict": conflict.id}, Style.PRIMARY),
        Button(
            words.t(f"draft.button.keep_{'there' if conflict.unseen else 'theirs'}"),
            "draft.theirs",
            {"conflict": conflict.id},
        ),
    )
    return Card(
        title=words.t("draft.unseen_title" if conflict.unseen else "draft.conflict_title", part=name),
        body=join(
            words.m("draft.unseen" if conflict.unseen else "draft.conflict"),
            words.m("draft.there" if conflict.unseen else "draft.theirs"),
            _quote_fields(words, part, conflict.theirs),
            words.m("draft.mine"),
            _quote_fields(words, part, conflict.mine),
        ),
        buttons=buttons,
        note=words.m("draft.conflict_note"),
    )


def draw_discard_card(words: Words, view: DraftView) -> Card:
    """The card that asks before a draft is thrown away."""
    key = "draft.discard_new" if view.draft.is_new else "draft.discard_edit"
    return Card(
        title=words.t("draft.discard_title"),
        body=words.m(key, title=name_draft(view.draft)),
        buttons=(
            draw_draft_button(words, "discard_yes", "draft.discard", view.draft.id, Style.DANGER),
            draw_draft_button(words, "back", "draft.show", view.draft.id),
        ),
    )


def _quote_fields(words: Words, part: str, fields: Fields) -> Markup:
    if not fields:
        return quote(words.t("draft.nothing"))
    room = _SIDE // len(fields)
    own = show_fields(words, fields).items()
    shown = {name: words.label("targets", text) if name == "who" else text for name, text in own}
    texts = [
        text if len(fields) == 1 else words.t("draft.at", place=words.t(f"draft.field.{name}"), what=text)
        for name, text in shown.items()
    ]
    lines = [line for text in texts for line in shorten(text, room).splitlines()]
    return quote("\n".join(lines[:_LINES]))
