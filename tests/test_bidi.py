"""A number in a right-to-left line reads as it is dialed."""

import pytest
from babel import Locale, localedata
from hypothesis import given
from hypothesis import strategies as st

from bot.bidi import is_rtl, isolate_lines, isolate_value
from bot.core.campaign_files.blanks import fill
from bot.kit.cards.markup import Markup, parse, strip_markup
from bot.kit.cards.reply import Card, Fact
from bot.kit.i18n import load_words
from bot.languages import is_written_rtl

PHONE, MEMBER = "(202) 224-3121", "Susan M. Collins"
LINES = {
    "ar": "اتصلوا على {{phone}} اليوم واطلبوا {{member}}",
    "he": "התקשרו אל {{phone}} היום ובקשו את {{member}}",
    "fa": "امروز با {{phone}} تماس بگیرید و {{member}} را بخواهید",
    "ur": "آج {{phone}} پر فون کریں اور {{member}} سے بات کریں",
}


@pytest.mark.parametrize("language", LINES)
def test_a_number_and_a_name_are_isolated_in_a_script(language: str) -> None:
    filled = fill(LINES[language], {"phone": PHONE, "member": MEMBER})
    assert f"\u2066{PHONE}\u2069" in filled
    assert f"\u2066{MEMBER}\u2069" in filled
    assert strip_markup(Markup(f"> {filled}")) == filled  # once


@pytest.mark.parametrize("language", LINES)
def test_typed_values_are_isolated_too(language: str) -> None:
    typed = LINES[language].replace("{{phone}}", PHONE).replace("{{member}}", f"#CleanDREAMAct {MEMBER}")
    [block] = parse(Markup(typed.replace(PHONE, f"**{PHONE}**")))
    assert f"\u2066{PHONE}\u2069" in block.text
    assert f"\u2066#CleanDREAMAct {MEMBER}\u2069" in block.text
    assert Fact("x", typed).value == isolate_lines(typed) != typed
    assert Card(typed).title == isolate_lines(typed)


def test_a_name_that_runs_the_other_way_is_isolated_in_a_sentence() -> None:
    said = load_words("en").t("org.unknown", word="فاطمة")
    assert "\u2067فاطمة\u2069" in said
    assert load_words("en").t("org.unknown", word="Ana") == "There's no organization called “Ana”. Nothing was saved."


@pytest.mark.parametrize("text", ["Call (202) 224-3121", "call 中文 today", "", "24 ____", "שלום", "שלום 24"])
def test_text_that_reads_correctly_is_unchanged(text: str) -> None:
    assert isolate_lines(text) == text


@given(st.text(st.sampled_from("اب שa b1(+)-\u2066\u2067\u2069\n")))
def test_isolating_twice_changes_nothing_and_every_isolate_ends(text: str) -> None:
    plain_text = text.translate({0x2066: None, 0x2067: None, 0x2069: None})
    once = isolate_lines(plain_text)
    assert isolate_lines(once) == once
    assert once.count("\u2066") == once.count("\u2069")
    assert once.translate({0x2066: None, 0x2069: None}) == plain_text


def test_the_first_letter_decides_the_direction() -> None:
    assert is_rtl("12 שלום Ana")
    assert not is_rtl("Ana שלום")
    assert not is_rtl("12")
    assert isolate_value("12", True) == "\u206612\u2069"


def test_languages_run_as_the_cldr_says() -> None:
    """Every language and script of the CLDR; its countries change nothing."""
    locales = [locale for locale in map(Locale.parse, localedata.locale_identifiers()) if not locale.territory]
    wrong = [one for one in locales if is_written_rtl(str(one)) != (one.character_order == "right-to-left")]
    assert (wrong, len(locales) > 200) == ([], True)
