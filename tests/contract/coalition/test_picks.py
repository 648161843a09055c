"""People and roles are picked from the platform's own lists; text that names no account has no effect."""

from typing import cast

import pytest

from tests.contract.conftest import CONSOLE, DISCORD, HTTP, SOCKET
from tests.contract.drivers.discord import DiscordPlatform
from tests.contract.drivers.slack import SlackPerson, SlackPlatform
from tests.contract.people import Chatter, said
from tests.contract.roles import admin
from tests.contract.stage import Stage

WHO, ROLE, SCOPE = "Who it is", "The role", "A captain's chapter, or a coordinator's org"
FOREIGN = ["123456789012345678", "@123456789012345678", "console:123456789012345678", "U0SIM00001G", "T1:U0SIM00001G"]
NOBODY = ["@ana", "ana", "everyone", "@everyone", "@here", "U12", "12", "slack:ana", "<@>", "WASHINGTON"]


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET, HTTP], indirect=True)
async def test_nobody_gets_a_role_by_text_that_names_no_account(stage: Stage) -> None:
    await stage.add_org("Valley Org", "East")
    root = await admin(stage)
    before = (await root.say("/role list")).text
    for word in NOBODY:
        refused = await root.say(f"/role grant person:{word} role:coordinator scope:Valley Org")
        assert refused.text == said("error.person", word=word)
    assert (await root.say("/role list")).text == before


@pytest.mark.parametrize("platform_name", [CONSOLE], indirect=True)
async def test_a_console_takes_names_as_in_the_settings_and_no_other_platforms_account(stage: Stage) -> None:
    await stage.add_org("Valley Org", "East")
    root = await admin(stage)
    before = (await root.say("/role list")).text
    for word in ("console:", "@console:", "Discord:123456789012345678", "@discord:1", "slack:T1:U1", "everyone"):
        refused = await root.say(f"/role grant person:{word} role:coordinator scope:Valley Org")
        quoted = said("mention.person") if word == "slack:T1:U1" else word  # reads as an account's full name
        assert refused.has(said("error.person", word=quoted))
    for word in (*FOREIGN, "<@123456789012345678>", "<@U0SIM00001G>"):
        for line in ("role grant person:{} role:captain scope:East", "suspend person:{} reason:spam"):
            assert (await root.say("/" + line.format(word))).has("isn't anyone's account"), word
        assert (await root.say(f"/chapter invite person:{word} chapter:East")).has("isn't anyone's account"), word
    assert (await root.say("/role list")).text == before
    granted = await root.say("/role grant person:ana role:coordinator scope:Valley Org")
    assert granted.has(said("role.unmet"))
    ben = stage.person("Ben")
    await ben.say("/script")
    await ben.say("/profile name:Ben")
    assert not (await root.say(f"/role grant person:{ben.mention} role:captain scope:East")).has(said("role.unmet"))
    for word in ("console:ana", "@console:ana", "Console:Ana"):
        again = await root.say(f"/role grant person:{word} role:coordinator scope:Valley Org")
        assert again.has("They already have that role."), word


@pytest.mark.parametrize("platform_name", [SOCKET], indirect=True)
async def test_nobody_gets_a_role_by_an_id_that_slack_has_never_given(stage: Stage) -> None:
    await stage.add_org("Valley Org", "East")
    root = await admin(stage)
    before = (await root.say("/role list")).text
    _, team = cast(SlackPlatform, stage.platforms[0]).space
    typed = (f"{team}:U0ABCDEFG", f"slack:{team}:W0ABCDEFG", f"@{team}:U0ABCDEFG", "T0FOREIGN:U0ABCDEFG")
    here = f"T0FOREIGN:{cast(Chatter, root).account}"  # somebody here, under another workspace
    ids = ("U0ABCDEFG", "W0ABCDEFG", "@U0ABCDEFG")
    for word in (*ids, "slack:U0ABCDEFG", "<@U0ABCDEFG>", here, *typed):
        for line in (
            f"role grant person:{word} role:coordinator scope:Valley Org",
            f"suspend person:{word} reason:spam",
        ):
            refused = await root.say(f"/{line}")
            quoted = word if word in (*ids, "slack:U0ABCDEFG") else said("mention.person")
            assert refused.text == said("error.person", word=quoted)
    assert (await root.say("/role list")).text == before
    ben = cast(Chatter, stage.person("Ben"))
    granted = await root.say(f"/role grant person:{team}:{ben.account} role:coordinator scope:Valley Org")
    assert granted.has("Done")


