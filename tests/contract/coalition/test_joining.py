"""People join a chapter in its org's spaces, with a code, or by invitation; for everybody else it doesn't exist."""

import re

import pytest

from tests.contract.conftest import DISCORD, HTTP, SOCKET
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage

CHAPTER = "Your chapter"
_CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")


async def test_people_in_an_unlinked_space_find_no_chapter(stage: Stage) -> None:
    root, ana = await admin(stage), stage.person("Ana")
    await root.say("/org add name:Harbor")
    await root.say("/chapter add org:Harbor name:Uptown")
    for typed in ("Uptown", "uptown", "Harbor: Uptown", "Upton", "Nowhere"):
        assert (await ana.say(f"/profile chapter:{typed}")).text == said("chapter.unknown", word=typed)
    await stage.link("Harbor")
    assert (await ana.say("/profile chapter:uptown")).fact("Chapter") == "Uptown"


async def test_a_code_or_an_invitation_lets_somebody_in(stage: Stage) -> None:
    root, cap, ana, ben = await admin(stage), *(stage.person(name) for name in ("Cap", "Ana", "Ben"))
    await root.say("/org add name:Harbor")
    for chapter in ("Uptown", "Downtown"):
        await root.say(f"/chapter add org:Harbor name:{chapter}")
    await root.say(f"/role grant person:{cap.mention} role:captain scope:Uptown")
    assert (await cap.say("/chapter code chapter:Downtown")).text == said("chapter.unknown", word="Downtown")
    told = await cap.say("/chapter code chapter:Uptown")
    assert told.private
    [code] = set(_CODE.findall(told.text))
    assert (await ana.say("/chapter join code:0000-0000")).text == said("chapter.code_wrong", count=4)
    assert (await ana.say(f"/chapter join code:{code}")).has("You're in Uptown of Harbor now.")
    assert (await ben.say(f"/chapter join code:{code}")).text == said("chapter.code_wrong", count=4)
    assert (await ana.say("/log spoke")).fact("Uptown") == "1"
    assert (await ben.say("/profile chapter:Uptown")).text == said("chapter.unknown", word="Uptown")
    assert (await cap.say(f"/chapter invite person:{ben.mention} chapter:Uptown")).has("Done: for the next seven days")
    await ben.say("/profile")
    assert (await ben.fill({CHAPTER: "Uptown"})).fact("Chapter") == "Uptown"


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET, HTTP], indirect=True)
async def test_members_cannot_post_their_orgs_board_elsewhere(stage: Stage) -> None:
    await stage.add_org("Valley Org", "East Bay")
    ana = stage.chatter("Ana")
    await ana.say("/profile chapter:East Bay public_name:Calling Ana")
    await ana.say("/log spoke")
    assert (await ana.say("/leaderboard")).has("East Bay")
    there = ana.in_other_space()
    for board in ("chapters", "volunteers"):
        shown = await there.say(f"/leaderboard {board}")
        assert not shown.private
        assert not shown.has("East Bay")
        assert not shown.has("Calling Ana")


async def test_a_chapters_name_in_place_of_a_code_leads_to_the_profile(stage: Stage) -> None:
    root, ana = await admin(stage), stage.person("Ana")
    await root.say("/org add name:Harbor")
    await root.say("/chapter add org:Harbor name:Uptown")
    assert (await ana.say("/chapter join code:Uptown")).text == said("error.no_code", word="Uptown")
    await stage.link("Harbor")
    assert (await ana.say("/chapter join Uptwn")).has("You need no code to join Uptown.")
    assert (await ana.tap("Join Uptown")).fact("Chapter") == "Uptown"
    assert (await ana.say("/chapter join uptown")).has("You're in Uptown of Harbor already")
    assert (await ana.say("/link TEFX9")).text == said("error.no_code", word="TEFX9")
