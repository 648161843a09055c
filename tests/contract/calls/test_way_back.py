"""A caller who leaves a script to give their district or name returns to the same campaign's script."""

import pytest

from tests.contract.people import Person, said
from tests.contract.stage import Stage, campaign
from tests.public_data.capitol import make_congress

FIRST = campaign("senate", "closes: 2026-11-24 20:00", "targets: my_senators")
HOUSE = campaign("house", "targets: my_members").replace("Hello", "'Hello, I am {{name}} from {{place}}'")
BY_ZIP = "Your 5-digit ZIP, or a district like CA-11"
BY_HAND = "State and district, like CA-11, or CA alone"
NAME, PLACE = "Your first name, for your script", "Your ZIP, or CA-11, or CA Assembly 12"


async def house_script(stage: Stage) -> Person:
    """Open the script of the campaign that isn't the default."""
    await stage.restart(FIRST, HOUSE)
    await stage.elect(make_congress().load())
    ana = stage.person("Ana")
    assert (await ana.say("/script")).has("Drive senate")
    assert (await ana.say("/script house")).has("Drive house")
    return ana


async def reads_house_again(ana: Person) -> bool:
    return (await ana.tap("Get the script")).has("Drive house")


async def test_a_known_zip_leads_back_to_the_script(stage: Stage) -> None:
    ana = await house_script(stage)
    await ana.tap("Find my representative")
    await ana.fill({BY_ZIP: "94110"})
    assert await reads_house_again(ana)


async def test_a_choice_between_districts_leads_back_to_the_script(stage: Stage) -> None:
    ana = await house_script(stage)
    await ana.tap("Find my representative")
    asked = await ana.fill({BY_ZIP: "94112"})
    await ana.tap(asked.buttons[0])
    assert await reads_house_again(ana)


async def test_a_district_written_by_hand_leads_back_to_the_script(stage: Stage) -> None:
    ana = await house_script(stage)
    await ana.tap("Find my representative")
    await ana.fill({BY_ZIP: "94112"})
    await ana.tap(said("zip.by_hand"))
    await ana.fill({BY_HAND: "CA-15"})
    assert await reads_house_again(ana)


@pytest.mark.parametrize("answers", [{NAME: "Ana"}, {NAME: "Ana", PLACE: "94110"}, {PLACE: "CA-11"}])
async def test_filled_blanks_lead_back_to_the_script(stage: Stage, answers: dict[str, str]) -> None:
    ana = await house_script(stage)
    await ana.tap("Fill them in for me")
    await ana.fill(answers)
    assert await reads_house_again(ana)


async def test_the_profile_alone_leads_to_the_foremost_campaign(stage: Stage) -> None:
    ana = await house_script(stage)
    await ana.say("/profile name:Ana")
    assert (await ana.tap("Get the script")).has("Drive senate")
