"""The small Markdown subset for card bodies, and its size on each platform.

Text from people is escaped first and parsed to plain spans here. Then the adapter escapes it for its platform. So no
adapter ever sees markup that a person typed.
"""

import re
from enum import StrEnum
from urllib.parse import quote as percent_encode
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from bot.bidi import is_rtl, isolate_lines, isolate_runs
from bot.patterns import compile_later
from bot.text import join_sentences

_SPECIAL = compile_later(r"[\\*>-]")
# An instant comes first. `escape` writes a backslash only before characters of `_SPECIAL`, so no one can type one.
_INSTANT = r"\\@(-?\d{1,17})([tDFR]):((?:[^\\]|\\[^@])*)\\@"
_MENTION = r"\\@!([^:\\]*):((?:[^\\]|\\[^@])*)\\@"
_PHONE = r"\\@#(\+\d{5,15}):((?:[^\\]|\\[^@])*)\\@"
_COMMAND = r"\\@/([^:\\]+):((?:[^\\]|\\[^@])*)\\@"
_TOKENS = compile_later("|".join((_INSTANT, _MENTION, _PHONE, _COMMAND)) + r"|\\(.)|(\*\*|\*)|([^\\*]+|\\)", re.DOTALL)
_ESCAPED = compile_later(r"\\(.)")
_COMMAND_MARK = r"\@/"
_INSTANT_WEIGHT = 24  # the most that Discord's `<t:…:F>` takes
_MENTION_WEIGHT = 24  # the most that its `<@…>` takes
_PHONE_WEIGHT = 20  # what Discord shows besides: ` (+1 202-224-3121)`

# These take more than one character. Discord needs a backslash before each in the worst case, Slack an entity for
# three of them, and both count a character outside the Basic Multilingual Plane as two.
_WIDE = compile_later(r"[\\*_~`|>#\-\[\]()<:@/+.!&\U00010000-\U0010ffff]")


class Markup(str):
    """Text in the subset: ``**bold**``, ``*italic*``, lines beginning ``> `` or ``- ``, backslash escapes, instants.

    It keeps its blocks and its weight once they are known: the text of one card is measured and drawn several times.
    """

    __slots__ = ("_blocks", "_linked", "_weight")
    _blocks: tuple["Block", ...]
    _linked: tuple["Block", ...]  # with each command as a span of its own
    _weight: int


class BlockKind(StrEnum):
    """What one line of markup is."""

    TEXT = "text"
    QUOTE = "quote"
    BULLET = "bullet"


class InstantStyle(StrEnum):
    """How much of an instant is shown, by Discord's letters (https://docs.discord.com/developers/reference)."""

    TIME = "t"  # 9:00 AM
    DATE = "D"  # November 26, 2026
    FULL = "F"  # Thursday, November 26, 2026 at 9:00 AM
    RELATIVE = "R"  # in two hours


class Instant(Struct, frozen=True):
    """A point in time, ``at`` in UTC microseconds, for platforms that show each reader their own clock."""

    at: int
    style: InstantStyle = InstantStyle.FULL


class Span(Struct, frozen=True):
    """A run of plain text with one look. If ``instant`` is set, ``text`` is the same in words, with the zone.

    If ``mention`` is set, it is a person's account (`invocation.Caller.account`) on the card's platform. The platform
    shows the name that readers know and notifies no one; ``text`` is for places that can't show it.
    If ``phone`` is set, ``text`` is a phone number, and ``phone`` the same in E.164, for platforms that can call it.
    If ``command`` is set, ``text`` is a command as people type it. ``command`` is the same without what it starts
    with: its name, and perhaps the next word of the sentence.
    """

    text: str
    bold: bool = False
    italic: bool = False
    instant: Instant | None = None
    mention: str | None = None
    phone: str | None = None
    command: str | None = None


class Block(Struct, frozen=True):
    """One line; a blank line is a ``TEXT`` block without spans."""

    kind: BlockKind
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The line without formatting."""
        return "".join(span.text for span in self.spans)


def escape(text: str) -> Markup:
    """Plain text as markup that parses back to exactly that text."""
    return Markup(_SPECIAL.sub(r"\\\g<0>", text))


def draw_instant(at: int, words: str, style: InstantStyle = InstantStyle.FULL) -> Markup:
    """An instant as markup: ``at`` in UTC microseconds, and ``words`` for platforms that can't draw it."""
    return Markup(rf"\@{at}{style.value}:{escape(' '.join(words.split()))}\@")


def mention(account: str, words: str) -> Markup:
    """A person as markup, by their account on the card's platform. ``words`` are for places that show no names."""
    return Markup(rf"\@!{percent_encode(account, safe='')}:{escape(' '.join(words.split()))}\@")


