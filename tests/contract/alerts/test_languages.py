"""An alert in several languages: each space gets its own, and a button leads to the others."""

import pytest

from bot.kit.i18n import load_words
from tests.contract.alerts.test_alerts import WORDS
from tests.contract.conftest import DISCORD, HTTP
from tests.contract.people import Person, said
from tests.contract.roles import coordinator
from tests.contract.stage import Stage

LANGUAGE, TRANSLATED = "The language", "Words in that language; empty to remove"


@pytest.fixture(params=[DISCORD, HTTP])
def platform_name(request: pytest.FixtureRequest) -> str:
    """The platforms that have channels."""
    return str(request.param)


async def test_an_alert_is_written_from_the_campaigns_own_card(stage: Stage) -> None:
    mia = await coordinator(stage)
    await mia.say("/campaign show")
    assert (await mia.tap(said("draft.button.alert"))).form == "Write an alert"
    preview = await mia.fill({WORDS: "Call today"})
    assert preview.has("Call today")
    assert preview.has("Clean DREAM Act: keep families together")


async def test_a_channel_gets_its_spaces_language_and_a_button_to_the_others(stage: Stage) -> None:
    [platform] = stage.platforms
    mia, ben = await coordinator(stage), stage.chatter("Ben")
    await mia.say("/channel subscribe")
    await mia.say("/org language es")
    await mia.say("/alert send")
    await mia.fill({WORDS: "Call today"})
    assert (await mia.tap("Add another language")).form == "Add another language"
    preview = await mia.fill({LANGUAGE: "Español", TRANSLATED: "Llame hoy"})
    assert preview.has("Call today")
    assert preview.fact("Also in") == "Español"
    read = await mia.tap("Read it: Español")
    assert read.has("Llame hoy")
    assert (await mia.tap("Change these words")).form == "Add another language"
    changed = await mia.fill({TRANSLATED: "Llame hoy mismo"}, {LANGUAGE: "Español", TRANSLATED: "Llame hoy"})
    await mia.tap("Send it", on=changed)
    await platform.shows("Llame hoy mismo")
    assert not any("Call today" in text for text in platform.public())
    other = await ben.tap_post(load_words("es").t("alert.button.languages"))
    assert other.private
    assert other.has("Call today")
    assert (await ben.tap("Español")).has("Llame hoy mismo")
    assert (await ben.tap(said("alert.original"))).has("Call today")
    assert (await ben.tap_post("Wika / 语言 / Idioma")).private
    assert (await ben.tap("한국어")).has("안녕하세요")


async def edit_translated(stage: Stage, words: str, spanish: str) -> Person:
    """A coordinator of a Spanish channel, about to edit an alert that they wrote in English and in Spanish."""
    mia = await coordinator(stage)
    await mia.say("/channel subscribe")
    await mia.say("/org language es")
    await mia.say("/alert send")
    await mia.fill({WORDS: words})
    await mia.tap("Add another language")
    await mia.fill({LANGUAGE: "Español", TRANSLATED: spanish})
    await mia.tap("Edit")
    return mia


async def test_words_in_another_language_are_posted_only_with_the_words_that_they_translate(stage: Stage) -> None:
    [platform] = stage.platforms
    mia = await edit_translated(stage, "Call Senator Smith", "Llame a Smith")
    same = await mia.fill({}, {WORDS: "Call Senator Smith"})
    assert same.fact("Also in") == "Español"
    await mia.tap("Edit")
    changed = await mia.fill({WORDS: "Call Senator Jones instead"})
    assert changed.has("Not posted in: Español.")
    assert not changed.has("Also in")
    await mia.tap("Read it: Español")
    assert mia.last.has("The alert's own words changed since.")
    await mia.tap("Back to the alert")
    await mia.tap("Send it")
    await platform.shows("Call Senator Jones instead")
    assert not any("Smith" in text for text in platform.public())


async def test_words_that_were_checked_again_are_posted(stage: Stage) -> None:
    [platform] = stage.platforms
    mia = await edit_translated(stage, "Call today", "Llame hoy")
    await mia.fill({WORDS: "Please call today"})
    await mia.tap("Read it: Español")
    await mia.tap("Change these words")
    checked = await mia.fill({TRANSLATED: "Llame hoy, por favor"}, {LANGUAGE: "Español", TRANSLATED: "Llame hoy"})
    assert checked.fact("Also in") == "Español"
    assert not checked.has("Not posted in")
    await mia.tap("Send it")
    await platform.shows("Llame hoy, por favor")
