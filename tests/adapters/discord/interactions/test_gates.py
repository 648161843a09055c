"""A form for a role: it opens for callers with the role; for others the command doesn't exist."""

from collections.abc import AsyncIterator

import pytest

from bot.adapters.discord.adapter import DiscordAdapter
from bot.config.settings import DiscordConfig
from bot.kit.i18n import load_words
from tests.adapters.discord.conftest import Floor
from tests.kit.guarded import COORDINATOR, VOLUNTEER, Guarded
from tests.platforms.discord import Answer, DiscordStandIn


@pytest.fixture
async def asked(discord: DiscordStandIn, parts: Floor, request: pytest.FixtureRequest) -> AsyncIterator[Answer]:
    """The answer to the bare command."""
    door = Guarded(*request.param).dispatcher
    config = DiscordConfig(api_url=discord.api_url, gateway_url=discord.gateway_url)
    adapter = DiscordAdapter(door, config, discord.token, parts.state)
    await adapter.start()
    yield await parts.ana.slash("void", channel=parts.channel)
    await adapter.stop()


@pytest.mark.parametrize("asked", [(COORDINATOR,)], indirect=True)
async def test_a_coordinators_form_opens(asked: Answer) -> None:
    assert asked.modal
    assert asked.modal.prefilled == {"What only coordinators plan": "a secret plan"}


@pytest.mark.parametrize("asked", [(VOLUNTEER,), (None, VOLUNTEER)], indirect=True, ids=["at once", "slowly"])
async def test_others_do_not_see_the_form(asked: Answer) -> None:
    assert asked.modal is None
    assert (asked.text, asked.private) == (load_words("en").t("error.for.coordinator", name="void"), True)
