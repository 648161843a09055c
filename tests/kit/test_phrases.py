"""Lists, nested phrases, and periods in sentences."""

import pytest

from bot.kit.cards.markup import strip_markup
from bot.kit.i18n import load_words
from bot.phrases import Listing, Phrase, list_all, list_choices, make_phrase

EN, KO, ES = load_words("en"), load_words("ko"), load_words("es")


def test_a_list_is_written_as_the_language_writes_it() -> None:
    assert EN.list(("a",)) == "a"
    assert EN.list(("a", "b")) == "a and b"
    assert EN.list(("a", "b", "c")) == "a, b, and c"
    assert EN.list(("a", "b", "c"), choice=True) == "a, b, or c"
    assert EN.list(()) == ""


def test_a_single_item_needs_no_list() -> None:
    assert list_choices(["a"]) == list_all(["a"]) == "a"
    assert list_choices([Phrase("x")]) == Phrase("x")
    assert list_all(iter("ab")) == Listing(("a", "b"))
    assert list_choices(iter("ab")) == Listing(("a", "b"), choice=True)


def test_a_blank_can_be_filled_from_the_catalog() -> None:
    committee = make_phrase("office.inline.committee", name="Senate Committee on the Judiciary")
    known = list_choices([Phrase("office.inline.senator-1"), committee, "Angus S. King, Jr."])
    told = EN.t("office.unknown", word="mayor", known=known)
    assert "your senior senator, the Senate Committee on the Judiciary, or Angus S. King, Jr." in told
    assert strip_markup(EN.m("office.unknown", word="mayor", known=known)) == told


@pytest.mark.parametrize("name", ["Angus S. King, Jr.", "Robert Menendez Sr.", "Casey", "A…"])
@pytest.mark.parametrize("key", ["log.logged", "log.attempt", "undo.done", "log.office_changed", "log.which"])
def test_a_name_that_ends_in_a_full_stop_ends_its_sentence_once(name: str, key: str) -> None:
    for told in (EN.t(key, outcome="Spoke", office=name), strip_markup(EN.m(key, outcome="Spoke", office=name))):
        assert name in told
        assert not any(twice in told.replace("…", ".") for twice in ("..", ".”.", ".**."))


def test_an_ellipsis_in_the_catalog_stays() -> None:
    assert EN.t("lifecycle.button.close").endswith("…")


@pytest.mark.parametrize(
    ("most", "told"),
    [(None, "a, b, c, or d"), (4, "a, b, c, or d"), (3, "a, b, c, or 1 more"), (1, "a or 3 more")],
)
def test_a_list_that_was_cut_says_how_many_are_left_out(most: int | None, told: str) -> None:
    sentence = load_words("en").t("office.unknown", word="x", known=list_choices("abcd", most))
    assert f"You can call {told}." in sentence
