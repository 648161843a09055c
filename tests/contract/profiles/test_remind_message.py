"""A reminder comes as a direct message, and its button stops it."""

import pytest

from tests.contract.conftest import DISCORD, HTTP
from tests.contract.people import said
from tests.contract.stage import Stage


@pytest.fixture(params=[DISCORD, HTTP])
def platform_name(request: pytest.FixtureRequest) -> str:
    """Where there are direct messages."""
    return str(request.param)


async def test_it_is_stopped_in_the_message_itself_and_by_command_once_the_campaign_is_over(stage: Stage) -> None:
    ana = stage.chatter("Ana")
    assert (await ana.say("/remindme when:daily 1pm eastern")).has("every day")
    stage.forward(hours=1, minutes=1)
    assert (await ana.tap_message("Stop reminding me")).text == said("remind.stopped")
    assert (await ana.say("/remindme stop")).text == said("remind.none")

    assert (await ana.say("/remindme when:daily 4pm")).has("4:00")
    await stage.restart("campaign: other\ntitle: Other\ncloses: 2026-11-23 12:30\nscripts: {en: {text: Call.}}\n")
    assert (await ana.say("/remindme stop")).text == said("remind.stopped")
