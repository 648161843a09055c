"""Addresses stay links on Discord, whatever surrounds them, and nothing else becomes a link."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.drawing.render import draw
from bot.adapters.discord.drawing.text import escape
from bot.kit.cards import markup
from bot.kit.cards.markup import Markup, measure_cost
from bot.kit.cards.reply import Card, Fact
from bot.text import count_units

# How Discord's client finds addresses: in angle brackets, or up to white space without a final punctuation mark and
# without unbalanced closing brackets.
_ANGLED = r"<(https?://[^ >]+)>"
_BARE = r"(https?://[^\s<]+[^<.,:;\"'\]\s])"
_ALIVE = re.compile(rf"\\[^0-9A-Za-z\s]|{_ANGLED}|{_BARE}")

FINDER = "https://www.house.gov/representatives/find-your-representative"
URLS = (
    FINDER,
    "http://example.org",
    "https://example.org/",
    "https://a.example.org:8443/x/y_z/?q=1&lang=es-MX#top",
    "https://example.org/path_with_underscores_",
    "https://example.org/a-b+c,d;e!f$g'h~i=j",
    "https://en.wikipedia.org/wiki/Foo_(bar)",
    "https://example.org/%E4%B8%AD?x=%20",
    "https://example.org?x=12:30",
    "https://medium.com/@somebody/a-post",
    "https://example.org/__init__/**/x",
)
AROUND = (
    ("", ""),
    ("See ", " today"),
    ("See ", "."),
    ("(", ")"),
    ("(see ", "), or call"),
    ("“", "”"),
    ("«", "»"),
    ("请看", "。谢谢"),
    ("", "\nnext line"),
    ("**", "**"),
    ("||", "||"),
    ("<", ">"),
    ("[click](", ")"),
    ("[click](", " 'title')"),
    ("> ", "!"),
    ("-# ", "…"),
    ("1. ", ":"),
)


def find_links(shown: str) -> list[str]:
    """The addresses that Discord's client finds in Markdown."""
    found = (match[1] or match[2] for match in _ALIVE.finditer(shown))
    return [_balanced(url) for url in found if url]


def _balanced(url: str) -> str:
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1]
    return url


def strip_links(shown: str) -> str:
    """Markdown without its addresses and escaped characters."""
    return _ALIVE.sub("", shown)


@pytest.mark.parametrize(("before", "after"), AROUND)
def test_an_address_stays_a_link_in_any_text(before: str, after: str) -> None:
    for url in URLS:
        shown = escape(before + url + after)
        assert [link.replace("%2A", "*") for link in find_links(shown)] == [url]
        assert "https\\:" not in shown
        assert not set(strip_links(shown)) & set("\\*_~`|<>[]:@#+-")


@pytest.mark.parametrize(
    "text",
    [
        "https://good.example@evil.example/x",
        "https://@evil.example",
        "https://\u202eevil.example",
        "https://exаmple.org",
        "javascript:alert(1)",
        "discord://-/settings",
        "steam://run/1",
        "mailto:ana@example.org",
        "tel:+12022243121",
        "ftp://example.org",
        "xhttps://example.org",
        "https:// example.org",
        "https:/example.org",
        "<@1> <@&2> <#3> <t:1:R> </log:4> <:x:5> <a:x:6> <id:home>",
        "@everyone @here :tada: # h ## h -# s > q >>> q - l * l + l 1. l",
        "**b** __u__ ~~s~~ ||x|| `c` ```b``` \\*x\\*",
        "[x](<https:evil.example>)",
    ],
)
def test_nothing_else_becomes_a_link(text: str) -> None:
    shown = escape(text)
    assert [link for link in find_links(shown) if link != "https://good.example"] == []
    assert not set(strip_links(shown)) & set("\\*_~`|<>[]:@#+-")


@pytest.mark.parametrize(
    "hidden", ["@everyone", "@here", ":tada:", "[x](https://evil.example)", "||x||", "`x`", "**x**"]
)
def test_an_address_hides_nothing(hidden: str) -> None:
    shown = escape(f"https://example.org/{hidden} and more")
    assert not re.search(r"@(everyone|here)|:\w+:|\]\(|\|\||`|\*\*", re.sub(r"\\.", "", shown))


PIECES = st.lists(
    st.sampled_from(
        ["https://", "http://", "x.org", "/", "(", ")", "[", "]", "*", "_", "<", ">", "@", ":", "\\", "`", " "]
    )
    | st.text(max_size=3),
    max_size=20,
)


@given(PIECES)
def test_no_address_exceeds_a_cards_limit(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert count_units(escape(text)) <= measure_cost(text)


@given(PIECES)
def test_no_masked_link_comes_out_of_any_text(pieces: list[str]) -> None:
    shown = escape("".join(pieces))
    assert "](" not in re.sub(r"\\.", "", _ALIVE.sub("", shown))


def test_an_address_is_separated_from_formatting() -> None:
    (embed,) = draw(Card("T", Markup(f"*{FINDER}/a_b* and https://x.org**bold**"), (Fact("Link", FINDER),))).embeds
    assert find_links(embed.description or "") == [f"{FINDER}/a_b", "https://x.org"]
    assert embed.fields[0].value == FINDER


def test_a_bold_address_stays_a_link() -> None:
    (embed,) = draw(Card(body=Markup(f"**{markup.escape(FINDER)}**"))).embeds
    assert embed.description == f"**{FINDER}**"
