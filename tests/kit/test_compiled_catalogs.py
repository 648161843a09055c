"""A catalog is parsed once; a compiled one is never older than its source, and never needed."""

import os
import stat
from pathlib import Path

import pytest

from bot.kit.compiled_catalogs import load_compiled

PARSED: dict[str, str | dict[str, str]] = {"hello": "Hi", "calls": {"one": "a call", "other": "calls"}}


class Parser:
    """Counts what it parses."""

    def __init__(self) -> None:
        self.parsed = list[bytes]()

    def __call__(self, content: bytes) -> dict[str, str | dict[str, str]]:
        self.parsed.append(content)
        return {**PARSED, "source": content.decode()}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    place = tmp_path / "en.yaml"
    place.write_text("hello: Hi")
    return place


def list_compiled(source: Path) -> list[Path]:
    return sorted((source.parent / "__pycache__").iterdir())


def test_a_catalog_is_parsed_once(source: Path) -> None:
    parse = Parser()
    assert load_compiled(source, parse) == load_compiled(source, parse) == {**PARSED, "source": "hello: Hi"}
    assert parse.parsed == [b"hello: Hi"]
    [compiled] = list_compiled(source)
    assert stat.S_IMODE(compiled.stat().st_mode) == 0o644


def test_a_changed_catalog_is_parsed_again_even_within_the_same_instant(source: Path) -> None:
    parse, before = Parser(), source.stat()
    load_compiled(source, parse)
    source.write_text("hello: Ho")
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert load_compiled(source, parse)["source"] == "hello: Ho"
    assert len(list_compiled(source)) == 1  # the old one is gone


@pytest.mark.parametrize("damage", [b"", b"{", b'{"hello": 1}', b"\xff\xfe", b"[]"])
def test_a_damaged_compiled_catalog_is_parsed_again(source: Path, damage: bytes) -> None:
    parse = Parser()
    load_compiled(source, parse)
    [compiled] = list_compiled(source)
    compiled.write_bytes(damage)
    assert load_compiled(source, parse)["hello"] == "Hi"
    assert len(parse.parsed) == 2
    load_compiled(source, parse)
    assert len(parse.parsed) == 2  # it was written anew


def test_a_folder_that_takes_no_files_costs_nothing_but_time(source: Path) -> None:
    (source.parent / "__pycache__").write_text("a file in the way, which stops root too")
    parse = Parser()
    assert load_compiled(source, parse) == load_compiled(source, parse)
    assert len(parse.parsed) == 2
