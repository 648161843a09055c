"""Cards in channels stay current: they change as calls are logged, each at most every 20 seconds, never for nothing."""

import pytest

from bot.core.campaigns.lifecycle import Move
from bot.core.moderation.cleaning import Span
from bot.core.moderation.moderation import Reason
from bot.delivery.worker import Worker
from tests.core.moderation.test_cleaning import cleaning
from tests.core.postcards.support import send, undo
from tests.core.support.alerting import newsroom_on
from tests.core.support.coalition import ADMIN, ROOT
from tests.core.support.tables import everything
from tests.delivery.conftest import Floor
from tests.delivery.press import worker_on
from tests.services import SENIOR, caller, campaign, core_on, new_request

EDIT = "PATCH /channels/*/messages/*"


def count_edits(floor: Floor) -> tuple[list[int], int]:
    """The edits of each message on Discord, and the number of edits on Slack."""
    drawn = [len(message.history) - 1 for channel in floor.here for message in channel.messages]
    return drawn, len(floor.slack.calls("chat.update"))


async def pass_on(floor: Floor, worker: Worker, seconds: int, step: int = 10) -> None:
    """Let time pass, with a scan by the worker every few seconds, as in its loop."""
    for _ in range(0, seconds, step):
        floor.room.core.clock.forward(seconds=step)
        await worker.run_once()


async def post_alert(floor: Floor) -> Worker:
    worker = worker_on(floor.room, floor.wires.discord, floor.wires.slack)
    await floor.room.send(ROOT, audience="coalition")
    await worker.run_once()
    return worker


def read_cards(floor: Floor) -> list[str]:
    return [*(one.messages[0].text for one in floor.here), *(one.messages[0].text for one in floor.there)]


async def test_cards_update_as_calls_are_logged(floor: Floor) -> None:
    worker = await post_alert(floor)
    assert all("Calls so far: 0" in text for text in read_cards(floor))
    for number in range(6):
        await floor.room.core.log(f"p{number}")
    await pass_on(floor, worker, 60)
    assert all("Calls so far: 6" in text and "People who called: 6" in text for text in read_cards(floor))
    assert count_edits(floor) == ([1] * 6, 4)
    await floor.room.core.undo("p0")
    cards = await send(floor.room.core, caller("p1"))
    await pass_on(floor, worker, 30)
    assert all("Calls so far: 5" in text and "Postcards so far: 3" in text for text in read_cards(floor))
    await undo(floor.room.core, caller("p1"), cards.sent[0].id)
    await pass_on(floor, worker, 30)
    assert all("Calls so far: 5" in text and "Postcards so far: 2" in text for text in read_cards(floor))


@pytest.mark.parametrize("is_closed", [False, True])
async def test_cards_and_final_boards_follow_a_cleanup_within_half_a_minute(floor: Floor, is_closed: bool) -> None:
    worker, core = await post_alert(floor), floor.room.core
    for number in range(7):
        await core.log(f"p{number}")
    await core.log("p0", office="senator-1")
    if is_closed:
        await core.lifecycle.move(ROOT, ADMIN, "vof", Move.CLOSE, new_request(), core.clock())
    await pass_on(floor, worker, 60)
    assert all("8" in text for text in read_cards(floor))
    plan = await cleaning(core).preview(ROOT, ADMIN, "p0", Span.ALL, new_request())
    await cleaning(core).clean(ROOT, ADMIN, plan.who, Reason.SPAM, Span.ALL, new_request())
    await pass_on(floor, worker, 30)
    assert all("6" in text and "8" not in text for text in read_cards(floor))


async def test_an_unchanged_card_is_never_edited_even_after_a_restart(floor: Floor) -> None:
    worker = await post_alert(floor)
    await pass_on(floor, worker, 300, 30)
    again = worker_on(floor.room, floor.wires.discord, floor.wires.slack)
    await pass_on(floor, again, 300, 30)
    assert count_edits(floor) == ([0] * 6, 0)


async def test_calls_logged_while_no_worker_ran_are_shown_after_a_restart(floor: Floor) -> None:
    await post_alert(floor)
    await floor.room.core.log("ana")
    again = worker_on(floor.room, floor.wires.discord, floor.wires.slack)
    await pass_on(floor, again, 60)
    assert all("Calls so far: 1" in text for text in read_cards(floor))


async def test_a_storm_of_calls_edits_a_card_at_most_every_twenty_seconds(floor: Floor) -> None:
    worker = await post_alert(floor)
    for number in range(24):
        await floor.room.core.log(f"p{number}")
        await pass_on(floor, worker, 5, 5)
    drawn, on_slack = count_edits(floor)
    assert set(drawn) <= {4, 5, 6}  # in two minutes
    assert 4 * 4 <= on_slack <= 6 * 4


async def test_an_undo_reaches_every_card_of_busy_channels_within_half_a_minute(floor: Floor) -> None:
    worker, core = await post_alert(floor), floor.room.core
    for _ in range(2):
        await floor.room.send(ROOT, audience="coalition")
    for number in range(6):
        await core.log(f"p{number}")
        await pass_on(floor, worker, 20)
    on_discord = [one for channel in floor.here for one in channel.messages]
    on_slack = [one for channel in floor.there for one in channel.messages]
    assert (len(on_discord), len(on_slack)) == (18, 12)
    for left in (5, 4, 3):  # each right after the cards were redrawn
        await core.undo(f"p{left}")
        await pass_on(floor, worker, 30)
        shown = [*(one.text for one in on_discord), *(one.text for one in on_slack)]
        assert all(f"Calls so far: {left}" in text for text in shown)


