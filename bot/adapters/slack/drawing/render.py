"""Cards as Block Kit. Pure, and within Slack's limits whatever the card holds.

A message takes 50 blocks and a view 100; a card needs at most ten. Text without formatting is a plain_text object,
all other text is rich text (see ``rich``). Pictures are files on Slack, which ``outbox`` sends.
"""

from dataclasses import dataclass, replace
from typing import assert_never

from bot.adapters.slack.drawing.rich import (
    draw_leaves,
    draw_rich_text,
    make_block,
    make_leaf,
    make_preformatted,
    make_section,
)
from bot.adapters.slack.drawing.text import Json, clip, make_plain_text
from bot.kit.cards.bars import draw_bar
from bot.kit.cards.columns import align_rows
from bot.kit.cards.labels import add_colon
from bot.kit.cards.markup import strip_markup
from bot.kit.cards.reply import Button, Card, Fact, LinkButton, Progress, Question, Style, Table

HEADER, BUTTON, CONTEXT = 150, 75, 3000
TEXT = 3900  # chat.update takes 4,000 characters of fallback text
_BAR = 20  # characters
_OWNED = "own"  # how the block_ids of buttons begin in a message that only one person sees; earlier ones are only that
_LINK = "link:"  # how the action id of a link button begins
_EMPTY_CELL = "\u00a0"  # a cell must have letters


@dataclass(frozen=True, slots=True)
class Message:
    """A message's blocks, and the same in plain text for notifications and screen readers."""

    text: str
    blocks: tuple[Json, ...]

    def mark_owned(self) -> "Message":
        """The message for one person's direct messages with the app, where answers may replace it."""
        blocks = (
            {**it, "block_id": f"{_OWNED}:{place}"} if it["type"] == "actions" else it
            for place, it in enumerate(self.blocks)
        )
        return replace(self, blocks=tuple(blocks))


def is_owned(action: Json) -> bool:
    """Say whether a tapped button is in a message that `Message.mark_owned` made."""
    return str(action.get("block_id")).partition(":")[0] == _OWNED


def draw_message(card: Card, aside: str = "") -> Message:
    """Draw ``card`` as a message, with the sentence ``aside`` below it."""
    table = [_draw_table(card.table)] if card.table and card.table.columns else []
    return Message(clip(_write_fallback(card, aside), TEXT), tuple(_draw_blocks(card, table, aside)))


def draw_view(card: Card) -> list[Json]:
    """Draw ``card`` for a modal. Modals take no tables, pictures or files, so those become text."""
    table = [make_block(make_preformatted(_draw_columns(card.table)))] if card.table and card.table.columns else []
    blocks = _draw_blocks(card, table, "\n".join(it.alt for it in (card.image, card.file) if it))
    return blocks or [_draw_context("")]


def _draw_blocks(card: Card, table: list[Json], aside: str) -> list[Json]:
    return [
        *([{"type": "header", "text": make_plain_text(card.title, HEADER)}] if card.title.strip() else []),
        *([draw_rich_text(card.body)] if card.body else []),
        *([_draw_facts(card.facts, card.language)] if card.facts else []),
        *table,
        *([_draw_progress(card.progress)] if card.progress else []),
        *([_draw_context(strip_markup(card.note))] if card.note else []),
        *([_draw_context(aside)] if aside else []),
        *(_draw_question(card.question) if card.question else []),
        *([_draw_buttons(card.buttons, card.answers)] if card.buttons else []),
        *([_draw_links(card.links)] if card.links else []),
    ]


def _draw_question(question: Question) -> list[Json]:
    return [draw_rich_text(question.text), *([_draw_buttons(question.buttons)] if question.buttons else [])]


def _draw_facts(facts: tuple[Fact, ...], language: str) -> Json:
    """Draw one line per fact. Section fields would give two columns, but they need mrkdwn for bold.

    Values are drawn from their markup, because a mention in plain text is only "somebody here".
    """
    leaves: list[Json] = []
    for number, fact in enumerate(facts):
        leaves += [make_leaf("\n")] if number else []
        leaves += [make_leaf(add_colon(fact.label, language), bold=True), *draw_leaves(fact.markup)]
    return make_block(make_section(*leaves))


def _draw_table(table: Table) -> Json:
    """Slack's own table. Its limits (20 columns, 100 rows, 10,000 characters) are above a card's."""
    heads = [make_block(make_section(make_leaf(column, bold=True))) for column in table.columns]
    rows = [[{"type": "raw_text", "text": cell or _EMPTY_CELL} for cell in row] for row in table.rows]
    settings = [{"align": "right" if index in table.numeric else "left"} for index in range(len(table.columns))]
    return {"type": "table", "column_settings": settings, "rows": [heads, *rows]}


def _draw_columns(table: Table) -> str:
    """A table as aligned columns of text."""
    return "\n".join(align_rows((table.columns, *table.rows), table.numeric))


def _draw_progress(progress: Progress) -> Json:
    bar = draw_bar(progress, _BAR)
    return make_block(make_section(make_leaf(f"{progress.label}\n{bar}" if progress.label else bar)))


def _draw_context(text: str) -> Json:
    return {"type": "context", "elements": [make_plain_text(text, CONTEXT)]}


def _draw_buttons(buttons: tuple[Button, ...], before: tuple[Button, ...] = ()) -> Json:
    """Draw the buttons in one block, which takes 25.

    Slack requires distinct action ids within a message, but two buttons may do the same. A repeat gets a number, which
    `read_button_id` removes again. No sealed id contains a ``#``.
    """
    seen = [button.id for button in before]
    elements = []
    for button in buttons:
        repeat = seen.count(button.id)
        seen.append(button.id)
        elements.append(_draw_button(button, f"{button.id}#{repeat}" if repeat else button.id))
    return {"type": "actions", "elements": elements}


def read_button_id(action_id: str) -> str:
    """The sealed id in a tapped button's action id."""
    return action_id.removeprefix(_LINK).partition("#")[0]


def _draw_links(links: tuple[LinkButton, ...]) -> Json:
    """Draw link buttons. Slack opens the address itself, and reports the tap all the same."""
    return {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": f"{_LINK}{link.id or number}",
                "text": make_plain_text(link.label, BUTTON),
                "url": link.url,
            }
            for number, link in enumerate(links)
        ],
    }


def is_link(action_id: str) -> bool:
    """Say whether a tapped button opened an address. Nobody waits for an answer then."""
    return action_id.startswith(_LINK)


def _draw_button(button: Button, action_id: str) -> Json:
    shown = {"type": "button", "action_id": action_id, "text": make_plain_text(button.label, BUTTON)}
    match button.style:
        case Style.PLAIN:
            return shown
        case Style.PRIMARY | Style.DANGER:
            return {**shown, "style": button.style.value}
        case _:
            assert_never(button.style)


def _write_fallback(card: Card, aside: str) -> str:
    rows = (card.table.columns, *card.table.rows) if card.table else ()
    parts = [
        card.title,
        strip_markup(card.body),
        *(add_colon(fact.label, card.language) + fact.text for fact in card.facts),
        *(" | ".join(row) for row in rows),
        card.progress.label if card.progress else "",
        strip_markup(card.note),
        strip_markup(card.question.text) if card.question else "",
        *(it.alt for it in (card.image, card.file) if it),
        aside,
    ]
    return "\n".join(part for part in parts if part.strip()) or "…"
