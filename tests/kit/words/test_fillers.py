"""Words that say nothing are dropped around names, and never from one."""

import pytest

from bot.core.congress.places import is_place
from bot.kit.options import Option
from bot.kit.words.fillers import drop_fillers

PLACE = Option("district", "District", False, str, fits=is_place)


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
        ("the intern at padilla", "padilla"),
        ("con el asistente de padilla", "padilla"),
        ("con la recepcionista en at home", "at home"),
        ("với nhân viên của padilla", "padilla"),
        ("sa staff ni padilla", "padilla"),
        ("직원과 padilla", "padilla"),
        ("la raza", "la raza"),
        ("I live in 3", "live in 3"),
    ],
)
def test_words_that_say_nothing_are_dropped(typed: str, kept: str) -> None:
    accepted = {"office": {"padilla", "the office of padilla"}, "chapter": {"at home"}}
    parts = {"campaign": {"clean dream", "a", "the a"}, "chapter": {"la raza"}}
    assert " ".join(drop_fillers(typed.split(), accepted, parts, (PLACE,))) == kept


def test_two_letters_of_a_state_stay_before_a_number() -> None:
    for typed in ("in 3", "la 2", "me 1", "de 0"):
        assert drop_fillers(typed.split(), {}, {}, (PLACE,)) == tuple(typed.split())
        assert " ".join(drop_fillers(typed.split(), {}, {})) == typed.split()[1]
