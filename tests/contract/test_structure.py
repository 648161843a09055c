"""Orgs, chapters and roles, with the same words on every platform; for volunteers the commands don't exist."""

from tests.contract.people import said
from tests.contract.stage import Stage
from tests.contract.test_moderation import admin


async def test_an_admin_builds_an_org_and_names_its_captain(stage: Stage) -> None:
    root, ben = await admin(stage), stage.person("Ben")
    assert (await root.say("/org add name:Harbor")).has("Harbor is a member organization now")
    assert (await root.say("/org add name:harbor")).text == said("org.taken", name="Harbor")
    assert (await root.say("/chapter add org:Harbor name:East Side")).has("East Side is a chapter of Harbor now")
    assert (await root.say("/chapter rename chapter:East Side name:West Side")).has("It's called West Side now")
    assert (await root.say("/org list")).row("Harbor")[-1] == "1"
    granted = await root.say(f"/role grant person:{ben.mention} role:captain scope:West Side")
    assert granted.has("Captain for West Side")
    assert (await root.say("/role list")).has("West Side")
    await stage.link("Harbor")
    await ben.say("/profile chapter:West Side")
    assert (await ben.say("/log spoke")).fact("West Side") == "1"
    assert (await root.say("/audit")).has("gave the chapter West Side its name")


async def test_a_captain_sees_only_their_own_chapter(stage: Stage) -> None:
    root, ben = await admin(stage), stage.person("Ben")
    await root.say("/org add name:Harbor")
    for chapter in ("East", "West"):
        await root.say(f"/chapter add org:Harbor name:{chapter}")
    await root.say(f"/role grant person:{ben.mention} role:captain scope:East")
    await stage.link("Harbor")
    await ben.say("/profile chapter:East")
    await ben.say("/log spoke")
    totals = await ben.say("/chapter show")
    assert totals.private
    assert totals.has("Harbor: East")
    assert totals.fact("Today") == "1 call by 1 person"
    assert (await ben.say("/chapter show chapter:West")).text == said("chapter.unknown", word="West")
    assert (await root.say("/chapter show chapter:West")).fact("Today") == "0 calls by 0 people"


async def test_archiving_asks_first_and_keeps_the_numbers(stage: Stage) -> None:
    root, ben = await admin(stage), stage.person("Ben")
    await root.say("/org add name:Harbor")
    await root.say("/chapter add org:Harbor name:East")
    await stage.link("Harbor")
    await ben.say("/profile chapter:East")
    await ben.say("/log spoke")
    asked = await root.say("/chapter archive chapter:East")
    assert asked.has("1 person will have no chapter.")
    assert (await root.say("/chapter list")).has("East")
    await root.tap("Archive it", on=asked)
    assert (await root.say("/chapter list")).has("There are no chapters yet")
    assert (await ben.say("/leaderboard")).has("1 call so far.")


async def test_a_volunteer_sees_none_of_it(stage: Stage) -> None:
    await admin(stage)
    ben = stage.person("Ben")
    for line in ("/org add name:Mine", "/chapter list", "/role list", "/audit"):
        answer = await ben.say(line)
        assert answer.private
        assert answer.has("Please ask your coordinator")
