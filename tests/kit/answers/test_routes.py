"""A button's id decodes to its route, only for the person it was made for."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.identity import Caller
from bot.kit.answers.routes import ID_LIMIT, BadRoute, Route, Sealer
from bot.kit.cards.limits import LimitError

SEALER = Sealer(b"k" * 32)
ANA = Caller("discord", "100", "10")
ARGUMENTS = st.lists(st.text(max_size=8), max_size=2).map(tuple)
ANY = st.characters()  # including lone surrogates, which JSON can carry


@given(ARGUMENTS, st.booleans())
def test_a_route_survives_sealing(args: tuple[str, ...], anyone: bool) -> None:
    assume(not args or args[-1])
    try:
        sealed = SEALER.encode(Route("undo", args), ANA, anyone)
    except LimitError:
        assume(False)
    assert len(sealed) <= ID_LIMIT
    assert SEALER.decode(sealed, ANA) == Route("undo", args)


@given(st.data())
def test_no_character_can_be_changed(data: st.DataObject) -> None:
    sealed = SEALER.encode(Route("undo", ("call-1", "~%")), ANA)
    place = data.draw(st.integers(0, len(sealed) - 1))
    other = data.draw(ANY.filter(lambda character: character != sealed[place]))
    with pytest.raises(BadRoute):
        SEALER.decode(sealed[:place] + other + sealed[place + 1 :], ANA)


@given(st.text(alphabet=ANY))
def test_no_text_opens_by_chance(text: str) -> None:
    with pytest.raises(BadRoute):
        SEALER.decode(text, ANA)


@pytest.mark.parametrize(
    "other",
    [
        Caller("discord", "200", "10"),
        Caller("discord", "100", "20"),
        Caller("discord", "100", None),
        Caller("slack", "100", "10"),
    ],
)
def test_a_personal_button_works_for_nobody_else(other: Caller) -> None:
    with pytest.raises(BadRoute):
        SEALER.decode(SEALER.encode(Route("undo"), ANA), other)


def test_a_button_for_anyone_works_in_its_space() -> None:
    sealed = SEALER.encode(Route("board"), ANA, anyone=True)
    assert SEALER.decode(sealed, Caller("discord", "200", "10")) == Route("board")
    with pytest.raises(BadRoute):
        SEALER.decode(sealed, Caller("discord", "200", "20"))


def test_another_deployments_button_is_refused() -> None:
    with pytest.raises(BadRoute):
        Sealer(b"x" * 32).decode(SEALER.encode(Route("undo"), ANA), ANA)


def test_an_id_that_discord_refuses_is_never_made() -> None:
    with pytest.raises(LimitError, match="of 100; give the route fewer"):
        SEALER.encode(Route("undo", ("x" * 90,)), ANA)
