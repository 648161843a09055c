"""Rich text, Slack's own tree for words with looks.

It is used wherever people's text may stand, in place of mrkdwn: mrkdwn has no escape for ``*``, ``_``, ``~``
and backticks, turns bare addresses into links and ``<…>`` into mentions. A rich text leaf is only ever its
letters. Source: Slack's Block Kit reference, "Rich text block".
"""

from collections.abc import Iterable
from itertools import groupby
from typing import assert_never

from bot.adapters.slack.drawing.text import Json
from bot.kit.cards.markup import Block, BlockKind, Markup, Span, parse

_BLANK = "\u00a0"  # a leaf must have letters


def rich_text(markup: Markup) -> Json:
    """Return a body of markup as one rich text block; ``markup`` isn't empty."""
    groups = groupby(parse(markup), key=lambda block: block.kind)
    return block(*(_element(kind, tuple(lines)) for kind, lines in groups))


def leaves_of(markup: Markup) -> list[Json]:
    """Return markup as the leaves of one section, its lines as lines."""
    return _lines(parse(markup))


def block(*elements: Json) -> Json:
    """Return sections, lists and quotes as a block."""
    return {"type": "rich_text", "elements": list(elements)}


def section(*leaves: Json) -> Json:
    """Return a paragraph; line ends are line ends within its leaves."""
    return {"type": "rich_text_section", "elements": list(leaves)}


def leaf(text: str, *, bold: bool = False, italic: bool = False) -> Json:
    """Return letters with one look."""
    style = {name: True for name, wanted in (("bold", bold), ("italic", italic)) if wanted}
    return {"type": "text", "text": text or _BLANK, **({"style": style} if style else {})}


def monospaced(text: str) -> Json:
    """Return text whose columns stay under each other."""
    return {"type": "rich_text_preformatted", "elements": [leaf(text)]}


def _element(kind: BlockKind, lines: tuple[Block, ...]) -> Json:
    match kind:
        case BlockKind.TEXT:
            return section(*_lines(lines))
        case BlockKind.QUOTE:
            return {"type": "rich_text_quote", "elements": _lines(lines)}
        case BlockKind.BULLET:
            items = [section(*_leaves(line.spans)) for line in lines]
            return {"type": "rich_text_list", "style": "bullet", "elements": items}
        case _:
            assert_never(kind)


def _lines(lines: Iterable[Block]) -> list[Json]:
    """Return the leaves of several lines, parted by line ends."""
    leaves: list[Json] = []
    for number, line in enumerate(lines):
        spans = [_leaf(span) for span in line.spans]
        leaves += [leaf("\n"), *spans] if number else spans
    return leaves or [leaf("")]


def _leaves(spans: Iterable[Span]) -> list[Json]:
    return [_leaf(span) for span in spans] or [leaf("")]


def _leaf(span: Span) -> Json:
    if span.mention:
        return {"type": "user", "user_id": span.mention.rpartition(":")[2]}
    return leaf(span.text, bold=span.bold, italic=span.italic)
