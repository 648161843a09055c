"""Aligns a table's cells in columns of text, for platforms and places that draw no table of their own."""

from collections.abc import Sequence

GAP = "  "


def align_rows(rows: Sequence[Sequence[str]], numeric: frozenset[int] = frozenset()) -> tuple[str, ...]:
    """One line for each row, its cells padded to the widest in their column; a wide character counts as two.

    ``numeric`` has the indexes of the columns that are aligned to the right. Lines have no spaces at their end.
    """
    widths = measure_columns(rows)
    return tuple(_align(row, widths, numeric) for row in rows)


def measure_columns(rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """The width of each column, in characters on a terminal."""
    return tuple(max(map(count_cells, column)) for column in zip(*rows, strict=True))


def count_cells(text: str) -> int:
    """How many cells of a terminal a text takes. A wide character takes two."""
    if text.isascii() and text.isprintable():
        return len(text)
    from wcwidth import width  # its tables take a twentieth of the start

    return width(text)


def _align(row: Sequence[str], widths: Sequence[int], numeric: frozenset[int]) -> str:
    cells = (
        _pad(cell, size, right=place in numeric) for place, (cell, size) in enumerate(zip(row, widths, strict=True))
    )
    return GAP.join(cells).rstrip()


def _pad(cell: str, size: int, *, right: bool) -> str:
    space = " " * (size - count_cells(cell))
    return space + cell if right else cell + space
