"""What people type becomes arguments, or a sentence about what is wrong; nothing else."""

from contextlib import suppress

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.kit.i18n import LANGUAGE, load_words
from bot.kit.options import Option
from bot.kit.spec import read_specs
from bot.kit.words.keys import split_pairs
from bot.kit.words.parse import find_nearest, match_word, parse_arguments
from bot.text import clean, outline
from tests.kit.sample import SampleCog

LABEL = load_words("en").label


def options() -> tuple[Option, ...]:
    [spec] = read_specs(SampleCog.log)
    return spec.options


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("spoke", {"outcome": "spoke"}),
        ("senator-1 spoke", {"office": "senator-1", "outcome": "spoke"}),
        ("Spoke senator-1 3", {"outcome": "Spoke", "office": "senator-1", "times": "3"}),
        ("3", {"office": "3"}),
        ("outcome:spoke", {"outcome": "spoke"}),
        ("OUTCOME: spoke", {"outcome": "spoke"}),
        ("office: the junior one outcome: spoke", {"office": "the junior one", "outcome": "spoke"}),
        ("spoke office:“the junior one”", {"outcome": "spoke", "office": "the junior one"}),
        ("spoke “the junior one”", {"outcome": "spoke", "office": "the junior one"}),
        ("spoke «O’Neill's»", {"outcome": "spoke", "office": "O’Neill's"}),
        ("outcome：spoke", {"outcome": "spoke"}),
        ('spoke "office: here"', {"outcome": "spoke", "office": "office: here"}),
        ("outcome:", {}),
        ("spoke colour:red", {"outcome": "spoke", "office": "colour:red"}),
    ],
)
def test_words_find_their_options(text: str, expected: dict[str, str]) -> None:
    assert parse_arguments(text, options(), LABEL) == expected


def test_a_label_works_like_its_word() -> None:
    assert match_word(options()[0], "left a voicemail", LABEL) == "voicemail"


@pytest.mark.parametrize("typed", ["VOICE-MAIL", "left a message", "Left voicemail"])
def test_an_alias_works_like_its_word(typed: str) -> None:
    assert match_word(options()[0], typed, LABEL) == "voicemail"


@pytest.mark.parametrize("typed", ["spok", "voicemial", "VOICEMAYL"])
def test_a_misspelled_word_is_asked_about(typed: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_arguments(typed, options(), LABEL)
    assert refused.value.key == "error.word_near"
    assert refused.value.params["near"] in ("Spoke to someone", "Left a voicemail")


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("arabik", "العربية (Arabic)"),
        ("spansh", "Español (Spanish)"),
        ("Españo", "Español"),
        ("vietnamse", "Tiếng Việt (Vietnamese)"),
    ],
)
def test_a_misspelled_language_is_named_so_that_its_writer_can_read_it(typed: str, near: str) -> None:
    option = Option("language", "", True, str, LANGUAGE, ("ar", "es", "vi", "zh-Hans"))
    found = find_nearest(option, typed, LABEL)
    assert found
    assert found[1] == near
    assert match_word(option, near, LABEL) == {"العربية": "ar", "Español": "es", "Tiếng": "vi"}[near.split()[0]]


def test_an_extra_word_is_refused() -> None:
    with pytest.raises(UserError) as refused:
        parse_arguments("spoke often really", options()[:1], LABEL)
    assert (refused.value.key, refused.value.params["word"]) == ("error.word", "often")


def test_free_text_takes_the_rest() -> None:
    assert parse_arguments("spoke San Luis Obispo", options(), LABEL)["office"] == "San Luis Obispo"


def test_nonsense_has_no_near_match() -> None:
    assert find_nearest(options()[0], "zzzz", LABEL) is None


@given(st.text() | st.text(alphabet="outcmefis:“”\" 'spk13-"))
def test_any_text_is_understood_or_refused_kindly(text: str) -> None:
    found: dict[str, str] = {}
    with suppress(UserError):
        found = parse_arguments(text, options(), LABEL)
    assert found.keys() <= {"outcome", "office", "times"}


@example("\u2066")
@example("\u2067Sam")
@given(st.text(alphabet=st.characters(exclude_characters='"“”„«»', exclude_categories=["Cc", "Zs", "Zl", "Zp"])))
def test_a_quoted_value_is_kept_whole(value: str) -> None:
    assume('"' not in outline(clean(value)))
    named, _ = split_pairs(f'office:"{value}"', options())
    assert named == {"office": clean(value)}
