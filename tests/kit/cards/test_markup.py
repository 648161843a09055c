"""People's text survives the markup unchanged, and costs at least its length on any platform."""

import re

import discord
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.bidi import isolate_lines
from bot.kit.cards.markup import (
    Block,
    BlockKind,
    Instant,
    InstantStyle,
    Markup,
    Span,
    draw_command,
    draw_instant,
    escape,
    join,
    measure_cost,
    measure_weight,
    mention,
    parse,
    quote,
    strip_markup,
)


@given(st.text())
def test_escaped_text_parses_back_unchanged(text: str) -> None:
    assert strip_markup(escape(text)) == isolate_lines(text)


@given(st.text())
def test_escaped_text_has_no_formatting(text: str) -> None:
    for block in parse(escape(text)):
        assert block.kind is BlockKind.TEXT
        assert not any(span.bold or span.italic or span.instant for span in block.spans)


@given(st.text() | st.from_regex(r"\\*@/log:\\*/log\\*@"))
@example(r"\@/log:/log\@")
def test_what_people_write_is_never_a_command(text: str) -> None:
    spans = [span for block in parse(escape(text), commands=True) for span in block.spans]
    assert not any(span.command for span in spans)


def test_a_command_is_plain_text_unless_asked_for() -> None:
    named = Markup(f"**Type {draw_command('org join', '/vof-org join')} now**")
    assert parse(named) == (Block(BlockKind.TEXT, (Span("Type /vof-org join now", bold=True),)),)
    [block] = parse(named, commands=True)
    assert block.text == "Type /vof-org join now"
    assert block.spans[1] == Span("/vof-org join", bold=True, command="org join")


@given(st.text())
def test_any_markup_parses(text: str) -> None:
    assert len(parse(Markup(text))) == (text.count("\n") + 1 if text else 0)


@pytest.mark.parametrize(
    ("line", "block"),
    [
        (
            "a **b** *c*",
            Block(BlockKind.TEXT, (Span("a "), Span("b", bold=True), Span(" "), Span("c", italic=True))),
        ),
        ("***x***", Block(BlockKind.TEXT, (Span("x", bold=True, italic=True),))),
        ("> said", Block(BlockKind.QUOTE, (Span("said"),))),
        (">", Block(BlockKind.QUOTE, ())),
        ("- item", Block(BlockKind.BULLET, (Span("item"),))),
        ("", Block(BlockKind.TEXT, ())),
        (r"\*kept\*", Block(BlockKind.TEXT, (Span("*kept*"),))),
        ("**open", Block(BlockKind.TEXT, (Span("open", bold=True),))),
    ],
)
def test_a_line(line: str, block: Block) -> None:
    assert parse(Markup(f"x\n{line}"))[1] == block


def test_a_quotation_keeps_its_lines_and_no_formatting() -> None:
    assert parse(quote("one\n- *two*")) == (
        Block(BlockKind.QUOTE, (Span("one"),)),
        Block(BlockKind.QUOTE, (Span("- *two*"),)),
    )


def test_empty_parts_are_not_joined() -> None:
    assert join(Markup("a"), Markup(""), Markup("b")) == "a\n\nb"


@given(st.text())
def test_no_platform_needs_more_than_the_cost(text: str) -> None:
    on_discord = discord.utils.escape_markdown(discord.utils.escape_mentions(text))
    on_slack = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert measure_cost(text) >= max(_utf16(on_discord), _utf16(on_slack))


@pytest.mark.parametrize(("text", "takes"), [("", 0), ("yes", 3), ("é你", 2), ("a.", 3), ("<&>", 4 + 5 + 4), ("😀", 2)])
def test_a_text_costs_its_longest_escaped_form(text: str, takes: int) -> None:
    assert measure_cost(text) == takes


LINES = st.tuples(st.sampled_from(["", "> ", "- "]), st.text(), st.sampled_from(["", "*", "**"]))


