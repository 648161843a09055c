"""Words that say nothing are dropped around names, and never from one."""

import pytest

from bot.kit.words.fillers import drop_fillers


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("I", ""),
        ("I've just called padilla", "padilla"),
        ("we called the office of padilla please", "the office of padilla"),
        ("my padilla , for clean dream", "padilla , for clean dream"),
        ("padilla for clean dream", "padilla clean dream"),
        ("padilla of the senate", "padilla of the senate"),
        ("at home", "at home"),
        ("I’m with at home", "at home"),
        ("the", ""),
        ("zork and I", "zork and I"),
        ("I zork", "zork"),
        ("the a team", "the a team"),
    ],
)
def test_words_that_say_nothing_are_dropped(typed: str, kept: str) -> None:
    accepted = {"office": {"padilla", "the office of padilla"}, "chapter": {"at home"}}
    parts = {"campaign": {"clean dream", "a", "the a"}}
    assert " ".join(drop_fillers(typed.split(), accepted, parts)) == kept