@pytest.mark.parametrize("platform_name", [SOCKET], indirect=True)
async def test_a_guest_from_another_workspace_is_mentioned_when_somebody_picks_them(stage: Stage) -> None:
    await stage.add_org("Valley Org", "East")
    root = await admin(stage)
    elsewhere = cast(SlackPerson, stage.person("Zoe")).in_other_space()._user
    guest = cast(SlackPlatform, stage.platforms[0]).member("Cora").team.guest(elsewhere)
    for line in (
        "role grant person:{} role:captain scope:East",
        "role revoke person:{} role:captain scope:East",
        "chapter invite person:{} chapter:East",
    ):
        seen = await root.say(f"/{line.format(f'<@{guest.id}>')}")
        assert seen.has("Done: ")
        assert seen.has(said("person.guest", who=f"@{guest.id}")), seen.text


@pytest.mark.parametrize("platform_name", [SOCKET], indirect=True)
async def test_who_is_typed_with_another_workspaces_id_is_named_by_its_end(stage: Stage) -> None:
    await stage.add_org("Valley Org", "East")
    root, zoe = await admin(stage), cast(SlackPerson, stage.person("Zoe")).in_other_space()
    await zoe.say("/log voicemail")
    account = f"{zoe._user.team.id}:{zoe.account}"
    for line in ("role grant person:{} role:captain scope:East", "suspend person:{} reason:spam"):
        seen = await root.say("/" + line.format(account))
        assert seen.has(said("person.ending", platform="Slack", end=account[-4:])), seen.text
        assert not seen.has(account)


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET, HTTP], indirect=True)
async def test_an_id_works_wherever_a_person_is_named(stage: Stage) -> None:
    await stage.add_org("Valley Org", "East")
    root, ben = await admin(stage), cast(Chatter, stage.person("Ben"))
    await ben.say("/log spoke")
    granted = await root.say(f"/role grant person:{ben.account} role:coordinator scope:Valley Org")
    assert granted.has("Done")
    revoked = await root.say(f"/role revoke person:{ben.account} role:coordinator scope:Valley Org")
    assert revoked.text.startswith("Done")
    assert (await root.say(f"/suspend person:{ben.account} reason:spam")).has("Suspended: ")
    assert (await root.say(f"/unsuspend person:{ben.account}")).has("can log calls again")


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET, HTTP], indirect=True)
async def test_a_form_uses_the_platforms_own_list_of_people(stage: Stage) -> None:
    await stage.add_org("Valley Org", "East")
    root, ben = await admin(stage), cast(Chatter, stage.person("Ben"))
    assert (await root.say("/role grant")).form == "/role grant"
    granted = await root.fill({WHO: ben.account, ROLE: "Captain", SCOPE: "East"})
    assert granted.has("Done")
    await root.say(f"/suspend person:{ben.mention}")
    assert root.last.form == "/suspend"


@pytest.mark.parametrize("platform_name", [DISCORD], indirect=True)
async def test_a_role_is_picked_and_named_in_the_answer(stage: Stage) -> None:
    await stage.add_org("Valley Org", "East")
    await stage.link("Valley Org")
    root, role = await admin(stage), cast(DiscordPlatform, stage.platforms[0]).role
    for picked in (role, f"<@&{role}>", "Chicago", "@chicago"):
        mapped = await root.say(f"/chapter map chapter:East role:{picked}")
        assert mapped.text == said("chapter.mapped_role", name="East", role="Chicago")
    for unknown in ("999", "<@&999>", "1" * 18, f"<@&{'1' * 18}>", "Boston"):
        refused = await root.say(f"/chapter map chapter:East role:{unknown}")
        assert not refused.has("Done")
        assert not refused.has("role:")


@pytest.mark.parametrize("platform_name", [DISCORD], indirect=True)
async def test_what_leads_to_a_chapter_is_listed_and_said_before_it_is_archived(stage: Stage) -> None:
    await stage.add_org("Valley Org", "East", "West", "Far")
    root, role = await admin(stage), cast(DiscordPlatform, stage.platforms[0]).role
    first = await root.say(f"/chapter map chapter:East role:{role}")
    assert not first.has(said("chapter.map_order")), "nothing else leads elsewhere"
    channel = await root.say("/chapter map chapter:West")
    assert channel.has(said("chapter.map_order"))
    assert not channel.has("Until now")
    moved = await root.say("/chapter map chapter:Far")
    assert moved.has(said("chapter.mapped_before", name="West"))
    listed = await root.say("/chapter list")
    assert listed.has("East: the role Chicago")
    assert listed.has("Far: #general")  # the channel that this was typed in
    assert not listed.has("West:")
    assert (await root.say("/chapter archive chapter:East")).has(said("archive.leads", count=1))
    assert not (await root.say("/chapter archive chapter:West")).has("leads to it")