@example(0, "A", InstantStyle.TIME, "\u0627", "")
@example(0, "\u0627A", InstantStyle.TIME, "", "A")
@example(0, "\u06031", InstantStyle.TIME, "A\u0603", "\u2067A")
@given(st.integers(-(10**16), 10**16), st.text(), st.sampled_from(InstantStyle), st.text(), st.text())
def test_an_instant_parses_back_with_its_words(
    at: int, said: str, style: InstantStyle, before: str, after: str
) -> None:
    shown = _drop_isolates(" ".join(said.split()))
    spans = [
        span
        for block in parse(Markup(escape(before) + draw_instant(at, said, style) + escape(after)))
        for span in block.spans
    ]
    assert [(_drop_isolates(span.text), span.instant) for span in spans if span.instant] == [
        (shown, Instant(at, style))
    ]
    whole = "".join(span.text for span in spans)
    assert _drop_isolates(whole) == _drop_isolates(before + shown + after).replace("\n", "")


def _drop_isolates(text: str) -> str:
    """The text that people read: in a right-to-left line, `parse` isolates left-to-right runs."""
    return re.sub("[\u2066-\u2069]", "", text)


@pytest.mark.parametrize(
    "typed", [r"\@1764150000000000f:now\@", "@1764150000000000f:now@", r"\\@1f:x\\@", "<t:1:R>", r"\@1f:\@", "\\"]
)
def test_nobody_can_type_an_instant(typed: str) -> None:
    (block,) = parse(escape(typed))
    assert block.spans == (Span(typed),)


def test_an_instant_weighs_what_discord_writes() -> None:
    assert measure_weight(draw_instant(-8_640_000_000_000_000, "then")) >= len("<t:-8640000000000:F>")


@given(st.lists(LINES, max_size=5))
def test_no_platform_needs_more_than_the_weight(lines: list[tuple[str, str, str]]) -> None:
    markup = Markup("\n".join(f"{prefix}{look}{escape(text)}{look}" for prefix, text, look in lines))
    drawn = "\n".join(_on_discord(block) for block in parse(markup))
    assert measure_weight(markup) >= _utf16(drawn)


def _on_discord(block: Block) -> str:
    spans = (
        f"{'**' * span.bold}{'*' * span.italic}{discord.utils.escape_markdown(span.text)}"
        f"{'*' * span.italic}{'**' * span.bold}"
        for span in block.spans
    )
    return {BlockKind.TEXT: "", BlockKind.QUOTE: "> ", BlockKind.BULLET: "- "}[block.kind] + "".join(spans)


def test_the_most_expensive_characters() -> None:
    assert (measure_cost("a"), measure_cost("*"), measure_cost("&"), measure_cost("<"), measure_cost("😀")) == (
        1,
        2,
        5,
        4,
        2,
    )


def _utf16(text: str) -> int:
    """The length in UTF-16 units, as both platforms count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize("account", ["42", "T1:U1", "ana", "Ana Lee", "a:b\\c@d%2F", "安娜", "\\@!x:y\\@"])
def test_a_mention_is_its_own_span(account: str) -> None:
    [block] = parse(Markup(f"**{mention(account, 'some*body*')}** came"))
    [who, rest] = block.spans
    assert (who.mention, who.text, who.bold) == (account, "some*body*", True)
    assert (rest.mention, rest.text) == (None, " came")


@pytest.mark.parametrize("typed", ["\\@!42:Ana\\@", "\\\\@!42:Ana\\\\@", "<@42>", "@!42:x@"])
def test_nobody_can_type_a_mention(typed: str) -> None:
    [block] = parse(escape(typed))
    assert [span.mention for span in block.spans] == [None]
    assert block.text == typed


@given(st.lists(st.sampled_from(("a", "*", "**", "\\", "> ", "\n", "é", draw_command("log", "/log"), escape("a-b")))))
def test_what_was_parsed_once_is_kept_for_each_way_to_read_it(parts: list[str]) -> None:
    text = "".join(parts)
    kept = Markup(text)
    for commands in (False, True, False):
        assert parse(kept, commands=commands) == parse(Markup(text), commands=commands)
        assert measure_weight(kept) == measure_weight(Markup(text))