def draw_phone(number: str, words: str) -> Markup:
    """A phone number as markup: ``number`` in E.164, and ``words`` as people read it."""
    return Markup(rf"\@#{number}:{escape(' '.join(words.split()))}\@")


def draw_command(name: str, words: str) -> Markup:
    """A command as markup: its ``name``, perhaps with the word after it, and ``words`` as people type it.

    Only for our own sentences: a command that a person wrote stays text.
    """
    return Markup(rf"\@/{name}:{escape(words)}\@")


def quote(text: str) -> Markup:
    """Plain text, line by line, as a quotation."""
    return Markup("\n".join(f"> {escape(line)}" for line in text.splitlines()))


def join(*parts: Markup, between: str = "\n\n") -> Markup:
    """Join the parts that aren't empty. With a space between, they are sentences in a row."""
    return Markup(join_sentences(parts) if between == " " else between.join(part for part in parts if part))


def parse(markup: Markup, *, commands: bool = False) -> tuple[Block, ...]:
    """The lines of ``markup`` as blocks, blank lines included.

    With ``commands``, each command is a span of its own, for platforms that can link it; otherwise it is plain text.
    """
    kept = "_linked" if commands and _COMMAND_MARK in markup else "_blocks"
    blocks: tuple[Block, ...] | None = getattr(markup, kept, None)
    if blocks is None:
        blocks = tuple(_block(line, kept == "_linked") for line in markup.split("\n")) if markup else ()
        setattr(markup, kept, blocks)
    return blocks


def strip_markup(markup: Markup) -> str:
    """The text of ``markup`` without formatting."""
    return "\n".join(block.text for block in parse(markup))


def measure_cost(text: str) -> int:
    """The characters that ``text`` takes, escapes included, on the platform that needs most.

    Slack writes ``&`` as five characters, Discord a backslash before punctuation.
    """
    return len(text) + len(_WIDE.findall(text)) + 3 * text.count("&") + 2 * (text.count("<") + text.count(">"))


def measure_shown_cost(text: str) -> int:
    """The `measure_cost` of a text with the isolates that right-to-left text needs."""
    return measure_cost(isolate_lines(text))


def measure_weight(markup: Markup) -> int:
    """The `measure_cost` of the text in ``markup``, with its line ends, bullets and formatting."""
    weight: int | None = getattr(markup, "_weight", None)
    if weight is None:
        weight = sum(3 + sum(map(_measure_span, block.spans)) for block in parse(markup))
        markup._weight = weight
    return weight


def _measure_span(span: Span) -> int:
    least = _INSTANT_WEIGHT if span.instant else _MENTION_WEIGHT if span.mention else 0
    besides = _PHONE_WEIGHT if span.phone else 0
    return (
        max(measure_cost(span.text), least) + besides + 4 * span.bold + 2 * span.italic
    )  # Discord's ** and * on both sides


def _block(line: str, commands: bool) -> Block:
    block = _parse_line(line, commands)
    if block.text.isascii() or not is_rtl(block.text):
        return block
    return replace(block, spans=tuple(replace(span, text=isolate_runs(span.text)) for span in block.spans))


def _parse_line(line: str, commands: bool) -> Block:
    for prefix, kind in (("> ", BlockKind.QUOTE), ("- ", BlockKind.BULLET)):
        if line.startswith(prefix):
            return Block(kind, _parse_spans(line[len(prefix) :], commands))
    return Block(BlockKind.QUOTE, ()) if line == ">" else Block(BlockKind.TEXT, _parse_spans(line, commands))


def _parse_spans(line: str, commands: bool) -> tuple[Span, ...]:
    if "*" not in line and "\\@" not in line:  # most lines: nothing but text
        return (Span(_unescape(line)),) if line else ()
    spans: list[Span] = []
    text, bold, italic = "", False, False
    for found in _TOKENS.finditer(line):
        at, style, words, account, name, number, called, order, typed, escaped, mark, run = found.groups()
        if not (mark or at or account or number or (order and commands)):
            text += _unescape(typed) if order else escaped or run
            continue
        if text:
            spans.append(Span(text, bold, italic))
        text = ""
        if at:
            spans.append(Span(_unescape(words), bold, italic, Instant(int(at), InstantStyle(style))))
        elif account:
            spans.append(Span(_unescape(name), bold, italic, mention=unquote(account)))
        elif number:
            spans.append(Span(_unescape(called), bold, italic, phone=number))
        elif order:
            spans.append(Span(_unescape(typed), bold, italic, command=order))
        else:
            bold, italic = (not bold, italic) if mark == "**" else (bold, not italic)
    return (*spans, Span(text, bold, italic)) if text else tuple(spans)


def _unescape(text: str) -> str:
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text
