"""Words typed without a key or quotes: each goes where it is meant, or a sentence says what fits."""

import sqlite3
from contextlib import closing

import pytest

from bot.kit.i18n import load_words
from tests.contract.conftest import CONSOLE, HTTP, SOCKET
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage, campaign
from tests.public_data.capitol import id_of, make_congress
from tests.services import JUNIOR, SENIOR

SAM, JO = id_of("CA", SENIOR), id_of("CA", JUNIOR)
ARABIC = "campaign: rtl-test\ntitle: Rtl test\nscripts: {en: {text: Hello}, ar: {text: 'اتصلوا على {{phone}} اليوم'}}"


@pytest.fixture(params=[CONSOLE, SOCKET, HTTP])
def platform_name(request: pytest.FixtureRequest) -> str:
    """The platforms on which commands are typed as text."""
    return str(request.param)


LOGGED = {
    "/log left a voicemail": ("voicemail", id_of("CA-11")),
    "/log couldn't get through": ("unavailable", id_of("CA-11")),
    "/log Couldn’t get through": ("unavailable", id_of("CA-11")),
    "/log spoke to someone senator sam ca": ("spoke", SAM),
    "/log voicemail senator sam ca": ("voicemail", SAM),
    "/log spoke senior senator": ("spoke", SAM),
    "/log spoke senator 2": ("spoke", JO),
    "/log junior senator left a voicemail": ("voicemail", JO),
    "/log voicemail Jo CA clean-dream-act": ("voicemail", JO),
    "/log voicemail clean dream act Jo CA": ("voicemail", JO),
    '/log voicemail "Sam CA"': ("voicemail", SAM),
    "/log voicemail Sam CA, Los Angeles": ("voicemail", SAM),
    "/log busy": ("unavailable", id_of("CA-11")),
    "/log nobody picked up": ("unavailable", id_of("CA-11")),
    "/log No Answer": ("unavailable", id_of("CA-11")),
    "/log mailbox full": ("unavailable", id_of("CA-11")),
    "/log they didn’t answer": ("unavailable", id_of("CA-11")),
    "/log left a message for jo ca": ("voicemail", JO),
    "/log left a voicemail for senator sam ca": ("voicemail", SAM),
    "/log spoke to Sam CA": ("spoke", SAM),
    "/log talked with senator 2": ("spoke", JO),
    "/log Jo CA hung up on me": ("unavailable", JO),
    "/log spoke to the intern": ("spoke", id_of("CA-11")),
    "/log spoke to a staffer for senator sam ca": ("spoke", SAM),
    "/log spoke to the intern in Fresno": ("spoke", SAM),
    "/log spoke fresno office": ("spoke", SAM),
    "/log hablé con alguien con el asistente en Fresno": ("spoke", SAM),
    "/log hablé con la recepcionista de Sam CA": ("spoke", SAM),
    "/log left a message at the Los Angeles office of Sam CA": ("voicemail", SAM),
    "/log voicemail Daly City": ("voicemail", id_of("CA-11")),
    "/log dejé un mensaje de voz en la oficina de Daly City": ("voicemail", id_of("CA-11")),
    "/log Fresno 사무실에서 통화했어요": ("spoke", SAM),
    "/log 留言了 Fresno办公室": ("voicemail", SAM),
    "/log voicemail sa opisina sa Fresno": ("voicemail", SAM),
    "/log voicemail văn phòng ở Fresno": ("voicemail", SAM),
}
AT_HOME = ("fresno", "in Fresno", "the Fresno office", "their office in Fresno", "fresno office of sam ca")


