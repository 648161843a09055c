"""Data on Congress on cards: who to call, by name and number, and what is doubtful."""

from dataclasses import replace
from datetime import date

from bot.core.times.clock import DAY
from tests.contract.people import Person, said
from tests.contract.roles import admin
from tests.contract.stage import Stage
from tests.public_data.capitol import Invented, id_of, make_congress, number_of
from tests.services import REPRESENTATIVE, SENIOR

OVER = said("congress.over")
BY_ZIP = "Your 5-digit ZIP, or a district like CA-11"
REP = "Representative Casey CA-11"
CALIFORNIA = "Casey CA-11, Sam CA, or Jo CA"


async def start_with_congress(stage: Stage, files: Invented) -> Person:
    """Load an edition before anybody uses it, and return Ana."""
    await stage.elect(files.load())
    return stage.person("Ana")


async def test_a_new_congress_is_announced_gently_to_all_and_plainly_to_coordinators(stage: Stage) -> None:
    await start_with_congress(stage, make_congress(ends=date(2025, 1, 3)))
    seen = await (await admin(stage)).say("/callboard")
    assert seen.has("callboard congress update")
    assert not seen.has(OVER)
    home = await stage.person("Ben").say("/callboard")
    assert home.has(OVER)
    assert not home.has("callboard congress update")


async def test_after_a_congress_ends_no_member_is_named_and_every_card_says_why(stage: Stage) -> None:
    ana = await start_with_congress(stage, make_congress())
    await ana.say("/profile district:94110")
    before = await ana.say("/script")
    assert before.has(REP)
    stage.forward(days=42)  # past noon in Washington on the third of January
    assert (await ana.tap("Spoke to someone", before)).has("Spoke to someone: your representative.")
    card = await ana.say("/script")
    for said_after in (card, await ana.tap("Left a voicemail"), await ana.say("/log spoke")):
        assert said_after.has(OVER)
        assert not any(said_after.has(name) for name in ("Casey CA-11", "Sam CA", "Jo CA"))
    assert card.has("(202) 224-3121")
    assert not card.has(said("script.unknown"))
    assert (await ana.say("/callboard")).has(OVER)
    asked = await ana.say("/profile district:94112")
    assert (asked.buttons[:2], asked.has(OVER)) == (("CA-15", "CA-11"), True)
    assert [call[0] for call in stage.calls()] == ["representative", SENIOR, "senator-2"]


async def test_only_old_data_cause_a_line_where_they_name_somebody(stage: Stage) -> None:
    ana, load = await start_with_congress(stage, make_congress()), make_congress().load()
    line = "Our list of members is from May 2, 2026, so somebody else may have this seat by now"
    assert not (await ana.say("/callboard")).has("Congress ")
    await ana.say("/profile district:CA-11")
    assert not (await ana.say("/script")).has(line)
    may = load.edition.loaded_at - 200 * DAY
    await stage.elect(replace(load, edition=replace(load.edition, key="old", loaded_at=may)))
    stage.forward(minutes=1)
    assert (await ana.say("/script")).has(line)
    assert (await ana.say("/postcard")).has("Our list of who holds these seats is from May 2, 2026")
    assert not (await ana.say("/callboard")).has(line)
    assert (await ana.say("/profile district:94112")).has(line)  # its buttons name members
    await ana.say("/profile district:-")
    assert not (await ana.say("/script")).has(line)


async def test_the_representative_by_name_then_the_senators(stage: Stage) -> None:
    ana = await start_with_congress(stage, make_congress())
    await ana.say("/profile district:94110")
    card = await ana.say("/script")
    assert card.has(f"Office 1 of 3: {REP}")
    assert card.has(f"Call {number_of(id_of('CA-11'))}, the office in Washington.")
    assert card.has("The office is open now, until ")
    assert not card.has("Planted Party")
    receipt = await ana.tap("Left a voicemail")
    assert receipt.has(f"Left a voicemail: {REP}.")
    assert receipt.has("You've called 1 of your 3 offices today")
    senator = await ana.tap("Next office")
    assert senator.has("Office 2 of 3: Senator Sam CA")
    assert senator.has(number_of(id_of("CA", SENIOR)))
    assert (await ana.say("/log spoke")).has("Spoke to someone: Senator Sam CA.")
    assert (await ana.say("/script")).has("Office 3 of 3: Senator Jo CA")
    assert (await ana.say("/log voicemail office:Zed")).has(said("office.unknown", word="Zed", known=CALIFORNIA))
    assert (await ana.say("/mycalls")).has("Senator Sam CA. Spoke to someone.")
    assert (await ana.say("/log spoke")).has("Senator Jo CA")
    assert (await ana.tap("Undo")).has("Senator Jo CA (Spoke to someone)")
    assert {call[0] for call in stage.calls()} == {id_of("CA-11"), id_of("CA", SENIOR)}


