"""Orgs, chapters and roles, with the same words on every platform; for volunteers the commands don't exist."""

from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage


async def test_an_admin_builds_an_org_and_names_its_captain(stage: Stage) -> None:
    root, ben = await admin(stage), stage.person("Ben")
    assert (await root.say("/org add name:Harbor")).has("Harbor is a member organization now")
    assert (await root.say("/org add name:harbor")).text == said("org.taken", name="Harbor")
    assert (await root.say("/chapter add org:Harbor name:East Side")).has("East Side is a chapter of Harbor now")
    assert (await root.say("/chapter rename chapter:East Side name:West Side")).has("is called West Side now")
    assert (await root.say("/org list")).row("Harbor")[-1] == "1"
    granted = await root.say(f"/role grant person:{ben.mention} role:captain scope:West Side")
    assert granted.has("a captain for West Side")
    assert (await root.say("/role list")).has("West Side")
    await stage.link("Harbor")
    await ben.say("/profile chapter:West Side")
    assert (await ben.say("/log spoke")).fact("West Side") == "1"
    trail = await root.say("/audit")
    assert trail.has("renamed the chapter now called West Side")
    assert trail.has("added the chapter now called West Side")
    assert trail.has(said("audit.note_names"))


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
    assert totals.fact("Postcards") == "0 today, 0 this week, 0 since it started, by 0 people"
    assert (await ben.say("/chapter show chapter:West")).text == "There's no chapter called “West”."
    assert (await root.say("/chapter show chapter:West")).fact("Today") == "0 calls by 0 people"


async def test_archiving_asks_first_and_keeps_the_numbers(stage: Stage) -> None:
    root, ben = await admin(stage), stage.person("Ben")
    await root.say("/org add name:Harbor")
    await root.say("/chapter add org:Harbor name:East")
    await stage.link("Harbor")
    await ben.say("/profile chapter:East")
    await ben.say("/log spoke")
    await ben.say("/log unavailable")  # a try counts nowhere
    asked = await root.say("/chapter archive chapter:East")
    assert asked.has("1 person will have no chapter.")
    assert asked.has("1 call stays counted.")
    assert (await root.say("/chapter list")).has("East")
    await root.tap("Archive it", on=asked)
    assert (await root.say("/chapter list")).has("There are no chapters yet")
    assert (await ben.say("/leaderboard")).has("1 call so far.")


async def test_an_archived_name_can_be_brought_back_with_its_numbers(stage: Stage) -> None:
    root, ben = await admin(stage), stage.person("Ben")
    await root.say("/org add name:Harbor")
    for chapter in ("East", "Úpper Side"):
        await root.say(f"/chapter add name:{chapter}")
    await root.say(f"/role grant person:{ben.mention} role:captain scope:East")
    await stage.link("Harbor")
    await ben.say("/profile chapter:East")
    await ben.say("/log spoke")
    await root.say("/chapter archive chapter:East")
    await root.tap("Archive it")
    refused = await root.say("/chapter rename name:east chapter:Upper Side")
    assert refused.text == said("chapter.taken_archived", name="East")
    twice = await root.say("/chapter add name:east")
    asked = await root.say("/chapter add name:EAST")
    assert asked.has("East is an archived chapter of Harbor")
    assert asked.has("1 call stays counted.")
    assert not (await root.say("/chapter list")).has("East")
    assert (await root.tap("Bring it back", on=asked)).has("East is a chapter of Harbor again")
    assert (await root.say("/chapter show chapter:East")).fact("Today") == "1 call by 1 person"
    assert (await root.tap("Bring it back", on=twice)).text == said("archive.back_already")
    assert (await ben.say("/chapter show")).has("Harbor: East")  # he is its captain again
    assert (await root.say("/audit")).has("brought back the chapter East")