async def test_a_call_is_logged_for_the_office_that_the_words_name(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    for number, (line, (outcome, slot)) in enumerate(LOGGED.items()):
        caller = stage.person(f"P{number}")
        await caller.say("/profile CA-11")
        await caller.say(line)
        calls = stage.calls()
        assert len(calls) == number + 1, line
        assert (calls[-1][0], outcome in calls[-1]) == (slot, True), line


async def test_the_spanish_en_is_no_language_before_a_place_or_a_language(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    for line, district in (
        ("/profile vivo en 94110", "CA-11"),
        ("/profile en California", "California"),
        ("/profile vivo en Nueva York", "New York"),
        ("/profile Calif.", "California"),
    ):
        saved = await stage.person(line).say(line)
        assert (saved.fact("District"), saved.fact("Language")) == (district, "Not set"), line
    ana = stage.person("Ana")
    assert (await ana.say("/script en español")).has("Hola, me llamo (su nombre).")
    assert not (await ana.say("/script en")).has("Hola")
    assert (await ana.say("/profile encinitas")).has("“encinitas”")  # no language, though it begins as a tag does


async def test_a_place_names_the_office_there(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    for number, words in enumerate(AT_HOME):
        caller = stage.person(f"P{number}")
        await caller.say("/profile CA-11")
        assert (await caller.say(f"/log spoke {words}")).has("the office in Fresno"), words
    dan = stage.person("Dan")
    await dan.say("/profile TX-16")
    assert (await dan.say("/log spoke in fresno")).has("“fresno”")  # no office of theirs is there
    assert (await dan.say("/log spoke in el paso")).has("the office in El Paso")


async def test_a_call_to_somebody_unknown_keeps_its_words_wherever_its_caller_lives_later(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    ana = stage.person("Ana")
    for _ in range(3):
        await ana.say("/log spoke")
    for home in ("CA-11", "NE-2"):
        await ana.say(f"/profile {home}")
        mine = await ana.say("/mycalls")
        assert all(mine.has(words) for words in ("your representative", "your senior senator", "your junior senator"))
    assert (await ana.say("/undo")).has("your junior senator")
    assert len(stage.calls()) == 2


async def test_an_outcome_that_gives_its_reason_leads_on_without_the_question(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    typed = {
        "busy": "Busy",
        "BUSY": "Busy",
        "the line was busy": "Busy",
        "outcome:busy": "Busy",
        "mailbox full": "Mailbox full",
        "Full": "Mailbox full",
        "no answer": "No answer",
        "nobody picked up": "No answer",
        "hung up on me": "Hung up on me",
        "senator 1 hung up": "Hung up on me",
    }
    for number, (words, why) in enumerate(typed.items()):
        caller = stage.person(f"P{number}")
        await caller.say("/profile CA-11")
        receipt = await caller.say(f"/log {words}")
        assert receipt.has(f"{why}: "), words
        assert receipt.has("You can try the office in"), words
        assert (receipt.buttons[0][:5], receipt.has(said("line.ask"))) == ("Call ", False), words
        assert {"Next office", "Undo"} <= set(receipt.buttons), words
    ana = stage.person("Ana")
    await ana.say("/profile CA-11")
    assert (await ana.say("/log couldn't reach them")).has(said("line.ask"))
    again = await ana.say("/log busy representative")
    assert again.has("You already told us today: Busy, ")
    assert not again.has(said("line.ask"))
    with closing(sqlite3.connect(stage.database)) as opened:
        assert opened.execute("SELECT count(*) FROM calls WHERE why = 'busy'").fetchone() == (5,)


async def test_a_name_behind_a_preposition_is_no_part_of_a_campaign(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    ana = stage.person("Ana")
    await ana.say("/profile CA-12")
    for line in ("mensaje a sam", "hablé a sam", "left message a sam", "left message a pam", "left message un sam"):
        asked = await ana.say(f"/log {line}")
        assert asked.has("There's no office called"), (line, asked.text)
        assert asked.buttons == (("Sam CA",) if line.endswith("sam") else ())
    assert stage.calls() == []


async def test_a_profile_takes_a_zip_a_district_a_state_a_chapter_or_a_language(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    await stage.add_org("Harbor", "North Star", "Women’s March")
    ana = stage.person("Ana")
    typed = {"I live in 94110": "CA-11", "CA-15": "CA-15", "California": "California", "new york 12": "NY-12"}
    for word, district in typed.items():
        assert (await ana.say(f"/profile {word}")).fact("District") == district
    assert (await ana.say("/profile women's march")).fact("Chapter") == "Women’s March"
    both = await ana.say("/profile north star vermont español")
    labels = [load_words("es").t(f"profile.{name}") for name in ("chapter", "district", "language")]
    assert [both.fact(label) for label in labels] == ["North Star", "Vermont", "Español"]
    await ana.say("/profile language:-")
    lost = await ana.say("/profile uptwn")
    assert lost.has("I can't find “uptwn” here")
    assert lost.has("Your ZIP, or CA-11, or CA Assembly 12")
    for word, near in {"nrth star": "North Star", "Californa": "California", "texes": "Texas"}.items():
        assert (await ana.say(f"/profile {word}")).has(f"Did you mean “{near}”?")


async def test_a_chapter_with_a_number_is_no_zip_and_a_zip_is_no_chapter(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    await stage.add_org(
        "Harbor", "Unit 077", "Local 32BJ", "Post 1", "District 9", "1199SEIU", "Post 94112", "Unit 78 Bay"
    )
    ana = stage.person("Ana")
    typed = {
        "Unit 77": "Unit 077",
        "unit 077": "Unit 077",
        "UNIT 0077": "Unit 077",
        "unit-77": "Unit 077",
        "Unit ７７": "Unit 077",
        "77": "Unit 077",
        "unit 78": "Unit 78 Bay",
        "local 32bj": "Local 32BJ",
        "32BJ": "Local 32BJ",
        "post #1": "Post 1",
        "Post 01": "Post 1",
        "district 9": "District 9",
        "9": "District 9",
        "1199": "1199SEIU",
        "post 94112": "Post 94112",
    }
    for words, chapter in typed.items():
        assert (await ana.say(f"/profile {words}")).fact("Chapter") == chapter, words
    assert (await ana.say("/profile 94112")).has("split between 2 districts")
    assert (await ana.say("/profile chapter:unit 77")).fact("Chapter") == "Unit 077"
    for words in ("Unit 77 94110", "94110 unit 77", "district 9 CA-11", "in CA-11 local 32bj"):
        both = await ana.say(f"/profile {words}")
        assert (both.fact("Chapter") in typed.values(), both.fact("District")) == (True, "CA-11"), words
        await ana.say("/profile chapter:- district:-")
    near = await ana.say("/profile Unit 79")
    assert near.has("I can't find “Unit 79” here. Did you mean “Unit ")
    assert (await ana.say("/profile 9411")).has("A ZIP code has five digits")


async def test_a_linking_word_can_be_free_text(stage: Stage) -> None:
    root = await admin(stage)
    await root.say("/org add North")
    assert (await root.say("/chapter add North At Home")).has("At Home is a chapter of North now")


async def test_names_of_several_words_need_no_quotes(stage: Stage) -> None:
    root = await admin(stage)
    for name in ("North", "North Star"):
        await root.say(f"/org add {name}")
    assert (await root.say("/chapter add North Star Uptown")).has("Uptown is a chapter of North Star now")
    assert (await root.say("/chapter add North Star Trek")).has("Trek is a chapter of North Star now")
    assert (await root.say("/chapter add North Old Town")).has("Old Town is a chapter of North now")
    assert (await root.say('/chapter add North "Star Trek"')).has("Star Trek is a chapter of North now")
    assert (await root.say("/chapter rename Old Town New Town")).has("is called New Town now")
    assert (await root.say("/chapter add Nrth Uptown")).has("Did you mean “North” or “North Star”?")
    bob = stage.person("Bob").mention
    assert (await root.say(f"/role grant {bob} coordinator North Star")).has("North Star")


async def test_a_script_is_available_in_every_language_of_its_campaign(stage: Stage) -> None:
    await stage.restart(ARABIC, campaign("other"))
    ana = stage.person("Ana")
    for line in ("/script rtl-test ar", "/script ar rtl-test", "/script Arabic rtl test", "/script rtl-test العربية"):
        assert (await ana.say(line)).has("اتصلوا")
    assert (await ana.say("/script language:ar campaign:rtl-test")).has("\u2066(202) 224-3121\u2069")
    await ana.tap("Left a voicemail")
    assert stage.calls()[0][-1] == "ar"
    assert (await ana.say("/profile language:ar")).fact("Language") == "العربية"
    assert (await ana.say("/script rtl-test")).has("اتصلوا")
    assert (
        await ana.say("/script language:Arabik")
    ).text == "Did you mean “\u2067العربية (Arabic)\u2069” instead of “Arabik”?"


async def test_a_language_that_a_script_lacks_is_taken_for_no_campaign(stage: Stage) -> None:
    ana = stage.person("Ana")
    for word in ("arabic", "Hindi", "haitian creole"):
        refused = await ana.say(f"/script {word}")
        assert refused.has(f"“{word}” isn't one of the choices: English, Español,")
        assert not refused.has("Nothing was saved")
    assert (await ana.say("/script klingonese")).has("There's no open campaign called “klingonese”")


async def test_words_behind_an_office_belong_to_it(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    ana = stage.person("Ana")
    await ana.say("/profile CA-11")
    typed = {
        "voicemail senator collins": "senator collins",
        "voicemail senator susan collins": "senator susan collins",
        "spoke to senior senator collins": "senior senator collins",
        "voicemail jo ca of the house": "jo ca of the house",
    }
    for words, office in typed.items():
        refused = await ana.say(f"/log {words}")
        assert refused.has(f"There's no office called “{office}” on your list"), words
        assert stage.calls() == [], words


async def test_words_like_a_campaign_stay_a_campaign(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    ana = stage.person("Ana")
    await ana.say("/profile CA-11")
    refused = await ana.say("/log voicemail senior senator clean drem act")
    assert refused.has("There's no campaign called “clean drem act”. Did you mean")


async def test_a_board_of_the_week(stage: Stage) -> None:
    ana = stage.person("Ana")
    assert (await ana.say("/leaderboard week")).has("this week")
    assert (await ana.say("/leaderboard this week states")).has("States")


async def test_a_zip_without_its_zeros_is_one_tap_away(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    ana = stage.person("Ana")
    asked = await ana.say("/profile district:501")
    assert asked.has("A ZIP code has five digits. Is it 00501?")
    assert (await ana.tap("Yes, 00501")).fact("District") == "NY-1"
    assert (await ana.say("/profile ２１３９")).has("Is it 02139?")
