"""Tables as files for other programs (CSV), harmless whatever people named their chapters."""

import csv
import io
from collections.abc import Iterable, Sequence

from bot.kit.cards.reply import File

Cell = str | int

# What spreadsheets take for the beginning of a formula: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def sheet(name: str, alt: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> File:
    """Return rows under their heads as ``name``.csv; ``alt`` says what is in it.

    It is UTF-8 with the mark that spreadsheets know it by.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([harmless(column) for column in columns])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return File(f"{name}.csv", text.getvalue().encode("utf-8-sig"), alt)


def harmless(cell: Cell) -> Cell:
    """Return a cell as text where a spreadsheet would compute it."""
    if isinstance(cell, str) and cell.strip(" ").startswith(_FORMULA):
        return f"'{cell}"
    return cell
