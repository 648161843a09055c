"""Labels within their limit: both ends are kept, and different names look different."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kit.cards.labels import add_colon, cut_middle, fit_labels, make_choices, tell_apart
from bot.kit.cards.markup import measure_cost
from bot.kit.cards.reply import BUTTON_LABEL, CHOICE_LABEL

ALIKE = {
    "the ends differ": [f"Branch & Local & Unit of the Bay & Valley & Hill & Dale {number:02}" for number in range(25)],
    "the beginnings differ": [f"{number:02} " + "Local & " * 20 for number in range(25)],
    "the middles differ": ["North & South " * 5 + f"{number:02}" + " East & West" * 5 for number in range(25)],
    "three places differ": [
        f"{number % 3} " + "Bay & Hill " * 5 + f"{number // 9} " + "Bay & Hill " * 5 + f"{number // 3 % 3}"
        for number in range(25)
    ],
    "one is the others' beginning": ["&" * number for number in range(1, 80, 3)],
    "escapes alone": ["*" * 60 + str(number) + "_" * 60 for number in range(25)],
    "wide letters": ["多".ljust(90, "米") + str(number) + "米" * 90 for number in range(25)],
}


@pytest.mark.parametrize("names", ALIKE.values(), ids=ALIKE)
def test_different_names_have_different_labels(names: list[str]) -> None:
    labels = [choice.label for choice in make_choices((str(number), name) for number, name in enumerate(names))]
    assert len(set(labels)) == len(names)
    assert max(map(measure_cost, labels)) <= CHOICE_LABEL


def test_a_cut_label_keeps_both_ends_and_a_short_one_is_whole() -> None:
    assert cut_middle("Branch & Local & Unit of the Bay & Valley & Hill & Dale 07", 40).startswith("Branch")
    assert cut_middle("Branch & Local & Unit of the Bay & Valley & Hill & Dale 07", 40).endswith("Dale 07")
    assert cut_middle("Harbor", 40) == "Harbor"
    assert [choice.label for choice in make_choices([("a", "Harbor"), ("b", "Harbor")])] == ["Harbor", "Harbor"]


def test_titles_on_buttons_end_with_a_word_and_stay_distinct() -> None:
    long = "Clean DREAM Act now: keep families together and protect every one of the Dreamers in"
    titles = [
        f"{long} Texas",
        f"{long} Nevada",
        "Budget day",
        "Budget day",
        "Keep family-based immigration and the diversity visa " * 2,
    ]
    labels = fit_labels(titles, lambda title: f"Script: {title}")
    assert len(set(labels)) == 4
    for label, title in zip(labels, titles, strict=True):
        assert measure_cost(label) <= BUTTON_LABEL
        assert set(label.removeprefix("Script: ").replace("…", " ").split()) <= set(title.split()), label
    assert labels[4].endswith("…")


@given(st.text(), st.integers(1, 80))
def test_a_cut_fits_and_shows(text: str, limit: int) -> None:
    cut = cut_middle(text, limit)
    assert measure_cost(cut) <= limit
    assert cut == text or "…" in cut


@given(st.lists(st.text("ab& …", max_size=40), max_size=12), st.integers(12, 20))
def test_any_names_get_distinct_labels(texts: list[str], limit: int) -> None:
    labels = tell_apart(texts, limit)
    assert len({labels[text] for text in texts}) == len(set(texts))
    assert all(measure_cost(labels[text]) <= limit for text in texts)


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Your calls", "Your calls: "),
        ("您的电话", "您的电话："),
        ("问题 1", "问题 1："),
        ("내 전화", "내 전화: "),
        ("Giờ", "Giờ: "),
        ("مكالماتك", "مكالماتك: "),
        ("", ": "),
        ("ZIP 邮编", "ZIP 邮编："),
        ("邮编 (ZIP)", "邮编 (ZIP)："),
        ("Chapter ﷽ 家族 Nguyễn 🎉", "Chapter ﷽ 家族 Nguyễn 🎉: "),
    ],
)
def test_a_colon_is_wide_after_chinese_alone(label: str, shown: str) -> None:
    assert add_colon(label) == shown


def test_a_colon_is_as_the_cards_language_writes_it() -> None:
    for language, label, shown in (
        ("en", "Unit 077 家族", "Unit 077 家族: "),  # a chapter's name on an English card
        ("ko", "家族", "家族: "),
        ("zh-Hans", "您的电话", "您的电话："),
        ("zh-Hant", "家族 (Queens 分會)", "家族 (Queens 分會)："),
        ("zh-Hans", "Queens", "Queens: "),
    ):
        assert add_colon(label, language) == shown, (language, label)
