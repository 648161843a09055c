"""Which letters the fonts have, so that none is ever printed as a box.

The fonts are pinned by their hashes, so what they have is written down in ``coverage.txt`` by `scripts/record`; reading
it from the fonts would hold the interpreter for a second. A test compares the two.
"""

from bisect import bisect_right
from functools import cache
from itertools import pairwise
from pathlib import Path

from bot.pictures.fonts import FONTS

FILE = Path(__file__).parent / "coverage.txt"
_HIDDEN = frozenset("\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")  # never drawn
_SELECTORS, _ORDERS = range(0xFE00, 0xFE10), (*range(0x202A, 0x202F), *range(0x2066, 0x206A))


def is_covered(cluster: str) -> bool:
    """Whether one of the fonts has every character of a letter with its marks.

    A mark from another font than its letter's would be drawn beside it.
    """
    seen = [ord(one) for one in cluster if not _is_hidden(one)]
    return min(seen, default=32) >= ord(" ") and any(all(_has(bounds, point) for point in seen) for bounds in _load())


def write_ranges(points: list[int]) -> str:
    """The line of a font in ``coverage.txt``: from the start of each range to behind its end, in hexadecimal."""
    starts = [one for before, one in pairwise([-2, *points]) if one != before + 1]
    ends = [before + 1 for before, one in pairwise([*points, -2]) if one != before + 1]
    return " ".join(f"{start:x} {end:x}" for start, end in zip(starts, ends, strict=True))


@cache
def _load() -> tuple[tuple[int, ...], ...]:
    """For each font, where its ranges begin and end, in turn."""
    lines = FILE.read_text("ascii").splitlines()
    if [line.split(": ")[0] for line in lines] != [font.sha256 for font in FONTS]:
        raise ValueError("coverage.txt is of other fonts: run scripts/record")
    return tuple(tuple(int(word, 16) for word in line.split(": ")[1].split()) for line in lines)


def _has(bounds: tuple[int, ...], point: int) -> bool:
    return bisect_right(bounds, point) % 2 == 1


def _is_hidden(character: str) -> bool:
    return character in _HIDDEN or ord(character) in _SELECTORS or ord(character) in _ORDERS
