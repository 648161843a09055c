"""CSV files, safe to open in a spreadsheet whatever people named their chapters."""

import csv
import io
from collections.abc import Iterable, Sequence

from bot.kit.cards.reply import File

Cell = str | int

# Spreadsheets read these as the start of a formula: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def make_csv_file(name: str, alt: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> File:
    """Make ``name``.csv with a header row. ``alt`` describes the content.

    The encoding is UTF-8 with a byte order mark, which spreadsheets need.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([escape_formula(column) for column in columns])
    writer.writerows([escape_formula(cell) for cell in row] for row in rows)
    return File(f"{name}.csv", text.getvalue().encode("utf-8-sig"), alt)


def escape_formula(cell: Cell) -> Cell:
    """Mark a cell as text if a spreadsheet would take it for a formula."""
    if isinstance(cell, str) and cell.strip(" ").startswith(_FORMULA):
        return f"'{cell}"
    return cell
