"""Rights that rest on one platform are asked there again when their owner acts on another."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest
from time_machine import Traveller

from tests.contract.conftest import DISCORD, SOCKET, run_stage, start_platform
from tests.contract.drivers.discord_people import DiscordPerson
from tests.contract.drivers.slack import SlackPerson
from tests.contract.people import Chatter, Person, said
from tests.contract.roles import admin
from tests.contract.stage import Stage

UNSURE = said("error.rights_unknown")


@pytest.fixture
async def stage(tmp_path: Path, sqlite_template: Path, traveller: Traveller, addresses: None) -> AsyncIterator[Stage]:
    """The product on both platforms."""
    both = Stage(tmp_path, (await start_platform(DISCORD), await start_platform(SOCKET)), traveller)
    async for running in run_stage(both, sqlite_template):
        yield running


async def one_person(stage: Stage, here: Person, there: Person) -> None:
    """Link the space of ``here`` to a new org, and both accounts to one person."""
    root = await admin(stage)
    await root.say("/org add name:Harbor")
    code = (await root.say("/org code")).text.partition("links")[0].split()[-1]
    cast(Chatter, here).administrate()
    assert (await here.say(f"/org join code:{code}")).has("belongs to Harbor now")
    [code] = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}", (await here.say("/link")).text)[:1]
    await there.say("/script")
    assert not (await there.say(f"/link code:{code}")).has("isn't right")


async def test_a_slack_admin_right_is_asked_from_discord(stage: Stage) -> None:
    there, here = stage.person("Mia", on=0), stage.person("Mia", on=1)
    await one_person(stage, here, there)
    assert not (await there.say("/report calls")).has("for coordinators")
    cast(SlackPerson, here).resign()
    stage.forward(minutes=3)
    assert (await there.say("/report calls")).has("for coordinators")
    cast(SlackPerson, here).administrate()
    stage.forward(minutes=3)
    assert not (await there.say("/report calls")).has("for coordinators")
    await stage.platforms[1].close()  # nobody can say anymore
    stage.forward(minutes=3)
    assert (await there.say("/report calls")).text == UNSURE
    assert (await there.say("/script")).has("(202) 224-3121")


async def test_a_discord_admin_right_is_asked_from_slack(stage: Stage) -> None:
    here, there = stage.person("Mia", on=0), stage.person("Mia", on=1)
    await one_person(stage, here, there)
    assert not (await there.say("/report calls")).has("for coordinators")
    cast(DiscordPerson, here).resign()
    stage.forward(minutes=3)
    assert (await there.say("/report calls")).has("for coordinators")
