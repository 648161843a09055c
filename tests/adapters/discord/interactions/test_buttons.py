"""Buttons: where their answers go, who can press them, and that they survive a restart."""

import pytest

from bot.adapters.discord.interactions.requests import read_arguments
from tests.adapters.discord.cogs import PNG
from tests.adapters.discord.conftest import AT_ONCE, Floor
from tests.platforms.discord import Answer
from tests.platforms.discord.model.interactions import ANSWER, DEFER_UPDATE, UPDATE


async def receipt(floor: Floor) -> Answer:
    return await floor.ana.slash("receipt", channel=floor.channel)


async def test_a_private_card_is_replaced_by_its_buttons_answer(floor: Floor) -> None:
    card = await receipt(floor)
    undone = await card.click("Undo")
    assert undone.interaction.response == UPDATE
    assert undone.message is card.message
    assert card.text == "Taken back 7"
    assert card.private
    assert (card.buttons, card.attachments) == ((), ())


async def test_a_slow_button_keeps_its_private_card_until_the_answer(floor: Floor) -> None:
    await floor.restart(AT_ONCE)
    card = await receipt(floor)
    undone = await card.click("Undo slowly", wait=False)
    await floor.discord.until(lambda: undone.interaction.response == DEFER_UPDATE)
    assert card.text.startswith("Logged")
    floor.desk.gate.set()
    await undone.wait()
    assert card.text == "Taken back slow"


async def test_a_button_in_the_channel_answers_privately(floor: Floor) -> None:
    board = await floor.ana.slash("board", channel=floor.channel)
    ben = floor.discord.user("Ben")
    assert board.message
    mine = await ben.click(board.message, "Mine")
    assert (mine.interaction.response, mine.text, mine.private) == (ANSWER, "You are second", True)
    assert board.history == (board.text,)


async def test_a_private_card_shares_as_a_new_message_in_the_channel(floor: Floor) -> None:
    card = await receipt(floor)
    shared = await card.click("Share")
    assert (shared.text, shared.private) == ("Shared", False)
    assert card.text.startswith("Logged")


async def test_a_card_in_direct_messages_is_changed_in_place(floor: Floor) -> None:
    board = await floor.ana.slash("board", channel=floor.ana.dm)
    await board.click("Mine")
    assert board.text == "You are second"


async def test_a_button_works_after_a_restart(floor: Floor) -> None:
    card = await receipt(floor)
    await floor.restart()
    await card.click("Undo")
    assert card.text == "Taken back 7"


async def test_somebody_elses_button_is_refused_and_nothing_happens(floor: Floor) -> None:
    board = await floor.ana.slash("board", channel=floor.channel)
    ben = floor.discord.user("Ben")
    assert board.message
    refused = await ben.click(board.message, "Close")
    assert "has expired" in refused.text
    assert refused.private
    assert len(floor.channel.messages) == 1


@pytest.mark.parametrize("forged", ["1o~undo~7~AAAAAAAAAAAA", "hello", "2o~undo~7~x", "~"])
async def test_a_forged_button_is_refused(floor: Floor, forged: str) -> None:
    board = await floor.ana.slash("board", channel=floor.channel)
    assert board.message
    refused = await floor.ana.click_raw(board.message, forged)
    assert "has expired" in refused.text
    assert floor.desk.seen == []


async def test_a_double_tap_gets_the_same_answer_twice(floor: Floor) -> None:
    card = await receipt(floor)
    first = await card.click("Undo slowly", wait=False)
    second = await card.click("Undo slowly", wait=False)
    floor.desk.gate.set()
    await first.wait()
    await second.wait()
    assert card.text == "Taken back slow"


async def test_a_redelivered_tap_changes_the_card_once(floor: Floor) -> None:
    card = await receipt(floor)
    undone = await card.click("Undo")
    await floor.discord.redeliver(undone)
    await floor.adapter.stop()
    assert len({inv.id for inv in floor.desk.seen}) == 1
    assert card.history[1:] == ("Taken back 7",)


async def test_a_picture_comes_with_its_words(floor: Floor) -> None:
    card = await receipt(floor)
    picture = card.attachments[0]
    assert (picture.content, picture.description) == (PNG, "A card")
    assert card.message
    assert card.message.payload["embeds"][0]["image"]["url"].endswith(picture.filename)
    assert "(202) 224-3121" in card.text


def test_options_of_other_types_become_text() -> None:
    assert read_arguments({"options": [{"type": 4, "name": "times", "value": 3}]}) == {"times": "3"}
    assert read_arguments({}) == {}
