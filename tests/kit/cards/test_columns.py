"""Text tables are aligned, and bars never exaggerate."""

import pytest
from wcwidth import width

from bot.kit.cards.bars import draw_bar
from bot.kit.cards.columns import align_rows
from bot.kit.cards.reply import Progress


def test_columns_align_and_numbers_are_right_aligned() -> None:
    rows = (("Chapter", "Calls"), ("Queens", "7"), ("Bronx", "1,204"))
    assert align_rows(rows, frozenset({1})) == ("Chapter  Calls", "Queens       7", "Bronx    1,204")


@pytest.mark.parametrize("name", ["皇后區", "퀸즈", "Quận", "é", "e\u0301"])
def test_wide_and_combining_characters_keep_the_column(name: str) -> None:
    first, second = align_rows(((name, "x"), ("Queens Village", "x")))
    assert width(first) == width(second)


def test_no_line_ends_in_spaces() -> None:
    assert align_rows((("a", ""), ("bb", ""))) == ("a", "bb")


@pytest.mark.parametrize(
    ("done", "goal", "bar"),
    [
        (0, 9, "░░░░"),
        (1, 1000, "▒░░░"),
        (249, 1000, "▒░░░"),
        (250, 1000, "█░░░"),
        (251, 1000, "█▒░░"),
        (500, 1000, "██░░"),
        (999, 1000, "███▒"),
        (1000, 1000, "████"),
        (9, 1, "████"),
    ],
)
def test_a_bar_is_neither_empty_nor_full_too_early(done: int, goal: int, bar: str) -> None:
    assert draw_bar(Progress(done, goal, "Calls"), 4) == bar
