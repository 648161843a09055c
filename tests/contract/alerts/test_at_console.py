"""An alert at the console: the person there writes it and reads it in the one channel."""

import pytest

from tests.contract.conftest import CONSOLE
from tests.contract.drivers.console import ConsolePerson
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage


@pytest.fixture
def platform_name() -> str:
    """The console alone."""
    return CONSOLE


async def test_an_alert_appears_can_be_answered_and_is_withdrawn(stage: Stage) -> None:
    mia = await admin(stage)
    assert isinstance(mia, ConsolePerson)
    await mia.say("/org add name:Harbor")
    code = (await mia.say("/org code org:Harbor")).text.partition("links")[0].split()[-1]
    await mia.say(f"/org join {code}")
    await mia.say("/channel subscribe")
    assert (await mia.say("/alert send words:Call today")).fact("Channels") == "1 on Console"
    sent = await mia.tap("Send it")
    assert sent.has("On its way to 1 channel")
    post = await mia.notice("Call today")
    assert post.buttons[:4] == ("Get the script", "Log a call", "Send a postcard", "Leaderboard")
    assert post.buttons[4:] == (said("language.title"),)
    assert (await mia.tap("Get the script")).has("(202) 224-3121")
    reference = (await mia.say("/alert list")).buttons[0].split(" · ")[0]
    await mia.say(f"/alert cancel {reference}")
    await mia.tap("Cancel it")
    await mia.notice(said("alert.card.withdrawn"))
