"""A campaign aimed at state legislatures, on each platform, with the real legislators of California."""

from bot.core.statehouse.open_states import StateLoad, read_state
from bot.core.statehouse.statehouses import Statehouses
from bot.core.times.clock import now
from tests.contract.people import said
from tests.contract.stage import Stage, campaign
from tests.public_data.capitol import LOADED, make_congress
from tests.public_data.statehouses import find_real_state, load_state

TARGETS = "targets: [{state: lower, in: [CA, VT]}, {governor: [{state: CA, name: Ana Ruiz, phone: 916-445-2841}]}]"
LOWER = said("profile.lower")
SWITCHBOARD = "224-3121"
OF_STATE = "Your state district, by its number or name"
ASSEMBLY = "https://findyourrep.legislature.ca.gov/"


async def load_states(stage: Stage, *loads: StateLoad) -> None:
    """Load states before anybody has used them."""
    for load in loads:
        await Statehouses(stage.app.core.base.store, now).replace(load)


async def test_callers_reach_their_own_assembly_member(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    await load_states(stage, read_state(find_real_state("CA"), "CA", LOADED), load_state("VT"))
    await stage.restart(campaign("state", TARGETS))
    ana, ben = stage.person("Ana"), stage.person("Ben")

    unknown = await ana.say("/script")
    assert unknown.has("Office 1 of 2: your member of the state House or Assembly")
    assert said("script.button.find.state") in unknown.buttons
    await ana.say("/profile district:94110")
    asked = await ana.say("/script")
    assert asked.has("Who represents you in the California Assembly?")
    assert asked.has(ASSEMBLY)
    assert SWITCHBOARD not in asked.text
    await ana.tap(said("script.button.find.state_district"))
    saved = await ana.fill({OF_STATE: "17"})
    assert saved.fact(LOWER) == "California Assembly, district 17"
    card = await ana.tap(said("button.script"), saved)
    assert card.has("Office 1 of 2: Assembly Member Matt Haney")
    assert card.has("(916) 319-2017")
    assert card.has("the office in Sacramento")
    receipt = await ana.tap("Left a voicemail", card)
    assert receipt.has("Left a voicemail: Assembly Member Matt Haney.")
    governor = await ana.tap(said("button.next"), receipt)
    assert governor.has("Office 2 of 2: Governor Ana Ruiz")
    assert governor.has("(916) 445-2841")
    assert (await ana.say("/log spoke office:matt haney")).has("Assembly Member Matt Haney")

    question = await ben.say("/profile district:TX House 14")
    assert question.buttons[:2] == ("Texas House, district 14", "TX-14 in Congress")
    assert (await ben.tap("Texas House, district 14", question)).fact(
        said("profile.lower")
    ) == "Texas House, district 14"
    elsewhere = await ben.say("/script")
    assert elsewhere.has("This campaign calls people in California and Vermont only, and you live in Texas.")
    assert (await ben.say("/profile district:VT House Addison-3")).fact(
        said("profile.lower")
    ) == "Vermont House, Addison-3"
    assert (await ben.say("/script")).has("Office 1 of 2: State Representative")
    assert (await ben.say("/mydata show")).has("Vermont House, Addison-3")
