"""What the office said: one tap per question, only on the receipt of a conversation."""

import sqlite3
from contextlib import closing

import pytest

from tests.contract.conftest import DISCORD, HTTP, SOCKET
from tests.contract.people import said
from tests.contract.stage import Stage, campaign

ANSWERS = ("They said yes", "They said no", "Not sure yet", "They didn't say")
FIRST = "Will you vote against any spending bill without a solution for DACA recipients?"
SECOND = "Will you oppose cuts to family-based visas and the diversity visa?"


def positions(stage: Stage) -> list[tuple[str, str]]:
    """Every ask with its position, from the file itself."""
    with closing(sqlite3.connect(stage.database)) as connection:
        return connection.execute("SELECT ask, position FROM positions ORDER BY ask").fetchall()


async def test_each_ask_takes_one_tap_and_can_be_changed(stage: Stage) -> None:
    ana = stage.person("Ana")
    receipt = await ana.say("/log spoke")
    assert receipt.has(said("ask.question", ask=FIRST))
    assert receipt.buttons == (*ANSWERS, "Next office", "Call this office again", "Undo")
    second = await ana.tap("They said yes")
    assert second.has(said("ask.noted", position="They said yes", ask=FIRST))
    assert second.has(said("ask.question", ask=SECOND))
    assert second.buttons == (*ANSWERS, "Next office", "Undo")
    last = await ana.tap("They didn't say")
    assert (last.private, last.buttons) == (True, ("Next office", "Undo", "Change an answer"))
    assert positions(stage) == [("family-visas", "no_answer"), ("spending-bill", "yes")]
    assert (await ana.tap("Change an answer")).has(said("ask.question", ask=FIRST))
    await ana.tap("Not sure yet")
    assert positions(stage) == [("family-visas", "no_answer"), ("spending-bill", "undecided")]
    assert (await ana.tap("Next office")).has("Office 2 of 3")


async def test_only_conversations_get_questions(stage: Stage) -> None:
    ana = stage.person("Ana")
    for outcome in ("voicemail", "unavailable"):
        receipt = await ana.say(f"/log {outcome}")
        assert receipt.buttons[-3:] == ("Next office", "Call this office again", "Undo")


async def test_the_longest_names_fit_behind_a_button(stage: Stage) -> None:
    key, ask = "k" * 32, "a" * 32
    await stage.restart(campaign(key, f"asks: [{{key: {ask}, text: Will you?}}]"))
    ana = stage.person("Ana")
    await ana.say("/log spoke")
    assert (await ana.tap("Not sure yet")).has("Not sure yet: Will you?")
    assert positions(stage) == [(ask, "undecided")]


async def test_one_tap_says_that_they_answered_no_question(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/log spoke")
    silent = await ana.tap("They didn't say")
    assert silent.has(said("ask.none"))
    assert silent.buttons == ("Next office", "Undo", "Change an answer")
    assert positions(stage) == [("family-visas", "no_answer"), ("spending-bill", "no_answer")]
    await ana.tap("Change an answer")
    await ana.tap("They said yes")
    assert positions(stage) == [("family-visas", "no_answer"), ("spending-bill", "yes")]


async def test_after_the_last_office_no_card_offers_another(stage: Stage) -> None:
    ana = stage.person("Ana")
    for _ in range(3):
        receipt = await ana.say("/log spoke")
    for label in ("They said yes", "They didn't say", "Change an answer", "They didn't say"):
        assert "Next office" not in (await ana.tap(label, on=receipt)).buttons
        receipt = ana.last
    assert "Undo" in receipt.buttons


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET, HTTP], indirect=True)
async def test_a_tap_delivered_again_changes_nothing(stage: Stage) -> None:
    ana = stage.chatter("Ana")
    await ana.say("/log spoke")
    first = await ana.tap("They said yes")
    await ana.tap("They said no")
    await ana.tap("Change an answer")
    await ana.tap("Not sure yet")
    assert (await ana.again(first)).text == first.text
    assert positions(stage) == [("family-visas", "no"), ("spending-bill", "undecided")]


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET, HTTP], indirect=True)
async def test_an_undone_call_has_no_answers(stage: Stage) -> None:
    ana = stage.chatter("Ana")
    await ana.say("/log spoke")
    asked = await ana.tap("They said no")
    await ana.say("/undo")
    assert (await ana.tap("They said yes", on=asked)).text == said("ask.no_call")
    assert positions(stage) == [("spending-bill", "no")]  # the undone call's answer no longer counts
