"""Postcards as pictures and sheets: read back with another library, and the same bytes for the same card."""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import pypdfium2
import pytest
from msgspec.structs import replace
from PIL import Image

from bot.pictures.pictures import Pictures
from bot.pictures.postcard import Cover, Postcard, PostcardBack, PostcardFace, Shape, Sheet, TooLongError

CHINESE = "我住在贵选区。请保护在这里长大的年轻人，也不要削减亲属移民签证。谢谢您。"
FACE = PostcardFace("Call Congress", "#CleanDREAMAct")
BACK = PostcardBack(CHINESE, "Ana, San Francisco", "Senator Ash", "United States Senate\nWashington, DC", "zh-Hans")
CARD = Postcard(FACE, BACK)
INCH, LETTER_LEFT = 72, 1.25  # where a card begins on a page with two, in inches
LANGUAGES = [
    ("en", "Please vote for a clean DREAM Act. Families belong together. "),
    ("es", "Vivo en su distrito. ¿Apoyará el DREAM Act? ¡Gracias! "),
    ("zh-Hans", "请支持《梦想法案》，让家庭团聚。有些家庭要等 24 年。"),
    ("zh-Hant", "請支持乾淨版夢想法案，讓家庭團聚。謝謝您！"),
    ("ko", "조건 없는 드림법안을 지지해 주세요. 감사합니다. "),
    ("vi", "Có những gia đình phải chờ đến 24 năm mới được sum họp. Nguyễn Thị Ngữ. "),
    ("tl", "Suportahan po ninyo ang DREAM Act. Sama-samang pamilya. "),
]
HOSTILE = (
    '#panic("pwned")',
    '#import "/etc/passwd": *',
    "$ x^2 $ *bold* _it_ `raw` <label> @ref // no /* no */ \\",
    "<!channel> @everyone <@U1> <script>alert(1)</script>",
    "\u202eABC\u202c \u2066unclosed \u2069\u2069",
    "a\u200bb\u200c\u200d\ufeff\u00ad",
    "w" * 300,
    "字" * 200,
    "👩‍👩‍👧🏳️‍🌈❤️‍🔥" * 5,
    "אבג ابت (202) 224-3121 abc",
    "e" + "\u0301" * 60,
    "\n\n\n",
    "\t  {{name}} %s {0} ${x}",
    "ﷺ" * 20,
    "W" * 24,
    "اللهاللهاللهاللهالله" * 2,
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ℌ",
)


@pytest.fixture(scope="module")
def pictures() -> Iterator[Pictures]:
    made = Pictures()
    yield made
    made.close()


def write(words: str, language: str = "en") -> Postcard:
    return replace(CARD, back=replace(BACK, words=words, language=language))


async def print_sheet(pictures: Pictures, sheet: Sheet) -> bytes:
    printed = await pictures.draw_sheet(sheet)
    assert printed.count == len(sheet.cards)
    return printed.pdf


def read_pages(data: bytes) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(BytesIO(data)) as document:
        return [page.get_textpage().get_text_range() for page in document]


def find_boxes(page: pypdfium2.PdfPage) -> list[tuple[float, float, float, float]]:
    """The boxes of all letters that show something: left, bottom, right and top in points."""
    text = page.get_textpage()
    boxes = [text.get_charbox(place) for place in range(text.count_chars())]
    return [box for box in boxes if box[2] - box[0] > 0.1]


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", text.replace("\ufffe", "-"))  # how pdfium reads a hyphen at a line's end


def read_from_left(data: bytes) -> str:
    """The last page's digits and hyphens, from left to right as they are printed. Brackets come back mirrored."""
    with pypdfium2.PdfDocument(BytesIO(data)) as document:
        page = document[len(document) - 1].get_textpage()
        found = [(page.get_charbox(place)[0], page.get_text_range(place, 1)) for place in range(page.count_chars())]
    return "".join(character for _, character in sorted(found) if character in "0123456789-")


async def test_a_preview_is_a_png_and_the_same_for_the_same_card(pictures: Pictures) -> None:
    drawn, other = await pictures.draw_preview(CARD), Pictures()
    assert drawn.startswith(b"\x89PNG")
    assert await other.draw_preview(CARD) == drawn
    other.close()
    assert await pictures.draw_preview(write("Other words")) != drawn


