"""Cards as Discord embeds, buttons and files. Pure; start at `draw`.

Limits: https://discord.com/developers/docs/resources/message#embed-object-embed-limits. The limit of 6,000 covers all
embeds of a message together, so a second embed makes room for a long description, not for more text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import assert_never

import discord

from bot.adapters.discord.drawing.controls import Controls, make_controls
from bot.adapters.discord.drawing.links import has_link
from bot.adapters.discord.drawing.mentions import NO_IDS, CommandIds, draw_mention
from bot.adapters.discord.drawing.tables import Layout, align_columns, compact, is_narrow, list_rows, split_into_blocks
from bot.adapters.discord.drawing.text import BLANK, escape, fill_blank, format_phone, format_timestamp
from bot.kit.cards.bars import draw_bar
from bot.kit.cards.markup import Block, BlockKind, Markup, Span, parse, strip_markup
from bot.kit.cards.reply import Card, Fact, File, Image, Progress, shorten
from bot.text import count_units

DESCRIPTION, MESSAGE, ALT = 4096, 6000, 1024
_BAR = 10  # characters of a progress bar
_LABEL = 120  # of cost, beside the bar; kit sets no limit
_SHORT = 30  # facts up to this length go side by side
_BETWEEN = "\n\n"

_OPEN_LINK = re.compile(r"(?<!<)https?://[^\s<>]+$")


@dataclass(frozen=True, slots=True)
class Look:
    """How text is drawn: ``styled`` with its formatting, and the commands in ``ids`` as mentions."""

    styled: bool
    ids: CommandIds = field(default_factory=lambda: NO_IDS)


_STYLED, _BARE = Look(True), Look(False)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A message as discord.py's objects. Files can be sent only once."""

    embeds: list[discord.Embed]
    controls: Controls | None
    files: list[discord.File]


def draw(card: Card, ids: CommandIds = NO_IDS) -> Drawing:
    """Draw the message that shows ``card``. Commands become mentions where ``ids`` has them and there is room."""
    picture = _make_file(card.image) if card.image else None
    embeds = _draw_embeds(card, ids)
    if picture:
        embeds[-1].set_image(url=f"attachment://{picture.filename}")
    file = _make_file(card.file) if card.file else None
    return Drawing(embeds, make_controls(card), [one for one in (picture, file) if one])


def _draw_embeds(card: Card, ids: CommandIds) -> list[discord.Embed]:
    """Use the richest layout that fits. The plainest one always fits: a Card's limits see to that."""
    layouts: tuple[tuple[Look, Layout], ...] = (
        (Look(True, ids), align_columns),
        (_STYLED, align_columns),
        (_STYLED, compact),
        (_BARE, compact),
    )
    for look, layout in layouts:
        embeds = _lay_out(card, look, layout)
        if _is_within_limits(embeds):
            break
    return embeds


def _lay_out(card: Card, look: Look, layout: Layout) -> list[discord.Embed]:
    embeds = [discord.Embed(description=text) for text in _pack(_draw_pieces(card, look, layout))]
    embeds = embeds or [discord.Embed()]
    embeds[0].title = escape(card.title) or None
    for fact in card.facts:
        _add_fact(embeds[-1], fact)
    if note := strip_markup(card.note).strip():
        embeds[-1].set_footer(text=note)  # a footer shows no Markdown, so it needs no escaping
    if not any(embeds):
        embeds[0].description = BLANK
    if card.question:  # in its own embed, directly above its buttons
        embeds.append(discord.Embed(description=_draw_text(card.question.text, look)))
    return embeds


def _is_within_limits(embeds: list[discord.Embed]) -> bool:
    texts = [text for embed in embeds for text in _list_texts(embed)]
    descriptions = (count_units(embed.description or "") for embed in embeds)
    return sum(map(count_units, texts)) <= MESSAGE and max(descriptions) <= DESCRIPTION


