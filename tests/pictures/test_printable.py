"""What people type becomes what the fonts can print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.printable import find_unprintable, make_printable


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Thank you ❤️", "Thank you (heart)"),
        ("🙏🏽 please", "(folded hands) please"),
        ("👩‍👩‍👧", "(woman)(woman)(girl)"),
        ("Nguyễn Thị", "Nguyễn Thị"),
        ("请保护他们", "请保护他们"),
        ("비자를 지켜", "비\u2060자\u2060를 지\u2060켜"),
        ("w" * 50, "w" * 24 + "\u200b" + "w" * 24 + "\u200b" + "ww"),
        ("اتصلوا (202) 224-3121", "اتصلوا \u2066(202) 224-3121\u2069"),
        ("cafe\u0301", "café"),
    ],
)
def test_text_is_made_printable(text: str, printed: str) -> None:
    assert make_printable(text) == printed
    assert find_unprintable(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Vivo aquí. ¿Votará usted? ¡Gracias!",
        "저는 지역구 주민입니다.",
        "乾淨版夢想法案（clean DREAM Act）《》「」",
        "Привет, Ελληνικά, ありがとう、カタカナ",
        "“Quotes” — dashes – 24 % of $5, № 1 … #CleanDREAMAct @office * _ ` ~ \\ < > & { } [ ] | ^",
        "1st, 2º, ½, 10 ₫, €",
    ],
)
def test_the_languages_of_the_sample_can_be_printed(text: str) -> None:
    assert find_unprintable(text) is None


@pytest.mark.parametrize("text", ["שלום", "ภาษาไทย", "नमस्ते", "አማርኛ", "a\u0000b", "\ue000"])
def test_letters_without_a_font_are_found(text: str) -> None:
    found = find_unprintable(text)
    assert found is not None
    assert found in text


@given(st.text(max_size=60))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    make_printable(text)
    find_unprintable(text)
