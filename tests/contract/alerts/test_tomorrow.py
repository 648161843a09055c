"""An alert scheduled on Slack for tomorrow morning arrives on both platforms, despite a restart."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from time_machine import Traveller

from tests.contract.conftest import DISCORD, HTTP, run_stage, start_platform
from tests.contract.people import Chatter
from tests.contract.roles import admin
from tests.contract.stage import Stage


@pytest.fixture
async def stage(tmp_path: Path, sqlite_template: Path, traveller: Traveller, addresses: None) -> AsyncIterator[Stage]:
    """The product on Slack and Discord."""
    both = Stage(tmp_path, (await start_platform(HTTP), await start_platform(DISCORD)), traveller)
    async for running in run_stage(both, sqlite_template):
        yield running


async def begin_harbor(stage: Stage) -> tuple[Chatter, Chatter]:
    """The coordinators of an organization with a space on each platform."""
    root = await admin(stage)
    await root.say("/org add name:Harbor")
    codes = [(await root.say("/org code org:Harbor")).text.partition("links")[0].split()[-1] for _ in range(2)]
    mia, dan = [await subscribe_channel(stage, on, code) for on, code in enumerate(codes)]
    return mia, dan


async def subscribe_channel(stage: Stage, on: int, code: str) -> Chatter:
    """A coordinator whose space was linked with ``code`` and whose channel gets alerts."""
    person = stage.person(f"Chief{on}", on=on)
    assert isinstance(person, Chatter)
    person.administrate()
    assert (await person.say(f"/org join {code}")).has("belongs to Harbor now")
    assert (await person.say("/channel subscribe")).has("gets the alerts of Harbor")
    return person


async def test_an_alert_for_tomorrow_is_posted_once_in_each_channel_after_a_restart(stage: Stage) -> None:
    mia, dan = await begin_harbor(stage)
    preview = await mia.say("/alert send words:Call today when:tomorrow 9:00 Eastern")
    assert preview.fact("When") == "Tuesday, November 24, 9:00 AM Eastern time"
    assert preview.fact("Channels") == "1 on Discord and 1 on Slack"
    assert (await mia.tap("Send it")).has("It goes out Tuesday, November 24, 9:00 AM Eastern time")

    await stage.restart()
    stage.forward(hours=20, minutes=59)
    assert [platform.public() for platform in stage.platforms] == [[], []]
    await stage.restart()
    stage.forward(minutes=2)
    for platform in stage.platforms:
        await platform.shows("Call today")
    await stage.restart()
    stage.forward(minutes=30)
    assert (await dan.tap_post("Get the script")).private
    assert dan.last.has("(202) 224-3121")
    assert (await dan.tap_post("Log a call")).private
    assert (await dan.tap("Left a voicemail")).fact("Your calls") == "1"
    stage.forward(minutes=1)
    await stage.restart()  # a start checks the cards at once; after that it happens every ten seconds
    for platform in stage.platforms:
        await platform.shows("1 of 1,000 calls")
    assert (await mia.tap_message("See its status")).has("Call today")  # the notice says how it ended
    assert (await mia.say("/alert list")).has("2 sent")
    assert [len(platform.public()) for platform in stage.platforms] == [1, 1]


async def test_a_channel_that_leaves_before_an_alerts_time_says_so_and_so_does_the_alert(stage: Stage) -> None:
    mia, dan = await begin_harbor(stage)
    for words, when in (("Call today", "tomorrow 9:00"), ("Call again", "tomorrow 18:00"), ("Never", "tomorrow 20:00")):
        await mia.say(f"/alert send words:{words} when:{when} Eastern")
        await mia.tap("Send it")
    [reference] = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}", mia.last.text)
    await mia.say(f"/alert cancel alert:{reference}")
    await mia.tap("Cancel it")
    assert (await dan.say("/channel unsubscribe")).has("2 alerts that were planned for it won't be posted there")
    stage.forward(hours=21, minutes=1)
    await stage.platforms[0].shows("Call today")
    await stage.end_alert()
    shown = await mia.tap_message("See its status")
    assert shown.has("Not posted in 1 channel, because it no longer gets these alerts.")
    assert not shown.has("canceled")
