"""Tables as files: formulas become text, and nothing else is changed."""

import csv
import io

import pytest

from bot.cogs.shared.csv_export import make_csv_file


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", '=HYPERLINK("x")', "\r=1"])
def test_no_cell_is_a_formula(name: str) -> None:
    [_, [cell, number]] = read(make_csv_file("f", "alt", ("name", "n"), [(name, 3)]).data)
    assert (cell, number) == (f"'{name}", "3")


@pytest.mark.parametrize("name", ["East Bay", 'Say "hi", now', "Ñandú 東", "a=b", "two\nlines", ""])
def test_everything_else_is_unchanged(name: str) -> None:
    assert read(make_csv_file("f", "alt", ("name", "n"), [(name, -3)]).data) == [["name", "n"], [name, "-3"]]
