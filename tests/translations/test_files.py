"""Translators' files: what was written comes back, whatever is in it, and what is no such file is refused."""

import csv
import io

import pytest

from bot.translations.entries import (
    Entry,
    Filled,
    Sentence,
    State,
    hash_sentence,
    hash_source,
    is_one_number,
    list_forms,
)
from bot.translations.faulty_file import FaultyFile
from bot.translations.files import Format, _tidy, read_entries, write_entries

HOSTILE = (
    "=HYPERLINK(\"http://x\")", "+1", "-1", "@sum", "'=1", "''@x", "'tis", '"quoted"', "a,b;c\td", "line\nline\n\nend",
    "- list\n- of lines", "yes", "no", "null", "1_000", "0x1f", "2026-12-01", "~", "{slash}log: x # no comment", "a: b",
    "\\n \\t \\", "“typographic” ’", "%(x)s %d", "مرحبا {name}، ‏(123)", "שלום \u2067{name}\u2069", "👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "한국어", "繁體中文　全角", "Tiếng Việt", "msgid \"x\"", "#, fuzzy", "end\\", "*bold* **x**", "'", "=", "a\u00a0b",
)  # fmt: skip


def entries() -> list[Entry]:
    single = [Entry(f"one.{at}", f"Source {text}", text, State.DRAFT, text) for at, text in enumerate(HOSTILE)]
    plural = [
        Entry(
            f"many.{at}",
            {"one": text, "other": f"{text}!"},
            {form: form + text for form in list_forms("ar")},
            State.DRAFT,
        )
        for at, text in enumerate(HOSTILE)
    ]
    return [*single, *plural]


@pytest.mark.parametrize("form", Format)
def test_every_text_comes_back(form: Format) -> None:
    sent = entries()
    back = {one.key: one for one in read_entries(write_entries(sent, "ar", form), "ar", form)}
    for entry in sent:
        came = back[entry.key]
        text = came.text if isinstance(came.text, str) else dict(came.text)
        assert text == _tidy(Filled("", entry.text)).text
        assert hash_source(came.source, entry.source) == hash_sentence(entry.source), entry
        assert came.settled


def test_no_cell_is_a_formula() -> None:
    text = write_entries(entries(), "ar", Format.CSV).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert len(cells) > 100
    assert not [cell for cell in cells if cell.strip().startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("form", Format)
def test_what_is_empty_or_out_of_date_is_not_taken_for_a_translation(form: Format) -> None:
    sent = [
        Entry("a", "A", "", State.MISSING),
        Entry("b", {"one": "B", "other": "Bs"}, "", State.MISSING),
        Entry("c", "C", "old", State.OUTDATED),
    ]
    back = read_entries(write_entries(sent, "ko", form), "ko", form)
    assert [one.key for one in back if one.settled] == []


def test_spreadsheets_of_other_languages_are_read() -> None:
    for separator in (";", "\t"):
        text = f'\ufeffKey{separator}form{separator}translation\r\na.b{separator}{separator}"x\r\ny"\r\n\r\n'
        [one] = read_entries(text.encode(), "es", Format.CSV)
        assert (one.key, one.text, one.source) == ("a.b", "x\ny", None)


def test_a_file_that_was_translated_from_other_words_is_out_of_date() -> None:
    sent = [
        Entry("a", "Old words", "x", State.DRAFT),
        Entry("b", {"one": "Old", "other": "Olds"}, {"other": "x"}, State.DRAFT),
    ]
    now: dict[str, Sentence] = {"a": "New words", "b": {"one": "Old", "other": "News"}}
    for form in (Format.PO, Format.CSV):
        for one in read_entries(write_entries(sent, "ko", form), "ko", form):
            assert hash_source(one.source, now[one.key]) != hash_sentence(now[one.key])


@pytest.mark.parametrize(("form", "data", "kind"), [
    (Format.PO, b"", "po"), (Format.PO, b"/etc/passwd", "po"), (Format.PO, b"hello", "po"),
    (Format.PO, b'msgid "a"\nmsgstr "b"\n', "po"), (Format.PO, b'msgid "a\nmsgstr', "po"),
    (Format.CSV, b"", "columns"), (Format.CSV, b"a,b\n1,2\n", "columns"), (Format.CSV, b"\xff\xfek\x00e\x00", "utf8"),
    (Format.CSV, b"key,translation\na,\"" + b"x" * 140_000 + b'"\n', "table"),
    (Format.YAML, b"a: [", "yaml"), (Format.YAML, b"- a", "flat"), (Format.YAML, b"a: {b: {c: d}}", "flat"),
    (Format.YAML, b"a: b\na: c\n", "twice"), (Format.YAML, b"a: {one: b, one: c}", "twice"), (Format.YAML, b"", "flat"),
    (Format.YAML, b"{[a]: b}", "flat"), (Format.YAML, b"a: &x {b: *x}", "yaml"),
])  # fmt: skip
def test_what_is_no_such_file_is_refused(form: Format, data: bytes, kind: str) -> None:
    with pytest.raises(FaultyFile) as refused:
        read_entries(data, "ko", form)
    assert refused.value.kind == kind


def test_plural_categories_are_those_of_the_cldr() -> None:
    assert list_forms("ko") == list_forms("zh-Hant") == ("other",)
    assert list_forms("es") == ("one", "many", "other")
    assert list_forms("ar") == ("zero", "one", "two", "few", "many", "other")
    assert is_one_number("es", "one")
    assert not is_one_number("tl", "one")
    assert not is_one_number("ko", "other")