async def test_an_archived_org_comes_back_with_the_chapters_it_had(stage: Stage) -> None:
    root = await admin(stage)
    await root.say("/org add name:Harbor")
    for chapter in ("East", "West"):
        await root.say(f"/chapter add name:{chapter}")
    await root.say("/chapter archive chapter:West")
    await root.tap("Archive it")
    stage.forward(minutes=1)
    await root.say("/org archive")
    await root.tap("Archive it")
    await root.say("/org add name:Other")
    assert (await root.say("/org rename name:harbor")).text == said("org.taken_archived", name="Harbor")
    await root.say("/org add name:harbor")
    assert (await root.tap("Bring it back")).has("Harbor is a member organization again")
    assert (await root.say("/org list")).row("Harbor")[-1] == "1"
    assert (await root.say("/audit")).has("brought back the organization Harbor")


async def test_ones_own_role_is_given_up_after_a_question_and_a_suspended_person_gets_none(stage: Stage) -> None:
    root, ben = await admin(stage), stage.person("Ben")
    await root.say("/org add name:Harbor")
    await root.say(f"/role grant person:{root.mention} role:coordinator scope:Harbor")
    asked = await root.say(f"/role revoke person:{root.mention} role:coordinator")
    assert asked.has(said("role.own.coordinator", scope="Harbor"))
    assert asked.has(said("role.own.last"))
    assert (await root.tap(said("role.own.button"), on=asked)).has("no longer a coordinator for Harbor")
    assert not (await root.say("/role list")).has("Harbor")
    await ben.say("/log voicemail")
    await root.say(f"/suspend person:{ben.mention} reason:spam")
    refused = await root.say(f"/role grant person:{ben.mention} role:coordinator scope:Harbor")
    assert refused.text == said("role.suspended")
    await root.say(f"/unsuspend person:{ben.mention}")
    granted = await root.say(f"/role grant person:{ben.mention} role:coordinator scope:Harbor")
    assert granted.has("is a coordinator for Harbor now")


async def test_the_only_chapter_or_org_that_fits_needs_no_name(stage: Stage) -> None:
    root, ben = await admin(stage), stage.person("Ben")
    for org in ("Harbor", "Valley"):
        await root.say(f"/org add name:{org}")
    await root.say("/chapter add name:East org:Harbor")
    assert (await root.say("/chapter rename name:West")).has("is called West now")
    assert (await root.say("/chapter rename name:West")).text == said("chapter.new_name", name="West")
    assert (await root.say("/chapter rename name:WEST")).has("is called WEST now")
    assert (await root.say("/chapter move chapter:West")).has("WEST belongs to Valley now")
    assert (await root.say("/chapter archive")).has("Archive WEST?")
    for chapter in ("North", "South"):
        await root.say(f"/chapter add name:{chapter} org:Harbor")
    await root.say(f"/role grant person:{ben.mention} role:captain scope:South")
    assert (await root.say(f"/role revoke person:{ben.mention} role:captain")).has("no longer a captain for South")
    assert (await root.say(f"/role revoke person:{ben.mention} role:captain")).has("Which chapter do you mean")
    asked = await root.say("/chapter rename name:Upper")
    assert asked.has("Which chapter do you mean, “North”, “South”, or “WEST”?")
    assert (await root.tap("South")).has("is called Upper now")
    assert (await root.say("/chapter rename name:upper")).text == said("chapter.new_name", name="Upper")


async def test_a_coordinator_of_one_org_can_move_a_chapter_nowhere(stage: Stage) -> None:
    root, mia = await admin(stage), stage.person("Mia")
    await root.say("/org add name:Harbor")
    await root.say("/chapter add name:East")
    await root.say(f"/role grant person:{mia.mention} role:coordinator")
    assert (await mia.say("/chapter move chapter:East")).text == said("chapter.no_other_org", name="East")


async def test_a_volunteer_sees_none_of_it(stage: Stage) -> None:
    await admin(stage)
    ben = stage.person("Ben")
    for line in ("/org add name:Mine", "/chapter list", "/role list", "/audit"):
        answer = await ben.say(line)
        assert answer.private
        assert answer.has("Please ask your coordinator")
