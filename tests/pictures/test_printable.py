"""What people type becomes what the fonts can print."""

import json
import random
import re
import unicodedata
from typing import Any

import pytest
import typst
from emoji import EMOJI_DATA
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.coverage import FILE, is_covered
from bot.pictures.emoji_names import FOLDER, TAGS
from bot.pictures.fonts import find_fonts
from bot.pictures.printable import count_fitting, find_unprintable, make_printable, set_lines
from bot.pictures.typesetter import TEMPLATES
from tests.pictures.record_coverage import read_coverage


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Thank you ❤️", "Thank you (red heart)"),
        ("🙏🏽 please", "(folded hands) please"),
        ("👩‍👩‍👧", "(family woman woman girl)"),
        ("🇺🇸 © 2026", "(United States) © 2026"),
        ("Nguyễn Thị", "Nguyễn Thị"),
        ("请保护他们", "请保护他们"),
        ("비자를 지켜", "비자를 지켜"),
        ("w" * 50, "\u200b".join(["w" * 12] * 4 + ["ww"])),
        ("اتصلوا (202) 224-3121", "اتصلوا \u2066(202)~224-3121\u2069"),
        ("اتصلوا ٢٠٢ ٢٢٤ ٣١٢١ يوم ٢٣ نوفمبر ٢٠٢٦", "اتصلوا ٢٠٢~٢٢٤~٣١٢١ يوم ٢٣~نوفمبر~٢٠٢٦"),
        ("السيناتور Maria Ash الآن", "السيناتور \u2066Maria~Ash\u2069 الآن"),
        ("اتصل +1 (202) 224-3121!", "اتصل \u2066+1~(202)~224-3121\u2069!"),
        ("Call (202) 224-3121 by November 23, 2026.", "Call (202)~224-3121 by November~23,~2026."),
        ("el 23 de noviembre de 2026 a las 9:00", "el 23~de~noviembre~de~2026 a las 9:00"),
        ("請打 202 224 3121。", "請打 202~224~3121。"),
        ("wait 24 years, 3 of 4", "wait 24 years, 3 of 4"),
        ("1 " * 30, ("1 " * 30).strip()),  # too long to stay together
        ("cafe\u0301", "café"),
        ("\u202eevil\u202c \u2066open", "evil open"),
        ("a\u200b\ufeff\u00adb", "ab"),
        ("one\n\n\n\n\ntwo   three", "one\n\ntwo three"),
        ("x" + "\u0302\u0323" * 30, "x\u0323\u0323\u0323"),
    ],
)
def test_text_is_made_printable(text: str, printed: str) -> None:
    """``~`` is a space where no line breaks."""
    assert make_printable(text).replace("\u00a0", "~") == printed
    assert find_unprintable(text) is None


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("es", "(corazón rojo)"),
        ("zh-Hans", "(红心)"),
        ("ko", "(빨간색 하트)"),
        ("vi", "(trái tim màu đỏ)"),
        ("tl", "(pulang puso)"),
        ("fil", "(pulang puso)"),
        ("zh-Hant", "(愛心)"),
        ("ht", "(red heart)"),
        ("x", "(red heart)"),
    ],
)
def test_an_emoji_has_its_name_in_the_card_s_language(language: str, printed: str) -> None:
    assert make_printable("❤️", language) == make_printable("❤", language) == printed


def test_every_name_of_an_emoji_can_be_printed() -> None:
    """Also those of combined emoji, flags and keycaps."""
    everything = [one for one in EMOJI_DATA if not SKINS & set(one)]
    printed = make_printable("\n".join(everything), "vi")
    assert find_unprintable(printed) is None
    assert len(printed.split("\n")) == len(everything)
    for tag in TAGS.values():
        names = json.loads((FOLDER / f"{tag}.json").read_text("utf-8"))
        assert len(names) > 1_900
        assert [one for one in set("".join(names.values())) if not is_covered(one)] == [], tag


def test_each_line_has_its_own_direction() -> None:
    assert [line["rtl"] for line in set_lines("Hello\nشكرا (202) 224-3121\n", "en")] == [False, True]


@pytest.mark.parametrize("language", ["en", "zh-Hans", "ar"])
def test_what_fits_is_counted_as_it_was_typed(language: str) -> None:
    text = "❤️ please, 请 " * 40
    room = count_fitting(text, language, 300)
    assert len(make_printable(text[:room], language)) <= 300 < len(make_printable(text[: room + 1], language))


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


SKINS = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
WITHOUT = [
    "שלום",
    "ภาษาไทย",
    "አማርኛ",
    "a\u0000b",
    "\ue000",
    "𠀀",
    "𪚥 龘",
    "⠃",
    "ᠮ",
    "か\u0e34",
    "\U0001bc00",
    "ߊ",
    "ᏣᎳ",
]
WITH = [
    "Ị̈ ẞ ŉ ǆ ʻOkina",
    "Ω K Å № ½ º ₫ €",
    "پژگچ ے ئۆ ڤ ١٢٣،؟",
    "한글 ㅋㅋ ᄒ",
    "㋿ ㌀ 㐀 䶵 か\u3099",
    "ｱ Ａ １",
    "a\u1680b\u2003c",
]


@pytest.mark.parametrize("text", WITHOUT)
def test_letters_without_a_font_are_found(text: str) -> None:
    found = find_unprintable(text)
    assert found is not None
    assert found in text
    assert find_unprintable(set_lines(text, "en")[0]["text"]) is None  # a campaign's letters become words


def test_what_the_fonts_have_is_what_the_fonts_have() -> None:
    assert FILE.read_text("ascii") == read_coverage()


def test_a_letter_is_taken_if_and_only_if_it_is_not_drawn_as_a_box() -> None:
    chance = random.Random(1)
    points = [one for one in range(0x21, 0x30000) if unicodedata.category(chr(one))[0] in "LPSN"]
    letters = [*map(chr, chance.sample(points, 400)), *"".join((*WITH, *WITHOUT)).replace(" ", "")]
    seen = [one for one in letters if unicodedata.category(one)[0] not in "ZCM"]
    box, *shapes = draw_each(["\ue000", *seen])
    boxed = {one for one, shape in zip(seen, shapes, strict=True) if shape in (box, [])}
    assert 100 < len(boxed) < len(seen) - 100
    assert boxed == {one for one in seen if not is_covered(one)}


def draw_each(letters: list[str]) -> list[list[bytes]]:
    """The names of the shapes with which Typst draws each letter, on a page of its own."""
    fonts = typst.Fonts(False, False, sorted({path.parent for path in find_fonts()}))
    compiler: Any = typst.Compiler(root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True)
    source = '#import "card.typ": fonts\n#set text(font: fonts("ko"))\n#set page(width: 60pt, height: 60pt)\n'
    source += "#for one in json(bytes(sys.inputs.data)) { page(one) }"
    pages = compiler.compile(source.encode(), format="svg", sys_inputs={"data": json.dumps(letters)})
    return [re.findall(rb'<use [^>]*href="(#[^"]+)"', page) for page in pages]


@given(st.text(max_size=60))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    make_printable(text)
    find_unprintable(text)
