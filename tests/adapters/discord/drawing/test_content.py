"""Push notifications and people who turned embeds off get the important words; nobody reads them twice."""

from typing import Any

import pytest
from hypothesis import given

from bot.adapters.discord.drawing.content import split_content
from bot.adapters.discord.drawing.payloads import build_callback, build_follow_up, build_message
from bot.adapters.discord.drawing.render import draw
from bot.kit.cards.markup import Markup
from bot.kit.cards.reply import Card, Fact, Image, Progress, Table
from tests.adapters.discord.cogs import PNG
from tests.adapters.discord.drawing.test_render import CARDS
from tests.platforms.discord.checks.message_limits import check_message
from tests.platforms.discord.text import message_text

SCRIPT = Card(
    "Call Senator Ash",
    Markup("Call **(202) 224-3121**.\n\nYour name and ZIP code are enough.\n\n> Hello"),
    (Fact("Next", "Birch"),),
    note=Markup("Draft"),
)


def message(card: Card) -> dict[str, Any]:
    lead, rest = split_content(draw(card))
    return {"content": lead, "embeds": [embed.to_dict() for embed in rest.embeds]}


def test_the_office_and_number_are_outside_the_embeds() -> None:
    sent = message(SCRIPT)
    assert sent["content"] == (
        "**Call Senator Ash**\nCall **(202) 224\\-3121**.\n\nYour name and ZIP code are enough.\n\n> Hello"
    )
    assert [(embed.get("title"), embed.get("description")) for embed in sent["embeds"]] == [(None, None)]


def test_text_that_fits_needs_no_embed() -> None:
    assert message(Card("Saved", Markup("All of it."))) == {"content": "**Saved**\nAll of it.", "embeds": []}


@pytest.mark.parametrize(
    "card",
    [
        SCRIPT,
        Card("Board", table=Table(("#", "Chapter"), (("1", "East"),))),
        Card("Progress", Markup("So far"), progress=Progress(1, 2, "1 of 2")),
        Card(body=Markup("words " * 600)),
        Card("Long", Markup("\n\n".join(["word " * 100] * 7))),
    ],
)
def test_no_text_is_lost_or_repeated(card: Card) -> None:
    whole = {"embeds": [embed.to_dict() for embed in draw(card).embeds]}
    assert message_text(message(card)).split() == message_text(whole).split()


@given(CARDS)
def test_every_message_is_within_discords_limits_and_says_something(card: Card) -> None:
    sent = message(card)
    assert list(check_message(sent, 0)) == []
    assert sent["content"] or sent["embeds"]


def test_an_edit_removes_the_old_content() -> None:
    for made in (build_message(Card("T")), build_callback(7, Card("T"), private=True)):
        payload = made.payload or {}
        data = payload.get("data", payload)
        assert (data["content"], data["embeds"], data["components"], data["attachments"]) == ("**T**", [], [], [])
        assert data["allowed_mentions"] == {"parse": []}
    empty = build_message(Card("", table=Table(("a",), (("1",),)))).payload or {}
    assert empty["content"] is None


def test_a_picture_stays_in_its_embed() -> None:
    lead, rest = split_content(draw(Card("Board", image=Image("b.png", PNG, "East leads"))))
    assert lead == "**Board**"
    assert [embed.image.url for embed in rest.embeds] == ["attachment://b.png"]
    assert (build_follow_up(Card("Board", image=Image("b.png", PNG, "x")), private=True).multipart or [])[0]
