"""Forms, over both transports: opened at once, filled later, errors beside fields, slow answers in the modal."""

import asyncio
from functools import partial

import pytest

from tests.adapters.slack.cogs import PNG, SHEET
from tests.adapters.slack.conftest import Floor
from tests.platforms.slack import Channel, View


async def _form(floor: Floor, command: str = "vof-log") -> View:
    answer = await floor.ana.slash(command, channel=floor.channel)
    assert answer.modal
    return answer.modal


async def test_a_command_without_its_words_opens_the_form(floor: Floor) -> None:
    modal = await _form(floor)
    assert modal.title == "Log a call"
    assert modal.labels == ("How it went", "Office you called")


async def test_the_form_opens_before_the_database_is_asked(floor: Floor) -> None:
    floor.desk.held = True
    modal = await _form(floor, "vof-profile")
    assert modal.prefilled == {"Name": None, "Office you called": None}
    await floor.desk.reached.wait()
    floor.desk.gate.set()
    assert modal.answer
    await modal.answer.until(lambda answer: modal.prefilled["Name"] == "Ana")
    assert modal.prefilled["Office you called"] == "Representative Cedar"


async def test_a_form_with_nothing_to_fill_in_is_left_alone(floor: Floor) -> None:
    await _form(floor)
    await floor.adapter.stop()
    assert floor.slack.calls("views.update") == ()


async def test_prefilled_values_are_submitted(floor: Floor) -> None:
    modal = await _form(floor, "vof-profile")
    assert modal.answer
    await modal.answer.until(lambda answer: modal.prefilled["Name"] == "Ana")
    await modal.submit(wait=False)
    await floor.channel.until(lambda channel: channel.texts == ["I am Ana, Representative Cedar"])
    assert not modal.open


async def test_the_answer_appears_privately_where_the_form_was_requested(floor: Floor) -> None:
    modal = await _form(floor)
    answer = await modal.submit({"How it went": "Spoke to someone"})
    assert answer.text.startswith("Logged")
    assert answer.private
    assert answer.message is not modal
    assert floor.channel.texts == []


async def test_an_error_appears_beside_its_field_and_can_be_corrected(floor: Floor) -> None:
    modal = await _form(floor)
    filled = {"How it went": "Spoke to someone", "Office you called": "Senator Ash"}
    await modal.submit(filled)
    assert modal.open
    assert "There's no office called “Senator Ash”" in modal.errors["Office you called"]
    assert floor.desk.logged == []
    answer = await modal.submit({"Office you called": "Representative Cedar"})
    assert "spoke Representative Cedar" in answer.text


async def test_the_menu_offers_matches(floor: Floor) -> None:
    modal = await _form(floor)
    assert await modal.suggest("Office you called", "senator") == ("Senator Ash", "Senator Birch")
    assert await modal.suggest("Office you called", "nobody") == ()


async def test_a_slow_menu_offers_nothing(floor: Floor) -> None:
    await floor.restart(decide=0.05)
    modal = await _form(floor)
    floor.desk.held = True
    assert await modal.suggest("Office you called", "senator") == ()


async def test_a_slow_submission_says_saving_and_then_the_answer(floor: Floor) -> None:
    await floor.restart(decide=0.05)
    modal = await _form(floor)
    answer = await modal.submit({"How it went": "Spoke to someone", "Office you called": "Senator Birch"})
    assert "Saving…" in answer.text
    assert answer.seconds_to_ack is not None
    floor.desk.gate.set()
    await answer.until(lambda answer: "spoke Senator Birch" in modal.text)
    assert modal.buttons == ("Undo", "Log another")
    assert floor.channel.texts == []


async def test_the_answer_does_not_overtake_the_acknowledgement(floor: Floor) -> None:
    await floor.restart(decide=0.05, settle=60, finish=0.2)
    modal = await _form(floor)
    await modal.submit({"How it went": "Spoke to someone", "Office you called": "Senator Birch"})
    floor.desk.gate.set()
    await floor.adapter.stop()
    assert len(floor.desk.logged) == 1
    assert floor.slack.calls("views.update") == ()


