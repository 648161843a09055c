"""Numbers on cards: text everywhere, and tappable where a platform or terminal allows it."""

import io

import pytest

from bot.adapters.console.render import Look
from bot.adapters.console.render import draw as draw_console
from bot.adapters.discord.drawing.render import draw as draw_discord
from bot.adapters.slack.drawing.render import draw_message
from bot.cli.support import streams
from bot.kit.cards.markup import Markup, Span, draw_phone, parse, strip_markup
from bot.kit.cards.reply import Card, Reply
from bot.kit.i18n import load_words
from bot.phrases import Phone
from tests.platforms.slack.checks.rules import message_faults

EN = load_words("en")
CALL = EN.m("script.listed", phone=Phone("(202) 224-3121"))
LOOK = Look("(only you)")


@pytest.mark.parametrize(
    ("text", "number"),
    [("(202) 224-3121", "+12022243121"), ("", ""), ("(202) 224-312", ""), ("911", "")],
)
def test_only_a_whole_number_is_one_to_tap(text: str, number: str) -> None:
    assert Phone(text).number == number
    assert strip_markup(EN.m("script.listed", phone=Phone(text))) == f"Call {text}."
    assert EN.t("script.listed", phone=Phone(text)) == f"Call **{text}**."


def test_a_number_keeps_its_words_and_format() -> None:
    assert parse(draw_phone("+12022243121", "a*b\\c > d"))[0].spans == (Span("a*b\\c > d", phone="+12022243121"),)
    assert [(span.text, span.bold, span.phone) for span in parse(CALL)[0].spans] == [
        ("Call ", False, None),
        ("(202) 224-3121", True, "+12022243121"),
        (".", False, None),
    ]


def test_people_cannot_type_one() -> None:
    typed = EN.m("log.office_changed", office=r"\@#+12022243121:call me\@")
    assert all(span.phone is None for block in parse(typed) for span in block.spans)


def test_slack_links_the_number() -> None:
    made = draw_message(Card(body=CALL))
    [section] = made.blocks[0]["elements"]
    link = {"type": "link", "url": "tel:+12022243121", "text": "(202) 224-3121", "style": {"bold": True}}
    assert section["elements"][1] == link
    assert message_faults(list(made.blocks)) == ()
    assert made.text == "Call (202) 224-3121."


def test_discord_writes_it_with_its_country_too() -> None:
    [embed] = draw_discord(Card(body=CALL)).embeds
    assert embed.description == "Call **(202) 224\\-3121** (+1 202-224-3121)."
    [embed] = draw_discord(Card(body=draw_phone("+442079460000", "020 7946 0000"))).embeds
    assert embed.description == "020 7946 0000 (+442079460000)"


def test_a_terminal_gets_a_hyperlink_only_if_it_shows_them() -> None:
    shown = draw_console(Reply(Card(body=CALL)), Look("(only you)", has_links=True))
    assert shown == "(only you) Call \x1b]8;;tel:+12022243121\x1b\\(202) 224-3121\x1b]8;;\x1b\\."
    assert draw_console(Reply(Card(body=CALL)), LOOK) == "(only you) Call (202) 224-3121."
    narrow = draw_console(Reply(Card(body=CALL)), Look("(only you)", columns=12, has_links=True))
    assert narrow.count("\x1b]8;;\x1b\\") == narrow.count("tel:+12022243121")  # closed on each line


def test_a_card_counts_what_discord_adds() -> None:
    many = Markup("\n".join(["Call " + draw_phone("+12022243121", "(202) 224-3121")] * 60))
    embeds = draw_discord(Card(body=many)).embeds
    assert all(len(embed.description or "") <= 4096 for embed in embeds)


class Screen(io.StringIO):
    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "alacritty"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "6800"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM": "xterm-256color", "WT_SESSION": "1"}, True),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4999"}, False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "new"}, False),
        ({"TERM": "dumb", "VTE_VERSION": "6800"}, False),
        ({"TERM": "linux", "TERM_PROGRAM": "vscode"}, False),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "iTerm.app"}, False),
        ({"TERM": "screen", "KITTY_WINDOW_ID": "1"}, False),
        ({"VTE_VERSION": "6800"}, False),
        ({}, False),
    ],
)
def test_known_terminals_have_hyperlinks(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], expected: bool
) -> None:
    monkeypatch.setattr("sys.stdout", Screen(terminal=True))
    assert streams.has_links(environ) is expected
    monkeypatch.setattr("sys.stdout", Screen(terminal=False))
    assert not streams.has_links(environ)