async def test_a_sandbox_that_forbids_priorities_costs_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.setpriority", refuse)  # as a system call filter does
    confined = Pictures()
    assert (await confined.draw_preview(CARD)).startswith(b"\x89PNG")
    confined.close()


async def test_words_are_printed_whole_or_refused_with_both_numbers(pictures: Pictures) -> None:
    words = "我住在这里。" * 60
    await pictures.draw_preview(write(words, "zh-Hans"))
    with pytest.raises(TooLongError) as refused:
        await pictures.draw_preview(write(words * 5, "zh-Hans"))
    assert refused.value.taken == len(words) * 5
    await pictures.draw_preview(write((words * 5)[: refused.value.room], "zh-Hans"))
    with pytest.raises(TooLongError):
        await pictures.draw_preview(write((words * 5)[: refused.value.room + 40], "zh-Hans"))


@pytest.mark.parametrize(("language", "sentence"), LANGUAGES)
async def test_every_word_is_read_back_from_the_print(pictures: Pictures, language: str, sentence: str) -> None:
    pages = read_pages(await print_sheet(pictures, Sheet("x", (write(sentence * 3, language),))))
    assert _squeeze(sentence * 3) in _squeeze(pages[1])


@pytest.mark.parametrize(("per_page", "pages"), [(2, 9), (4, 5)])
async def test_a_sheet_holds_every_card_and_its_cover(pictures: Pictures, per_page: int, pages: int) -> None:
    cards = (CARD, *(write(f"Card number {number}") for number in range(6)))
    sheet = Sheet("For Senator Ash", cards, Cover(("7 postcards",), (("CA-11", 5), ("CA-12", 2))), per_page)
    read = read_pages(await print_sheet(pictures, sheet))
    assert len(read) == pages
    assert all(text in read[0] for text in ("For Senator Ash", "7 postcards", "CA-11: 5"))
    text = "".join("".join(read).split())
    assert "".join(CHINESE.split()) in text
    assert [f"Cardnumber{number}" in text for number in range(6)] == [True] * 6
    assert await print_sheet(pictures, sheet) == await print_sheet(pictures, sheet)


