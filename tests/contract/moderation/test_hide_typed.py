"""A public name is hidden with typed words: the name, in quotes or not, and the reason."""

import pytest

from tests.contract.conftest import CONSOLE, HTTP, SOCKET
from tests.contract.moderation.test_moderation import read_names
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage


@pytest.fixture(params=[CONSOLE, SOCKET, HTTP])
def platform_name(request: pytest.FixtureRequest) -> str:
    """The platforms on which commands are typed as text."""
    return str(request.param)


async def _call(stage: Stage, name: str) -> None:
    who = stage.person(name.split()[0])
    await who.say(f"/profile public_name:{name}")
    await who.say("/log spoke")


async def test_a_quoted_name_is_a_name_and_not_an_account(stage: Stage) -> None:
    root = await admin(stage)
    typed = {
        "Noz N. spam": "Noz N.",
        "rude Pia P.": "Pia P.",
        '"Rui R." spam': "Rui R.",
        'spam "Sol S."': "Sol S.",
        '"Tam T." not right for the boards': "Tam T.",
        "“Uma U.” rude": "Uma U.",
        '"vic v." offensive': "Vic V.",
    }
    for words, name in typed.items():
        await _call(stage, name)
        assert (await read_names(root)).has(name), words
        assert (await root.say(f"/name hide {words}")).text == said("name.hidden"), words
        assert not (await read_names(root)).has(name), words


@pytest.mark.parametrize("typed", ['"Noz N."', "Noz N."])
async def test_without_a_reason_the_form_keeps_the_name(stage: Stage, typed: str) -> None:
    root = await admin(stage)
    await _call(stage, "Noz N.")
    assert (await root.say(f"/name hide {typed}")).form
    assert (await root.fill({"Why": "Offensive"}, standing={"The name as the board shows it": "Noz N."})).has(
        said("name.hidden")
    )