async def test_a_call_from_before_the_district_was_known_counts_once(stage: Stage) -> None:
    ana = await start_with_congress(stage, make_congress())
    generic = await ana.say("/script")
    assert generic.has("Office 1 of 3: your representative")
    assert generic.has("Offices answer weekdays, ")
    assert generic.has(said("script.unknown"))
    assert (await ana.tap("Left a voicemail")).fact("Your calls") == "1"
    await ana.say("/profile district:94110")
    same = await ana.say("/log voicemail representative")
    assert same.has(said("log.same", outcome="Left a voicemail", office=REP))
    assert (await ana.say("/script")).has("Office 2 of 3: Senator Sam CA")


async def test_a_member_named_before_the_district_is_known_is_asked_about(stage: Stage) -> None:
    ana = await start_with_congress(stage, make_congress())
    for line in ("/log spoke office:Sam CA", "/log outcome:voicemail office:senator sam ca"):
        asked = await ana.say(line)
        assert asked.has("We don't know yet where you live"), line
        assert asked.buttons == ("your senior senator",), line
    assert (await ana.say("/log spoke office:Nobody")).has("There's no office called “Nobody”")
    assert stage.calls() == []
    asked = await ana.say("/log voicemail office:Casey GA-5")
    assert (await ana.tap("your representative", on=asked)).has("Left a voicemail: your representative.")
    assert {call[0] for call in stage.calls()} == {REPRESENTATIVE}


