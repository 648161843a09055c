"""Numbers with their things on the command line."""

import re
from pathlib import Path

import pytest

from bot.cli.support.counts import write_count

CLI = Path(__file__).parents[3] / "bot" / "cli"
# A number in braces before a bare plural, which "1" would not fit.
BARE = re.compile(
    r"(?<!of )\{[^{}]*(?:len\(|sum\(|:,)[^{}]*\} (?!of\b|for\b|in\b|more\b|missing|reviewed|bytes\b|MB\b)\w+s\b"
)


@pytest.mark.parametrize(
    ("number", "thing", "written"),
    [
        (1, "state", "1 state"),
        (0, "state", "0 states"),
        (2, "state", "2 states"),
        (1, "ZIP entry", "1 ZIP entry"),
        (41_000, "ZIP entry", "41,000 ZIP entries"),
        (1, "day", "1 day"),
        (90, "day", "90 days"),
    ],
)
def test_a_number_fits_its_thing(number: int, thing: str, written: str) -> None:
    assert write_count(number, thing) == written


def test_no_sentence_has_a_bare_plural() -> None:
    found = {path.name: BARE.findall(path.read_text("utf-8")) for path in CLI.rglob("*.py")}
    assert {name: hits for name, hits in found.items() if hits} == {}
