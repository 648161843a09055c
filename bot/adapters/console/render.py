"""Cards as text for a terminal or a pipe. Pure; start at `draw`.

`clean` removes control characters and marks that change the reading direction from people's text, so that no name and
no alert can move the cursor, recolor the screen or forge another line.
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from bot.kit.cards.bars import draw_bar
from bot.kit.cards.columns import GAP, align_rows, measure_columns
from bot.kit.cards.labels import add_colon
from bot.kit.cards.markup import Block, BlockKind, Markup, Span, parse
from bot.kit.cards.reply import Button, Fact, Progress, Reply, Table

BAR = 20  # cells of a progress bar
_BOLD, _ITALIC, _DIM, _RESET = "\x1b[1m", "\x1b[3m", "\x1b[2m", "\x1b[0m"
_LINK, _END = "\x1b]8;;", "\x1b\\"  # around a hyperlink's address, and without one after its text
_UNDER = {"│ ": "│ ", "• ": "  "}  # printed before the wrapped lines of a block, by its prefix
_JOINED = "\N{NO-BREAK SPACE}"  # between the words of a button, which must not be wrapped
# Marks that reorder the text after them ("Trojan Source"); categories C hold the control characters. An isolate that
# closes on its own line is safe, and a phone number in an Arabic script needs it.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e")
_ISOLATE = re.compile("([\u2066-\u2068][^\u2066-\u2069]*\u2069)|[\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Look:
    """How text is drawn.

    ``private_mark`` is printed before a private card. ``styled`` allows a terminal's bold and dim. Text is wrapped to
    ``columns`` cells; 0 doesn't wrap. ``has_links``: the terminal shows hyperlinks (OSC 8).
    """

    private_mark: str
    styled: bool = False
    columns: int = 0
    has_links: bool = False


def draw(reply: Reply, look: Look, picture: Path | None = None, file: Path | None = None) -> str:
    """Draw a reply as lines, without a final line end. ``picture`` and ``file`` are the paths its own were saved to."""
    card = reply.card
    gap = "" if look.private_mark.endswith("）") else " "  # a wide bracket has its own space
    mark = f"{look.private_mark}{gap}" if reply.private else ""
    top = _join_lines(
        _apply_style(clean(card.title), _BOLD, look),
        _draw_markup(card.body, look),
        *(_draw_fact(fact, look, card.language) for fact in card.facts),
    )
    middle = _join_lines(
        _draw_table(card.table, look) if card.table else "",
        _draw_progress(card.progress) if card.progress else "",
        f"{picture}\n{clean(card.image.alt)}" if card.image and picture else "",
        f"{file}\n{clean(card.file.alt)}" if card.file and file else "",
    )
    below = _join_lines(
        *(_apply_style(clean(block.text), _DIM, look) for block in parse(card.note)),
        _draw_markup(card.question.text, look) if card.question else "",
        _draw_buttons(card.answers, 1),
        _draw_buttons(card.buttons, 1 + len(card.answers)),
        *(add_colon(clean(link.label), card.language) + link.url for link in card.links),
    )
    bottom = wrap_lines(below, look.columns).replace(_JOINED, " ")
    return _join_lines(wrap_lines(mark + top, look.columns), middle, bottom)


def clean(text: str) -> str:
    """Make one line of text in which every character that could steer a terminal is visible or gone.

    >>> clean("a\\x1b[2Jb")
    'a�[2Jb'
    """
    return _ISOLATE.sub(lambda hit: hit[1] or "", "".join(_neutralize(character) for character in text))


def _neutralize(character: str) -> str:
    if character in "\n\t\r\u2028\u2029":
        return " "
    if character in _TURNING:
        return ""
    return "�" if unicodedata.category(character) in ("Cc", "Cs") else character


def _apply_style(text: str, style: str, look: Look) -> str:
    return f"{style}{text}{_RESET}" if text and look.styled else text


def _join_lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def wrap_lines(text: str, columns: int) -> str:
    """Wrap lines between words to ``columns`` cells, and indent the wrapped lines of quotes and bullets."""
    if columns <= 0:
        return text
    return "\n".join(row for line in text.split("\n") for row in _wrap_line(line, columns))


def _wrap_line(line: str, columns: int) -> list[str]:
    from wcwidth import wrap

    return wrap(line, columns, subsequent_indent=_UNDER.get(line[:2], "")) or [""]


def _draw_markup(markup: Markup, look: Look) -> str:
    return "\n".join(_draw_block(block, look) for block in parse(markup))


def _draw_block(block: Block, look: Look) -> str:
    return _choose_prefix(block.kind) + "".join(_draw_span(span, look) for span in block.spans)


def _choose_prefix(kind: BlockKind) -> str:
    """What is printed before a block."""
    match kind:
        case BlockKind.TEXT:
            return ""
        case BlockKind.QUOTE:
            return "│ "
        case BlockKind.BULLET:
            return "• "
        case _:
            assert_never(kind)


def _draw_span(span: Span, look: Look) -> str:
    style = (_BOLD if span.bold else "") + (_ITALIC if span.italic else "")
    text = clean(f"@{span.mention}" if span.mention else span.text)
    if span.phone and look.has_links:
        text = f"{_LINK}tel:{span.phone}{_END}{text}{_LINK}{_END}"
    return _apply_style(text, style, look) if style else text


def _draw_fact(fact: Fact, look: Look, language: str) -> str:
    text = "\n".join(clean(line) for line in fact.text.split("\n"))  # several channels' times, each on its line
    label = add_colon(clean(fact.label), language)
    return f"{_apply_style(label.rstrip(), _BOLD, look)}{' ' * label.endswith(' ')}{text}"


def _draw_table(table: Table, look: Look) -> str:
    rows = [[clean(cell) for cell in row] for row in (table.columns, *table.rows)]
    head, *body = align_rows(rows, table.numeric)
    rule = GAP.join("─" * size for size in measure_columns(rows)).replace(" ", "─")
    return "\n".join((_apply_style(head, _BOLD, look), rule, *body))


def _draw_progress(progress: Progress) -> str:
    return f"{clean(progress.label)} {draw_bar(progress, BAR)}"


def _draw_buttons(buttons: tuple[Button, ...], first: int) -> str:
    labels = (f"[{number}] {clean(button.label)}" for number, button in enumerate(buttons, first))
    return "  ".join(label.replace(" ", _JOINED) for label in labels)
