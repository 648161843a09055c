"""`/alert list`: its parts under headings, and what the coalition sends to a coordinator's own channels."""

import asyncio

import pytest

from tests.contract.conftest import DISCORD, HTTP, SOCKET
from tests.contract.drivers.discord import DiscordPlatform
from tests.contract.people import said
from tests.contract.roles import admin, coordinator
from tests.contract.stage import Stage

OPEN, DRAFTS, ENDED = (said(f"alert.list.part.{part}") for part in ("open", "drafts", "ended"))


@pytest.fixture(params=[DISCORD, SOCKET, HTTP])
def platform_name(request: pytest.FixtureRequest) -> str:
    """The platforms that have channels."""
    return str(request.param)


async def test_a_coordinator_sees_what_comes_into_their_channel_and_decides_nothing_about_it(stage: Stage) -> None:
    root = await admin(stage)
    mia = await coordinator(stage, root=root)
    await mia.say("/channel subscribe")
    await root.say("/alert send words:Call for everybody when:in 3 hours audience:coalition")
    sent = await root.tap(said("alert.button.confirm"))
    reference = sent.text.partition("Its reference is ")[2].split(".")[0]
    due = await mia.say("/alert list")
    assert due.has(OPEN)
    assert due.has(said("alert.list.from_all"))
    assert due.has(said("alert.list.waiting", count=1))
    assert not due.has("Call for everybody")  # it isn't in the channel yet
    assert due.buttons == ()
    stage.forward(hours=3, minutes=1)
    await stage.platforms[0].shows("Call for everybody")
    posted = await mia.say("/alert list")
    async with asyncio.timeout(20):  # the channel has it before the list knows that it arrived
        while not posted.has(said("alert.list.sent", count=1)):
            posted = await mia.say("/alert list")
    assert posted.has("Call for everybody")
    assert not any(reference in button for button in posted.buttons)
    assert (await mia.say(f"/alert cancel {reference}")).has("There's no such alert.")


@pytest.mark.parametrize("platform_name", [DISCORD], indirect=True)
async def test_a_coordinator_reads_where_and_why_the_coalitions_alert_failed_and_whom_to_ask(stage: Stage) -> None:
    root, [platform] = await admin(stage), stage.platforms
    assert isinstance(platform, DiscordPlatform)
    mia = await coordinator(stage, root=root)
    await mia.say("/channel subscribe")
    await root.say("/alert send words:Call for everybody audience:coalition")
    platform.refuse("POST /channels/*/messages", 403, 50013, times=1)
    sent = await root.tap(said("alert.button.confirm"))
    reference = sent.text.partition("Its reference is ")[2].split(".")[0]
    async with asyncio.timeout(20):
        while not (listed := await mia.say("/alert list")).has(said("alert.list.failed", count=1)):
            pass
    assert listed.has(OPEN)
    assert listed.has("#general: Callboard isn't allowed to post there")
    assert listed.has(f"ask the coalition's admins to use /alert resend {reference}.")
    assert listed.buttons == ()


async def test_each_part_of_the_list_has_a_heading(stage: Stage) -> None:
    mia = await coordinator(stage)
    await mia.say("/channel subscribe")
    await mia.say("/alert send words:Call @everyone")
    await mia.say("/alert send words:Call on Friday when:friday 9:00")
    await mia.tap(said("alert.button.confirm"))
    gone = await mia.say("/alert send words:Never mind when:friday 10:00")
    await mia.tap(said("alert.button.confirm"), on=gone)
    await mia.say("/alert cancel " + mia.last.text.partition("Its reference is ")[2].split(".")[0])
    await mia.tap(said("alert.button.cancel"))
    text = (await mia.say("/alert list")).text
    places = [text.index(one) for one in (OPEN, "Call on Friday", DRAFTS, "Call @everyone", ENDED, "Never mind")]
    assert places == sorted(places)


async def test_drafts_alike_in_their_words_differ_by_time_and_audience(stage: Stage) -> None:
    root = await admin(stage)
    mia = await coordinator(stage, root=root)
    await mia.say("/channel subscribe")
    for rest in ("", " when:tomorrow 9:00 Eastern", " when:tomorow 99"):
        await mia.say(f"/alert send words:Call today{rest}")
    listed = await mia.say("/alert list")
    assert listed.has("Draft, to go out right away")
    assert listed.has("Draft, planned for Tuesday, November 24, 9:00 AM Eastern time")
    assert listed.has("To Harbor")
    assert listed.has("Draft that needs a change, last changed Monday, November 23")
    assert listed.has("Its time: “tomorow 99”")
