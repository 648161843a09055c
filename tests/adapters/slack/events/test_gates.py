"""A form for a role: it opens for callers with the role; for others the command doesn't exist."""

from collections.abc import AsyncIterator

import pytest

from bot.kit.i18n import load_words
from tests.adapters.slack.conftest import Floor
from tests.kit.guarded import COORDINATOR, VOLUNTEER, Guarded
from tests.platforms.slack import Answer, SlackStandIn, View


@pytest.fixture(params=["socket", "http"])
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def asked(slack: SlackStandIn, mode: str, request: pytest.FixtureRequest) -> AsyncIterator[Answer]:
    """The answer to the bare command."""
    floor = Floor(slack, "http" if mode == "http" else "socket")
    floor.adapter = floor.new_adapter(Guarded(*request.param).dispatcher)
    await floor.start()
    yield await floor.ana.slash("vof-void", channel=floor.channel)
    await floor.adapter.stop()


@pytest.mark.parametrize("asked", [(COORDINATOR,)], indirect=True)
async def test_a_coordinators_form_opens(asked: Answer) -> None:
    assert isinstance(asked.message, View)
    assert asked.message.labels == ("What only coordinators plan",)


@pytest.mark.parametrize("asked", [(VOLUNTEER,), (None, VOLUNTEER)], indirect=True, ids=["at once", "slowly"])
async def test_others_do_not_see_the_form(asked: Answer) -> None:
    assert not isinstance(asked.message, View)
    assert (asked.text, asked.private) == (load_words("en", "/vof-").t("error.for.coordinator", name="void"), True)
