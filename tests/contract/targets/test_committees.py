"""A campaign that calls a committee: whom it begins with, and what it is called."""

from tests.contract.people import said
from tests.contract.stage import Stage, campaign
from tests.public_data.capitol import id_of, make_congress
from tests.services import JUNIOR, SENIOR

BY_ZIP = "Your 5-digit ZIP, or a district like CA-11"


async def test_a_committees_callers_begin_with_their_own_members_once_these_are_known(stage: Stage) -> None:
    await stage.restart(campaign("one", "targets: {committee: SSJU, mine_first: true}"))
    await stage.elect(make_congress().load())
    california, nebraska = id_of("CA", JUNIOR), id_of("NE", SENIOR)
    ana, ben = stage.person("Ana"), stage.person("Ben")
    card = await ana.say("/script")
    assert card.has("Office 1 of 2: Senator Jo CA")
    assert card.has(said("script.mine_first"))
    assert (await ana.tap(said("script.button.find.own"))).form == said("form.representative.title")
    assert (await ana.fill({BY_ZIP: "68102"})).fact("District") == "NE-2"
    card = await ana.tap("Get the script")
    assert card.has("Office 1 of 2: Senator Sam NE")
    assert not card.has(said("script.mine_first"))
    await ana.tap("Left a voicemail")
    assert (await ana.say("/script")).has("Office 2 of 2: Senator Jo CA")
    await ben.say("/profile district:VT")
    card = await ben.say("/script")
    assert card.has("Office 1 of 2: Senator Jo CA")
    assert not card.has(said("script.mine_first"))
    await ben.tap("Spoke to someone")
    assert [call[0] for call in stage.calls()] == [nebraska, california]


async def test_a_subcommittee_has_its_name_while_its_members_are_unknown(stage: Stage) -> None:
    await stage.restart(campaign("one", "targets: {committee: SSJU01}"))
    ana = stage.person("Ana")
    assert (await ana.say("/script")).has("a subcommittee of the Senate Committee on the Judiciary")
    await stage.elect(make_congress().load())
    stage.forward(minutes=2)  # until every process has noticed
    assert (await ana.say("/script")).has("Office 1 of 1: Senator Jo CA")
    stage.forward(days=42)  # past noon in Washington on the third of January
    named = "the Subcommittee on Border Security and Immigration of the Senate Committee on the Judiciary"
    assert (await ana.say("/script")).has(f"Say: “The office of {named}, please.”")
    assert (await ana.tap("Left a voicemail")).has(f"Left a voicemail: {named[:60]}")
