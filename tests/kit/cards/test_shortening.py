"""Text that is cut keeps no part of an address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kit.cards.markup import measure_cost
from bot.kit.cards.shortening import shorten

LINK = "https://families.example/a"


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("Call today: " + LINK, 60, "Call today: " + LINK),
        ("Call today: " + LINK, 30, "Call today…"),
        ("Call them today. It takes two minutes.", 17, "Call them today…"),
        ("Is it you? It is.", 12, "Is it you?…"),
        ("One, two, three", 9, "One, two…"),
        (LINK + " today", 26, "…"),
        (LINK, 12, "…"),
        ("See families.example/dream now", 18, "See…"),
        ("See\n" + LINK + "\nnow", 30, "See…"),
        ("a long word that is cut", 12, "a long word…"),
        ("a long word that is cut", 9, "a long…"),
        ("Clean DREAM Act limpio: familias unidas", 20, "Clean DREAM Act…"),
        ("Antidisestablishmentarianism", 12, "Antidisesta…"),
        ("A Antidisestablishmentarianism", 12, "A Antidises…"),  # more would be lost than is kept
        ("不附加苛刻条件的《梦想法案》：家庭团聚", 12, "不附加苛刻条件的《梦想…"),
        ("드림법안 지키기 가족 재결합", 10, "드림법안 지키기…"),
    ],
)
def test_an_address_is_left_out_rather_than_cut(text: str, limit: int, shown: str) -> None:
    assert shorten(text, limit) == shown


@given(st.lists(st.sampled_from(["call", LINK, "see", "a.org/b", "\n", "*", "١٢"]), min_size=1), st.integers(2, 90))
def test_every_address_that_is_left_is_whole(words: list[str], limit: int) -> None:
    shown = shorten(" ".join(words), limit)
    assert measure_cost(shown) <= max(limit, measure_cost("…"))
    assert {word for word in shown.rstrip("…").split() if "." in word or ":" in word} <= {LINK, "a.org/b"}