@pytest.mark.timeout(180)
async def test_many_cards_are_one_file_as_far_as_it_may_grow(
    pictures: Pictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts of twenty cards, so that few have to be drawn."""
    monkeypatch.setattr("bot.pictures.pictures._AT_ONCE", 20)
    sheet = Sheet("x", tuple(write(f"Card number {number}") for number in range(43)), Cover(("43 postcards",), ()), 4)
    counts = list[int]()
    printed = (await pictures.draw_sheet(sheet, report=counts.append)).pdf
    assert counts == [20, 40, 43]
    pages = ["".join(page.split()) for page in read_pages(printed)]
    assert len(pages) == 1 + 2 * 11
    backs = [int(number) for page in pages for number in re.findall(r"Cardnumber(\d+)", page)]
    assert sorted(backs) == list(range(43))
    assert [set(backs[first : first + 4]) for first in (0, 20)] == [set(range(4)), set(range(20, 24))]
    some = await pictures.draw_sheet(sheet, most_bytes=1)
    assert (some.count, len(read_pages(some.pdf))) == (20, 11)


@pytest.mark.timeout(180)
async def test_hostile_words_break_no_sheet_and_are_never_read_as_source(pictures: Pictures) -> None:
    texts = [f"{first}\n{second}" for first, second in product(HOSTILE, HOSTILE)][:200]
    assert len(set(texts)) == 200
    cards = tuple(write(words) for words in texts)
    pages = read_pages(await print_sheet(pictures, Sheet("Hostile", cards, None, 4)))
    assert len(pages) == 100
    text = "".join("".join(pages).split())
    assert text.count('#panic("pwned")') == "".join(texts).count('#panic("pwned")') >= 17
    assert "@everyone" in text


async def test_no_letter_leaves_its_column(pictures: Pictures) -> None:
    """Checks each letter's box: a letter that the card's edge cuts off is still in the PDF, outside its column."""
    cards = tuple(write(words * times) for words in HOSTILE for times in (1, 2))
    data = await print_sheet(pictures, Sheet("Hostile", cards))
    with pypdfium2.PdfDocument(BytesIO(data)) as document:
        boxes = [box for place in range(1, len(document), 2) for box in find_boxes(document[place])]
    left = [(LETTER_LEFT + 0.3) * INCH, (LETTER_LEFT + 3.92) * INCH]  # a letter may lean out a little
    right = [(LETTER_LEFT + 4.2) * INCH, (LETTER_LEFT + 5.68) * INCH]
    assert len(boxes) > 2000
    for start, _, end, _ in boxes:
        assert any(first <= start and end <= last for first, last in (left, right)), (start, end)


async def test_the_thing_that_does_not_fit_is_named(pictures: Pictures) -> None:
    with pytest.raises(TooLongError) as refused:
        await pictures.draw_preview(replace(CARD, back=replace(BACK, signature="Maria " * 100)))
    assert (refused.value.part, refused.value.taken) == ("signature", 600)
    assert 60 < refused.value.room < 300


async def test_memory_is_freed_between_sheets_and_the_bytes_stay_the_same(pictures: Pictures) -> None:
    first = await print_sheet(pictures, Sheet("x", (CARD,)))
    await print_sheet(pictures, Sheet("x", (write("between"),)))
    assert await print_sheet(pictures, Sheet("x", (CARD,))) == first


@pytest.mark.parametrize("shape", get_args(Shape))
@pytest.mark.parametrize("title", ["Families", "عائلات معا", "Families belong together " * 6])
async def test_each_shape_takes_each_title(pictures: Pictures, shape: Shape, title: str) -> None:
    face = replace(FACE, title=title, shape=shape, tags="#CleanDREAMAct #ValueOurFamilies")
    assert await pictures.draw_preview(replace(CARD, front=face))


@pytest.mark.parametrize("words", HOSTILE)
async def test_hostile_words_break_no_preview(pictures: Pictures, words: str) -> None:
    assert (await pictures.draw_preview(write(words))).startswith(b"\x89PNG")


async def test_a_right_to_left_card_keeps_its_phone_number(pictures: Pictures) -> None:
    sheet = Sheet("x", (write("اتصلوا بالرقم (202) 224-3121 من فضلكم", "ar"),))
    assert "202224-3121" in read_from_left(await print_sheet(pictures, sheet))


async def test_a_long_name_and_title_stay_on_the_card(pictures: Pictures) -> None:
    face = PostcardFace("Families belong together, and they have waited long enough " * 2, "#Tag " * 12)
    back = replace(BACK, recipient="Senator " + "Longname " * 12, signature="Maria " * 10)
    assert await pictures.draw_preview(Postcard(face, back))


async def test_a_picture_of_the_campaign_takes_the_place_of_its_shape(tmp_path: Path) -> None:
    Image.new("RGB", (1200, 500), "#c8553d").save(tmp_path / "vof.png")
    (tmp_path / "broken.png").write_bytes(b"no picture")
    pictures = Pictures(tmp_path)
    image = await pictures.find_art("vof")
    assert await pictures.find_art("broken") == await pictures.find_art("other") == b""
    drawn = await pictures.draw_preview(replace(CARD, front=replace(FACE, image=image)))
    with Image.open(BytesIO(drawn)) as shown:
        red, green, blue = shown.convert("RGB").getpixel((300, 100))  # type: ignore[misc]
    assert (abs(red - 0xC8), abs(green - 0x55), abs(blue - 0x3D)) < (6, 6, 6)
    pictures.close()


async def test_vectors_are_the_same_for_the_same_card_and_hold_no_words_of_people(pictures: Pictures) -> None:
    """Letters are shapes, so nothing that somebody wrote can become a part of the file."""
    for words in HOSTILE:
        drawn = await pictures.draw_svg(write(words))
        assert drawn == await pictures.draw_svg(write(words))
        root = ElementTree.fromstring(drawn)  # noqa: S314 - our own file
        kinds = {one.tag.rpartition("}")[2] for one in root.iter()}
        assert {"path", "use"} <= kinds <= {"svg", "g", "path", "use", "defs", "symbol", "clipPath", "rect", "image"}
        assert not [name for one in root.iter() for name in one.attrib if name.lower().startswith("on")]
        assert b"script" not in drawn
    other = Pictures()
    assert await other.draw_svg(CARD) == await pictures.draw_svg(CARD)
    other.close()
