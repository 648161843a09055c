"""Cards as Discord shows them: within every limit, with people's text as written."""

import re
from typing import Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.drawing.forms import build_modal
from bot.adapters.discord.drawing.render import Drawing, draw
from bot.adapters.discord.drawing.text import BLANK, escape, escape_code
from bot.kit.cards import markup
from bot.kit.cards.limits import LimitError
from bot.kit.cards.markup import Markup
from bot.kit.cards.reply import Button, Card, Fact, File, Form, Image, Progress, Style, Table, shorten
from bot.text import count_units
from tests.adapters.discord.cogs import PNG
from tests.platforms.discord.checks.message_limits import check_message

# What people write: letters of every width, Discord's and Slack's punctuation, wide and joined emoji.
WRITTEN = st.text(
    st.sampled_from("aé1 .\n\\*_~`|<>#-+[]():@/!&日👍\u200d\u0301\t") | st.characters(exclude_categories=["Cs"])
)
HOSTILE = (
    "@everyone",
    "<@1> <@&2> <#3> <t:1:R> </log:4> <:x:5> <id:home>",
    "[call](https://evil.example)",
    "https://evil.example/path_with_underscores",
    "**bold** __under__ ~~gone~~ ||spoiler|| `escape_code` ```block```",
    "# title\n## sub\n-# small\n> quote\n>>> rest\n- item\n* item\n+ item\n1. first",
    ":tada: \\*x\\*",
)


def long(text: str, length: int) -> str:
    """``text`` repeated up to a cost of ``length`` characters."""
    repeated = (text or "a") * (length // max(markup.measure_cost(text), 1))
    return repeated or "a"


def texts(most: int) -> st.SearchStrategy[str]:
    """Text that is short, or about as long as ``most`` allows."""
    sized = st.builds(long, WRITTEN.filter(lambda text: 0 < markup.measure_cost(text) <= most), st.integers(1, most))
    return sized | WRITTEN.filter(lambda text: markup.measure_cost(text) <= most)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width, height = draw(st.integers(1, 6)), draw(st.integers(0, 25))
    cell = WRITTEN.map(lambda text: text[:60]) | st.just("x" * 60) | st.just("日" * 60)
    usual = st.text("ab1`", max_size=3)
    row = st.tuples(*[usual] * width) | st.tuples(*[cell] * width)
    rows = draw(st.lists(row, min_size=height, max_size=height))
    return Table(draw(row), tuple(rows), draw(st.frozensets(st.integers(0, 5))))


def _cards() -> st.SearchStrategy[Card | None]:
    body = texts(3700).map(Markup) | st.builds(lambda bit: Markup(long(bit, 3000)), st.sampled_from(["**a", "*b"]))
    buttons = st.integers(0, 25).map(
        lambda count: tuple(Button(f"B{number}", "x", id=f"1o~x~{number}") for number in range(count))
    )
    parts: dict[str, st.SearchStrategy[Any]] = {
        "title": texts(150),
        "body": body,
        "facts": st.lists(st.builds(Fact, texts(80), texts(1000)), max_size=10).map(tuple),
        "table": st.none() | tables(),
        "progress": st.none() | st.builds(Progress, st.integers(0, 10**9), st.integers(1, 10**9), texts(300)),
        "buttons": buttons,
        "note": texts(600).map(Markup),
    }
    return st.fixed_dictionaries({}, optional=parts).map(_card)


def _card(parts: dict[str, Any]) -> Card | None:
    try:
        return Card(**parts)
    except LimitError:
        return None


CARDS = _cards().filter(lambda card: card is not None)


def message(drawing: Drawing) -> dict[str, Any]:
    rows = drawing.controls.rows if drawing.controls else []
    return {"embeds": [embed.to_dict() for embed in drawing.embeds], "components": rows}


@given(CARDS)
def test_every_card_is_within_discords_limits(card: Card) -> None:
    drawn = message(draw(card))
    assert list(check_message(drawn, 0)) == []
    assert drawn["embeds"]
    for embed in drawn["embeds"]:
        assert count_units(embed.get("description", "")) <= 4096
    assert sum(count_units(text) for text in _shown(drawn["embeds"])) <= 6000


def _shown(embeds: list[dict[str, Any]]) -> list[str]:
    fields = [field for embed in embeds for field in embed.get("fields", [])]
    feet = [embed["footer"]["text"] for embed in embeds if "footer" in embed]
    heads = [embed.get(part, "") for embed in embeds for part in ("title", "description")]
    return [*heads, *feet, *(field[part] for field in fields for part in ("name", "value"))]


@given(WRITTEN.filter(lambda text: "://" not in text))
def test_escaped_text_is_shown_exactly_as_written(text: str) -> None:
    shown = escape(text)
    assert re.sub(r"\\([^0-9A-Za-z\s])", r"\1", shown) == text  # what Discord shows
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "", shown)
    assert not set(bare) & set("\\*_~`|<>[]:@#+-")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless_everywhere(text: str) -> None:
    head = shorten(text, 70)
    card = Card(head, markup.escape(text), (Fact(head, text),))
    embed = draw(card).embeds[0]
    lines = [
        embed.title or "",
        embed.description or "",
        embed.fields[0].name or "",
        embed.fields[0].value or "",
    ]
    for line in lines:
        assert not set(re.sub(r"\\[^0-9A-Za-z\s]|https://[\w./]+", "", line)) & set("\\*_~`|<>[]:@#+-")
        assert not re.search(r"\d\. ", line)