async def _save_slowly(floor: Floor) -> View:
    """Submit the form while the database is slow, and wait until the modal shows the answer."""
    await floor.restart(decide=0.05)
    modal = await _form(floor)
    floor.desk.held = True
    saving = await modal.submit({"How it went": "Spoke to someone"})
    floor.desk.gate.set()
    await saving.until(lambda answer: "Undo" in modal.buttons)
    return modal


async def test_buttons_in_a_modal_continue_in_it(floor: Floor) -> None:
    modal = await _save_slowly(floor)
    await (await modal.click("Log another")).until(lambda answer: "How it went" in modal.labels)
    await floor.restart()
    logged = await modal.submit({"How it went": "Left a voicemail"})
    assert "voicemail None" in logged.text
    assert not modal.open


async def test_a_tap_in_a_modal_is_answered_in_it(floor: Floor) -> None:
    modal = await _save_slowly(floor)
    await (await modal.click("Undo")).until(lambda answer: "Taken back 7" in modal.text)


async def test_a_modal_closed_while_saving_is_answered_in_the_channel(floor: Floor) -> None:
    await floor.restart(decide=0.05)
    modal = await _form(floor)
    answer = await modal.submit({"How it went": "Spoke to someone", "Office you called": "Senator Birch"})
    modal.open = False
    floor.desk.gate.set()
    await answer.until("spoke Senator Birch")
    assert answer.message is not modal


async def test_a_form_submitted_after_a_restart_works(floor: Floor) -> None:
    modal = await _form(floor)
    await floor.restart()
    assert (await modal.submit({"How it went": "Spoke to someone"})).text.startswith("Logged")


async def test_a_form_from_a_card_keeps_the_card(floor: Floor) -> None:
    card = await floor.ana.slash("vof-receipt", channel=floor.channel)
    opened = await card.click("Log another")
    assert opened.modal
    answer = await opened.modal.submit({"How it went": "Spoke to someone"})
    assert "spoke None" in answer.text
    assert answer.private
    assert "spoke" not in card.text


async def test_a_form_that_cannot_open_gives_a_sentence(floor: Floor) -> None:
    floor.slack.refuse("views.open", "expired_trigger_id")
    answer = await floor.ana.slash("vof-log", channel=floor.channel)
    assert answer.text.startswith("The form couldn't open just now")


async def test_a_private_picture_comes_as_a_direct_message(floor: Floor) -> None:
    answer = await floor.ana.slash("vof-picture", channel=floor.channel)
    await floor.ana.dm.until(lambda channel: bool(channel.messages))
    picture = floor.ana.dm.messages[0].files[0]
    assert (picture.name, picture.alt, picture.data) == ("card.png", "A card", PNG)
    assert "The picture comes to you in a direct message." in answer.history[0]


async def test_a_temporary_picture_is_noted_before_it_is_shared_and_ended_by_the_decision(floor: Floor) -> None:
    answer = await floor.ana.slash("vof-preview", channel=floor.channel)
    await floor.ana.dm.until(lambda channel: bool(channel.messages))
    [noted] = floor.noted.kept
    assert noted == ("slack", floor.team.id, floor.ana.dm.messages[0].files[0].id, "decision-7")
    await answer.click("Not now")
    await floor.adapter.stop()
    assert floor.noted.ended == ["decision-7"]


async def test_a_temporary_picture_that_cannot_be_noted_is_not_shared(floor: Floor) -> None:
    floor.noted.fails = True
    answer = await floor.ana.slash("vof-preview", channel=floor.channel)
    await answer.until("It shows: A preview")
    assert floor.ana.dm.messages == []
    assert floor.slack.calls("files.completeUploadExternal") == ()


async def test_a_late_answer_to_a_form_brings_its_picture_too(floor: Floor) -> None:
    await floor.restart(decide=0.05)
    modal = await _form(floor, "vof-sketch")
    floor.desk.held = True
    await modal.submit({"Words": "Thank you"}, wait=False)
    await floor.desk.reached.wait()
    floor.desk.gate.set()
    await floor.ana.dm.until(lambda channel: bool(channel.messages))
    assert floor.ana.dm.messages[0].files[0].data == PNG


