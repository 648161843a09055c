"""Every card and form is within every platform's limits, or the error names the fix."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kit.cards.limits import LimitError
from bot.kit.cards.markup import Markup, measure_cost, measure_weight
from bot.kit.cards.reply import (
    Button,
    Card,
    Choice,
    Fact,
    Field,
    File,
    Form,
    LinkButton,
    Progress,
    Question,
    Table,
    shorten,
)

_ASKED = Question(Markup("q"), (Button("c", "d"),))
TOO_LARGE: list[tuple[Callable[[], object], str]] = [
    (lambda: Card("x" * 151), "card title: 151 of 150; shorten it"),
    (lambda: Card(body=Markup("x" * 3698)), "card body: 3,701 of 3,700; split"),
    (lambda: Card(body=Markup("&" * 740)), "card body: 3,703 of 3,700; split"),
    (lambda: Card(note=Markup("x" * 598)), "card note: 601 of 600; move it"),
    (lambda: Card(facts=(Fact("a", "b"),) * 11), "card facts: 11 of 10; use a table"),
    (lambda: Card(buttons=(Button("a", "b"),) * 26), "card button rows: 6 of 5; use a form"),
    (lambda: Card(buttons=(Button("a", "b"),) * 21, question=_ASKED), "button rows: 6 of 5"),
    (lambda: Card(facts=(Fact("a", "x" * 999),) * 6), "card: 6,000 of 5,500; split"),
    (lambda: Button("x" * 76, "b"), "76 of 75; shorten its label"),
    (lambda: LinkButton("x" * 76, "https://a.org"), "”: 76 of 75; shorten its label"),
    (lambda: LinkButton("x", f"https://a.org/{'y' * 499}"), "513 of 512; show it as text"),
    (lambda: LinkButton("x", "tel:+12022243121"), "is no plain https address; show it as text"),
    (
        lambda: Card(links=tuple(LinkButton("x", f"https://a.org/{n}") for n in range(26))),
        "card button rows: 6 of 5; use",
    ),
    (lambda: Card(links=(LinkButton("x", "https://a.org"), LinkButton("y", "https://a.org"))), "do the same: 1 of 0"),
    (lambda: Fact("x" * 81, ""), "81 of 80; shorten"),
    (lambda: Fact("a", "x" * 1001), "fact “a”: 1,001 of 1,000; move it to the body"),
    (lambda: Table(("a",) * 7, ()), "table columns: 7 of 6"),
    (lambda: Table(("a",), (("b",),) * 26), "table rows: 26 of 25"),
    (lambda: Table(("a",), (("b", "c"),)), "2 cells under 1 columns"),
    (lambda: Table(("a",), (("x" * 61,),)), "61 of 60; shorten"),
    (lambda: File("x" * 81, b"a", ""), "81 of 80; shorten it"),
    (lambda: File("a", b"a", "x" * 301), "301 of 300; shorten them"),
    (lambda: File("a.csv", bytes(8_000_001), ""), "8,000,001 of 8,000,000; leave something out"),
    (lambda: File("a.csv", b"", ""), "is empty"),
    (lambda: Progress(1, 0, "a"), "a goal is at least 1"),
    (lambda: Progress(-1, 5, "a"), "nothing is below 0"),
    (lambda: Choice("a", "x" * 76), "76 of 75"),
    (lambda: Choice("x" * 101, "a"), "101 of 100"),
    (lambda: Field("a", "x" * 46), "46 of 45; shorten its Opt sentence"),
    (lambda: Field("a", "b", choices=(Choice("c", "d"),) * 26), "26 of 25; use suggestions"),
    (lambda: Form("a", "x" * 25, (), "b"), "25 of 24; shorten"),
    (lambda: Form("a", "b", (Field("c", "d"),) * 6, "e"), "6 of 5; ask for less"),
]


@pytest.mark.parametrize(("make", "sentence"), TOO_LARGE)
def test_oversized_parts_are_named(make: Callable[[], object], sentence: str) -> None:
    with pytest.raises(LimitError) as told:
        make()
    assert sentence in str(told.value)


def test_parts_at_the_limit_are_accepted() -> None:
    card = Card("x" * 150, Markup("x" * 3697), note=Markup("x" * 597))
    assert measure_weight(card.body) == 3700


@given(st.text(), st.integers(1, 80))
def test_shortened_text_fits_and_shows_the_cut(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert measure_cost(short) <= limit
    assert short == text or short.endswith("…")
