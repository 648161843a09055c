"""`/undo` with the reference on a receipt takes back that call, as the button on its receipt does."""

import sqlite3
from contextlib import closing

import pytest

from bot.kit.i18n import list_catalogs, load_words
from tests.contract.conftest import CONSOLE, DISCORD, HTTP
from tests.contract.moderation.test_moderation import reference
from tests.contract.people import Chatter, said
from tests.contract.postcards.test_postcards import SEND, SENIOR, TO, write
from tests.contract.roles import admin
from tests.contract.stage import Stage
from tests.public_data.capitol import make_congress


async def test_a_call_is_taken_back_by_its_reference(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    ana, ben = stage.person("Ana"), stage.person("Ben")
    for person in (ana, ben):
        await person.say("/profile district:CA-11")
    first, second, third = [
        reference((await ana.say(f"/log outcome:spoke office:{office}")).text)
        for office in ("Sam CA", "Jo CA", "Casey")
    ]
    undone = await ana.say(f"/undo {first}")
    assert undone.has("We took off your call to Senator Sam CA")
    assert undone.fact("Your calls") == "2"
    again = await ana.say(f"/undo call:{first.lower().replace('-', '')}")
    assert again.has("was already taken off")
    begun = await ana.say(f"/undo call:{second[:4]}")
    assert begun.has("We took off your call to Senator Jo CA")
    others = await ben.say(f"/undo call:{third}")
    assert others.text == said("undo.unknown", word=third)
    misspelled = third[:-1] + ("Z" if third[-1] != "Z" else "X")
    near = await ana.say(f"/undo call:{misspelled}")
    assert near.text == said("undo.near", word=misspelled, near=third)
    assert (await ana.tap(third, on=near)).has("We took off your call to Representative Casey CA-11")
    assert stage.calls() == []


async def test_the_last_call_is_taken_back_in_the_words_of_every_language(stage: Stage) -> None:
    ana = stage.person("Ana")
    for last in ("last", "the last one", "última", "마지막", "cuối cùng", "huli", "最后", "最近一次"):
        await ana.say("/log outcome:spoke office:representative")
        assert (await ana.say(f"/undo call:{last}")).has("We took off your call to your representative"), last


async def test_a_misspelled_last_is_offered(stage: Stage) -> None:
    ana = stage.person("Ana")
    for typed, near in (("lats", "latest"), ("laast", "last"), ("útlima", "última"), ("마지막통화", "마지막 통화")):
        await ana.say("/log outcome:spoke office:representative")
        asked = await ana.say(f"/undo call:{typed}")
        assert (asked.text, asked.buttons) == (said("undo.near_last", word=typed), (near,))
        assert (await ana.tap(near)).has("We took off your call to your representative"), typed


async def test_why_a_call_cannot_be_taken_back_is_said(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    ana = stage.person("Ana")
    await ana.say("/profile district:CA-11")
    early = reference((await ana.say("/log outcome:spoke office:Sam CA")).text)
    stage.forward(hours=25)
    late = reference((await ana.say("/log outcome:voicemail office:Jo CA")).text)
    assert (await ana.say(f"/undo call:{early}")).text == said("undo.late")
    assert (await ana.say("/undo call:nothing-like-it")).text == said("undo.unknown", word="nothing-like-it")
    assert (await ana.say("/undo")).has("We took off your call to Senator Jo CA")
    assert (await ana.say(f"/undo call:{late}")).has("was already taken off")
    assert len(stage.calls()) == 1


async def test_a_call_that_a_coordinator_took_off_says_so_and_why_without_their_name(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    ana, cora = stage.person("Ana"), await admin(stage)
    await ana.say("/profile district:CA-11")
    receipt = await ana.say("/log outcome:spoke office:Sam CA")
    call = reference(receipt.text)
    await cora.say(f"/void {call} duplicate")
    voided = said("undo.voided", office="Senator Sam CA", outcome="Spoke to someone", reason="Counted twice")
    answers = [await ana.say(f"/undo {call}")]
    if isinstance(ana, Chatter):  # the console has only the buttons of its last card
        answers.append(await ana.tap("Undo", on=receipt))
    for undone in answers:
        assert undone.has(voided), undone.text
        assert not undone.has("Cora")
        assert undone.fact("Your calls") == "0"


@pytest.mark.parametrize("platform_name", [CONSOLE, DISCORD, HTTP], indirect=True)
async def test_a_beginning_of_several_references_is_asked_about(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    ana = stage.person("Ana")
    await ana.say("/profile district:CA-11")
    for office in ("Sam CA", "Jo CA"):
        await ana.say(f"/log outcome:spoke office:{office}")
    with closing(sqlite3.connect(stage.database, isolation_level=None)) as plain:
        plain.execute("UPDATE calls SET reference = 'AAAA-AAA' || rowid")
        known = [row[0] for row in plain.execute("SELECT reference FROM calls ORDER BY rowid DESC")]
    asked = await ana.say("/undo call:aaaa")
    assert asked.buttons == tuple(known)
    assert (await ana.tap(known[0], on=asked)).has("We took off your call to Senator Jo CA")


@pytest.mark.parametrize("platform_name", [CONSOLE, HTTP], indirect=True)
async def test_a_postcard_is_taken_back_by_its_whole_reference(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await write(ana, "Please protect families in our town.", **{TO: SENIOR})
    sent = await ana.tap(SEND)
    card = sent.text.partition("Reference: ")[2].split()[0]
    assert (await ben.say(f"/undo {card}")).text == said("undo.unknown", word=card)
    begun = await ana.say(f"/undo {card[:4]}")
    assert begun.text == said("undo.near", word=card[:4], near=card)
    undone = await ana.tap(card, on=begun)
    assert undone.has("was deleted")
    assert undone.fact(said("postcard.own")) == "0"
    assert (await ana.say(f"/undo {card.lower().replace('-', '')}")).has("was taken back before")


@pytest.mark.parametrize("platform_name", [CONSOLE, HTTP], indirect=True)
async def test_a_postcard_that_somebody_read_is_not_taken_back(stage: Stage) -> None:
    ana, cora = stage.person("Ana"), await admin(stage)
    await write(ana, "Please protect families in our town.", **{TO: SENIOR})
    card = (await ana.tap(SEND)).text.partition("Reference: ")[2].split()[0]
    await cora.say("/postcards review")
    await cora.tap(said("postcard.button.approve"))
    assert (await ana.say(f"/undo {card}")).text == said("postcard.too_late")


@pytest.mark.parametrize("platform_name", [CONSOLE], indirect=True)
async def test_a_reference_is_taken_as_it_was_copied_from_a_receipt(stage: Stage) -> None:
    for language in list_catalogs():
        words, ana = load_words(language), stage.person(f"Ana {language}", language)
        receipt = (await ana.say("/log spoke")).text
        [copied] = [line for line in receipt.splitlines() if line.startswith(words.t("log.reference", reference=""))]
        assert (await ana.say(f"/undo {copied}")).has(words.t("undo.title")), copied
    assert stage.calls() == []
