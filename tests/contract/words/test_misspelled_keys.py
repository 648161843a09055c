"""A misspelled key is offered as the whole command with the right one, wherever it is typed."""

import pytest

from tests.contract.conftest import CONSOLE, HTTP
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage
from tests.public_data.capitol import make_congress

LOGGED = "Spoke to someone: Senator Sam CA"


@pytest.mark.parametrize("platform_name", [CONSOLE, HTTP], indirect=True)
async def test_a_misspelled_key_has_a_button_that_logs_the_call(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    for number, (words, offered) in enumerate(
        (
            ("spoke ofice:sam ca", "office:sam ca"),
            ("spoke oficina: sam", "office:sam"),
            ("to:sam result:spoke", "office:sam outcome:spoke"),
            ("spok offce:sam", "office:sam and Spoke to someone"),
            ("offce:sam spok", "office:sam and Spoke to someone"),
            ("ofice:sam ca spoke yesterday", "office:sam ca"),
            ("spoke 办公室：sam", "office:sam"),
            ("ofice:sam ca spoke", "office:sam ca"),
        )
    ):
        caller = stage.person(f"P{number}")
        await caller.say("/profile CA-11")
        asked = await caller.say(f"/log {words}")
        assert asked.buttons == (offered,), words
        assert (await caller.tap(offered, on=asked)).has(LOGGED), words
    assert len(stage.calls()) == number + 1
    lost = await caller.say("/lgo spoke ofice:jo ca")
    assert (await caller.tap("/log", on=lost)).has("Spoke to someone: Senator Jo CA")


async def test_a_misspelled_outcome_behind_an_office_is_offered_instead_of_a_form(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    ana = stage.person("Ana")
    await ana.say("/profile district:CA-11")
    asked = await ana.say("/log office:senator-2 voicmail")
    assert (asked.form, asked.buttons) == ("", ("Left a voicemail",))
    assert (await ana.tap("Left a voicemail", on=asked)).has("Left a voicemail: Senator Jo CA")


async def test_a_form_that_opens_anyway_says_what_it_took_the_key_for(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    ana = stage.person("Ana")
    await ana.say("/profile CA-11")
    asked = await ana.say("/log office:Sam dya:yesterday")
    assert asked.form == "Log a call"
    assert "for day:yesterday. Please check it." in asked.text.replace("\\", "")  # Discord's markdown


async def test_an_alert_with_a_misspelled_key_is_kept_and_goes_on_with_one_tap(stage: Stage) -> None:
    root = await admin(stage)
    await stage.add_org("North")
    long = "Please call your senator today. " * 8
    asked = await root.say(f"/alert send words:{long} when:now to:North")
    assert asked.has(said("alert.kept"))
    assert "audience:North" in asked.buttons
    assert (await root.tap("audience:North", on=asked)).has("North")


async def test_text_with_a_colon_is_sent_as_it_is(stage: Stage) -> None:
    root = await admin(stage)
    await stage.add_org("North")
    words = "Note: they asked at 10:30. To: everyone. Time: now, or note:this"
    assert (await root.say(f"/alert send words:{words} audience:North")).has(words)
