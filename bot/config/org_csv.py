"""Reads orgs and chapters from a table saved by a spreadsheet, with commas, semicolons or tabs, and a header row."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from bot.config.files import SAVE_AS, TABLES, read_text
from bot.errors import ConfigError, Problem
from bot.text import fold

_SPREADSHEETS = frozenset({".xlsx", ".xls", ".xlsm", ".ods", ".numbers"})
_HEADS = (
    frozenset({"org", "orgs", "org name", "organization", "organizations", "organization name"}),
    frozenset({"chapter", "chapters", "chapter name"}),
)
_BRITISH = ("organisation", "organization")
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}


class Cells(Struct, frozen=True):
    """A row's two cells as typed, its first line, and the column of its last non-empty cell."""

    org: str
    chapter: str
    line: int
    column: int


class _Head(Struct, frozen=True):
    separator: str
    org: int  # the number of the org's field
    chapter: int


def is_table(path: Path) -> bool:
    """Whether a file is a table. Raises ConfigError for a spreadsheet program's own format."""
    suffix = path.suffix.casefold()
    if suffix in _SPREADSHEETS:
        raise _make_refusal(path, 1, 1, f"this is a spreadsheet; save it as a table first ({SAVE_AS})")
    return suffix in TABLES


def read_cells(path: Path) -> Iterator[Cells]:
    """Read the rows below the header. Raises ConfigError, with its line, at the first that can't be read."""
    text = read_text(path)
    head, rows = _split_head(path, text)
    for line, fields in rows:
        if any(field.strip() for field in fields):
            yield _make_cells(path, head, line, fields)


def _split_head(path: Path, text: str) -> tuple[_Head, Iterator[tuple[int, list[str]]]]:
    """Find the separator that makes the first row a header. Returns the header and the rows below it."""
    for separator in _SEPARATORS:
        rows = _list_rows(path, text, separator)
        line, fields = next(((line, fields) for line, fields in rows if _is_filled(fields)), (1, []))
        names = [fold(field).replace(*_BRITISH) for field in fields]
        found = [[number for number, name in enumerate(names) if name in heads] for heads in _HEADS]
        if [len(numbers) for numbers in found] == [1, 1]:
            if len([name for name in names if name]) > len(_HEADS):
                raise _make_refusal(path, line, 1, "only the columns org and chapter are read; delete the others")
            return _Head(separator, found[0][0], found[1][0]), rows
    raise _make_refusal(path, line, 1, "the first line must be org,chapter")


def _is_filled(fields: list[str]) -> bool:
    """Whether a row has content. Excel may write ``sep=;`` first, which counts as empty."""
    return any(field.strip() for field in fields) and not fields[0].casefold().startswith("sep=")


def _list_rows(path: Path, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with its first line, because a quoted field may span several lines."""
    reader, line = csv.reader(io.StringIO(text), delimiter=separator, strict=True), 1
    try:
        for fields in reader:
            yield line, fields
            line = reader.line_num + 1
    except csv.Error as error:
        raise _make_refusal(path, line, 1, f"this line can't be read: {error}") from None


def _make_cells(path: Path, head: _Head, line: int, fields: list[str]) -> Cells:
    name = _SEPARATORS[head.separator]
    others = [number for number, field in enumerate(fields) if field.strip() and number not in (head.org, head.chapter)]
    if others:
        sentence = f"there is a third field; put names with {name}s in quotes"
        raise _make_refusal(path, line, _find_column(fields, others[0]), sentence)
    if len(fields) == 1 and any(separator in fields[0] for separator in _SEPARATORS):
        raise _make_refusal(path, line, 1, f"there is no {name} between org and chapter, as in the first line")
    org, chapter = (fields[number] if number < len(fields) else "" for number in (head.org, head.chapter))
    return Cells(org, chapter, line, _find_column(fields, head.chapter if chapter.strip() else head.org))


def _find_column(fields: list[str], number: int) -> int:
    """The column where a field begins, ignoring quotes."""
    return sum(len(field) + 1 for field in fields[:number]) + 1


def _make_refusal(path: Path, line: int, column: int, sentence: str) -> ConfigError:
    return ConfigError((Problem(str(path), line, column, sentence),))
