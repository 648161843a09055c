"""Who sits in Congress, as people meet it: whom to ring, by name and number, and what is doubtful."""

from datetime import date

from tests.capitol import Invented, invented
from tests.contract.people import Person, said
from tests.contract.stage import Stage
from tests.contract.test_moderation import admin

OVER = said("congress.over")


async def elected(stage: Stage, files: Invented) -> Person:
    """Bring an edition in before anybody comes, and return Ana."""
    await stage.elect(files.load())
    return stage.person("Ana")


async def test_a_new_congress_is_told_to_everybody_softly_and_to_coordinators_plainly(stage: Stage) -> None:
    await elected(stage, invented(ends=date(2025, 1, 3)))
    seen = await (await admin(stage)).say("/callboard")
    assert seen.has("callboard congress update")
    assert not seen.has(OVER)
    home = await stage.person("Ben").say("/callboard")
    assert home.has(OVER)
    assert not home.has("callboard congress update")


async def test_what_is_in_force_is_not_spoken_of(stage: Stage) -> None:
    ana = await elected(stage, invented())
    assert not (await ana.say("/callboard")).has("Congress ")


async def test_a_zip_finds_the_district(stage: Stage) -> None:
    ana = await elected(stage, invented())
    assert (await ana.say("/profile district:94110")).fact("District") == "CA-11"


async def test_a_zip_of_several_districts_is_a_choice(stage: Stage) -> None:
    ana = await elected(stage, invented())
    asked = await ana.say("/profile district:94112 name:Ana")
    assert asked.has(said("zip.title"))
    assert asked.has("www.house.gov/representatives/find-your-representative")
    assert asked.has(said("zip.rest"))
    assert asked.buttons == (
        "CA-15: Casey CA-15",
        "CA-11: Casey CA-11",
        said("zip.state", state="California"),
        said("zip.by_hand"),
    )
    chosen = await ana.tap("CA-15: Casey CA-15")
    assert (chosen.fact("District"), chosen.fact("Name in your script")) == ("CA-15", "Ana")


async def test_a_zip_that_no_map_has_is_written_by_hand(stage: Stage) -> None:
    ana = await elected(stage, invented())
    asked = await ana.say("/profile district:09012")
    assert asked.has(said("zip.nowhere"))
    assert (await ana.tap(said("zip.by_hand"))).form == said("form.district.title")
    [field] = ["State and district, like CA-11, or CA alone"]
    assert (await ana.fill({field: "Puerto Rico"})).fact("District") == "PR-0"
    assert (await ana.say("/profile district:California")).fact("District") == "CA"


async def test_zips_cant_be_looked_up_while_nothing_is_loaded(stage: Stage) -> None:
    assert (await stage.person("Ana").say("/profile district:94110")).has(said("zip.no_data"))
