"""Tables: code blocks of aligned columns where a phone shows them unwrapped, else a line for each row."""

from collections.abc import Callable, Iterator

from bot.adapters.discord.drawing.text import escape_code
from bot.kit.cards.columns import GAP, align_rows, count_cells, measure_columns
from bot.kit.cards.labels import add_colon
from bot.kit.cards.reply import Table
from bot.text import count_units

Layout = Callable[[Table], tuple[str, ...]]
"""From a table to its lines, without the fence."""

_FENCE = "```"
_NARROW = 40  # columns that a code block has on a phone


def align_columns(table: Table) -> tuple[str, ...]:
    """The lines of a table, each column padded to its widest cell. A wide character counts as two."""
    rows = _make_code_cells(table)
    head, *others = align_rows(rows, table.numeric)
    rule = GAP.join("─" * size for size in measure_columns(rows))
    return (head, rule, *others)


def is_narrow(table: Table) -> bool:
    """Say whether a phone shows the aligned table without wrapping its lines."""
    return max(count_cells(line) for line in align_columns(table)) <= _NARROW


def list_rows(table: Table, look: Callable[[str], str], language: str) -> str:
    """A line for each row, which a screen reader reads well: the first cell, then each value with its head.

    An empty cell is left out with its head. ``look`` escapes a cell, and ``language`` is the card's.
    """
    heads = [add_colon(look(head), language) for head in table.columns]
    return "\n".join(_format_row(heads, [look(cell) for cell in row]) for row in table.rows)


def _format_row(heads: list[str], cells: list[str]) -> str:
    values = (f"{head}{cell}" for head, cell in zip(heads[1:], cells[1:], strict=True) if cell.strip())
    return " · ".join((f"- **{cells[0]}**" if cells[0].strip() else "-", *values))


def compact(table: Table) -> tuple[str, ...]:
    """The lines of a table without padding, for tables too wide for a message."""
    return tuple(GAP.join(row) for row in _make_code_cells(table))


def split_into_blocks(lines: tuple[str, ...], limit: int) -> Iterator[str]:
    """Yield code blocks of at most ``limit`` UTF-16 units that hold ``lines`` in their order."""
    block = ""
    for line in lines:
        longer = f"{block}\n{line}"
        if block and count_units(longer) + count_units(f"{_FENCE}\n{_FENCE}") > limit:
            yield f"{_FENCE}{block}\n{_FENCE}"
            longer = f"\n{line}"
        block = longer
    yield f"{_FENCE}{block}\n{_FENCE}"


def _make_code_cells(table: Table) -> list[tuple[str, ...]]:
    return [tuple(escape_code(cell) for cell in row) for row in (table.columns, *table.rows)]
