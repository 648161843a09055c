"""Reviewers of public names get a direct message that some are waiting, and decide from there."""

import pytest

from tests.contract.conftest import DISCORD, HTTP
from tests.contract.people import Chatter, said
from tests.contract.roles import admin
from tests.contract.stage import Stage


@pytest.fixture(params=[DISCORD, HTTP])
def platform_name(request: pytest.FixtureRequest) -> str:
    """Where there are direct messages."""
    return str(request.param)


async def test_a_direct_message_leads_to_the_names_that_wait(stage: Stage) -> None:
    cora, ana = await admin(stage), stage.chatter("Ana")
    assert isinstance(cora, Chatter)
    await cora.say("/org add name:Harbor")
    await stage.link("Harbor")
    await cora.say("/org names review Harbor")
    await ana.say("/profile public_name:Calling Ana")
    await ana.say("/log spoke")
    await stage.app.core.moderation.name_notices.look()
    stage.forward(minutes=2)
    listed = await cora.tap_message("See the names")
    assert listed.has("Calling Ana")
    assert (await cora.tap("Allow Calling Ana", on=listed)).has(said("name.none"))