def test_a_footer_gets_no_markup() -> None:
    assert draw(Card(note=Markup("*Draft*: 2 \\> 1"))).embeds[0].footer.text == "Draft: 2 > 1"


def test_formatting_touches_its_words_and_never_merges() -> None:
    body = draw(Card(body=Markup("a** b **c***d***\n> *e*f\n- **g***h*\n**i**: *j*."))).embeds[0].description
    assert body == f"a **b** c**_d_**\n> _e_{BLANK}f\n- **g**{BLANK}_h_\n**i**\\: _j_."


def test_a_quotation_continues_over_empty_lines() -> None:
    assert draw(Card(body=markup.quote("Hello\n\nyou"))).embeds[0].description == "> Hello\n> \n> you"


def test_a_table_with_wide_characters_is_aligned() -> None:
    table = Table(("#", "Chapter", "Calls"), (("1", "東灣", "7"), ("10", "East", "12")), frozenset({0, 2}))
    lines = (draw(Card(table=table)).embeds[0].description or "").splitlines()
    assert lines == [
        "```",
        " #  Chapter  Calls",
        "──  ───────  ─────",
        " 1  東灣         7",
        "10  East        12",
        "```",
    ]


def test_backticks_and_line_ends_stay_in_their_cell() -> None:
    table = Table(("Name",), (("```\n@everyone",), ("`a`",)))
    shown = draw(Card(table=table)).embeds[0].description or ""
    assert shown.count("```") == 2
    assert "``` @everyone" in shown.replace(BLANK, "")
    assert escape_code("a\u2028b\x00c") == "a b c"


def test_a_table_wider_than_a_phone_has_a_line_per_row() -> None:
    heads, rows = ("Office", "Calls", "Callers"), (("Representative Nancy *Pelosi*", "12", "3"), ("", "1", "1"))
    shown = draw(Card(table=Table(heads, rows))).embeds[0].description
    assert shown == "- **Representative Nancy \\*Pelosi\\*** · Calls: 12 · Callers: 3\n- · Calls: 1 · Callers: 1"


def test_a_rows_line_omits_empty_cells_and_their_heads() -> None:
    heads = ("Channel", "Organization", "Quiet hours", "Note")
    rows = (("#alerts", "Valley Immigrant Families", "", " "), ("#calls", "", "22 to 8 Eastern time", ""))
    shown = draw(Card(table=Table(heads, rows))).embeds[0].description
    first, second = (shown or "").splitlines()
    assert first == "- **\\#alerts** · Organization: Valley Immigrant Families"
    assert second == "- **\\#calls** · Quiet hours: 22 to 8 Eastern time"


def test_a_table_too_wide_to_align_is_still_complete() -> None:
    rows = tuple(tuple("x" * 60 if row == column else "y" for column in range(6)) for row in range(25))
    embeds = draw(Card("Wide", table=Table(("h",) * 6, rows))).embeds
    shown = "".join(embed.description or "" for embed in embeds)
    assert shown.count("x" * 60) == 6
    assert shown.count("y") == 25 * 6 - 6
    assert "─" not in shown


