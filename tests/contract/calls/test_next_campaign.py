"""Two open campaigns: a caller who has reached every office of one is led to the other."""

import pytest

from tests.contract.people import Person, said
from tests.contract.stage import Stage, campaign

SENATE = campaign("senate", "closes: 2026-11-24 20:00", "targets: my_senators")
HOUSE = campaign("house", "targets: my_representative")
FURTHER = said("log.further")


async def reach_the_senate(ana: Person) -> None:
    await ana.say("/log spoke campaign:senate")
    await ana.say("/log voicemail campaign:senate")


async def test_the_last_receipt_of_a_campaign_leads_to_the_next(stage: Stage) -> None:
    await stage.restart(SENATE, HOUSE)
    ana = stage.person("Ana")
    assert not (await ana.say("/log spoke campaign:senate")).has(FURTHER)
    last = await ana.say("/log voicemail campaign:senate")
    assert last.has(FURTHER)
    assert last.has(said("log.thanks_in"))
    script = await ana.tap("Script: Drive house")
    assert script.has("Office 1 of 1")
    done = await ana.tap("Spoke to someone")
    assert not done.has(FURTHER)
    assert not any(label.startswith("Script:") for label in done.buttons)


@pytest.mark.parametrize("line", ["/callboard", "/script"])
async def test_an_unfinished_campaign_comes_first(stage: Stage, line: str) -> None:
    await stage.restart(SENATE, HOUSE)
    ana = stage.person("Ana")
    assert (await ana.say(line)).text.startswith("Drive senate")
    await reach_the_senate(ana)
    seen = await ana.say(line)
    assert seen.text.startswith("Drive house")
    assert not seen.has("every office")
    await ana.say("/log spoke campaign:house")
    assert (await ana.say(line)).has("every office for today")


async def test_the_home_card_names_what_else_is_open(stage: Stage) -> None:
    await stage.restart(SENATE, HOUSE)
    assert (await stage.person("Ana").say("/callboard")).has("Also open: Drive house.")
    cai = stage.person("Cai")
    await cai.say("/profile district:DC")  # it has no senators
    home = await cai.say("/callboard")
    assert home.text.startswith("Drive house")
    assert not home.has("Also open")
    await stage.restart(HOUSE)
    assert not (await stage.person("Ben").say("/callboard")).has("Also open")


async def test_a_script_that_nobody_chose_names_what_else_is_open(stage: Stage) -> None:
    await stage.restart(SENATE, HOUSE)
    ana = stage.person("Ana")
    script = await ana.say("/script")
    assert script.text.startswith("Drive senate")
    assert script.has("Also open: Drive house.")
    other = await ana.tap("Script: Drive house", on=script)
    assert other.text.startswith("Drive house")
    assert not other.has("Also open")
    assert not (await ana.say("/script senate")).has("Also open")
    cai = stage.person("Cai")
    await cai.say("/profile district:DC")  # it has no senators
    assert not (await cai.say("/script")).has("Also open")


async def test_a_call_without_a_campaign_goes_to_the_one_with_a_target_left(stage: Stage) -> None:
    await stage.restart(SENATE, HOUSE)
    for number, outcome in enumerate(("spoke", "voicemail", "unavailable")):
        ana = stage.person(f"Ana {number}")
        await reach_the_senate(ana)
        receipt = await ana.say(f"/log {outcome}")
        assert receipt.has("your representative"), outcome
        assert [call[:2] for call in stage.calls()][3 * number + 2 :] == [("representative", outcome)]


async def test_a_call_repeated_at_once_stays_in_its_campaign(stage: Stage) -> None:
    stage.settings = stage.settings.replace("seconds_between_logs: 0", "seconds_between_logs: 2")
    await stage.restart(campaign("senate", "closes: 2026-11-24 20:00", "targets: my_representative"), HOUSE)
    ana = stage.person("Ana")
    await ana.say("/log spoke campaign:senate")
    assert (await ana.say("/log spoke")).has(said("log.which_open"))  # it may be the same call
    again = await ana.tap("Drive senate")
    assert again.has("Already logged today")
    assert len(stage.calls()) == 1
    stage.forward(seconds=3)
    assert (await ana.say("/log spoke")).has("It counts for Drive house.")
    assert len(stage.calls()) == 2


async def test_a_finished_campaign_given_by_name_leads_to_the_next_too(stage: Stage) -> None:
    await stage.restart(SENATE, HOUSE)
    ana = stage.person("Ana")
    await reach_the_senate(ana)
    script = await ana.say("/script senate")
    assert script.has(said("script.done"))
    assert script.has(FURTHER)
    assert "Script: Drive house" in script.buttons
    logged = await ana.say("/log spoke campaign:senate")
    assert logged.has("Those were the offices for Drive senate.")
    assert not logged.has("counts for")
    assert "Script: Drive house" in logged.buttons


async def test_an_attempt_is_never_said_to_count(stage: Stage) -> None:
    await stage.restart(SENATE, HOUSE)
    ana = stage.person("Ana")
    attempt = await ana.say("/log unavailable campaign:senate")
    assert attempt.has("It's saved for Drive senate.")
    assert not attempt.has("counts")


async def test_yesterdays_last_office_thanks_for_yesterday(stage: Stage) -> None:
    await stage.restart(SENATE, HOUSE)
    ana = stage.person("Ana")
    await ana.say("/log spoke campaign:house")
    receipt = await ana.say("/log spoke campaign:house day:yesterday")
    assert receipt.has(said("log.yesterday.thanks_in"))


async def test_undo_says_from_which_campaign_it_took_the_call(stage: Stage) -> None:
    await stage.restart(SENATE, HOUSE)
    ana = stage.person("Ana")
    await ana.say("/log spoke campaign:house")
    undone = await ana.tap("Undo")
    assert undone.has("It was for Drive house.")
    await stage.restart(HOUSE)
    ben = stage.person("Ben")
    await ben.say("/log spoke")
    assert not (await ben.say("/undo")).has("It was for")
