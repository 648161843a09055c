"""The small Markdown subset that card bodies are written in, and what it costs on the platforms.

Text from people is escaped on its way in, parsed to plain spans here, and escaped once more by the adapter
in its own platform's way, so no adapter ever sees markup that somebody typed.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import quote as percent_encoded
from urllib.parse import unquote

from bot.bidi import is_rtl, isolate_lines, isolate_runs

_SPECIAL = re.compile(r"[\\*>-]")
# An instant comes first. `escape` writes a backslash only before characters of `_SPECIAL`, so nobody can type one.
_INSTANT = r"\\@(-?\d{1,17})([tDfR]):((?:[^\\]|\\[^@])*)\\@"
_MENTION = r"\\@!([^:\\]*):((?:[^\\]|\\[^@])*)\\@"
_TOKENS = re.compile(_INSTANT + "|" + _MENTION + r"|\\(.)|(\*\*|\*)|([^\\*]+|\\)", re.DOTALL)
_INSTANT_WEIGHT = 24  # the most that Discord's `<t:…:f>` takes
_MENTION_WEIGHT = 24  # the same of its `<@…>`

# What takes more than one character: Discord wants a backslash before each of these in the worst case, Slack an
# entity for three, and both count what lies outside the Basic Multilingual Plane as two.
_WIDE = re.compile(r"[\\*_~`|>#\-\[\]()<:@/+.!&\U00010000-\U0010ffff]")
_MORE = {"&": 4, "<": 3, ">": 3}  # that many more; the others one


class Markup(str):
    """Text in the subset: ``**bold**``, ``*italic*``, lines beginning ``> `` or ``- ``, backslash escapes, instants."""

    __slots__ = ()


class BlockKind(StrEnum):
    """What one line of markup is."""

    TEXT = "text"
    QUOTE = "quote"
    BULLET = "bullet"


class InstantStyle(StrEnum):
    """How much of an instant is shown, by Discord's letters (https://docs.discord.com/developers/reference)."""

    TIME = "t"  # 9:00 AM
    DATE = "D"  # November 26, 2026
    FULL = "f"  # November 26, 2026 at 9:00 AM
    RELATIVE = "R"  # in two hours


@dataclass(frozen=True, slots=True)
class Instant:
    """A point in time, ``at`` in UTC microseconds, for platforms that show each reader their own clock."""

    at: int
    style: InstantStyle = InstantStyle.FULL


@dataclass(frozen=True, slots=True)
class Span:
    """A run of plain text with one look. Where ``instant`` is set, ``text`` says it in words that name the zone.

    Where ``mention`` is set, it is somebody's account (`invocation.Caller.account`) on the platform that the card is
    for, shown by the name that readers know there, and pinging nobody; ``text`` is for where that can't be.
    """

    text: str
    bold: bool = False
    italic: bool = False
    instant: Instant | None = None
    mention: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One line; a blank line is a ``TEXT`` block without spans."""

    kind: BlockKind
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The line without its looks."""
        return "".join(span.text for span in self.spans)


def escape(text: str) -> Markup:
    """Return plain text as markup that parses back to exactly that text."""
    return Markup(_SPECIAL.sub(r"\\\g<0>", text))


def instant(at: int, words: str, style: InstantStyle = InstantStyle.FULL) -> Markup:
    """Return an instant as markup: ``at`` in UTC microseconds, ``words`` where a platform can't draw it itself."""
    return Markup(rf"\@{at}{style.value}:{escape(' '.join(words.split()))}\@")


def mention(account: str, words: str) -> Markup:
    """Return somebody as markup, by their account on the card's platform; ``words`` where it shows no names."""
    return Markup(rf"\@!{percent_encoded(account, safe='')}:{escape(' '.join(words.split()))}\@")


def quote(text: str) -> Markup:
    """Return plain text, line by line, as a quotation."""
    return Markup("\n".join(f"> {escape(line)}" for line in text.splitlines()))


def join(*parts: Markup, between: str = "\n\n") -> Markup:
    """Put the parts that say something after each other."""
    return Markup(between.join(part for part in parts if part))


def parse(markup: Markup) -> tuple[Block, ...]:
    """Return the lines of ``markup`` as blocks; blank lines are kept."""
    return tuple(_block(line) for line in markup.split("\n")) if markup else ()


def plain(markup: Markup) -> str:
    """Return the text of ``markup`` without any looks, for places that have none."""
    return "\n".join(block.text for block in parse(markup))


def cost(text: str) -> int:
    """Return the characters ``text`` takes on the platform that needs most, escapes included.

    Slack writes ``&`` as five characters, Discord a backslash before punctuation.
    """
    return len(text) + sum(_MORE.get(character, 1) for character in _WIDE.findall(text))


def shown_cost(text: str) -> int:
    """Return `cost` of a text with the isolates that a right-to-left one takes."""
    return cost(isolate_lines(text))


def weight(markup: Markup) -> int:
    """Return what `cost` says of the text in ``markup``, with its line ends, bullets and look marks."""
    return sum(3 + sum(_span_cost(span) for span in block.spans) for block in parse(markup))


def _span_cost(span: Span) -> int:
    least = _INSTANT_WEIGHT if span.instant else _MENTION_WEIGHT if span.mention else 0
    return max(cost(span.text), least) + 4 * span.bold + 2 * span.italic  # Discord's ** and * on both sides


def _block(line: str) -> Block:
    block = _parsed(line)
    if block.text.isascii() or not is_rtl(block.text):
        return block
    return replace(block, spans=tuple(replace(span, text=isolate_runs(span.text)) for span in block.spans))


def _parsed(line: str) -> Block:
    for prefix, kind in (("> ", BlockKind.QUOTE), ("- ", BlockKind.BULLET)):
        if line.startswith(prefix):
            return Block(kind, _spans(line[len(prefix) :]))
    return Block(BlockKind.QUOTE, ()) if line == ">" else Block(BlockKind.TEXT, _spans(line))


def _spans(line: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    text, bold, italic = "", False, False
    for found in _TOKENS.finditer(line):
        at, style, words, account, name, escaped, mark, run = found.groups()
        if not (mark or at or account):
            text += escaped or run
            continue
        if text:
            spans.append(Span(text, bold, italic))
        text = ""
        if at:
            spans.append(Span(_unescaped(words), bold, italic, Instant(int(at), InstantStyle(style))))
        elif account:
            spans.append(Span(_unescaped(name), bold, italic, mention=unquote(account)))
        else:
            bold, italic = (not bold, italic) if mark == "**" else (bold, not italic)
    return (*spans, Span(text, bold, italic)) if text else tuple(spans)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
