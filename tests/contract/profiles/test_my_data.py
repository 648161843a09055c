"""People see what is stored about them, export it, and delete it; two accounts become one person."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from time_machine import Traveller

from tests.contract.conftest import DISCORD, HTTP, SOCKET, run_stage, start_platform
from tests.contract.people import said
from tests.contract.roles import admin, coordinator
from tests.contract.stage import Stage


@pytest.fixture
async def both(tmp_path: Path, sqlite_template: Path, traveller: Traveller, addresses: None) -> AsyncIterator[Stage]:
    """The product on Discord and Slack at once."""
    stage = Stage(tmp_path, (await start_platform(DISCORD), await start_platform(HTTP)), traveller)
    async for running in run_stage(stage, sqlite_template):
        yield running


async def test_an_unknown_person_has_nothing_to_see(stage: Stage) -> None:
    ana = stage.person("Ana")
    for line in ("/mydata show", "/mydata export", "/mydata forget"):
        seen = await ana.say(line)
        assert seen.has(said("mydata.nothing"))
        assert seen.private
    assert stage.calls() == []


async def test_everything_stored_is_shown(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/profile district:CA-11 name:Ana")
    await ana.say("/log spoke")
    await ana.say("/log unavailable office:senator-2")
    seen = await ana.say("/mydata show")
    assert (seen.fact("District"), seen.fact("Name in your script")) == ("CA-11 (map of Congress 119)", "Ana")
    assert seen.fact("Calls") == "“Clean DREAM Act: keep families together”. Logged: 2. Completed: 1."
    assert seen.private
    if stage.platforms[0].space[0] == "slack":
        assert seen.has("Language and time zone, from Slack: English (United States) and Pacific time")
    assert not re.search(r"en-US|America/", seen.text)


async def test_an_undone_call_is_not_counted_as_logged(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/log spoke")
    await ana.say("/undo")
    seen = await ana.say("/mydata show")
    title = "Clean DREAM Act: keep families together"
    assert seen.fact("Calls") == f"“{title}”. Logged: 0. Completed: 0. Taken back or removed: 1."
    await ana.say("/log unavailable")
    await ana.say("/log spoke")
    seen = await ana.say("/mydata show")
    assert seen.fact("Calls") == f"“{title}”. Logged: 1. Completed: 1. Taken back or removed: 1."


async def test_the_export_is_a_file_with_everything(stage: Stage) -> None:
    ana = stage.person("Ana")
    for _ in range(8):
        for office in ("representative", "senator-1", "senator-2"):
            await ana.say(f"/log spoke office:{office}")
            stage.forward(seconds=3)
        stage.forward(days=1)
    await ana.say("/profile district:PR")
    await ana.say("/log spoke office:representative")
    exported = await ana.say("/mydata export")
    assert exported.private
    assert exported.has(said("mydata.exported"))
    held = json.loads(await ana.received())
    assert [call["outcome"] for call in held["calls"]] == ["spoke"] * 25
    assert (held["district"], held["calls"][-1].get("district")) == ("Puerto Rico", "Puerto Rico")
    assert held["accounts"]


async def test_forget_asks_once_and_deletes_everything(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ana.say("/log spoke")
    asked = await ana.say("/mydata forget")
    assert (asked.private, len(stage.calls())) == (True, 1)
    forgotten = await ana.tap("Delete everything")
    assert forgotten.has(said("mydata.forgotten"))
    assert stage.calls() == []
    assert (await ana.say("/mydata show")).has(said("mydata.nothing"))
    assert (await ben.say("/log spoke")).fact("Everyone's calls") == "2 of 1,000"


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET], indirect=True)
async def test_forget_says_what_nobody_could_do_afterwards(stage: Stage) -> None:
    cora = await admin(stage)
    mia = await coordinator(stage, root=cora)
    assert (await cora.say("/mydata forget")).has(said("mydata.last_admin"))
    alone = said("org.ends.alone", name="Harbor")
    assert (await mia.say("/mydata forget")).has(alone)
    zoe = stage.person("Zoe")
    await zoe.say("/callboard")
    await mia.say(f"/role grant person:{zoe.mention} role:coordinator scope:Harbor")
    assert (await mia.say("/mydata forget")).has(alone)  # what Zoe has from Mia alone ends with it
    assert not (await zoe.say("/mydata forget")).has(alone)
    await cora.say(f"/role grant person:{mia.mention} role:admin")
    for person in (cora, mia):
        assert not (await person.say("/mydata forget")).has(said("mydata.last_admin"))
    assert not (await cora.say("/mydata forget")).has(alone)


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET, HTTP], indirect=True)
async def test_an_old_card_shows_nothing_about_a_forgotten_person(stage: Stage) -> None:
    ana = stage.person("Ana")
    receipt = await ana.say("/log spoke")
    await ana.say("/mydata forget")
    await ana.tap("Delete everything")
    assert (await ana.tap("Undo", on=receipt)).has(said("undo.nothing"))
    assert (await ana.say("/leaderboard")).row("No chapter yet")[-1] == "1"


async def test_two_accounts_become_one_person(both: Stage) -> None:
    ana, anna = both.person("Ana", on=0), both.person("Anna", on=1)
    await ana.say("/log spoke office:senator-1")
    await anna.say("/log voicemail office:senator-1")
    await anna.say("/log spoke office:senator-2")
    card = await ana.say("/link")
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", card.text)
    assert code
    linked = await anna.say(f"/link {code[0]}")
    assert linked.has(said("link.doubles", count=1))
    assert linked.private
    assert (await ana.say("/log spoke office:representative")).fact("Your calls") == "3"
    assert (await ana.say("/mycalls")).has("you're one person on Discord and Slack")
    parted = await anna.tap("Undo", on=linked)
    assert parted.has(said("link.parted", platforms="Slack"))
    assert (await ana.say("/mycalls")).has("one person") is False
    assert (await anna.say("/link undo")).has(said("link.nothing"))
    assert parted.has(said("link.shared"))
    assert (await anna.say("/log spoke office:representative")).text == said("log.counted")
    assert (await anna.say("/mycalls")).has("Representative") is False


async def test_a_wrong_code_says_how_many_tries_are_left(stage: Stage) -> None:
    seen = await stage.person("Ana").say("/link 0000-0000")
    assert seen.has(said("link.code", count=4))
    assert seen.private


async def test_forgetting_a_linked_person_forgets_both_accounts(both: Stage) -> None:
    ana, anna = both.person("Ana", on=0), both.person("Anna", on=1)
    card = await ana.say("/link")
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", card.text)
    assert code
    await anna.say(f"/link {code[0]}")
    await anna.say("/mydata forget")
    await anna.tap("Delete everything")
    for who in (ana, anna):
        assert (await who.say("/mydata show")).has(said("mydata.nothing"))


async def test_stored_codes_are_shown_in_words(stage: Stage) -> None:
    """As the profile showed it when it was saved, not as the stored codes."""
    ana = stage.person("Ana")
    saved = await ana.say("/profile district:DC language:Español")
    held = await ana.say("/mydata show")
    for label in ("Distrito", "Idioma"):
        assert held.fact(label).startswith(saved.fact(label))  # a district comes with its map
    assert held.fact("Idioma") == "Español"
    assert held.has("Distrito de Columbia")
