"""Text is read the same from every keyboard."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.text import (
    check_seen,
    clean,
    find_nearest,
    find_unseen,
    fold,
    is_dash,
    join_sentences,
    make_sort_key,
    matches,
    outline,
)

HYPHENS = "-‐‑‒–—―−﹘﹣－⁃⁻˗⸺⸻〜゠"
APOSTROPHES = "'’‘ʼʻʽ′`´＇ˈ‛｀"
QUOTES = '"“”„‟«»″＂〝〞'
DROPPED = "\u00ad\u200b\u2060\ufeff"
NEEDED = [
    "می‌خواهیم",  # Persian: a zero-width non-joiner inside a word
    "۲۰‌ساله",  # after a digit
    "PDF‌ها",  # after a Latin word
    "क्‍ष",  # Devanagari joiners
    "ශ්‍රී",  # Sinhala
    "മലയാളം ന്‍",  # Malayalam chillu
    "🏳️‍🌈 👩‍👧 ❤️‍🔥 👩🏽‍🌾 1️⃣ ☎️",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "السَّلَامُ عَلَيْكُمْ",
    "\u200fاتصل اليوم\u200e",
    "على \u2066(202) 224-3121\u2069 اليوم",
    "葛󠄀城",  # an ideograph's variant
    "ᠮᠣᠩᠭᠣᠯ\u180b",
    "שָׁלוֹם",
    "Tiếng Việt",
]
TYPED = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from(f"aé'-\u0301\u200c\u200d\ufe0f\u2066\u2069{DROPPED}م👩")
)


@given(TYPED)
@example("a\ufe0f\u0301")
def test_cleaning_and_folding_are_idempotent(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)
    assert fold(clean(text)) == fold(text)


@given(TYPED)
def test_an_outline_is_as_long_as_the_text(text: str) -> None:
    assert len(outline(text)) == len(text)


@given(st.text("abcé -'1", min_size=1), st.data())
def test_every_kind_of_dash_apostrophe_and_digit_is_equal(text: str, data: st.DataObject) -> None:
    signs = {
        "-": HYPHENS,
        "'": APOSTROPHES,
        "1": "1１١۱१",
        "a": "aAａ",
        " ": " \u00a0\u2009\u3000",
        "é": ["é", "e\u0301"],
    }
    other = "".join(data.draw(st.sampled_from([*signs.get(sign, sign)])) for sign in text)
    assert fold(other) == fold(text)


@given(st.text("abc", min_size=1), st.sampled_from([*DROPPED, "\u200d", "\u200c", "\ufe0f"]), st.integers(0, 9))
def test_meaningless_characters_are_dropped(text: str, sign: str, place: int) -> None:
    assert clean(text[:place] + sign + text[place:]) == text


@pytest.mark.parametrize("text", NEEDED)
def test_characters_that_scripts_and_emoji_need_stay(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)
    assert find_unseen(clean(text)) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Women’s March", "women's march"),
        ("Łódź", "lodz"),
        ("São Paulo", "SAO PAULO"),
        ("Co‑op", "co-op"),
        ("Peña", "Pena"),
        ("می‌خواهیم", "می خواهیم".replace(" ", "")),
        ("كتاب", "کتاب"),
        ("السَّلَام", "السلام"),
        ("ＣＡ－１１", "ca-11"),
        ("94110ー1234", "94110-1234"),
        ("❤️", "❤"),
        ("Straße", "STRASSE"),
        ("İzmir", "izmir"),
    ],
)
def test_text_that_looks_the_same_folds_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("が", "か"), ("ह", "हा"), ("ก่า", "กา"), ("Ana", "Anna"), ("ラーメン", "ラ-メン")]
)
def test_different_text_folds_differently(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "code", "after"),
    [
        ("call to\u2063 day", "U+2063", "call to"),
        ("a\u202eb", "U+202E", "a"),
        ("line\nnext\u0007", "U+0007", "next"),
        ("\U000e0041a", "U+E0041", ""),
        ("Ana\u3164", "U+3164", "Ana"),
        ("a\u115fb", "U+115F", "a"),
        ("a\ue000", "U+E000", "a"),
    ],
)
def test_an_invisible_character_is_named_with_its_place(text: str, code: str, after: str) -> None:
    with pytest.raises(UserError) as caught:
        check_seen(clean(text), "name")
    assert (caught.value.params["code"], caught.value.params["after"]) == (code, after)


@pytest.mark.parametrize("text", [*HYPHENS, " — ", "--"])
def test_a_lone_dash_of_any_kind_is_a_dash(text: str) -> None:
    assert is_dash(text)
    assert not is_dash("")
    assert not is_dash(f"{text}a")


def test_an_isolate_ends_on_its_line() -> None:
    assert clean("\u2067a\nb\u2069") == "\u2067a\u2069\nb"


def test_the_nearest_name_is_written_as_it_is() -> None:
    assert find_nearest("sao paolo", ["Lisboa", "São Paulo"]) == "São Paulo"
    assert find_nearest("uptown", ["North: Uptown", "Women’s March"]) == "North: Uptown"
    assert find_nearest("zzz", ["Lisboa"]) is None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("womens", "Women’s March"),
        ("women's m", "Women’s March"),
        ("coop", "Co-op City"),
        ("co op", "Co‑op City"),
        ("ohare", "O’Hare"),
        ("ny7", "NY-7"),
        ("sao paulo", "São Paulo"),
        ("march (east", "March [East]"),
        ("", "Anything"),
    ],
)
def test_a_suggestion_is_found_however_its_name_is_punctuated(typed: str, name: str) -> None:
    assert matches(typed, name)


@pytest.mark.parametrize(("typed", "name"), [("marchx", "Women’s March"), ("-", "Uptown"), ("’", "Uptown")])
def test_a_suggestion_has_what_was_typed(typed: str, name: str) -> None:
    assert not matches(typed, name)


def test_names_are_sorted_as_people_expect() -> None:
    assert sorted(("floor-10", "floor-2", "Floor-1", "floor"), key=make_sort_key) == [
        "floor",
        "Floor-1",
        "floor-2",
        "floor-10",
    ]
    assert sorted(("zoo", "Élan", "CA-10", "CA-9", "10", "9 to 5", ""), key=make_sort_key) == [
        "",
        "9 to 5",
        "10",
        "CA-9",
        "CA-10",
        "Élan",
        "zoo",
    ]


def test_sentences_in_a_row_have_a_space_only_where_their_language_has_it() -> None:
    assert join_sentences(("One.", "", "Two.")) == "One. Two."
    assert join_sentences(("已儲存。", "请看“这里。”", "**好！**", "Three.")) == "已儲存。请看“这里。”**好！**Three."
    assert join_sentences(("He said “yes”", "(really)")) == "He said “yes” (really)"
    assert join_sentences(()) == ""
