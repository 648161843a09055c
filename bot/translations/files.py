"""Files of translations, in the formats that translators use."""

from collections.abc import Iterable
from enum import StrEnum

from bot.text import clean
from bot.translations.csv_file import read_csv, write_csv
from bot.translations.entries import Entry, Filled, Sentence
from bot.translations.faulty_file import FaultyFile
from bot.translations.yaml_file import read_yaml, write_yaml


class Format(StrEnum):
    """A format by the ending of its files."""

    PO = "po"
    CSV = "csv"
    YAML = "yaml"


def write_entries(entries: Iterable[Entry], tag: str, form: Format) -> bytes:
    """The entries as a file for translators into ``tag``."""
    if form is Format.CSV:
        return write_csv(entries, tag)
    if form is Format.YAML:
        return write_yaml(entries, tag)
    from bot.translations.po_file import write_po  # polib is slow to import, and few need it

    return write_po(entries, tag)


def read_entries(data: bytes, tag: str, form: Format) -> tuple[Filled, ...]:
    """What translators filled in, tidied. Raises FaultyFile if the file isn't one of ``form``."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise FaultyFile("utf8") from None
    return tuple(_tidy(one) for one in _read(text, tag, form))


def _read(text: str, tag: str, form: Format) -> tuple[Filled, ...]:
    if form is Format.CSV:
        return read_csv(text)
    if form is Format.YAML:
        return read_yaml(text)
    from bot.translations.po_file import read_po

    return read_po(text, tag)


def _tidy(one: Filled) -> Filled:
    return Filled(one.key, _clean(one.text), one.source, one.settled)


def _clean(text: Sentence) -> Sentence:
    return clean(text) if isinstance(text, str) else {form: clean(own) for form, own in text.items()}
