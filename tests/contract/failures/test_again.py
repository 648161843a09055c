"""Repeated requests: double taps, redelivery, restarts, and other people's buttons."""

import pytest

from tests.contract.conftest import DISCORD, HTTP, SOCKET
from tests.contract.people import Seen, said
from tests.contract.stage import Stage, campaign

# A console delivers once, forgets its cards when it ends, and takes only numbers.
pytestmark = pytest.mark.parametrize("platform_name", [DISCORD, SOCKET, HTTP], indirect=True)

REFUSED = said("error.button")


def same(again: Seen, first: Seen) -> bool:
    return (again.text, again.private) == (first.text, first.private)


async def test_a_double_tap_is_one_call(stage: Stage) -> None:
    ana = stage.chatter("Ana")
    await ana.say("/script")
    told = await ana.tap_twice("Left a voicemail")
    assert {seen.fact("Your calls") for seen in told} == {"1"}
    assert [call[:2] for call in stage.calls()] == [("representative", "voicemail")]
    assert (await ana.say("/leaderboard")).row("No chapter yet")[-1] == "1"


async def test_a_double_tap_on_undo_takes_one_call_back(stage: Stage) -> None:
    ana = stage.chatter("Ana")
    await ana.say("/log spoke")
    await ana.say("/log spoke")
    told = await ana.tap_twice("Undo")
    assert {seen.fact("Your calls") for seen in told} == {"1"}
    assert len(stage.calls()) == 1


async def test_a_command_delivered_again_has_one_effect_and_the_same_answer(stage: Stage) -> None:
    ana = stage.chatter("Ana")
    first = await ana.say("/log voicemail")
    assert same(await ana.again(first), first)
    later = await ana.say("/log voicemail")
    assert same(await ana.again(first), first)  # even after other requests
    assert later.fact("Your calls") == "2"
    await stage.restart()
    assert same(await ana.again(first), first)
    assert len(stage.calls()) == 2


async def test_a_command_delivered_again_after_undo_revives_nothing(stage: Stage) -> None:
    ana = stage.chatter("Ana")
    first = await ana.say("/log spoke")
    undone = await ana.say("/undo")
    assert same(await ana.again(first), first)
    assert same(await ana.again(undone), undone)
    await stage.restart()
    assert same(await ana.again(first), first)
    assert stage.calls() == []
    assert (await ana.say("/mycalls")).has(said("mycalls.none"))


async def test_a_tap_delivered_again_has_one_effect_and_the_same_answer(stage: Stage) -> None:
    ana = stage.chatter("Ana")
    await ana.say("/script")
    first = await ana.tap("Spoke to someone")
    assert same(await ana.again(first), first)
    await stage.restart()
    assert same(await ana.again(first), first)
    assert len(stage.calls()) == 1
    undone = await ana.tap("Undo", on=first)
    assert same(await ana.again(first), first)
    assert same(await ana.again(undone), undone)
    assert stage.calls() == []


async def test_a_form_delivered_again_has_one_effect_and_the_same_answer(stage: Stage) -> None:
    ana = stage.chatter("Ana")
    await ana.say("/log")
    first = await ana.fill({"What happened": "Spoke to someone"})
    assert same(await ana.again(first), first)
    await stage.restart()
    assert same(await ana.again(first), first)
    assert len(stage.calls()) == 1


async def test_a_board_delivered_again_is_posted_once(stage: Stage) -> None:
    ana = stage.chatter("Ana")
    board = await ana.say("/leaderboard")
    assert (await ana.again(board)).text == board.text
    assert stage.public() == [board.text]


async def test_buttons_survive_a_restart(stage: Stage) -> None:
    ana = stage.chatter("Ana")
    await ana.say("/script")
    await stage.restart()
    receipt = await ana.tap("Left a voicemail")
    assert receipt.fact("Your calls") == "1"
    await stage.restart()
    assert (await ana.tap("Undo")).fact("Your calls") == "0"
    await stage.restart()
    assert (await ana.tap("Get the script")).has("Office 1 of 3")


async def test_a_form_survives_a_restart(stage: Stage) -> None:
    ana = stage.chatter("Ana")
    await ana.say("/log")
    await stage.restart()
    assert (await ana.fill({"What happened": "Spoke to someone"})).fact("Your calls") == "1"


async def test_another_persons_button_does_nothing(stage: Stage) -> None:
    ana, ben = stage.chatter("Ana"), stage.chatter("Ben")
    receipt = await ana.say("/log spoke")
    undo = ana.id_of("Undo")
    await ben.say("/script")
    told = await ben.forge(undo)
    assert (told.has(REFUSED), told.private) == (True, True)
    assert told.has("3 of 3 offices left today")  # a fresh card
    assert len(stage.calls()) == 1
    assert (await ana.tap("Undo", on=receipt)).fact("Your calls") == "0"


async def test_a_button_from_another_space_does_nothing(stage: Stage) -> None:
    ana = stage.chatter("Ana")
    await ana.say("/log spoke")
    undo = ana.id_of("Undo")
    elsewhere = ana.in_other_space()
    await elsewhere.say("/script")
    assert (await elsewhere.forge(undo)).has(REFUSED)
    assert len(stage.calls()) == 1


async def test_a_button_that_was_tampered_with_does_nothing(stage: Stage) -> None:
    ana = stage.chatter("Ana")
    await ana.say("/script")
    good = ana.id_of("Spoke to someone")
    changed = (good.replace("spoke", "voicemail"), good.replace("representative", "senator-2"))
    sealed_wrongly = good[:-1] + ("A" if good[-1] != "A" else "B")
    for forged in (*changed, sealed_wrongly, "undo", "~~", "edit~"):
        assert forged != good
        await ana.say("/script")
        told = await ana.forge(forged)
        assert told.has(REFUSED) or told.text == said("discord.draft_gone")
        assert told.private
    assert stage.calls() == []


async def test_buttons_on_a_board_are_for_everybody_and_answer_privately(stage: Stage) -> None:
    ana, ben = stage.chatter("Ana"), stage.chatter("Ben")
    await ana.say("/log spoke")
    board = await ana.say("/leaderboard")
    today = await ben.tap("Today", on=board)
    assert (today.private, today.row("No chapter yet")[-1]) == (True, "1")
    assert stage.public() == [board.text]


async def test_an_old_button_says_why_it_does_nothing(stage: Stage) -> None:
    await stage.restart(campaign("short", "closes: 2026-11-25 17:00"))
    ana = stage.chatter("Ana")
    script = await ana.say("/script")
    receipt = await ana.say("/log spoke")
    stage.forward(hours=23)
    assert (await ana.tap("Left a voicemail", on=script)).fact("Your calls") == "2"  # while it is open
    stage.forward(hours=2)
    assert (await ana.tap("Undo", on=receipt)).has(said("undo.late"))
    fresh = await ana.say("/mycalls")
    stage.forward(days=2)
    assert (await ana.tap("Get the script", on=fresh)).has("This call-in day ended Wednesday, November 25, ")
    assert len(stage.calls()) == 2


async def test_a_repeated_attempt_is_never_said_to_count(stage: Stage) -> None:
    ana = stage.person("Ana")
    for day in ("", " yesterday"):
        await ana.say(f"/log unavailable representative{day}")
        again = await ana.say(f"/log unavailable representative{day}")
        assert again.text.startswith("Already logged")
        assert again.has("It's saved as one try.")
        assert not again.has("counts")
        assert again.fact("Your calls") == "0"
    await ana.say("/log voicemail representative")
    assert (await ana.say("/log unavailable representative")).has("still counts once: Left a voicemail")
