"""A card becomes text that reads well in a pipe, and nothing in it can steer a terminal."""

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import width

from bot.adapters.console.render import Look, clean, draw
from bot.kit.cards.markup import Markup, escape
from bot.kit.cards.reply import Button, Card, Fact, File, Image, Progress, Reply, Table

LOOK = Look("(only you)")
BOLD = replace(LOOK, styled=True)
CARD = Card(
    title="Board",
    body=Markup("**2 calls** so far.\n\n> a quotation\n- a point"),
    facts=(Fact("Yours", "1"), Fact("All", "2")),
    table=Table(("#", "Chapter", "Calls"), (("1", "Valley", "12"), ("2", "山谷分會", "3")), frozenset({2})),
    progress=Progress(2, 10, "2 of 10 calls"),
    image=Image("board.png", b"x", "A picture of the board"),
    buttons=(Button("Today", "board"), Button("Undo", "undo")),
    note=Markup("Only *you* see this."),
)


def test_the_whole_card_in_a_pipe() -> None:
    assert draw(Reply(CARD), LOOK, Path("saved/board.png")).splitlines() == [
        "(only you) Board",
        "2 calls so far.",
        "",
        "│ a quotation",
        "• a point",
        "Yours: 1",
        "All: 2",
        "#  Chapter   Calls",
        "──────────────────",
        "1  Valley       12",
        "2  山谷分會      3",
        "2 of 10 calls ████░░░░░░░░░░░░░░░░",
        "saved/board.png",
        "A picture of the board",
        "Only you see this.",
        "[1] Today  [2] Undo",
    ]


@pytest.mark.parametrize("look", [LOOK, BOLD, replace(LOOK, columns=30)])
def test_a_note_keeps_its_lines(look: Look) -> None:
    note = Markup("Get new ones with: callboard update\nOnly you see this card.")
    told = draw(Reply(replace(CARD, note=note), private=True), look)
    assert any("Only you see this card." in line and "callboard" not in line for line in told.split("\n"))


def test_a_fact_keeps_its_lines() -> None:
    card = Card("Alert", facts=(Fact("When", "noon Eastern time\n1 channel: 10:00 AM Arizona time"),))
    assert draw(Reply(card, private=False), LOOK) == "Alert\nWhen: noon Eastern time\n1 channel: 10:00 AM Arizona time"


def test_a_public_card_has_no_mark() -> None:
    assert draw(Reply(Card("Board"), private=False), LOOK) == "Board"


def test_a_terminal_gets_styles_and_resets_them() -> None:
    drawn = draw(Reply(Card("Board", Markup("**a** *b* c"))), BOLD)
    assert drawn == "(only you) \x1b[1mBoard\x1b[0m\n\x1b[1ma\x1b[0m \x1b[3mb\x1b[0m c"


def test_columns_line_up_for_wide_characters() -> None:
    table = Table(("名字", "Calls"), (("Ana", "1"), ("김하나", "22"), ("e\u0301a", "3")), frozenset({1}))
    lines = draw(Reply(Card(table=table), private=False), LOOK).splitlines()
    assert {width(line) for line in lines} == {13}


def test_paragraphs_are_wrapped_between_words() -> None:
    card = Card(body=Markup("- one two three four\n> five six seven"))
    lines = draw(Reply(card, private=False), replace(LOOK, columns=12)).splitlines()
    assert lines == ["• one two", "  three four", "│ five six", "│ seven"]


def test_words_are_never_broken() -> None:
    card = Card(
        "A board of them",
        facts=(Fact("Yours", "one and two"),),
        note=Markup("Only you see this."),
        buttons=(Button("Take it back", "undo"), Button("Next", "next")),
    )
    assert draw(Reply(card), replace(LOOK, columns=18)).splitlines() == [
        "(only you) A board",
        "of them",
        "Yours: one and two",
        "Only you see this.",
        "[1] Take it back",
        "[2] Next",
    ]


@pytest.mark.parametrize(
    ("done", "goal", "full", "empty"),
    [(0, 1000, 0, 20), (1, 1000, 0, 19), (999, 1000, 19, 0), (1000, 1000, 20, 0), (5000, 1000, 20, 0)],
)
def test_the_bar_is_full_at_the_goal_and_empty_at_zero(done: int, goal: int, full: int, empty: int) -> None:
    bar = draw(Reply(Card(progress=Progress(done, goal, "")), private=False), LOOK)
    assert (bar.count("█"), bar.count("░")) == (full, empty)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2Jgone", "�[2Jgone"),
        ("\x9b31mred", "�31mred"),
        ("one\r> /log spoke", "one > /log spoke"),
        ("two\nlines", "two lines"),
        ("abc\u202edcba\u2066", "abcdcba"),
        ("\ud800", "�"),
        ("bell\x07", "bell�"),
        ("👩‍👩‍👧 Nguyễn 陳", "👩‍👩‍👧 Nguyễn 陳"),
    ],
)
def test_control_sequences_are_harmless(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(st.text(st.characters(), max_size=40))
def test_no_control_character_reaches_the_output(text: str) -> None:
    card = Card(
        title=text,
        body=escape(text),
        facts=(Fact(text, text),),
        table=Table((text,), ((text,),)),
        progress=Progress(1, 2, text),
        image=Image("a.png", b"x", text),
        file=File("a.csv", b"a", text),
        buttons=(Button("x" + text[:20], "a"),),
        note=escape(text),
    )
    drawn = draw(Reply(card), LOOK, Path("a.png"), Path("a.csv"))
    assert all(unicodedata.category(c) not in ("Cc", "Cs") for c in drawn if c != "\n")
