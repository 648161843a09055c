"""Rich text, Slack's own tree of formatted text.

It replaces mrkdwn wherever people's text may appear: mrkdwn can't escape ``*``, ``_``, ``~`` and backticks, and turns
bare addresses into links and ``<…>`` into mentions. A rich text leaf shows exactly its
characters. Source: Slack's Block Kit reference, "Rich text block".
"""

from collections.abc import Iterable
from itertools import groupby
from typing import assert_never

from bot.adapters.slack.drawing.text import Json
from bot.kit.cards.markup import Block, BlockKind, Markup, Span, parse

_BLANK = "\u00a0"  # a leaf must have text


def draw_rich_text(markup: Markup) -> Json:
    """Draw markup, which must not be empty, as one rich text block."""
    groups = groupby(parse(markup), key=lambda block: block.kind)
    return make_block(*(_make_element(kind, tuple(lines)) for kind, lines in groups))


def draw_leaves(markup: Markup) -> list[Json]:
    """Draw markup as the leaves of one section, keeping its line breaks."""
    return _join_lines(parse(markup))


def make_block(*elements: Json) -> Json:
    """A block of sections, lists and quotes."""
    return {"type": "rich_text", "elements": list(elements)}


def make_section(*leaves: Json) -> Json:
    """A paragraph. Line breaks go inside its leaves."""
    return {"type": "rich_text_section", "elements": list(leaves)}


def make_leaf(text: str, *, bold: bool = False, italic: bool = False) -> Json:
    """Text in one format."""
    style = {name: True for name, wanted in (("bold", bold), ("italic", italic)) if wanted}
    return {"type": "text", "text": text or _BLANK, **({"style": style} if style else {})}


def make_preformatted(text: str) -> Json:
    """Monospaced text, in which columns line up."""
    return {"type": "rich_text_preformatted", "elements": [make_leaf(text)]}


def _make_element(kind: BlockKind, lines: tuple[Block, ...]) -> Json:
    match kind:
        case BlockKind.TEXT:
            return make_section(*_join_lines(lines))
        case BlockKind.QUOTE:
            return {"type": "rich_text_quote", "elements": _join_lines(lines)}
        case BlockKind.BULLET:
            items = [make_section(*_make_leaves(line.spans)) for line in lines]
            return {"type": "rich_text_list", "style": "bullet", "elements": items}
        case _:
            assert_never(kind)


def _join_lines(lines: Iterable[Block]) -> list[Json]:
    """The leaves of several lines, with line breaks between them."""
    leaves: list[Json] = []
    for number, line in enumerate(lines):
        spans = [_draw_span(span) for span in line.spans]
        leaves += [make_leaf("\n"), *spans] if number else spans
    return leaves or [make_leaf("")]


def _make_leaves(spans: Iterable[Span]) -> list[Json]:
    return [_draw_span(span) for span in spans] or [make_leaf("")]


def _draw_span(span: Span) -> Json:
    if span.mention:
        return {"type": "user", "user_id": span.mention.rpartition(":")[2]}
    leaf = make_leaf(span.text, bold=span.bold, italic=span.italic)
    if span.phone:  # Slack's clients pass the link on to the phone; its reference names no schemes
        return {**leaf, "type": "link", "url": f"tel:{span.phone}"}
    return leaf