def _shows_only(text: str, channel: Channel) -> bool:
    return channel.texts == [text]


async def test_slow_work_says_that_it_goes_on_and_how_far_it_is(floor: Floor) -> None:
    await floor.restart(working=0.05)
    answer = await floor.ana.slash("vof-long", channel=floor.channel)
    await answer.until("Working on it…")
    for part in ("1 of 2 is done.", "2 of 2 are done."):
        floor.desk.parts.put_nowait(part)
        await floor.ana.dm.until(partial(_shows_only, part))  # one message, edited
    floor.desk.parts.put_nowait("")
    await answer.until("Done at last")
    await floor.ana.dm.until(lambda channel: channel.texts == [])


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update", "chat.delete"])
async def test_slow_work_ends_well_where_its_progress_cannot_be_shown(floor: Floor, method: str) -> None:
    await floor.restart(working=0.01)
    floor.slack.refuse(method, "internal_error")
    answer = await floor.ana.slash("vof-long", channel=floor.channel)
    floor.desk.parts.put_nowait("1 of 2 is done.")
    await floor.slack.called("chat.postMessage")
    floor.desk.parts.put_nowait("2 of 2 are done.")
    if method != "chat.delete":
        await floor.slack.called(method)
    floor.desk.parts.put_nowait("")
    await answer.until("Done at last")
    await floor.adapter.stop()
    assert len(floor.slack.calls(method)) == 1


@pytest.mark.parametrize("finish", [0, 5])  # seconds to stop: without any, nothing can be said
async def test_progress_goes_where_callboard_stops_before_the_work_is_done(floor: Floor, finish: float) -> None:
    await floor.restart(working=0.01, finish=finish)
    answer = await floor.ana.slash("vof-long", channel=floor.channel)
    for part in ("1 of 3 is done.", "2 of 3 are done."):  # once it is edited, its place is known
        floor.desk.parts.put_nowait(part)
        await floor.ana.dm.until(partial(_shows_only, part))
    await floor.adapter.stop()
    assert floor.ana.dm.texts == []
    assert any("was stopped too and nothing was changed" in shown for shown in answer.history) == bool(finish)


async def test_a_private_file_comes_unchanged_as_a_direct_message(floor: Floor) -> None:
    answer = await floor.ana.slash("vof-sheet", channel=floor.channel)
    await floor.ana.dm.until(lambda channel: len(channel.messages) == 2)
    file = floor.ana.dm.messages[1].files[0]
    assert (file.name, file.data) == (SHEET.name, SHEET.data)
    assert "The picture comes to you in a direct message. The file comes to you" in answer.history[0]
    assert floor.channel.messages == []


async def test_an_unsendable_file_is_explained_in_words(floor: Floor) -> None:
    floor.slack.refuse("files.completeUploadExternal", "internal_error", times=2)
    answer = await floor.ana.slash("vof-sheet", channel=floor.channel)
    await answer.until("It contains: Two lines of numbers")


async def test_a_public_picture_comes_to_the_channel(floor: Floor) -> None:
    await floor.ana.slash("vof-poster", channel=floor.channel)
    await floor.channel.until(lambda channel: len(channel.messages) == 2)
    assert floor.channel.messages[1].files[0].alt == "A poster"


async def test_an_unsendable_picture_is_described_in_words(floor: Floor) -> None:
    floor.slack.refuse("files.getUploadURLExternal", "missing_scope")
    answer = await floor.ana.slash("vof-picture", channel=floor.channel)
    await answer.until("It shows: A card")


async def test_many_concurrent_requests_are_all_answered(floor: Floor) -> None:
    commands = (floor.ana.slash("vof-echo", f"n{n}", channel=floor.channel) for n in range(20))
    answers = await asyncio.gather(*commands)
    assert [answer.text for answer in answers] == [f"n{n}" for n in range(20)]
