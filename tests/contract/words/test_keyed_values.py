"""A keyed value runs to the next key. Words at its end that belong to another option go there."""

from tests.contract.stage import Stage, campaign
from tests.public_data.capitol import id_of, make_congress
from tests.services import JUNIOR, SENIOR

SAM, JO = id_of("CA", SENIOR), id_of("CA", JUNIOR)


async def test_the_last_words_of_a_profiles_value_fill_another_option(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    await stage.add_org("Valley Org", "Uptown", "São Paulo Circle", "Castro 94110", "Borough 01", "Borough 02")
    ana = stage.person("Ana")
    for typed, chapter, district in (
        ("chapter:Uptown 94110", "Uptown", "CA-11"),
        ("chapter:sao paulo circle NY-12", "São Paulo Circle", "NY-12"),
        ("chapter:São Paulo CA-11", "São Paulo Circle", "CA-11"),
        ("chapter:Castro 94110", "Castro 94110", "CA-11"),  # the whole is a chapter
        ("district:NY-12 Uptown", "Uptown", "NY-12"),
        ("chapter:Uptown CA-11 name:Ana Lee", "Uptown", "CA-11"),
    ):
        seen = await ana.say(f"/profile {typed}")
        assert (seen.fact("Chapter"), seen.fact("District")) == (chapter, district), typed
    assert seen.fact("Name in your script") == "Ana Lee"
    for typed in ("chapter:Downtown 94110", "chapter:Uptown somewhere", "chapter:Borough 99"):
        refused = await ana.say(f"/profile {typed}")
        assert refused.has(f"There's no chapter called “{typed.removeprefix('chapter:')}”"), typed


async def test_the_last_words_of_a_logs_value_fill_another_option(stage: Stage) -> None:
    await stage.restart(campaign("budget"), campaign("housing"))
    await stage.elect(make_congress().load())
    ana = stage.person("Ana")
    await ana.say("/profile district:CA-11")
    for typed, outcome, name in (
        ("office:Jo CA left a voicemail campaign:budget", "Left a voicemail", "Senator Jo CA"),
        ("spoke office:Jo CA budget", "Spoke to someone", "Senator Jo CA"),
        ("spoke office:Sam CA Drive housing", "Spoke to someone", "Senator Sam CA"),
        ("voicemail campaign:budget Sam CA", "Left a voicemail", "Senator Sam CA"),
    ):
        seen = await ana.say(f"/log {typed}")
        assert seen.has(name), typed
        assert seen.has(outcome), typed
    assert sorted(row[:2] for row in stage.calls()) == sorted([(JO, "spoke"), (SAM, "spoke"), (SAM, "voicemail")])
    assert (await ana.say("/log spoke office:Jo CA nowhere")).has("called “Jo CA nowhere”")
