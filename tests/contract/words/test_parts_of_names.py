"""A part of a name is enough, and what may be left out is assumed where there is only one; otherwise people choose."""

import pytest

from tests.contract.conftest import CONSOLE, HTTP, SOCKET
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage, campaign


async def test_a_campaign_is_found_by_a_part_of_its_name(stage: Stage) -> None:
    await stage.restart(campaign("house-vote"), campaign("senate-vote"), campaign("budget"))
    root, ana = await admin(stage), stage.person("Ana")
    assert (await ana.say("/script house")).has("Drive house-vote")
    assert (await ana.say("/script campaign:ＨＯＵＳＥ")).has("Drive house-vote")
    assert (await ana.say("/leaderboard chapters house")).has("Drive house-vote")
    assert (await ana.say("/log spoke campaign:budg")).has("It counts for Drive budget.")
    assert (await root.say("/campaign show budg")).has("Drive budget")
    assert (await root.say("/report calls house")).has("Drive house-vote")
    several = await ana.say("/script campaign:vote")
    assert several.has("“vote” fits more than one campaign.")
    assert set(several.buttons) == {"Drive house-vote", "Drive senate-vote"}
    assert (await ana.tap("Drive senate-vote", on=several)).has("Drive senate-vote")
    near = await ana.say("/script campaign:bugdet")
    assert near.has("Did you mean “Drive budget”?")
    assert (await ana.tap("Drive budget", on=near)).has("Drive budget")


@pytest.mark.parametrize("platform_name", [CONSOLE, SOCKET, HTTP], indirect=True)
async def test_a_misspelled_campaign_behind_log_is_offered(stage: Stage) -> None:
    await stage.restart(campaign("house-vote"), campaign("budget"))
    ana = stage.person("Ana")
    near = await ana.say("/log spoke bugdet")
    assert near.text == said("campaign.near", word="bugdet", near="Drive budget")
    assert (await ana.tap(near.buttons[0])).has("It counts for Drive budget.")
    assert (await ana.say("/log voicemail mayor")).has("None of the open campaigns has an office called “mayor”")


async def test_a_coordinator_of_one_organization_need_not_name_it(stage: Stage) -> None:
    root, ben = await admin(stage), stage.person("Ben")
    await root.say("/org add North")
    await root.say("/org add Harbor")
    await root.say(f"/role grant {ben.mention} coordinator North")
    assert (await ben.say("/chapter add Queens")).has("Queens is a chapter of North now")
    assert (await ben.say("/chapter add North")).has("North is a chapter of North now")
    assert (await ben.say("/chapter add name:Queens Village")).has("Queens Village is a chapter of North now")
    assert (await ben.say("/chapter add org:North name:Astoria")).has("Astoria is a chapter of North now")
    assert (await ben.say("/org rename name:Northern Lights")).has("is called Northern Lights now")
    await root.say(f"/role grant {ben.mention} coordinator Harbor")
    asked = await ben.say("/chapter add Bronx")
    assert asked.text.startswith(said("org.which", known="“Harbor” or “Northern Lights”"))
    assert (await ben.tap("Harbor", on=asked)).has("Bronx is a chapter of Harbor now")
    code = await ben.say("/chapter code chapter:queens v")
    assert code.has("lets one person into Queens Village")
    several = await ben.say("/chapter code queens")
    assert several.has("lets one person into Queens")  # a whole name goes before a part
    assert (await ben.say("/chapter list light")).has("Astoria")
