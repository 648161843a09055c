"""The day on which a new Congress begins: everybody's members are right before and after noon in Washington."""

from bot.core.congress.edition import read_load
from bot.core.times.clock import SECOND, now
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage
from tests.public_data.capitol import LOADED, id_of
from tests.public_data.turnover import NOON, OLD_TX, STAYING_SENATOR, make_maps_of_two, make_turnover

OLD, NEW, SAME = "Representative Casey TX-16", "Representative Casey TX-23", "Representative Casey MA-3"
BY_ZIP = "Your 5-digit ZIP, or a district like CA-11"
ASKED = "Texas has had new districts since Jan 3, 2027. What is your ZIP code?"


async def start_before_noon(stage: Stage) -> None:
    """Load both Congresses' members and maps, and move to a minute before noon on January 3."""
    files, (before, after) = make_turnover(), make_maps_of_two()
    await stage.elect(read_load(files.legislators, files.offices, before, LOADED, more_zips=(after,)))
    stage.forward(seconds=(NOON - now()) / SECOND - 60)


async def test_callers_in_texas_and_massachusetts_walk_over_noon_on_january_3(stage: Stage) -> None:
    """Texas has new lines. One caller there gave a district, another a ZIP code, which is looked up on both maps."""
    await start_before_noon(stage)
    tex, tina, mass, cora = *map(stage.person, ("Tex", "Tina", "Mass")), await admin(stage)
    for person, place, name in ((tex, "TX-16", OLD), (tina, "79901", OLD), (mass, "MA-3", SAME)):
        saved = await person.say(f"/profile district:{place}")
        assert saved.has("Texas gets new districts on Sun, Jan 3, 2027.") == (person is tex)
        assert (await person.say("/script")).has(name)
        if person is not tina:
            assert (await person.say("/log spoke")).has(name)
    reported = await cora.say("/report offices")
    stage.forward(seconds=61)
    home = await tex.say("/callboard")
    assert home.has(ASKED)
    assert said("script.button.find.representative") in home.buttons
    assert (await tex.say("/log voicemail")).has(ASKED)
    assert (await tina.say("/script")).has(NEW)
    assert not (await mass.say("/callboard")).has("ZIP code?")
    stage.forward(days=1)
    assert (await mass.say("/script")).has(SAME)
    script = await tex.say("/script")
    assert script.has("Office 1 of 3: your representative")
    assert script.has("(202) 224-3121")
    assert script.has(ASKED)
    assert (await tex.tap("Find my representative")).form == said("form.representative.title")
    assert (await tex.fill({BY_ZIP: "79901"})).fact("District") == "TX-23"
    script = await tex.tap("Get the script")
    assert script.has(NEW)
    assert not script.has(ASKED)
    await tex.say("/log spoke")
    slots = [slot for slot, *_ in stage.calls()[1:]]  # the first one is the admin's
    assert slots == [OLD_TX, id_of("MA-3"), STAYING_SENATOR, id_of("TX-23")]
    now_reported = await cora.say("/report offices")
    assert [now_reported.row(name)[1:] for name in (OLD, SAME)] == [reported.row(name)[1:] for name in (OLD, SAME)]
    assert now_reported.row(NEW)[1:] == ["1", "0", "0"]
