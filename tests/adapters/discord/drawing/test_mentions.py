"""Commands become mentions where Discord shows them, and stay plain text everywhere else."""

from typing import Any

import pytest

from bot.adapters.discord.drawing.content import split_content
from bot.adapters.discord.drawing.mentions import RegisteredCommands, read_ids
from bot.adapters.discord.drawing.render import DESCRIPTION, draw
from bot.kit.cards.markup import Markup, draw_command, escape
from bot.kit.cards.reply import Button, Card, Fact, Question, Table

LOG, CAMPAIGN = "1" * 18, "2" * 18
REGISTERED = [
    {"type": 1, "id": LOG, "name": "log", "options": [{"type": 3, "name": "outcome"}]},
    {"type": 1, "id": CAMPAIGN, "name": "campaign", "options": [{"type": 1, "name": it} for it in ("show", "new")]},
]
IDS = read_ids(REGISTERED)


def say(typed: str) -> Markup:
    return draw_command(typed, f"/{typed}")


def draw_text(body: Markup) -> str:
    return split_content(draw(Card(body=body), IDS))[0]


def test_each_command_of_a_group_has_the_groups_id() -> None:
    assert IDS == {"log": LOG, "campaign show": CAMPAIGN, "campaign new": CAMPAIGN}


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {},
        "page",
        [None, 1],
        [{"type": 1, "name": "log"}],
        [{"type": 1, "id": "1>", "name": "log"}],
        [{"type": 3, "id": LOG, "name": "log"}],
        [{"id": LOG, "type": 1}],
    ],
)
def test_what_cannot_be_read_has_no_id(answer: Any) -> None:
    assert read_ids(answer) == {}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("log", f"</log:{LOG}>"),
        ("log spoke", f"</log:{LOG}> spoke"),
        ("campaign show", f"</campaign show:{CAMPAIGN}>"),
        ("campaign", "/campaign"),
        ("campaign adopt", "/campaign adopt"),
        ("logs", "/logs"),
        ("unknown", "/unknown"),
    ],
)
def test_the_longest_registered_name_is_mentioned(typed: str, shown: str) -> None:
    assert draw_text(say(typed)) == shown
    assert draw_text(Markup(f"**Type {say(typed)} here**")).replace("**", "") == f"Type {shown} here"


def test_what_people_write_is_never_a_mention() -> None:
    assert "</log:" not in draw_text(escape(f"/log </log:{LOG}> https://a.example/log")).replace("\\<", "")


def test_only_running_text_has_mentions() -> None:
    card = Card(
        "Type /log",
        say("log"),
        facts=(Fact("/log", say("log")),),
        table=Table(("/log",), (("/log",),)),
        note=say("log"),
        buttons=(Button("/log", "log", id="1"),),
        question=Question(say("log"), ()),
    )
    first, question = draw(card, IDS).embeds
    [fact] = first.fields
    assert (first.title, first.footer.text, fact.name, fact.value) == ("Type /log", "/log", "/log", "/log")
    assert (first.description or "").count("</log:") == 1
    assert question.description == f"</log:{LOG}>"


def test_a_card_without_room_for_mentions_keeps_its_formatting() -> None:
    body = Markup("\n".join([f"**{say('log')}**"] * 250))
    [embed] = draw(Card(body=body), IDS).embeds
    assert embed.description == "\n".join(["**/log**"] * 250)
    assert len(embed.description) <= DESCRIPTION


@pytest.mark.parametrize(
    ("guild", "here", "known"), [(None, 1, True), (None, None, True), (1, 1, True), (1, 2, False), (1, None, False)]
)
def test_ids_of_one_server_are_for_that_server(guild: int | None, here: int | None, known: bool) -> None:
    assert bool(RegisteredCommands(guild, IDS).find_ids(here)) is known
