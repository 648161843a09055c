"""A form that opens for typed words names those it doesn't know; others that say nothing are left out."""

from dataclasses import replace

import pytest

from bot.adapters.discord.drawing.forms import build_modal
from bot.adapters.slack.drawing.forms import build_form_view
from bot.adapters.slack.drawing.place import Place
from bot.identity import Caller
from bot.kit.cards.reply import Form
from bot.kit.dispatch.steps import Gate, Meaning
from bot.kit.invocation import Envelope
from tests.contract.conftest import CONSOLE
from tests.contract.roles import admin
from tests.contract.stage import Stage
from tests.public_data.capitol import id_of, make_congress
from tests.services import JUNIOR, MONDAY, SENIOR

SAM, JO = id_of("CA", SENIOR), id_of("CA", JUNIOR)
ASKED = Envelope("test:1", 0, Caller("console", "cora", "console"))
TODAY = replace(ASKED, at=MONDAY)  # members sit then


@pytest.fixture(params=[CONSOLE])
def platform_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def open_form(stage: Stage, name: str, text: str, asked: Envelope = ASKED) -> Form:
    meaning: Meaning = stage.app.dispatcher.read_text(asked, name, text)
    form = meaning.form if isinstance(meaning, Gate) else meaning
    assert isinstance(form, Form), text
    return await stage.app.dispatcher.fill_form(form, asked)


async def test_a_form_names_the_words_it_does_not_know(stage: Stage) -> None:
    await admin(stage)
    for name, text, strays in (
        ("log", "x x x", "x x x"),
        ("log", "zork", "zork"),
        ("log", "clean dream zork", "zork"),
        ("log", "zork senior senator blarg", "zork blarg"),
        ("log", "I called the zorks", "zorks"),
        ("log", "the", "the"),
        ("log", "senior senator", ""),
        ("log", "I called my senior senator", ""),
        ("log", "", ""),
        ("void", "!!!", "!!!"),
        ("role grant", "coordinator", ""),
    ):
        form = await open_form(stage, name, text)
        expected = f"I didn't understand “{strays}”, so it isn't filled in." if strays else ""
        assert form.note == expected, text
        assert not any(field.value and field.value in strays for field in form.fields), text


async def test_a_form_is_filled_with_what_its_words_name(stage: Stage) -> None:
    form = await open_form(stage, "log", "I called the senior senator about clean dream")
    values = {field.name: field.value for field in form.fields if field.value}
    assert values == {"office": "the senior senator", "campaign": "clean dream"}
    assert "about" in form.note


async def test_a_form_is_filled_with_what_a_misspelled_word_nearly_names(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    ana = stage.person("cora")
    await ana.say("/profile CA-11")
    sam, casey = "Senator Sam CA", "Representative Casey CA-11"
    for text, values, note in (
        ("casy", {"office": id_of("CA-11")}, f"I took “casy” for {casey}. Please check it."),
        ("representatve csaey", {"office": id_of("CA-11")}, f"I took “representatve csaey” for {casey}."),
        ("senater sam", {"office": SAM}, f"I took “senater sam” for {sam}. Please check it."),
        ("claen-dream-act", {"campaign": "clean-dream-act"}, "I took “claen-dream-act” for Clean DREAM Act"),
        ("fersno", {"office": f"{SAM}-fresno"}, f"I took “fersno” for {sam}, Fresno. Please check it."),
        ("casy zork", {"office": id_of("CA-11")}, "I didn't understand “zork”"),
        ("zork blarg", {}, "I didn't understand “zork blarg”"),
        ("zork", {}, "I didn't understand “zork”"),
    ):
        form = await open_form(stage, "log", text, TODAY)
        found = {field.name: field.value for field in form.fields if field.value}
        assert found == values, (text, form.note)
        assert note in form.note, text


async def test_words_that_say_nothing_are_no_office(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    ana = stage.person("Ana")
    await ana.say("/profile I'm in 94110")
    for line in (
        "/log I left a message",
        "/log I've just spoken to my senior senator, please",
        "/log we left a message for Jo CA",
    ):
        told = await ana.say(line)
        assert told.text.startswith("Logged"), (line, told.text)
    logged = {slot: outcome for slot, *rest in stage.calls() for outcome in rest if outcome in ("spoke", "voicemail")}
    assert logged == {id_of("CA-11"): "voicemail", SAM: "spoke", JO: "voicemail"}
    assert (await ana.say("/script the zork")).has("“zork”")


def test_every_platform_draws_the_note() -> None:
    form = Form("log", "Log a call", (), "Submit", "id", note="I didn't understand “x”.")
    assert "I didn't understand “x”." in str(build_form_view(form, Place(""), "Close"))
    assert "understand “x”" in str(build_modal(form).to_dict())