def _list_texts(embed: discord.Embed) -> Iterator[str]:
    yield from (embed.title or "", embed.description or "", embed.footer.text or "")
    for one in embed.fields:
        yield from (one.name or "", one.value or "")


def _draw_pieces(card: Card, look: Look, layout: Layout) -> Iterator[str]:
    if body := _draw_text(card.body, look):
        yield body
    if card.progress:
        yield _draw_progress(card.progress)
    if card.table and layout is align_columns and not is_narrow(card.table):
        yield list_rows(card.table, escape, card.language)
    elif card.table:
        yield from split_into_blocks(layout(card.table), DESCRIPTION)


def _draw_text(markup: Markup, look: Look) -> str:
    return "\n".join(_draw_line(block, look) for block in parse(markup, commands=bool(look.ids)))


def _pack(pieces: Iterator[str]) -> list[str]:
    """Join pieces as long as they fit into one description."""
    packed: list[str] = []
    for piece in pieces:
        if packed and count_units(packed[-1] + _BETWEEN + piece) <= DESCRIPTION:
            packed[-1] += _BETWEEN + piece
        else:
            packed.append(piece)
    return packed


def _draw_line(block: Block, look: Look) -> str:
    text, phones = "", set[str]()
    for span in block.spans:
        said = _draw_styled(span, look.ids) if look.styled else _draw_bare(span)
        text += _separate(text, said) + said
        if span.phone and span.phone not in phones:
            phones.add(span.phone)
            text += format_phone(span.phone)
    match block.kind:
        case BlockKind.TEXT:
            return text
        case BlockKind.QUOTE:
            return f"> {text}"
        case BlockKind.BULLET:
            return f"- {text}"
        case _:
            assert_never(block.kind)


def _separate(before: str, after: str) -> str:
    """What keeps two spans apart: an address would swallow text that follows without white space."""
    if "://" in before and _OPEN_LINK.search(before) and not after[:1].isspace():
        return " "
    return BLANK if _is_clash(before, after) else ""


def _is_clash(before: str, after: str) -> bool:
    """Say whether Markdown would misread two adjacent spans: `**a**_b_`, or `_a_b`."""
    looks = ("*", "_")
    return before.endswith(looks) and (after.startswith(looks) or (before[-1] == "_" and after[0].isalnum()))


def _draw_styled(span: Span, ids: CommandIds) -> str:
    """Draw a span with its formatting. Discord needs the marks right next to the words."""
    words = span.text.strip()
    if not words:
        return span.text
    before, _, after = span.text.partition(words)
    said = _draw_native(span) or draw_mention(span, ids) or escape(words)
    said = (
        f"_{said}_" if span.italic and not has_link(words) else said
    )  # an underscore in an address would end the italics
    said = f"**{said}**" if span.bold else said
    return f"{before}{said}{after}"


def _draw_bare(span: Span) -> str:
    return _draw_native(span) or escape(span.text)


def _draw_native(span: Span) -> str:
    """Markup that Discord draws for each reader, such as a mention or a time; empty for plain words."""
    if span.instant:
        return format_timestamp(span.instant)
    return f"<@{span.mention}>" if span.mention and span.mention.isdecimal() else ""


def _draw_progress(progress: Progress) -> str:
    return f"{escape(shorten(progress.label, _LABEL))}\n{draw_bar(progress, _BAR)}"


def _add_fact(embed: discord.Embed, fact: Fact) -> None:
    short = max(len(fact.label), len(fact.text)) <= _SHORT
    value = "\n".join(_draw_line(block, _STYLED) for block in parse(fact.markup))
    embed.add_field(name=fill_blank(escape(fact.label)), value=fill_blank(value), inline=short)


def _make_file(it: Image | File) -> discord.File:
    # Discord rewrites other characters in file names, and `attachment://` would then point nowhere.
    name = re.sub(r"[^A-Za-z0-9.-]", "-", it.name)
    return discord.File(BytesIO(it.data), name, description=shorten(it.alt, ALT))
