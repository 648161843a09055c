"""Tables as code blocks: aligned where that fits, else one space apart."""

from collections.abc import Callable, Iterator

from wcwidth import wcswidth

from bot.adapters.discord.text import code, units
from bot.kit.reply import Table

Layout = Callable[[Table], tuple[str, ...]]
"""From a table to its lines, without the fence."""

_FENCE = "```"
_GAP = "  "


def aligned(table: Table) -> tuple[str, ...]:
    """Return the lines with columns padded to their widest cell, wide characters counted as two."""
    rows = _coded(table)
    widths = [max(_width(row[index]) for row in rows) for index in range(len(table.columns))]
    head, *others = (_line(row, widths, table.numeric) for row in rows)
    rule = _GAP.join("─" * width for width in widths)
    return (head, rule, *others)


def compact(table: Table) -> tuple[str, ...]:
    """Return the lines without padding, for tables too wide for a message."""
    return tuple(_GAP.join(row) for row in _coded(table))


def blocks(lines: tuple[str, ...], limit: int) -> Iterator[str]:
    """Yield code blocks of at most ``limit`` UTF-16 units that hold ``lines`` in their order."""
    block = ""
    for line in lines:
        longer = f"{block}\n{line}"
        if block and units(longer) + units(f"{_FENCE}\n{_FENCE}") > limit:
            yield f"{_FENCE}{block}\n{_FENCE}"
            longer = f"\n{line}"
        block = longer
    yield f"{_FENCE}{block}\n{_FENCE}"


def _coded(table: Table) -> list[tuple[str, ...]]:
    return [tuple(code(cell) for cell in row) for row in (table.columns, *table.rows)]


def _line(row: tuple[str, ...], widths: list[int], numeric: frozenset[int]) -> str:
    cells = (
        _padded(cell, width, index in numeric) for index, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return _GAP.join(cells).rstrip()


def _padded(cell: str, width: int, right: bool) -> str:
    space = " " * (width - _width(cell))
    return space + cell if right else cell + space


def _width(cell: str) -> int:
    return max(wcswidth(cell), 0)  # -1 where a character has no width that anybody knows
