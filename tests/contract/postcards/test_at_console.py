"""A postcard at the console, where one types what chats offer in a menu."""

import pytest

from tests.contract.conftest import CONSOLE
from tests.contract.postcards.test_postcards import AS_CONSTITUENT, SEND, SIGN, TO, WORDS, WRITE
from tests.contract.stage import Stage


@pytest.fixture
def platform_name() -> str:
    """The console alone."""
    return CONSOLE


async def test_an_unknown_office_is_asked_for_again_and_the_words_stay(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/postcard")
    await ana.tap(WRITE)
    refused = await ana.fill({WORDS: "Please keep families together.", SIGN: AS_CONSTITUENT, TO: "the mayor"})
    assert list(refused.errors) == [TO]
    assert SEND in (await ana.fill({TO: "senator-1"})).buttons