def test_a_long_table_continues_in_a_second_embed() -> None:
    card = Card("Long", Markup("a" * 3000), table=Table(("n",), (("x" * 55,),) * 25))
    embeds = draw(card).embeds
    assert [embed.title for embed in embeds] == ["Long", None]
    assert (embeds[0].description, (embeds[1].description or "").count("x" * 55)) == ("a" * 3000, 25)


def test_a_body_with_too_much_formatting_loses_it_and_keeps_the_words() -> None:
    assert draw(Card(body=Markup("**a***b*" * 460))).embeds[0].description == "ab" * 460


def test_the_fullest_card_fits() -> None:
    table = Table(("x" * 33,) * 6, (("y" * 33,) * 6,) * 25)
    facts = (Fact("", ""),) * 10
    card = Card("t" * 150, facts=facts, table=table, progress=Progress(1, 2, "p" * 80), note=Markup("n" * 119))
    shown = "".join(_shown(message(draw(card))["embeds"]))
    assert 5500 < count_units(shown) <= 6000
    assert shown.count("y" * 33) == 150


@pytest.mark.parametrize(("done", "bar"), [(0, "░" * 10), (5, "█████░░░░░"), (99, "█████████▒"), (10**6, "█" * 10)])
def test_progress_is_a_bar_with_its_words(done: int, bar: str) -> None:
    goal = 10 if done == 5 else 100
    assert draw(Card(progress=Progress(done, goal, "1 of 2"))).embeds[0].description == f"1 of 2\n{bar}"


def test_empty_values_are_shown_blank() -> None:
    assert draw(Card()).embeds[0].description == BLANK
    field = draw(Card(facts=(Fact(" ", ""),))).embeds[0].fields[0]
    assert (field.name, field.value) == (BLANK, BLANK)


def test_a_picture_is_shown_in_the_embed_with_its_alt_text() -> None:
    drawing = draw(Card("Board", image=Image("my board.png", PNG, "Spruce leads")))
    file = drawing.files[0]
    assert (file.filename, file.description, file.fp.read()) == ("my-board.png", "Spruce leads", PNG)
    assert drawing.embeds[0].image.url == "attachment://my-board.png"


def test_a_file_is_attached_beside_the_picture() -> None:
    drawing = draw(Card("Board", image=Image("b.png", PNG, "Spruce leads"), file=File("calls, all.csv", b"a,b", "2")))
    assert [(file.filename, file.fp.read()) for file in drawing.files] == [("b.png", PNG), ("calls--all.csv", b"a,b")]
    assert draw(Card("Board", file=File("c.csv", b"a", "1"))).embeds[0].image.url is None


async def test_discord_py_need_not_remember_forms() -> None:
    assert build_modal(Form("log", "Log", (), "Save", "id")).is_finished()


def test_buttons_are_in_rows_of_five_with_their_styles() -> None:
    styles = (Style.PLAIN, Style.PRIMARY, Style.DANGER)
    buttons = tuple(Button(f"B{number}", "x", style=styles[number % 3], id=str(number)) for number in range(7))
    rows = message(draw(Card("T", buttons=buttons)))["components"]
    assert [len(row["components"]) for row in rows] == [5, 2]
    kinds = [button["style"] for button in rows[0]["components"][:3]]
    assert kinds == [
        style.value for style in (discord.ButtonStyle.grey, discord.ButtonStyle.blurple, discord.ButtonStyle.red)
    ]
    assert draw(Card("T")).controls is None


def test_each_reader_sees_an_instant_in_their_own_zone() -> None:
    at = 1_764_150_000_123_456
    nine = markup.draw_instant(at, "November 26, 9:40 AM Eastern Time")
    soon = markup.draw_instant(at, "in two hours", markup.InstantStyle.RELATIVE)
    card = Card("Reminder", Markup(f"Closes **{nine}**, {soon}"), (Fact("When", nine),), note=nine)
    (embed,) = draw(card).embeds
    assert embed.description == "Closes **<t:1764150000:F>**, <t:1764150000:R>"
    assert embed.fields[0].value == "<t:1764150000:F>"
    assert embed.footer.text == "November 26, 9:40 AM Eastern Time"  # a footer shows no Markdown
