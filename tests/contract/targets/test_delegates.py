"""Delegates of D.C. and the territories have one title and no vote: callers ask them to speak up."""

import pytest

from tests.contract.conftest import CONSOLE, DISCORD
from tests.contract.stage import Stage, campaign
from tests.contract.targets.test_congress import start_with_congress
from tests.public_data.capitol import make_congress

HOMES = {  # a delegate's title, by the caller's home
    "DC": ("Delegate Casey DC-0", "your delegate", "My delegate, please."),
    "Guam": ("Delegate Casey GU-0", "your delegate", "My delegate, please."),
    "Puerto Rico": (
        "Resident Commissioner Casey PR-0",
        "your resident commissioner",
        "My resident commissioner, please",
    ),
}
SPEAK = "Will you speak up for DACA recipients"


async def test_delegates_are_asked_to_speak_up_under_one_title(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    for home in HOMES:
        ana = stage.person(f"Ana {home}")
        await ana.say(f"/profile district:{home}")
        card = await ana.say("/script")
        assert card.has(f"Office 1 of 1: {HOMES[home][0]}")
        assert card.has("please speak up for DACA recipients")
        assert card.has(SPEAK)
        receipt = await ana.tap("Spoke to someone")
        noted = await ana.tap("They said yes")
        assert noted.has(f"They said yes: {SPEAK}")
        for seen in (card, receipt, noted):
            assert not seen.has("vote against")
            assert not seen.has("Representative")
            assert not (seen.text.casefold().count("delegate") and seen.has("Commissioner"))
        await ana.tap("They didn't say")
        assert receipt.has(SPEAK)
        assert (await ana.tap("Change an answer")).has(SPEAK)


async def test_an_unnamed_delegate_has_the_title_too(stage: Stage) -> None:
    for home in HOMES:
        ana = stage.person(f"Ana {home}")
        await ana.say(f"/profile district:{home}")
        _, office, operator = HOMES[home]
        card = await ana.say("/script")
        assert card.has(f"Office 1 of 1: {office}")
        assert card.has(operator)
        assert card.has("please speak up for DACA recipients")
        assert not card.has("your representative")
        receipt = await ana.tap("Spoke to someone")
        assert receipt.has(f"Spoke to someone: {office}.")
        assert receipt.has(SPEAK)
        assert (await ana.tap("They said no")).has(f"They said no: {SPEAK}")


async def test_members_with_a_vote_are_asked_for_it(stage: Stage) -> None:
    ana = await start_with_congress(stage, make_congress())
    await ana.say("/profile district:05601")
    card = await ana.say("/script")
    assert card.has("Representative Casey VT-0")
    assert card.has("please vote against any spending bill")
    assert not (await ana.tap("Spoke to someone")).has(SPEAK)


async def test_without_words_for_delegates_they_hear_the_general_ones(stage: Stage) -> None:
    await stage.restart(campaign("plain", "asks: [{key: bill, text: Will you?}]"))
    ana = await start_with_congress(stage, make_congress())
    await ana.say("/profile district:20001")
    card = await ana.say("/script")
    assert card.has("Hello")
    assert card.has("Will you?")
    assert (await ana.tap("Spoke to someone")).has("Will you?")


async def test_the_title_is_the_same_on_every_card(stage: Stage) -> None:
    """On every card about a call to an unnamed delegate, even after the district was cleared."""
    for home in HOMES:
        ana, office = stage.person(f"Ana {home}"), HOMES[home][1]
        await ana.say(f"/profile district:{home}")
        assert (await ana.say("/log unavailable")).has(office)
        assert (await ana.tap("Busy")).has(office)
        assert (await ana.say("/log voicemail delegate")).has(office)
        seen = [await ana.say("/mycalls"), await ana.say("/log voicemail"), await ana.say("/script")]
        await ana.say("/profile district:-")
        seen += [await ana.say("/mycalls"), await ana.say("/undo"), await ana.say("/undo")]
        for card in seen[:5]:
            assert not card.has("your representative")
        assert all(office in (*card.buttons, card.text) or card.has(office) for card in (seen[0], seen[3], seen[4]))
        assert office in seen[1].buttons
        assert office in seen[2].buttons


async def test_a_district_given_later_changes_no_earlier_call(stage: Stage) -> None:
    ana = await start_with_congress(stage, make_congress())
    assert (await ana.say("/log spoke representative")).has("your representative")
    for home in ("Guam", "CA-11", "CA-12", "TX-7", "-"):
        await ana.say(f"/profile district:{home}")
        assert (await ana.say("/mycalls")).has("your representative. Spoke to someone.")
    await ana.say("/profile district:PR")
    assert (await ana.say("/undo")).has("your representative (Spoke to someone)")


@pytest.mark.parametrize("platform_name", [DISCORD], indirect=True)  # the console keeps the last card's buttons alone
async def test_why_a_call_failed_is_saved_in_the_words_of_the_call(stage: Stage) -> None:
    ana = stage.person("Ana")
    tried = await ana.say("/log unavailable representative")
    await ana.say("/profile district:Guam")
    assert (await ana.tap("Busy", on=tried)).has("your representative")


async def test_a_refusal_that_lists_offices_uses_the_title_too(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/profile district:PR")
    refused = await ana.say("/log spoke office:Zebulon")
    assert not refused.has("your representative")
    assert refused.has("your resident commissioner")


@pytest.mark.parametrize("platform_name", [CONSOLE], indirect=True)
@pytest.mark.parametrize("home", ["Puerto Rico", "DC"])
async def test_where_there_are_no_senators_several_campaigns_say_so_as_one_does(stage: Stage, home: str) -> None:
    await stage.restart(campaign("both", "targets: my_members"), campaign("senate", "targets: my_senators"))
    ana = await start_with_congress(stage, make_congress())
    await ana.say(f"/profile district:{home}")
    for word in ("senator", "senior senator", "senator 2"):
        assert (await ana.say(f"/log voicemail {word}")).has("There are no senators for")
    assert (await ana.say("/log voicemail nobody")).has("None of the open campaigns has an office called “nobody”")
    assert stage.calls() == []


@pytest.mark.parametrize("platform_name", [CONSOLE], indirect=True)
@pytest.mark.parametrize("home", ["Puerto Rico", "DC", "GU-0", "American Samoa"])
async def test_cards_lead_only_to_campaigns_that_have_somebody_to_call(stage: Stage, home: str) -> None:
    await stage.restart(campaign("senate", "targets: my_senators"), campaign("both", "targets: my_members"))
    ana = await start_with_congress(stage, make_congress())
    await ana.say(f"/profile district:{home}")
    for line in ("/callboard", "/mycalls", "/actions", "/script"):
        card = await ana.say(line)
        assert "Script: Drive senate" not in card.buttons
    assert (await ana.say("/callboard")).has("One office to call today.")
    for line in ("/callboard", "/mycalls"):
        await ana.say(line)
        assert (await ana.tap("Get the script")).has("Office 1 of 1")
    await ana.say("/log voicemail")
    await ana.say("/mycalls")
    assert (await ana.tap("Get the script")).has("Drive both")


@pytest.mark.parametrize("platform_name", [CONSOLE], indirect=True)
@pytest.mark.parametrize("home", ["Puerto Rico", "DC", "Guam"])
async def test_cards_say_that_the_only_campaign_calls_the_senate(stage: Stage, home: str) -> None:
    await stage.restart(campaign("senate", "targets: my_senators"))
    ana = await start_with_congress(stage, make_congress())
    await ana.say("/log voicemail")  # before the district was known
    await ana.say(f"/profile district:{home}")
    for line in ("/callboard", "/mycalls", "/actions"):
        card = await ana.say(line)
        assert card.has("It calls the Senate only, and there are no senators for"), line
        assert "Get the script" not in card.buttons
        assert "Log a call" not in card.buttons
