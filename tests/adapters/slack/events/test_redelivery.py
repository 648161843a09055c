"""A redelivered payload gets the same answer, and nothing else happens."""

from tests.adapters.slack.conftest import Floor


async def test_a_command_delivered_again_gets_the_same_answer_under_the_same_id(floor: Floor) -> None:
    answer = await floor.ana.slash("vof-log", "spoke", channel=floor.channel)
    again = await floor.slack.redeliver(answer)
    assert (again.text, again.private) == (answer.text, True)
    assert len(set(floor.desk.logged)) == 1


async def test_the_first_requests_answer_serves_a_concurrent_redelivery(floor: Floor) -> None:
    answer = await floor.ana.slash("vof-slow", channel=floor.channel, wait=False)
    await floor.desk.reached.wait()
    again = await floor.slack.redeliver(answer, wait=False)
    assert again.seconds_to_ack is not None
    floor.desk.gate.set()
    await answer.until("Done at last")
    await floor.adapter.stop()
    assert len(floor.desk.logged) == 1
    assert len(floor.slack.calls("response_url")) == 1


async def test_a_public_answer_is_not_posted_twice(floor: Floor) -> None:
    board = await floor.ana.slash("vof-board", channel=floor.channel)
    again = await floor.slack.redeliver(board)
    assert (again.text, again.private) == (board.text, True)
    assert len(floor.channel.texts) == 1


async def test_a_tap_delivered_again_shows_the_same_in_the_same_place(floor: Floor) -> None:
    card = await floor.ana.slash("vof-receipt", channel=floor.channel)
    undone = await card.click("Undo")
    again = await floor.slack.redeliver(undone)
    assert again.message is card.message
    assert again.text == "Taken back 7"
    assert len({inv.id for inv in floor.desk.seen}) == 1


async def test_two_taps_are_two_requests(floor: Floor) -> None:
    card = await floor.ana.slash("vof-board", channel=floor.channel)
    first, second = await card.click("Mine"), await card.click("Mine")
    assert first.payload["trigger_id"] != second.payload["trigger_id"]


async def test_a_form_is_opened_once(floor: Floor) -> None:
    asked = await floor.ana.slash("vof-log", channel=floor.channel)
    again = await floor.slack.redeliver(asked, wait=False)
    await floor.adapter.stop()
    assert again.history == ()
    assert len(floor.slack.calls("response_url")) == 0


async def test_a_submission_delivered_again_is_one_call(floor: Floor) -> None:
    asked = await floor.ana.slash("vof-log", channel=floor.channel)
    assert asked.modal
    logged = await asked.modal.submit({"How it went": "Left a voicemail"})
    again = await floor.slack.redeliver(logged)
    assert again.text == logged.text
    assert len(set(floor.desk.logged)) == 1


async def test_a_submission_repeated_while_it_is_saved_shows_one_answer(floor: Floor) -> None:
    await floor.restart(decide=0.05)
    asked = await floor.ana.slash("vof-log", channel=floor.channel)
    assert asked.modal
    filled = {"How it went": "Left a voicemail", "Office you called": "Senator Birch"}
    saving = await asked.modal.submit(filled)
    again = await floor.slack.redeliver(saving)
    assert "Saving…" in again.text
    floor.desk.gate.set()
    modal = asked.modal
    await floor.slack.until(lambda: "voicemail Senator Birch" in modal.text)
    await floor.adapter.stop()
    assert len(floor.desk.logged) == 1
    assert len(floor.slack.calls("views.update")) == 1
