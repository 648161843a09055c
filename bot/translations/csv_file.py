"""Entries as a CSV file, which spreadsheets open: one row for each form of a sentence."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping

from bot.translations.entries import Entry, Filled, Sentence, State, list_forms, list_texts
from bot.translations.faulty_file import FaultyFile

COLUMNS = ("key", "form", "state", "source", "translation", "note")
_NEEDED = ("key", "translation")
_FORMULA = re.compile(r"'*\s*[=+\-@]|'*[\t\r\n]")  # https://owasp.org/www-community/attacks/CSV_Injection
_SEPARATORS = (",", ";", "\t")  # what spreadsheets write, by their own language


def write_csv(entries: Iterable[Entry], tag: str) -> bytes:
    """The entries, in UTF-8 with the byte order mark that spreadsheets need."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for entry in entries:
        writer.writerows([_protect(cell) for cell in row] for row in _list_rows(entry, tag))
    return text.getvalue().encode("utf-8-sig")


def _list_rows(entry: Entry, tag: str) -> Iterator[tuple[str, ...]]:
    sources, texts = list_texts(entry.source), list_texts(entry.text)
    forms = ("",) if isinstance(entry.source, str) else list_forms(tag)
    for form in forms:
        source = sources.get(form, sources.get("other", ""))
        yield entry.key, form, entry.state.value, source, texts.get(form, ""), entry.note


def read_csv(text: str) -> tuple[Filled, ...]:
    """The translations of a CSV file. Raises FaultyFile if it has no header, or none of ours."""
    rows = _read_rows(text)
    unsettled = {row["key"] for row in rows if row.get("state") == State.OUTDATED}
    texts, sources = _collect(rows, "translation"), _collect(rows, "source")
    return tuple(Filled(key, text, sources.get(key), key not in unsettled) for key, text in texts.items())


def _collect(rows: Iterable[Mapping[str, str]], column: str) -> dict[str, Sentence]:
    """What a column says of each key: a text, or one for each form."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        if row.get(column, "").strip():
            found.setdefault(row["key"].strip(), {})[row.get("form", "").strip()] = row[column]
    return {key: forms[""] if set(forms) == {""} else forms for key, forms in found.items()}


def _read_rows(text: str) -> list[dict[str, str]]:
    head = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise FaultyFile("table", str(error)) from None
    names = [name.strip().casefold() for name in rows[0]] if rows else []
    if missing := [name for name in _NEEDED if name not in names]:
        raise FaultyFile("columns", ", ".join(missing))
    return [
        {name: _restore(cell) for name, cell in zip(names, [*row, *[""] * len(names)], strict=False)}
        for row in rows[1:]
        if any(cell.strip() for cell in row)
    ]


def _protect(cell: str) -> str:
    """Mark a cell as text if a spreadsheet would take it for a formula. What looks marked gets one mark more."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _restore(cell: str) -> str:
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
