"""In direct messages, where Discord doesn't say who administers a server, Callboard asks for it."""

from typing import cast

import pytest

from bot.identity import Caller
from bot.roles import Reach, Role
from tests.contract.conftest import DISCORD
from tests.contract.drivers.discord import DiscordPlatform
from tests.contract.drivers.discord_people import DiscordPerson
from tests.contract.people import said
from tests.contract.roles import coordinator
from tests.contract.stage import Stage

MEMBER = "GET /guilds/*/members/*"
UNSURE = said("error.rights_unknown")
COMMANDS = ("/report calls", "/alert list", "/role list", "/channel list", "/campaign list")

pytestmark = pytest.mark.parametrize("platform_name", [DISCORD], indirect=True)


async def linker(stage: Stage) -> DiscordPerson:
    """The administrator who linked the server, and so coordinates its organization."""
    return cast(DiscordPerson, await coordinator(stage))


def discord(stage: Stage) -> DiscordPlatform:
    return cast(DiscordPlatform, stage.platforms[0])


async def test_a_server_administrator_coordinates_from_direct_messages_too(stage: Stage) -> None:
    mia = await linker(stage)
    for line in COMMANDS:
        assert not (await mia.in_messages().say(line)).has("for coordinators"), line
    assert discord(stage).asked(MEMBER) == 1  # the answer is reused for a few minutes


@pytest.mark.parametrize("where", ["messages", "another server"])
async def test_a_former_administrator_is_refused_within_minutes(stage: Stage, where: str) -> None:
    mia = await linker(stage)
    elsewhere = mia.in_messages() if where == "messages" else mia.in_other_space()
    assert not (await elsewhere.say("/report calls")).has("for coordinators")
    mia.resign()
    stage.forward(minutes=3)
    for line in COMMANDS:
        assert (await elsewhere.say(line)).has("for coordinators"), line
    mia.administrate()
    stage.forward(minutes=3)
    assert not (await elsewhere.say("/report calls")).has("for coordinators")


async def test_a_person_who_left_the_server_is_refused(stage: Stage) -> None:
    mia = await linker(stage)
    discord(stage).expel(mia)
    assert (await mia.in_messages().say("/report calls")).has("for coordinators")


@pytest.mark.parametrize(("status", "code"), [(503, 0), (500, 0), (403, 50001), (429, 0), (404, 10004)])
async def test_without_discords_answer_the_right_is_refused_with_a_sentence(
    stage: Stage, status: int, code: int
) -> None:
    mia = await linker(stage)
    messages = mia.in_messages()
    discord(stage).refuse(MEMBER, status, code, times=3)
    assert (await messages.say("/report calls")).text == UNSURE
    assert (await messages.say("/script")).has("(202) 224-3121")  # needs no right
    assert (await mia.say("/report calls")).text != UNSURE  # requests from the server itself say it
    assert (await messages.say("/report calls")).text == UNSURE
    assert not (await messages.say("/report calls")).has("for coordinators")


@pytest.mark.parametrize("holds", [True, False])
async def test_the_buttons_of_a_notice_work_while_the_right_holds(stage: Stage, holds: bool) -> None:
    mia = await linker(stage)
    await mia.say("/channel subscribe")
    await mia.say("/alert send words:Call today when:13:00 Eastern")
    await mia.tap("Send it")
    await stage.pause(hours=3)
    if not holds:
        await mia.wait_for_message("An alert of yours was held back")
        mia.resign()
        stage.forward(minutes=3)  # the worker has just asked about the author
    await mia.tap_message("Send it now")
    if holds:
        await discord(stage).shows("Call today")
    else:
        assert mia.last.has(said("error.ended.coordinator"))
        assert discord(stage).public() == []


async def test_a_role_from_an_admin_depends_on_no_server(stage: Stage) -> None:
    mia = await linker(stage)
    ben = cast(DiscordPerson, stage.chatter("Ben"))
    await mia.say("/chapter add org:Harbor name:Bay")
    roles, root = stage.app.core.coalition.roles, Caller("discord", "1", None)
    await roles.give(root, Reach(Role.ADMIN), ben.mention.strip("<@!>"), Role.CAPTAIN, "Bay")
    discord(stage).refuse(MEMBER, 503, 0, times=3)
    assert (await ben.in_messages().say("/name list")).text != UNSURE
    assert discord(stage).asked(MEMBER) == 0


async def test_a_role_that_an_administrator_gave_ends_with_their_right(stage: Stage) -> None:
    mia = await linker(stage)
    ben = cast(DiscordPerson, stage.chatter("Ben"))
    await mia.say("/chapter add org:Harbor name:Bay")
    await mia.say(f"/role grant person:{ben.mention} role:captain scope:Bay")
    for place in (ben, ben.in_messages()):
        assert not (await place.say("/name list")).has("for captains")
    mia.resign()  # and she never comes back to be asked
    stage.forward(minutes=3)
    for place in (ben, ben.in_messages()):
        assert (await place.say("/name list")).has("for captains")
    discord(stage).refuse(MEMBER, 503, 0, times=3)
    stage.forward(minutes=3)
    assert (await ben.say("/name list")).text == UNSURE


async def test_an_alert_of_a_former_administrator_is_held(stage: Stage) -> None:
    mia = await linker(stage)
    ben = cast(DiscordPerson, stage.chatter("Ben"))
    roles, root = stage.app.core.coalition.roles, Caller("discord", "1", None)
    await roles.give(root, Reach(Role.ADMIN), ben.mention.strip("<@!>"), Role.COORDINATOR, "Harbor")
    await mia.say("/channel subscribe")
    await mia.say("/alert send words:Call today when:13:00 Eastern")
    await mia.tap("Send it")
    mia.resign()  # and nothing of hers arrives anymore
    await stage.pause(minutes=62)
    await ben.wait_for_message("because its author can no longer send it")
    assert discord(stage).public() == []
    assert (await mia.say("/report calls")).has("for coordinators")


async def test_an_alert_waits_until_discord_says_that_its_author_has_the_right(stage: Stage) -> None:
    mia, platform = await linker(stage), discord(stage)
    await mia.say("/channel subscribe")
    await mia.say("/alert send words:Call today when:13:00 Eastern")
    await mia.tap("Send it")
    before = platform.asked(MEMBER)
    platform.refuse(MEMBER, 503, 0, times=1)
    stage.forward(minutes=60)
    await platform.until(lambda: platform.asked(MEMBER) == before + 1)
    await mia.say("/log spoke")  # saved after the alert's new time
    stage.forward(seconds=61)
    await platform.shows("Call today")
    assert platform.asked(MEMBER) == before + 2
