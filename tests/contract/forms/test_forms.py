"""Forms open when something is missing, and lose nothing that was typed."""

from tests.contract.people import said
from tests.contract.stage import Stage, campaign

OUTCOME, OFFICE, DAY = "What happened", "Office you called", "Day you called"
CHAPTER, DISTRICT, NAME = "Your chapter", "Your state, or CA-11, or CA Assembly 12", "Your first name, for your script"
LANGUAGE, PUBLIC = "Your language", "A board name, which everyone here can see"
LENGTH = said("name.length", least=1, count=40, length=41)


async def test_log_without_words_opens_the_form_and_filling_it_logs(stage: Stage) -> None:
    ana = stage.person("Ana")
    assert (await ana.say("/log")).form == "Log a call"
    receipt = await ana.fill({OUTCOME: "Left a voicemail", OFFICE: "your senior senator", DAY: "Yesterday"})
    assert receipt.text.startswith("Logged. Thank you!\nLeft a voicemail: your senior senator.")
    assert (receipt.private, receipt.fact("Your calls")) == (True, "1")
    assert [call[:2] for call in stage.calls()] == [("senator-1", "voicemail")]


async def test_the_form_keeps_what_was_typed_after_the_command(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/log office:senator-2 day:yesterday")
    standing = {OFFICE: "your junior senator", DAY: "Yesterday"}
    receipt = await ana.fill({OUTCOME: "Spoke to someone"}, standing)
    assert receipt.has("Spoke to someone: your junior senator.")


async def test_the_button_opens_the_same_form(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/callboard")
    assert (await ana.tap("Log a call")).form == "Log a call"
    assert (await ana.fill({OUTCOME: "Spoke to someone"})).fact("Your calls") == "1"


async def test_a_wrong_day_is_explained_beside_its_field_and_nothing_typed_is_lost(stage: Stage) -> None:
    await stage.restart(campaign("new", "opens: 2026-11-23 09:00"))
    ana = stage.person("Ana")
    await ana.say("/log")
    wrong = await ana.fill({OUTCOME: "Left a voicemail", OFFICE: "your junior senator", DAY: "Yesterday"})
    assert wrong.form == "Log a call"
    assert wrong.errors == {DAY: said("log.too_early", title="Drive new")}
    assert stage.calls() == []
    receipt = await ana.fill({DAY: "Today"})
    assert receipt.has("Left a voicemail: your junior senator.")


async def test_a_form_for_a_campaign_that_has_closed(stage: Stage) -> None:
    await stage.restart(campaign("short", "closes: 2026-11-23 12:10"))
    ana = stage.person("Ana")
    await ana.say("/log")
    stage.forward(minutes=20)
    told = await ana.fill({OUTCOME: "Spoke to someone"})
    assert told.has("This call-in day ended Monday, November 23, ")
    assert told.private
    assert stage.calls() == []


async def test_the_profile_form_shows_saved_values_and_saves_changes(stage: Stage) -> None:
    await stage.add_org("Valley Org", "East Bay", "Fresno")
    ana = stage.person("Ana")
    assert (await ana.say("/profile")).form == "Your profile"
    saved = await ana.fill({CHAPTER: "Fresno", DISTRICT: "ca-11", NAME: "Ana"})
    assert saved.private
    assert (saved.fact("Chapter"), saved.fact("District")) == ("Fresno", "CA-11")
    assert saved.fact("Name in your script") == "Ana"
    assert (saved.fact("Language"), saved.fact("Name on the boards")) == ("Not set", "Not set")
    await ana.tap("Change something")
    standing = {CHAPTER: "Fresno", DISTRICT: "CA-11", NAME: "Ana", PUBLIC: ""}
    changed = await ana.fill({NAME: "Ana María", PUBLIC: "Ana M."}, standing)
    assert (changed.fact("District"), changed.fact("Name in your script")) == ("CA-11", "Ana María")
    script = await ana.say("/script")
    assert script.has("Hello, my name is Ana María. I live in California, so I am one of your constituents.")


async def test_wrong_answers_in_the_profile_form(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/profile")
    wrong = await ana.fill({DISTRICT: "CA-99", NAME: "Ana", LANGUAGE: "English"})
    assert wrong.errors == {DISTRICT: number("California", "CA", 52)}
    wrong = await ana.fill({DISTRICT: "somewhere"})
    assert wrong.errors == {DISTRICT: said("district.unknown_no_data", word="somewhere")}
    saved = await ana.fill({DISTRICT: "CA-11"})
    assert (saved.fact("Name in your script"), saved.fact("Language")) == ("Ana", "English")
    await ana.say("/profile")
    wrong = await ana.fill({NAME: "x" * 41, DISTRICT: "NY-3"}, standing={DISTRICT: "CA-11"})
    assert wrong.errors == {NAME: LENGTH}
    wrong = await ana.fill({NAME: "A\u202ena"})
    assert wrong.errors == {NAME: said("text.unseen", code="U+202E", after="A")}
    assert (await ana.fill({NAME: "-"})).fact("Name in your script") == "Not set"


async def test_profile_takes_options_and_explains_wrong_ones(stage: Stage) -> None:
    await stage.add_org("Harbor Org", "Twin")
    await stage.add_org("Valley Org", "East Bay")
    ana = stage.person("Ana")
    saved = await ana.say("/profile chapter:east bay district:ak-0 name:Ana language:en public_name:Ana B.")
    assert (saved.fact("Chapter"), saved.fact("District"), saved.fact("Name on the boards")) == (
        "East Bay",
        "Alaska",
        "Ana B.",
    )
    for typed, told in (
        ("chapter:Nowhere", said("chapter.unknown", word="Nowhere")),
        ("chapter:Twin", said("chapter.unknown", word="Twin")),
        ("chapter:Harbor Org: Twin", said("chapter.unknown", word="Harbor Org: Twin")),
        ("district:AK-3", number("Alaska", "AK", 1)),
        ("district:12", said("district.unknown_no_data", word="12")),
        ("name:" + "x" * 41, LENGTH),
        ("public_name:" + "x" * 41, LENGTH),
        ("name:A\u202ena", said("text.unseen", code="U+202E", after="A")),
        ("name:Bea district:XX-1", said("district.unknown_no_data", word="XX-1")),
    ):
        refused = await ana.say(f"/profile {typed}")
        assert (refused.text, refused.private) == (told, True)
    assert (await ana.say("/profile district:-")).fact("Name in your script") == "Ana"


def number(state: str, code: str, seats: int) -> str:
    """The sentence about a district number that a state doesn't have."""
    return said("district.number", count=seats, state=state, code=code, seats=seats)
