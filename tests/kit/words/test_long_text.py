"""Text of thousands of words costs little: one person's must not keep everybody waiting."""

import pytest

from bot.cogs.calls.log import LogCog
from bot.kit.i18n import load_words
from bot.kit.options import LONGEST, Option
from bot.kit.spec import read_specs
from bot.kit.words.free import MOST, list_runs, place_known, place_words
from bot.kit.words.parse import parse_text
from bot.languages import list_own_tags, list_tags

LABEL = load_words("en").label
[LOG] = [spec for spec in read_specs(LogCog.log) if spec.kind == "command"]


@pytest.mark.parametrize("word", ["x ", "voicemai ", "to ", "é "])
def test_the_labels_of_choices_are_read_once_and_not_for_each_word(word: str) -> None:
    asked = list[str]()

    def label(kind: str, own: str) -> str:
        asked.append(own)
        return LABEL(kind, own)

    parse_text(word * 300, LOG.options, label)
    assert len(asked) < 100


def test_words_without_a_place_are_compared_with_few_others() -> None:
    looked_at = list[str]()

    def fit(run: str) -> bool:
        looked_at.append(run)
        return False

    options = [Option("office", "Office", False, str, fits=fit)]
    place_words(["x"] * 500, options, {}, lambda option, word: None)
    assert len(looked_at) < 500 * 500 / 2


def test_core_is_asked_about_a_bounded_number_of_runs() -> None:
    units = [str(number) for number in range(5_000)]
    assert len(list_runs(units)) <= MOST * LONGEST
    assert "0" in list_runs(units)


def test_typed_words_are_not_kept_for_ever() -> None:
    for number in range(3_000):
        list_tags(f"word{number}")
    assert list_own_tags.cache_info().currsize <= 1_024
    assert list_tags("x" * 100_000) == ("en",)


@pytest.mark.parametrize("word", ["x ", "voicemai ", "to ", "é ", "w{} "])
def test_only_the_first_words_are_compared_with_names(word: str) -> None:
    looked_at = list[str]()

    def fit(run: str) -> bool:
        looked_at.append(run)
        return False

    units = "".join(word.format(number) for number in range(1_000)).split()
    options = [Option("office", "Office", False, str, fits=fit), Option("text", "Text", False, str)]
    near = list[str]()
    placed = place_words(units, options, {}, lambda option, typed: near.append(typed))
    assert placed == {"text": " ".join(units)}
    assert place_known(units, options) == (placed, ())
    assert place_known(units, options[:1]) == ({}, tuple(units))
    assert len(looked_at) < MOST * LONGEST * LONGEST * 3
    assert len(near) <= MOST * len(options)
    assert len(parse_text(" ".join(units), LOG.options, LABEL).free) >= len(units) - MOST