async def test_without_data_the_switchboard_serves(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/profile district:CA-11")
    card = await ana.say("/script")
    assert card.has("Call (202) 224-3121. An operator answers. Say: “My representative, please.")
    assert card.has("Offices answer weekdays, ")
    assert not card.has(said("script.unknown"))
    assert (await ana.tap("Spoke to someone")).has("You've called 1 of your 3 offices today")


async def test_a_vacant_seat_says_vacant(stage: Stage) -> None:
    ana = await start_with_congress(stage, make_congress())
    await ana.say("/profile district:94536")
    card = await ana.say("/script")
    assert card.has("Office 1 of 2: Senator Sam CA")
    assert card.has(said("script.vacant", seats="the House seat of CA-14"))


async def test_a_territory_has_a_delegate_and_no_senators(stage: Stage) -> None:
    ana = await start_with_congress(stage, make_congress())
    await ana.say("/profile district:20001")
    card = await ana.say("/script")
    assert card.has("Office 1 of 1: Delegate Casey DC-0")
    assert card.has(said("script.no_senators", place="the District of Columbia"))
    assert (await ana.say("/log spoke")).has(said("log.thanks"))


async def test_a_missing_number_becomes_the_switchboards(stage: Stage) -> None:
    ana = await start_with_congress(stage, make_congress())
    await ana.say("/profile district:05601")
    card = await ana.say("/script")
    assert card.has("Call (202) 224-3121. An operator answers. Say: “The office of Representative Casey VT-0, please.”")
    assert card.has(said("script.no_number"))


async def test_a_campaign_for_certain_members_or_offices_of_its_own(stage: Stage) -> None:
    ana = await start_with_congress(stage, make_congress())
    lines = "{key: hi, name: The Governor of Hawaii, title: Governor, phone: 808-586-0034, timezone: Pacific/Honolulu}"
    text = "scripts: {en: {text: 'To {{title}} {{member}}, on {{phone}}'}}"
    drive = f"campaign: one\ntitle: One\ntargets: {{list: [{lines}]}}\n{text}"
    await stage.restart(drive)
    ana = stage.person("Ana")
    card = await ana.say("/script")
    assert card.has("Office 1 of 1: The Governor of Hawaii")
    assert card.has("To Governor The Governor of Hawaii, on (808) 586-0034")
    assert (await ana.tap("Left a voicemail")).has("Left a voicemail: The Governor of Hawaii.")
    await stage.restart(f"campaign: two\ntitle: Two\ntargets: {{committee: HSJU}}\n{text}")
    ben = stage.person("Ben")
    assert (await ben.say("/script")).has(f"Office 1 of 3: {REP}")
    await ben.tap("Left a voicemail")
    card = await ben.say("/script")
    assert card.has("Office 2 of 3: Representative Casey TX-16")
    assert card.has(f"To Representative Casey TX-16, on {number_of(id_of('TX-16'))}")


async def test_a_busy_line_sends_the_next_caller_to_a_district_office(stage: Stage) -> None:
    stage.settings += "privacy: {min_group: 2}\n"
    await stage.restart()
    await start_with_congress(stage, make_congress())
    for name in ("Ana", "Ben"):
        caller = stage.person(name)
        await caller.say("/profile district:94110")
        await caller.say("/script")
        tried = await caller.tap("Couldn't get through")
        assert tried.has(said("line.ask"))
        assert tried.buttons[:4] == ("Busy", "Mailbox full", "No answer", "Hung up on me")
        full = await caller.tap("Mailbox full")
        assert full.has("Mailbox full: Representative Casey CA-11.")
        assert full.has("You can try the office in")
        assert full.buttons[0].startswith("Call ")
        assert full.buttons[1:] == ("Next office", "Undo")
    cam = stage.person("Cam")
    await cam.say("/profile district:94110")
    card = await cam.say("/script")
    assert card.has("the office in Daly City")
    assert card.has(said("script.steered.full", place="Washington"))
    assert not card.has("Ana")
    washington = await cam.tap(said("script.button.washington"))
    assert washington.has(f"{number_of(id_of('CA-11'))}, the office in Washington")
    assert said("script.button.washington") not in washington.buttons
    assert (await cam.say("/script")).has("the office in Daly City")
    dee = stage.person("Dee")
    await dee.say("/profile district:94110")
    await dee.say("/script")
    receipt = await cam.tap("Spoke to someone")
    assert receipt.has(f"Spoke to someone: {REP}. That's saved for the office in Daly City.")
    corrected = await cam.tap("I called Washington")
    assert corrected.has(f"Your call to {REP} is saved for the Washington office now. It still counts once.")
    assert (corrected.buttons[0], corrected.has("Reference ")) == ("They said yes", True)
    await dee.tap("Couldn't get through")
    tried = await dee.tap("I called Washington")
    assert tried.has(f"Your try at {REP} is saved for the Washington office now.")
    assert not tried.has("counts")
    assert (await dee.tap("Busy")).has("Busy: ")
    gus = stage.person("Gus")
    await gus.say("/profile district:94110")
    await gus.say("/log unavailable")
    moved = await gus.tap("I called Washington", on=await gus.tap("Busy"))
    assert (moved.has("saved for the Washington office now"), "Busy" in moved.buttons) == (True, False)
    fay = stage.person("Fay")
    await fay.say("/profile district:94110")
    receipt = await fay.say("/log spoke")
    for tap in ("They said yes", "They said no", "Change an answer", "I called Washington"):
        receipt = await fay.tap(tap, on=receipt)


async def test_after_moving_nobody_is_offered_whose_call_would_not_count(stage: Stage) -> None:
    """The day's calls were made to the members of an earlier district."""
    ana = await start_with_congress(stage, make_congress())
    await ana.say("/profile district:NY-12")
    for _ in range(3):
        await ana.say("/log voicemail")
    await ana.say("/profile district:CA-11")
    for line in ("/script", "/log voicemail", "/callboard"):
        seen = await ana.say(line)
        assert seen.has("You've made all of today's calls. Thank you!"), line
        assert not seen.has("every office"), line
        assert not [label for label in seen.buttons if "Senator" in label or "Representative" in label], line
