"""A coordinator subscribes a channel to alerts; for volunteers the command doesn't exist."""

import pytest

from tests.contract.conftest import DISCORD, HTTP, SOCKET
from tests.contract.drivers.discord import DiscordPlatform
from tests.contract.people import Chatter, said
from tests.contract.roles import admin, coordinator
from tests.contract.stage import Stage

SEND_MESSAGES = 1 << 11


@pytest.fixture(params=[DISCORD, SOCKET, HTTP])
def platform_name(request: pytest.FixtureRequest) -> str:
    """The platforms that have channels."""
    return str(request.param)


async def test_a_channel_gets_alerts_with_its_quiet_hours_until_it_unsubscribes(stage: Stage) -> None:
    mia = await coordinator(stage)
    assert (await mia.say("/channel list")).has(said("channel.none").partition(".")[0])
    done = await mia.say("/channel subscribe quiet:22:00-8:00 zone:Pacific")
    assert done.private
    assert done.has("gets the alerts of Harbor")
    assert done.has("10:00 PM–8:00 AM (Pacific time)")
    assert (await mia.say("/channel list")).has("10:00 PM–8:00 AM Pacific time")
    assert (await mia.say("/channel subscribe zone:Eastarn")).has("I don't know a time zone called “Eastarn”")
    assert (await mia.say("/channel unsubscribe")).has("gets no more alerts")
    assert (await mia.say("/channel unsubscribe")).text == said("channel.not_subscribed")


async def test_misspelled_quiet_hours_and_their_clock_are_offered_mended(stage: Stage) -> None:
    mia = await coordinator(stage)
    for line, label, shown in (
        ("quiet:10pm untl 8am", "10pm until 8am", "10:00 PM–8:00 AM"),
        ("quiet:de 11 de la nohce a 7 de la mañana", "de 11 de la noche a 7 de la mañana", "11:00 PM–7:00 AM"),
        ("quiet:22:00-8:00 zone:hora del pasifico", "hora del Pacífico", "(Pacific time)"),
        ("quiet:noen", "none", "gets the alerts of Harbor"),
    ):
        near = await mia.say(f"/channel subscribe {line}")
        assert label in near.buttons, line
        assert (await mia.tap(label, on=near)).has(shown), line


@pytest.mark.parametrize("platform_name", [HTTP], indirect=True)
async def test_misspelled_quiet_hours_need_no_key(stage: Stage) -> None:
    mia = await coordinator(stage)
    near = await mia.say("/channel subscribe betwen 10pm and 8am Pacific")
    assert near.buttons == ("between 10pm and 8am",)
    assert (await mia.tap(near.buttons[0], on=near)).has("10:00 PM–8:00 AM (Pacific time)")
    assert not (await mia.say("/channel subscribe lunch")).has("Did you mean")


async def test_an_unlinked_space_cannot_subscribe(stage: Stage) -> None:
    root = await admin(stage)
    assert (await root.say("/channel subscribe")).has("doesn't belong to an organization of yours")
    ben = stage.person("Ben")
    assert (await ben.say("/channel subscribe")).has("for coordinators of an organization")


@pytest.mark.parametrize("platform_name", [DISCORD], indirect=True)
async def test_the_list_shows_a_renamed_or_closed_channel_at_once(stage: Stage) -> None:
    mia = await coordinator(stage)
    await mia.say("/channel subscribe")
    [platform] = stage.platforms
    assert isinstance(platform, DiscordPlatform)
    platform.change_channel(name="call-in-day", denied=SEND_MESSAGES)
    seen = await mia.say("/channel list")
    assert seen.has("#call-in-day")
    assert seen.has("Send Messages")
    preview = await mia.say("/alert send words:Call today when:now")
    assert preview.has("#call-in-day: Callboard needs “Send Messages” there")
    platform.change_channel(name="call-in-day", denied=0)
    assert not (await mia.say("/channel list")).has("Send Messages")
    assert (await mia.say("/channel unsubscribe channel:call-in-day")).has("call-in-day")


@pytest.mark.parametrize("platform_name", [DISCORD], indirect=True)
@pytest.mark.parametrize("name", ["after-the-vote", "casa-señal", "全美動員"])
async def test_a_preview_and_its_alert_name_a_renamed_channel_as_it_is_now(stage: Stage, name: str) -> None:
    mia = await coordinator(stage)
    await mia.say("/channel subscribe")
    [platform] = stage.platforms
    assert isinstance(platform, DiscordPlatform)
    platform.change_channel(name=name, denied=SEND_MESSAGES)
    preview = await mia.say("/alert send words:Call today when:now")
    assert preview.has(f"#{name}: Callboard needs “Send Messages” there")
    platform.refuse("POST /channels/*/messages", 403, 50013, times=1)
    await mia.tap("Send it", on=preview)
    assert isinstance(mia, Chatter)
    await stage.end_alert()
    await mia.wait_for_message(f"#{name}")


async def test_a_status_says_when_a_channel_gets_an_alert_that_waits(stage: Stage) -> None:
    mia = await coordinator(stage)
    await mia.say("/channel subscribe quiet:11:00-14:00 zone:Eastern")
    await mia.say("/alert send words:Call today when:now")
    await mia.tap("Send it")
    status = await mia.tap("See its status")
    assert status.has("1 channel gets it later, ")
    assert status.has("its day is full, or it has quiet hours")
    await mia.say("/channel subscribe quiet:none")
    await mia.say("/alert send words:Call tomorrow when:tomorrow at noon")
    await mia.tap("Send it")
    assert not (await mia.tap("See its status")).has("later")
