"""Coordinators' lists: people by mention, in pages, and the whole of an alert that waits for a second admin."""

from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage


async def test_roles_mention_people_and_show_no_bare_id(stage: Stage) -> None:
    root, ben = await admin(stage), stage.person("Ben")
    await root.say("/org add name:Harbor")
    await root.say("/chapter add org:Harbor name:East")
    granted = await root.say(f"/role grant person:{ben.mention} role:captain scope:East")
    assert granted.has("is a captain for East now.")
    assert "@" in granted.text  # a wrong pick shows at once
    listed = await root.say("/role list")
    assert listed.private
    assert listed.has("Captain for East")
    assert "@" in listed.text


async def test_every_chapter_is_listed(stage: Stage) -> None:
    root = await admin(stage)
    await root.say("/org add name:Harbor")
    for number in range(17):
        await root.say(f"/chapter add org:Harbor name:Ward {number:02}")
    first = await root.say("/chapter list")
    assert first.has("Ward 00")
    assert not first.has("Ward 16")
    assert first.has("Page 1 of 2")
    second = await root.tap(said("page.after"))
    assert second.has("Ward 16")
    assert (await root.tap(said("page.before"))).has("Ward 00")
    of_one = await root.say("/chapter list org:Harbor")
    assert of_one.has("Page 1 of 2")
    assert (await root.tap(said("page.after"))).has("Ward 16")


async def test_the_home_card_leads_coordinators_to_alerts_and_volunteers_not(stage: Stage) -> None:
    root, ben = await admin(stage), stage.person("Ben")
    assert said("home.alerts") not in (await ben.say("/callboard")).buttons
    home = await root.say("/callboard")
    assert {said("home.alerts"), said("home.write"), said("home.report")} <= set(home.buttons)
    assert (await root.tap(said("home.alerts"))).has(said("alert.none").partition(".")[0])
    await root.say("/callboard")
    assert (await root.tap(said("home.write"))).form == "Write an alert"
