"""A campaign is paused, closed and opened while people call, with the same words on every platform."""

import pytest

from tests.contract.conftest import DISCORD, HTTP, SOCKET
from tests.contract.people import Chatter, said
from tests.contract.roles import admin
from tests.contract.stage import Stage, campaign

SAMPLE, TITLE = "clean-dream-act", "Clean DREAM Act: keep families together"


async def test_a_campaign_is_paused_and_reopened(stage: Stage) -> None:
    cora, ben = await admin(stage), stage.person("Ben")
    paused = await cora.say(f"/campaign pause {SAMPLE}")
    assert (paused.private, paused.buttons) == (True, ("Open it again",))
    assert paused.has("It's paused now.")
    assert (await ben.say("/log spoke")).text == said("campaign.paused.call", title=TITLE)
    assert (await cora.tap("Open it again")).has("It's open now and takes calls.")
    assert (await ben.say("/log spoke")).fact("Your calls") == "1"


async def test_closing_asks_once_and_can_be_undone(stage: Stage) -> None:
    cora, ben = await admin(stage), stage.person("Ben")
    asked = await cora.say(f"/campaign close {SAMPLE}")
    assert (asked.has(said("lifecycle.ask_note")), asked.buttons) == (True, ("Close it",))
    assert (await ben.say("/log spoke")).text.startswith("Logged")
    script = await ben.say("/script")
    assert (await cora.tap("Close it")).has("It's closed now.")
    stage.forward(seconds=1)  # over HTTP Slack gives times in whole seconds
    assert (await ben.tap("Spoke to someone", on=script)).has("ended Monday, November 23, ")
    shown = await cora.say("/campaign show")
    assert shown.has("Closed Monday, November 23")
    assert (shown.fact("Everyone's calls"), shown.buttons) == (
        "1 of 1,000",
        ("Open it", "See it as a volunteer", "All versions"),
    )
    assert (await cora.tap("Open it")).has(said("actions.open_ended"))
    assert (await ben.say("/log voicemail")).fact("Your calls") == "2"
    assert (await cora.say("/audit")).has("opened the campaign Clean DREAM Act")


async def test_every_campaign_is_listed_with_its_state(stage: Stage) -> None:
    await stage.restart(
        campaign("first", "closes: 2026-12-01 17:00"),
        campaign("late", "opens: 2026-12-24 09:00"),
        campaign("past", "closes: 2026-11-01 17:00"),
    )
    cora = await admin(stage)
    listed = await cora.say("/campaign list")
    for key, state in (("first", "Open"), ("late", "Not open yet"), ("past", "Closed")):
        assert listed.row(key) == [f"Drive {key}", key, state, "0"]
    assert (await cora.say("/campaign show late")).has("It opens Thursday, December 24, ")
    assert (await cora.say("/campaign pause late")).has("there's nothing to pause yet")
    assert (await cora.say("/campaign close past")).has(said("lifecycle.already.close"))


async def test_a_volunteer_learns_who_the_command_is_for(stage: Stage) -> None:
    await admin(stage)
    ben = stage.person("Ben")
    for line in ("/campaign list", f"/campaign close {SAMPLE}"):
        name = " ".join(line.removeprefix("/").split()[:2])
        assert (await ben.say(line)).text == said("error.for.coordinator", name=name)


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET, HTTP], indirect=True)
async def test_a_decision_survives_a_restart_and_a_second_delivery(stage: Stage) -> None:
    cora, ben = await admin(stage), stage.person("Ben")
    assert isinstance(cora, Chatter)
    paused = await cora.say(f"/campaign pause {SAMPLE}")
    await stage.restart()
    assert (await ben.say("/log spoke")).text == said("campaign.paused.call", title=TITLE)
    await cora.say(f"/campaign open {SAMPLE}")
    assert (await cora.again(paused)).text == paused.text
    assert (await ben.say("/log spoke")).fact("Your calls") == "1"


async def test_a_file_is_exported_and_followed_and_its_faults_are_shown(stage: Stage) -> None:
    cora = await admin(stage)
    exported = await cora.say(f"/campaign export {SAMPLE}")
    content = await cora.received()
    assert exported.private
    path, files = stage.folder / "campaigns" / f"{SAMPLE}.yaml", stage.app.core.campaigns.files
    path.write_bytes(content)
    assert await files.take_changes() == ()  # it says what it said before
    path.write_bytes(content.replace(b"goal: 1000", b"goal: 2000"))
    await files.take_changes()
    assert (await cora.say("/campaign show")).fact("Everyone's calls") == "0 of 2,000"
    path.write_bytes(content.replace(b"goal: 1000", b"goal: many"))
    await files.take_changes()
    for card in (await cora.say("/campaign show"), await cora.say("/callboard")):
        assert card.has(f"{SAMPLE}.yaml:12:7: ")
        assert not card.has(str(stage.folder))
    path.unlink()
    await files.take_changes()
    assert (await cora.say("/campaign show")).has(said("lifecycle.file_gone"))
    assert (await stage.person("Ben").say("/log spoke")).text.startswith("Logged")