async def test_a_campaign_that_pauses_or_closes_shows_on_every_card(floor: Floor) -> None:
    worker = await post_alert(floor)
    core = floor.room.core
    for number in range(6):
        await core.log(f"p{number}")
        await send(core, caller(f"p{number}"), SENIOR)
    await core.lifecycle.move(ROOT, ADMIN, "vof", Move.PAUSE, new_request(), core.clock())
    await pass_on(floor, worker, 60)
    assert all("Paused." in text for text in read_cards(floor))
    assert floor.there[0].messages[0].buttons == ("Leaderboard",)
    await core.lifecycle.move(ROOT, ADMIN, "vof", Move.CLOSE, new_request(), core.clock())
    await pass_on(floor, worker, 60)
    said = ("Closed", "Thank you, everybody who called or wrote!", ": 6 calls", ": 6 postcards")
    assert all(words in text for text in read_cards(floor) for words in said)


async def test_a_corrected_campaign_says_so_on_every_card_after_the_restart(floor: Floor) -> None:
    await post_alert(floor)
    before = floor.room.core
    core = await core_on(before.store, files=(campaign("vof", "goal: 500"),), clock=before.clock)
    again = worker_on(newsroom_on(core), floor.wires.discord, floor.wires.slack)
    await pass_on(floor, again, 60)
    assert all("0 of 500 calls" in text and "has been corrected" in text for text in read_cards(floor))


async def correct_elsewhere(floor: Floor) -> None:
    """Change the campaign in another process."""
    core = floor.room.core
    await core_on(core.store, files=(campaign("vof", "goal: 500"),), clock=core.clock)


async def test_a_correction_shows_on_all_cards_of_busy_channels_within_half_a_minute(floor: Floor) -> None:
    worker = await post_alert(floor)
    await floor.room.send(ROOT, audience="coalition")
    for number in range(5):
        await floor.room.core.log(f"p{number}")
        await pass_on(floor, worker, 10)
    await correct_elsewhere(floor)
    await pass_on(floor, worker, 30)
    cards = [one.text for channel in floor.here for one in channel.messages]
    cards += [one.text for channel in floor.there for one in channel.messages]
    assert len(cards) == 20
    assert all("5 of 500 calls" in text and "has been corrected" in text for text in cards)


async def test_a_correction_during_an_edit_follows_at_once(floor: Floor) -> None:
    worker = await post_alert(floor)
    await floor.room.core.log("ana")
    floor.room.core.clock.forward(seconds=40)
    gates = floor.discord.hold(EDIT, times=6), floor.slack.hold("chat.update", times=4)
    await worker.round()  # takes every card
    await correct_elsewhere(floor)
    floor.room.core.clock.forward(seconds=10)
    await worker.round()  # finds the correction, and moves no card that is being redrawn
    for gate in gates:
        gate.set()
    await worker.run_once()
    assert all("1 of 500 calls" in text for text in read_cards(floor))
    assert count_edits(floor) == ([2] * 6, 8)


async def test_a_deleted_card_is_given_up(floor: Floor) -> None:
    worker = await post_alert(floor)
    floor.here[0].messages[0].delete()
    await floor.room.core.log("ana")
    await pass_on(floor, worker, 300, 30)
    rows = (await everything(floor.room.core.store))["deliveries"]
    assert [row["edit_at"] for row in rows] == [None] * 10  # nothing is retried
    assert [row["message"] for row in rows].count(None) == 1


async def test_a_change_during_an_edit_causes_another_edit(floor: Floor) -> None:
    worker = await post_alert(floor)
    await floor.room.core.log("ana")
    floor.room.core.clock.forward(seconds=40)
    gates = floor.discord.hold(EDIT, times=6), floor.slack.hold("chat.update", times=4)
    await worker.round()  # takes every card
    await floor.room.core.log("ben")
    floor.room.core.clock.forward(seconds=10)
    await worker.round()  # finds that there is another call
    for gate in gates:
        gate.set()
    await worker.run_once()
    assert all("Calls so far: 1" in text for text in read_cards(floor))
    await pass_on(floor, worker, 10)
    assert all("Calls so far: 1" in text for text in read_cards(floor))  # twenty seconds haven't passed
    await pass_on(floor, worker, 10)
    assert all("Calls so far: 2" in text for text in read_cards(floor))
    assert count_edits(floor) == ([2] * 6, 8)


async def test_a_card_that_refuses_edits_is_left_alone(floor: Floor) -> None:
    worker = await post_alert(floor)
    floor.discord.refuse(EDIT, 429, 30046, times=6)
    floor.slack.refuse("chat.update", "edit_window_closed", times=4)
    await floor.room.core.log("ana")
    await pass_on(floor, worker, 300, 30)
    assert count_edits(floor) == ([0] * 6, 4)  # a second try would have used up Discord's refusals
    rows = (await everything(floor.room.core.store))["deliveries"]
    assert [row["message"] for row in rows].count(None) == 4
    await pass_on(floor, worker, 600, 30)
    assert count_edits(floor) == ([1] * 6, 4)
