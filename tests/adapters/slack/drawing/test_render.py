"""Cards as Block Kit: within every limit, unchanged text, and never a ping."""

import json
from typing import Any

from hypothesis import given, settings

from bot.adapters.slack.drawing.forms import build_card_view
from bot.adapters.slack.drawing.place import Place
from bot.adapters.slack.drawing.render import TEXT, draw_message, draw_view, is_link, read_button_id
from bot.adapters.slack.drawing.text import clip, escape, unescape
from bot.kit.cards.markup import Markup, mention, strip_markup
from bot.kit.cards.markup import escape as markup
from bot.kit.cards.reply import Button, Card, Fact, Image, Progress, Style, Table
from tests.adapters.slack.cards import cards, texts
from tests.effort import choose
from tests.platforms.slack import reading
from tests.platforms.slack.checks.rules import message_faults, ping_faults, view_faults

NASTY = "<!channel> &lt; <@U1> *b* _i_ ~s~ `c` https://a.b"


@settings(max_examples=choose(50, 500))
@given(cards())
def test_any_card_fits_pings_nobody_and_keeps_its_words_and_buttons(card: Card) -> None:
    """One test for three things: to make up a card takes much longer than to draw it."""
    check_limits(card)
    check_body(card)
    check_buttons(card)


def check_limits(card: Card) -> None:
    made = draw_message(card, "An aside.")
    view = build_card_view(card, Place("U1", title="Log a call"), "Close")
    assert message_faults(list(made.blocks)) == ()
    assert view_faults(view) == ()
    assert ping_faults({"text": made.text, "blocks": list(made.blocks), "view": view}) == ()
    assert 0 < len(made.text) <= TEXT
    assert all(part for block in made.blocks if block["type"] == "rich_text" for part in _leaves(block))


def check_body(card: Card) -> None:
    shown = [block for block in draw_message(card).blocks if block["type"] == "rich_text"]
    if card.body:
        assert _squeezed(reading.text_of(shown[:1])) == _squeezed(strip_markup(card.body))


def check_buttons(card: Card) -> None:
    pressed = [read_button_id(element["action_id"]) for element in _buttons(card)]
    links = [link.id or str(number) for number, link in enumerate(card.links)]
    assert pressed == [*(button.id for button in card.buttons), *links]
    opened = [element["url"] for element in _buttons(card) if is_link(element["action_id"])]
    assert opened == [link.url for link in card.links]


@given(texts)
def test_escaped_text_reads_unchanged(text: str) -> None:
    assert unescape(escape(text)) == text


@given(texts)
def test_a_cut_is_within_the_limit_and_splits_no_entity(text: str) -> None:
    cut = clip(text, 10)
    assert len(cut.encode("utf-16-le")) // 2 <= 10
    assert escape(unescape(cut)) == cut


def test_a_cards_parts_are_in_a_fixed_order() -> None:
    card = Card(
        "Title", Markup("Body"), (Fact("Calls", "3"),), Table(("A",), (("1",),)), Progress(1, 4, "1 of 4"),
        None, (Button("Go", "go", id="1o~go~x"),), Markup("Note"),
    )  # fmt: skip
    kinds = [block["type"] for block in draw_message(card, "Aside").blocks]
    assert kinds == [
        "header",
        "rich_text",
        "rich_text",
        "table",
        "rich_text",
        "context",
        "context",
        "actions",
    ]


def test_markup_becomes_styles_lists_and_quotations() -> None:
    block = draw_message(Card(body=Markup("Say **this** *now*:\n> Hello\n> there\n- one\n- two"))).blocks[0]
    text, quote, bullets = block["elements"]
    assert [leaf.get("style") for leaf in text["elements"]] == [
        None, {"bold": True}, None, {"italic": True}, None
    ]  # fmt: skip
    assert (quote["type"], reading.said(block)) == ("rich_text_quote", "Say this now:Hello\nthereonetwo")
    assert (bullets["type"], len(bullets["elements"])) == ("rich_text_list", 2)


