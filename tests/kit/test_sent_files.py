"""Files that people send: their limits, and what is no text."""

import pytest

from bot.errors import UserError
from bot.kit.sent_files import LIMIT, SentFile, is_binary


class Shelf:
    """Gives ``data``, up to what is asked for, and counts."""

    def __init__(self, data: bytes) -> None:
        self.data, self.asked = data, list[int]()

    async def fetch(self, most: int) -> bytes:
        self.asked.append(most)
        return self.data[:most]

    def file(self, size: int | None = None) -> SentFile:
        return SentFile("a.yaml", size, self.fetch, "file")


async def refusal(file: SentFile) -> UserError:
    with pytest.raises(UserError) as refused:
        await file.read_text()
    assert refused.value.field == "file"
    return refused.value


async def test_a_file_at_the_limit_is_read_whole() -> None:
    assert await Shelf(b"x" * LIMIT).file(LIMIT).read_text() == b"x" * LIMIT
    assert await Shelf(b"x" * LIMIT).file().read_text() == b"x" * LIMIT


async def test_a_file_that_says_it_is_too_large_is_not_fetched() -> None:
    shelf = Shelf(b"x")
    error = await refusal(shelf.file(LIMIT + 1))
    assert error.params == {"file": "a.yaml", "size": LIMIT + 1, "limit": LIMIT}
    assert shelf.asked == []


@pytest.mark.parametrize("said", [None, 5, LIMIT])
async def test_a_file_that_is_larger_than_it_says_ends_at_the_limit(said: int | None) -> None:
    shelf = Shelf(b"x" * (LIMIT * 3))
    error = await refusal(shelf.file(said))
    assert (error.key, error.params["limit"]) == ("sent_file.large", LIMIT)
    assert shelf.asked == [LIMIT + 1]


async def test_a_file_that_came_in_part_names_both_sizes() -> None:
    error = await refusal(Shelf(b"half").file(9))
    assert (error.key, error.params["read"], error.params["size"]) == ("sent_file.incomplete", 4, 9)


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n "])
async def test_an_empty_file_is_refused(data: bytes) -> None:
    assert (await refusal(Shelf(data).file())).key == "sent_file.empty"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02",
        b"PK\x03\x04\x14\x00\x08\x00",
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
        b"campaign: a\x00\n" * 3,
        b"\x01\x02\x03\x04 text",
        b"\x7fELF\x02\x01\x01\x00\x00\x00",
    ],
)
async def test_what_is_no_text_is_refused(data: bytes) -> None:
    assert (await refusal(Shelf(data).file())).key == "sent_file.binary"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
def test_text_in_any_encoding_is_text(encoding: str) -> None:
    assert not is_binary("campaign: señal\n\ttext\r\n".encode(encoding))


def test_text_in_other_scripts_is_text() -> None:
    assert not is_binary("名前: 여보세요 مرحبا".encode())
