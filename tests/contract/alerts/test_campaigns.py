"""Several open campaigns: an alert asks which one it is for, never chooses silently, and names it everywhere."""

import pytest

from tests.contract.alerts.test_alerts import WORDS
from tests.contract.conftest import DISCORD, HTTP, SOCKET
from tests.contract.people import said
from tests.contract.roles import admin, coordinator
from tests.contract.stage import Stage, campaign


@pytest.fixture(params=[DISCORD, SOCKET, HTTP])
def platform_name(request: pytest.FixtureRequest) -> str:
    """The platforms that have channels."""
    return str(request.param)


async def test_an_alert_asks_which_of_several_campaigns_it_is_for(stage: Stage) -> None:
    await stage.restart(campaign("one"), campaign("two"))
    mia = await coordinator(stage)
    await mia.say("/channel subscribe")
    asked = await mia.say("/alert send words:Call today")
    assert asked.has("Which campaign is it for?")
    assert asked.has("“Drive one” or “Drive two”")
    assert not asked.has("campaign:")  # the buttons say it
    assert "Drive one" in asked.buttons
    assert (await mia.say("/alert list")).has("Draft that needs a change")
    await mia.say("/alert send")
    refused = await mia.fill({WORDS: "Call today"})
    assert any("Which campaign is it for?" in told for told in (refused.text, *refused.errors.values()))
    preview = await mia.say("/alert send words:Call today campaign:two")
    assert preview.has("Drive two")
    sent = await mia.tap("Send it")
    [platform] = stage.platforms
    await platform.shows("Call today")
    assert (await mia.tap(said("alert.button.show"), on=sent)).fact("Campaign") == "Drive two"
    assert (await mia.tap("Cancel it…", on=sent)).fact("Campaign") == "Drive two"


@pytest.mark.parametrize("platform_name", [DISCORD], indirect=True)
async def test_a_refused_commands_text_can_be_corrected(stage: Stage) -> None:
    await stage.restart(campaign("one"), campaign("two"))
    mia = stage.chatter("Mia")
    assert (await mia.say("/profile district:CA-99 name:Mia")).form == said("form.profile.title")
    named, lives = "Your first name, for your script", "Your state, or CA-11, or CA Assembly 12"
    saved = await mia.fill({lives: "CA-11"}, {named: "Mia", lives: "CA-99"})
    assert saved.fact("District") == "CA-11"
    refused = await mia.say("/log spoke campaign:nope")
    assert refused.buttons == ("Drive one", "Drive two")  # instead of the form
    assert stage.calls() == []


async def test_with_one_open_campaign_nobody_is_asked(stage: Stage) -> None:
    await stage.restart(campaign("one"), campaign("past", "closes: 2026-11-01 17:00"))
    mia = await coordinator(stage)
    await mia.say("/channel subscribe")
    assert (await mia.say("/alert send words:Call today")).has("Drive one")


@pytest.mark.parametrize("platform_name", ["console", DISCORD, SOCKET], indirect=True)
async def test_every_campaign_can_be_chosen(stage: Stage) -> None:
    await stage.restart(*(campaign(f"drive-{number:02}") for number in range(32)))
    root = await admin(stage)
    shown = [await root.say("/campaign list"), await root.tap(said("page.after")), await root.tap(said("page.after"))]
    assert [page.has(said("page.of", number=number, count=3)) for number, page in enumerate(shown, 1)] == [True] * 3
    listed = [key for page in shown for key in (f"drive-{number:02}" for number in range(32)) if page.has(key)]
    assert sorted(set(listed)) == [f"drive-{number:02}" for number in range(32)]