def test_a_fact_mentions_people_and_keeps_its_styles() -> None:
    cora = mention("T1:U2", "somebody here")
    card = Card(
        "Alert", facts=(Fact("Written by", cora), Fact("When", Markup("**now**\nor later")), Fact("*a*", "*b*"))
    )
    [element] = draw_message(card).blocks[1]["elements"]
    leaves = element["elements"]
    assert {"type": "user", "user_id": "U2"} in leaves
    assert {"type": "text", "text": "now", "style": {"bold": True}} in leaves
    assert "somebody here" not in [leaf.get("text") for leaf in leaves]
    assert reading.text_of(draw_message(card).blocks[1:]) == "Written by: @U2\nWhen: now\nor later\n*a*: *b*"
    assert message_faults(list(draw_message(card).blocks)) == ()


def test_peoples_text_is_plain_everywhere() -> None:
    card = Card(
        NASTY, markup(NASTY), (Fact(NASTY, NASTY),), Table((NASTY,), ((NASTY,),)), Progress(1, 2, NASTY),
        None, (Button(NASTY[:30], "go", id="1o~go~x"),), markup(NASTY),
    )  # fmt: skip
    made = draw_message(card, NASTY)
    kinds = set(_types(list(made.blocks)))
    assert kinds.isdisjoint({"mrkdwn", "link", "user", "broadcast", "emoji", "channel"})
    assert reading.text_of(list(made.blocks)).count(NASTY) == 9
    assert unescape(made.text).count(NASTY) == 9
    assert "<" not in made.text


def test_progress_is_never_empty_once_started_nor_full_before_the_goal() -> None:
    def bar(done: int, goal: int) -> str:
        return reading.text_of(draw_message(Card(progress=Progress(done, goal, ""))).blocks)

    assert bar(0, 1000) == "░" * 20
    assert bar(1, 1000) == "▒" + "░" * 19
    assert bar(999, 1000) == "█" * 19 + "▒"
    assert bar(2000, 1000) == "█" * 20


def test_a_table_has_bold_heads_and_aligned_numbers() -> None:
    table = draw_message(Card(table=Table(("#", "Chapter"), (("1", ""),), frozenset({0})))).blocks[0]
    assert [column["align"] for column in table["column_settings"]] == ["right", "left"]
    assert table["rows"][0][0]["elements"][0]["elements"][0]["style"] == {"bold": True}
    assert table["rows"][1][1] == {"type": "raw_text", "text": "\u00a0"}


def test_in_a_modal_a_table_is_aligned_text_and_a_picture_its_description() -> None:
    card = Card(
        table=Table(("#", "Chapter", "Calls"), (("1", "東京", "10"), ("2", "East", "9")), frozenset({2})),
        image=Image("i", b"x", "A map"),
    )
    grid, picture = draw_view(card)
    assert reading.said(grid) == "#  Chapter  Calls\n1  東京        10\n2  East         9"
    assert reading.text_of([picture]) == "A map"


def test_buttons_have_slacks_styles() -> None:
    buttons = tuple(Button("Go", "go", style=style, id=style) for style in Style)
    assert [element.get("style") for element in _buttons(Card(buttons=buttons))] == [
        None,
        "primary",
        "danger",
    ]


def test_an_empty_card_is_still_a_message() -> None:
    assert draw_message(Card()).text == "…"
    assert draw_message(Card(image=Image("i", b"x", "A map"))).text == "A map"


def _buttons(card: Card) -> list[dict[str, Any]]:
    blocks = draw_message(card).blocks
    return [element for block in blocks if block["type"] == "actions" for element in block["elements"]]


def _leaves(node: dict[str, Any]) -> list[str]:
    """All texts of a rich text tree. A branch without leaves counts as an empty text."""
    if "text" in node:
        return [node["text"]]
    return [text for child in node["elements"] for text in _leaves(child)] or [""]


def _types(node: Any) -> list[str]:
    return [part.split('"')[0] for part in json.dumps(node).split('"type": "')[1:]]


def _squeezed(text: str) -> str:
    return "".join(text.split())
