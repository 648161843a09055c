"""Leaving an org asks first, names what ends, and takes every right that came with the link."""

import re
from typing import cast

import pytest

from tests.contract.conftest import DISCORD, HTTP, SOCKET
from tests.contract.drivers.slack import SlackPerson
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage
from tests.platforms.slack.answers import Answer

_CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET, HTTP], indirect=True)
async def test_leaving_asks_and_then_ends_everything_that_depends_on_the_space(
    stage: Stage, platform_name: str
) -> None:
    word = "server" if platform_name == DISCORD else "workspace"
    root, mia, ben = await admin(stage), stage.chatter("Mia"), stage.person("Ben")
    mia.administrate()
    assert (await mia.say("/callboard")).has(f"This {word} belongs to no organization yet")
    assert not (await ben.say("/callboard")).has("belongs to no organization yet")
    await root.say("/org add name:Harbor")
    [code] = set(_CODE.findall((await root.say("/org code org:Harbor")).text))
    assert (await mia.say(f"/org join code:{code}")).has(f"This {word} belongs to Harbor now")
    assert (await mia.say("/org language language:es")).has(f"for everyone in this {word}")
    assert not (await mia.say("/callboard")).has("belongs to no organization yet")
    await mia.say("/channel subscribe")
    assert (await ben.say("/org leave")).text == said("space.not_yours_to_word", space=word)
    asked = await mia.say("/org leave")
    for what in ("coordinators", "channels"):
        assert asked.has(said(f"org.ends.{what}", count=1))
    assert asked.has(f"If this {word} leaves Harbor")
    assert asked.has(said("org.ends.alone", name="Harbor"))
    assert asked.has("You'll no longer speak for Harbor.")
    assert (await mia.say("/channel list")).has("general")  # nothing has ended yet
    left = await mia.tap("Leave", on=asked)
    assert left.has(f"This {word} no longer belongs to Harbor")
    for what in ("coordinators", "channels"):
        assert left.has(said(f"org.ended.{what}", count=1))
    assert left.has("Nobody coordinates Harbor now")
    assert left.has("You no longer speak for Harbor.")
    assert not left.has("Alerts")  # none was scheduled
    assert not any(left.has(word) for word in ("stops", "gets no more", "then;"))
    for line in ("/channel list", "/report calls", "/alert list", "/role list"):
        assert (await mia.say(line)).has("for coordinators of an organization")
    assert (await mia.say("/org leave")).text == said("space.unlinked", space=word)


@pytest.mark.parametrize("platform_name", [SOCKET], indirect=True)
async def test_a_right_that_was_lost_ends_at_once_and_comes_back_with_a_new_code(stage: Stage) -> None:
    root, mia = await admin(stage), cast(SlackPerson, stage.person("Mia"))
    mia.administrate()
    await root.say("/org add name:Harbor")

    async def join() -> None:
        [code] = set(_CODE.findall((await root.say("/org code org:Harbor")).text))
        assert (await mia.say(f"/org join code:{code}")).has("belongs to Harbor now")

    await join()
    asked = await mia.say("/org leave")
    assert (await mia.say("/role list")).has("Coordinator")
    mia.resign()
    refusal = said("space.not_yours_to_word", space="workspace")
    tapped = cast(Answer, (await mia.tap("Leave", on=asked)).thing)
    await tapped.until(lambda answer: refusal in answer.history)  # the message about the lost role may come first
    assert (await mia.say("/role list")).has("for coordinators of an organization")
    mia.administrate()
    assert (await mia.say("/role list")).has("for coordinators of an organization")
    await join()
    assert (await mia.say("/role list")).has("Coordinator")


@pytest.mark.parametrize("platform_name", [SOCKET], indirect=True)
async def test_an_unlinked_space_names_a_step_that_its_reader_can_take(stage: Stage) -> None:
    """Admins make the code themselves, so the card doesn't tell them to ask an admin."""
    stage.chatter("Cora").administrate()
    root, mia = await admin(stage), stage.chatter("Mia")  # Mia administers the space
    mia.administrate()
    assert (await mia.say("/callboard")).has("Ask the coalition's admins for a code")
    own = await root.say("/callboard")
    assert own.has("Make a code with /org code")
    assert not own.has("Ask the coalition's admins")


@pytest.mark.parametrize("platform_name", [DISCORD, HTTP], indirect=True)
async def test_a_coordinator_whose_role_is_revoked_hears_it_privately(stage: Stage) -> None:
    root, mia = await admin(stage), stage.chatter("Mia")
    await stage.add_org("Harbor")
    await root.say(f"/role grant person:{mia.mention} role:coordinator scope:Harbor")
    await mia.say("/channel subscribe")
    await mia.say("/alert send words:Call today when:13:00 Eastern")
    await mia.tap("Send it")
    revoked = await root.say(f"/role revoke person:{mia.mention} role:coordinator scope:Harbor")
    assert revoked.has(said("role.held_alerts", count=1))
    await mia.wait_for_message("You're no longer a coordinator for Harbor.")
    await mia.wait_for_message("1 alert that you scheduled will be held")
