"""ZIP codes that people type: what they find, what is asked, and that nothing keeps them."""

import logging
import re

import pytest

from bot.runtime.log import OWN
from tests.contract.people import said
from tests.contract.stage import Stage, campaign
from tests.contract.targets.test_congress import start_with_congress
from tests.public_data.capitol import make_congress

OVER = said("congress.over")
BY_ZIP = "Your 5-digit ZIP, or a district like CA-11"
REP = "Representative Casey CA-11"
CALIFORNIA = "Casey CA-11, Sam CA, or Jo CA"


async def test_a_zip_finds_the_district(stage: Stage) -> None:
    ana = await start_with_congress(stage, make_congress())
    assert (await ana.say("/profile district:94110")).fact("District") == "CA-11"


async def test_a_zip_of_several_districts_is_a_choice(stage: Stage) -> None:
    ana = await start_with_congress(stage, make_congress())
    asked = await ana.say("/profile district:94112 name:Ana")
    assert asked.has(said("zip.title"))
    assert asked.has(said("zip.saved", state="California"))
    assert asked.has("How much of its land is in each: CA-15 70% and CA-11 30%.")
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


async def test_a_zip_of_several_districts_saves_the_state_meanwhile(stage: Stage) -> None:
    ana = await start_with_congress(stage, make_congress())
    assert (await ana.say("/profile district:94112")).has("(We saved California.)")
    assert (await ana.say("/script")).has("Office 1 of 3: your representative")
    await ana.tap("Spoke to someone")
    assert (await ana.say("/script")).has("Office 2 of 3: Senator Sam CA")
    await ana.say("/profile district:CA-11")
    assert not (await ana.say("/profile district:94112")).has("(We saved")
    assert (await ana.say("/script")).has("Office 2 of 3: Senator Sam CA")


async def test_the_card_that_promises_a_representative_asks_for_a_zip(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    for typed in ("94110", "94110-1234", "CA-11", "My ZIP code is 94110.", "california 11"):
        ana = stage.person(f"Ana {typed}")
        assert (await ana.say("/script")).has(said("script.unknown"))
        assert (await ana.tap("Find my representative")).form == said("form.representative.title")
        assert (await ana.fill({"Your 5-digit ZIP, or a district like CA-11": typed})).fact("District") == "CA-11"
        assert (await ana.tap("Get the script")).has(REP)


async def test_a_zip_that_no_map_has_is_written_by_hand(stage: Stage) -> None:
    ana = await start_with_congress(stage, make_congress())
    asked = await ana.say("/profile district:09012")
    assert asked.has(said("zip.military"))
    assert (await ana.tap(said("zip.by_hand"))).form == said("form.district.title")
    [field] = ["State and district, like CA-11, or CA alone"]
    assert (await ana.fill({field: "Puerto Rico"})).fact("District") == "Puerto Rico"
    assert (await ana.say("/profile district:California")).fact("District") == "California"


@pytest.mark.parametrize(("kind", "button"), [("my_members", "representative"), ("my_senators", "senators")])
async def test_find_my_representative_asks_for_a_zip_code(stage: Stage, kind: str, button: str) -> None:
    await stage.restart(campaign("one", f"targets: {kind}"))
    ana = await start_with_congress(stage, make_congress())
    assert (await ana.say("/script")).has(said("script.unknown"))
    assert (await ana.tap(said(f"script.button.find.{button}"))).form == said("form.representative.title")
    assert (await ana.fill({BY_ZIP: "94110"})).fact("District") == "CA-11"
    assert not any(label.startswith("Find my") for label in (await ana.say("/script")).buttons)


async def test_a_zip_with_a_digit_too_few_is_typed_again(stage: Stage) -> None:
    ana = await start_with_congress(stage, make_congress())
    await ana.say("/profile district:2001")
    await ana.tap(said("zip.by_hand"))
    assert (await ana.fill({BY_ZIP: "94110"})).fact("District") == "CA-11"


async def test_zips_cant_be_looked_up_without_data(stage: Stage) -> None:
    assert (await stage.person("Ana").say("/profile district:94110")).has(said("zip.no_data"))


async def test_no_byte_of_a_zip_is_stored(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    """The ZIP is on no map, so that the loaded data doesn't contain it. It is typed in every possible way."""
    caplog.set_level(logging.DEBUG, OWN)  # as with `log.level: debug`; libraries log only warnings
    ana = await start_with_congress(stage, make_congress())
    assert (await ana.say("/profile district:98765 name:Ana")).has(said("zip.nowhere"))
    await ana.tap(said("zip.by_hand"))
    await ana.fill({"State and district, like CA-11, or CA alone": "98765-4321"})
    await ana.say("/log voicemail")
    await ana.say("/profile district:CA-11")
    files = [path for path in stage.folder.rglob("*") if path.is_file()]
    assert stage.database in files
    kept = [path.name for path in files if re.search(rb"(?<![0-9a-f])98765(?![0-9a-f])", path.read_bytes())]
    assert kept == []
    assert "98765" not in caplog.text
