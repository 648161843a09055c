"""Which text is a plain web address, and which of them get a button."""

import pytest

from bot.cogs.shared.links import draw_link
from bot.kit.cards.markup import measure_cost
from bot.kit.cards.reply import BUTTON_LABEL
from bot.kit.cards.web_address import find_host
from bot.kit.i18n import load_words

EN = load_words("en")


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://example.org", "example.org"),
        ("https://www.Example.org/a_b?c=d&e=%20#f", "www.example.org"),
        ("https://xn--bcher-kva.example/", "xn--bcher-kva.example"),
    ],
)
def test_a_plain_address_has_a_host(address: str, host: str) -> None:
    assert find_host(address) == host


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.org",
        "http://example.org",
        "tel:+12022243121",
        "javascript:alert(1)",
        "discord://x.org/",
        "//example.org",
        "https://",
        "https:///path",
        "https://localhost/",
        "https://10.0.0.1/",
        "https://example.org:8443/",
        "https://user@example.org/",
        "https://example.org@evil.test/",
        "https://evil.test\\@example.org/",
        "https://bücher.example/",
        "https://exаmple.org/",  # a Cyrillic letter
        "https://example.org/a b",
        "https://example.org/\u202egro",
        "https://example.org/|x",
        "https://[::1]/",
        "https://example.org./",
        "https://-example.org/",
        "see https://example.org",
    ],
)
def test_anything_else_stays_text(address: str) -> None:
    assert find_host(address) is None
    assert draw_link(EN, "Sign", address, None) is None


@pytest.mark.parametrize(
    ("domains", "drawn"),
    [(None, True), ((), False), (("example.org",), True), (("ample.org",), False), (("a.test", "b.test"), False)],
)
def test_domains_decide_where_buttons_lead(domains: tuple[str, ...] | None, drawn: bool) -> None:
    assert (draw_link(EN, "Sign", "https://go.example.org/x", domains) is not None) is drawn


def test_a_label_always_names_its_host() -> None:
    link = draw_link(EN, "Sign our petition & " * 9, "https://go.example.org/x", None)
    assert link is not None
    assert link.label.endswith("… (go.example.org)")
    assert measure_cost(link.label) <= BUTTON_LABEL
    assert draw_link(EN, "Sign our petition", f"https://{'a' * 60}.example/", None) is None
    assert draw_link(EN, "Sign", f"https://example.org/{'a' * 500}", None) is None
