"""Between the day of new district lines and their map: nobody is sent to a member by lines that moved."""

from bot.core.congress.edition import read_load
from bot.core.times.clock import SECOND, now
from tests.contract.people import said
from tests.contract.stage import Stage
from tests.public_data.capitol import LOADED
from tests.public_data.turnover import NOON, make_maps_of_two, make_turnover

OLD = "Representative Casey TX-16"
SOON = "Texas gets new districts on Sun, Jan 3, 2027. We'll ask for your ZIP code again then."
NO_MAP = "Texas has had new districts since Jan 3, 2027, and we don't have the new map yet."


async def test_a_zip_in_a_state_with_new_lines_gets_the_switchboard_until_the_map_is_loaded(stage: Stage) -> None:
    stage.settings += "congress: {new_maps: [TX]}\n"
    await stage.restart()
    files, (before, after) = make_turnover(), make_maps_of_two()
    await stage.elect(read_load(files.legislators, files.offices, before, LOADED))
    tex, mass, newcomer = map(stage.person, ("Tex", "Mass", "Nan"))
    assert (await tex.say("/profile district:79901")).has(SOON)
    assert not (await mass.say("/profile district:MA-3")).has("new districts")
    assert (await tex.say("/script")).has(OLD)
    stage.forward(seconds=(NOON - now()) / SECOND + 1)
    for person, typed in ((tex, "/script"), (newcomer, "/profile district:79901"), (newcomer, "/script")):
        card = await person.say(typed)
        assert card.has(NO_MAP), typed
        assert not card.has("Casey TX"), typed
    assert card.has("(202) 224-3121")
    assert (await newcomer.tap(said("script.button.skip"))).has("Senator Jo TX")
    assert not (await mass.say("/script")).has("new districts")
    await stage.elect(read_load(files.legislators, files.offices, before, LOADED + 1, more_zips=(after,)))
    stage.forward(minutes=1)
    assert (await newcomer.say("/profile district:79901")).fact("District") == "TX-23"
    assert (await newcomer.say("/script")).has("Representative Casey TX-23")
