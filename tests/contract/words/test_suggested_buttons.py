"""What a refusal suggests comes with a button that does it, with everything else that was typed."""

import pytest

from tests.contract.conftest import CONSOLE, HTTP
from tests.contract.roles import admin
from tests.contract.stage import Stage
from tests.public_data.capitol import make_congress

REP, SAM = "Representative Casey CA-11", "Senator Sam CA"


@pytest.fixture(params=[CONSOLE, HTTP])
def platform_name(request: pytest.FixtureRequest) -> str:
    """Platforms on which commands are typed as text."""
    return str(request.param)


async def test_a_suggested_outcome_logs_the_call_with_the_other_words(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    typed = {
        "spok": ("Spoke to someone", REP),
        "outcome:spok": ("Spoke to someone", REP),
        "left a voicmail": ("Left a voicemail", REP),
        "voicmail senator sam ca": ("Left a voicemail", SAM),
        "office:sam ca outcome:spok": ("Spoke to someone", SAM),
        "left a voicmail sam ca": ("Left a voicemail", SAM),
    }
    for number, (words, (label, office)) in enumerate(typed.items()):
        caller = stage.person(f"P{number}")
        await caller.say("/profile CA-11")
        near = await caller.say(f"/log {words}")
        assert near.buttons == (label,), words
        assert (await caller.tap(label, on=near)).has(f"{label}: {office}"), words
    ana = stage.person("Ana")
    unknown = await ana.tap("Spoke to someone", on=await ana.say("/log spok padila"))
    assert unknown.has("“padila”")
    assert len(stage.calls()) == len(typed)


async def test_each_suggestion_has_its_button(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    await stage.add_org("Harbor", "Unit 077", "North Star")
    ana = stage.person("Ana")
    for words, label, fact in (
        ("/profile Unit 79", "Unit 077", "Chapter: Unit 077"),
        ("/profile nrth star", "North Star", "Chapter: North Star"),
        ("/profile Californa", "California", "District: California"),
        ("/profile district:Califronia", "California", "District: California"),
        ("/profile chapter:nrth star", "North Star", "Chapter: North Star"),
        ("/profle California", "/profile", "District: California"),
        ("/scrpt", "/script", "Office 1 of 3"),
        ("/leaderboard by:chaptrs", "Chapters", "Chapters: 0 calls"),
        ("/remindme weekdays 9:00 Pasific", "Pacific time", "Pacific"),
        ("/remindme tomorow 9", "tomorrow 9", "Tuesday, November 24, 9:00 AM"),
        ("/remindme 9 am tommorrow Eastern", "9 am tomorrow Eastern", "Tuesday, November 24, 9:00 AM Eastern time"),
        ("/remindme when:mañna a las 9", "mañana a las 9", "Tuesday, November 24, 9:00 AM"),
        ("/remindme tomorrow 9am Pasific", "Pacific time", "Pacific"),
        ("/profile language:spansh", "Español (Spanish)", "Español"),  # the last: Ana reads Spanish from then on
    ):
        near = await ana.say(words)
        assert near.buttons == (label,), words
        assert (await ana.tap(label, on=near)).has(fact), words
    ben = stage.person("Ben")
    await ben.say("/profile CA-11")
    near = await ben.say("/log spoke office:Casy CA-11")
    assert (await ben.tap("Casey CA-11", on=near)).has(f"Spoke to someone: {REP}")
    for words, label in (("sam voicemail", "Sam CA"), ("spoke to jo", "Jo CA")):  # their staff may be called so
        near = await ben.say(f"/log {words}")
        assert near.buttons == (label,), words
        assert (await ben.tap(label, on=near)).has(f": Senator {label}"), words
    assert (await ben.say("/log day:yesterday office:jo outcome:spoke")).has("Spoke to someone: Senator Jo CA")


async def test_a_word_without_a_key_is_offered_what_it_is_offered_with_one(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    await stage.add_org("Riverside", "Queens", "São Paulo Ave", "North Star Uptown")
    await stage.add_org("Harbor", "Queens", "Tri-Valley")
    root = await admin(stage)
    await root.say("/profile CA-11")
    for command, key, misspelled in (
        ("profile", "chapter", ("Quens", "Tri Valey")),
        ("chapter show", "chapter", ("Quens", "San Paolo", "Tri Valey", "Noth Star")),
        ("chapter archive", "chapter", ("Quens", "Sao Pablo", "Tri Valey", "Star Upton")),
        ("chapter map", "chapter", ("Quens", "San Paolo", "Tri Valey")),
        ("chapter code", "chapter", ("Quens", "San Paolo", "Tri Valey")),
        ("chapter list", "org", ("Harbr", "Rivrside")),
        ("org archive", "org", ("Harbr", "Rivrside")),
        ("org code", "org", ("Harbr", "Rivrside")),
        ("campaign show", "campaign", ("clean drem act", "dreem")),
        ("script", "campaign", ("clean drem act",)),
        ("leaderboard", "campaign", ("clean drem act",)),
        ("campaign preview", "campaign", ("clean drem act",)),
        ("report coverage", "campaign", ("clean drem act",)),
    ):
        for typed in misspelled:
            keyed = (await root.say(f"/{command} {key}:{typed}")).buttons
            free = (await root.say(f"/{command} {typed}")).buttons
            assert free, (command, typed)
            assert len(free) == len(keyed), (command, typed, free, keyed)
            assert len(free) > 1 or free == keyed, (command, typed)  # of several, the caller's own org goes unnamed


async def test_a_sentence_quotes_a_mention_in_words(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    is_console = stage.platforms[0].name == CONSOLE
    for words in (f"/profile {ben.mention}", f"/log spoke {ben.mention}", f"/profile district:{ben.mention}"):
        seen = await ana.say(words)
        assert is_console or (seen.has("the person you mentioned"), ben.mention in seen.text) == (True, False), words
    named = await ana.say(f"/profile name:{ben.mention}")
    assert is_console or named.has("write the name in words")


async def test_several_drafts_are_offered_where_one_is_left_out(stage: Stage) -> None:
    await stage.empty()
    root = await admin(stage)
    await root.say("/campaign new name:Budget day")
    await root.say("/campaign new name:House vote")
    for command in ("/campaign preview", "/campaign publish"):
        asked = await root.say(command)
        assert set(asked.buttons) >= {"House vote"}, command
        assert not (await root.tap("House vote", on=asked)).has("Which draft"), command


async def test_one_offer_mends_every_misspelled_word(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    typed = {
        "/log voicmail jo": ("Left a voicemail", "Jo CA"),
        "/log casy voicmail": ("Left a voicemail", "Casey"),
        "/log spok csaey ca-11": ("Spoke to someone", "Casey"),
        "/log office:casy outcome:voicmail": ("Left a voicemail", "Casey"),
        "/log voicmail claen-dream-act": ("Left a voicemail", "Clean DREAM Act"),
        "/log voicmail casy claen-dream-act": ("Left a voicemail", "Casey", "Clean DREAM Act"),
        "/log outcome:voicmail campaign:claen-dream office:casy": ("Left a voicemail", "Casey", "Clean DREAM Act"),
    }
    for number, (line, meant) in enumerate(typed.items()):
        caller = stage.person(f"P{number}")
        await caller.say("/profile CA-11")
        asked = await caller.say(line)
        assert [label in asked.text for label in meant] == [True] * len(meant), (line, asked.text)
        [button] = asked.buttons
        assert (await caller.tap(button, on=asked)).has(f"{meant[0]}: "), line
    assert len(stage.calls()) == len(typed)


async def test_several_misspelled_choices_are_one_offer(stage: Stage) -> None:
    await stage.add_org("Harbor", "North Star")
    ana = stage.person("Ana")
    asked = await ana.say("/leaderboard chaptrs wekk")
    assert asked.text.startswith("Did you mean “Chapters” and “This week”? You typed “chaptrs” and “wekk”.")
    assert (await ana.tap("Chapters and This week", on=asked)).has("Chapters: 0 calls this week")
    asked = await ana.say("/profile language:spansh chapter:nrth star")
    assert asked.has("“North Star”") or asked.has("“Español (Spanish)”")
    [button] = asked.buttons
    saved = await ana.tap(button, on=asked)
    assert saved.has("North Star")
    assert saved.has("Español")


async def test_a_word_that_names_nothing_is_never_mended(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    ana = stage.person("Ana")
    await ana.say("/profile CA-11")
    asked = await ana.say("/log voicmail zork")
    assert asked.buttons == ("Left a voicemail",)
    assert (await ana.tap("Left a voicemail", on=asked)).has("“zork”")
    assert stage.calls() == []


NEAR_PARTS = {"/alert lst": "/alert list", "/channel chose": "/channel choose", "/report dey": "/report day"}


async def test_a_misspelled_part_of_a_command_is_offered_with_what_was_typed_after_it(stage: Stage) -> None:
    root, ben = await admin(stage), stage.person("Ben")
    seen = await root.say("/org ad North Star")
    assert seen.text == "There's no command /org ad here. Did you mean /org add?"
    assert seen.buttons == ("/org add",)
    assert (await root.tap("/org add")).has("North Star is a member organization now.")
    for typed, near in NEAR_PARTS.items():
        assert (await root.say(typed)).buttons == (near,), typed
        assert (await ben.say(typed)).has("is for coordinators"), typed
    assert (await ben.say("/mydata shw")).buttons == ("/mydata show",)
    assert (await root.say("/alert qqqq")).has("comes one of")
