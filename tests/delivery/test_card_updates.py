"""Cards in channels stay current: they change as calls are logged, at most every half minute, never without cause."""

from itertools import pairwise

import pytest

from bot.core.campaigns.lifecycle import Move
from bot.core.moderation.cleaning import Span
from bot.core.moderation.moderation import Reason
from bot.core.outbox.card_edits import INTERVAL
from bot.core.outbox.card_refresh import Pace, PostedCard, plan_edits
from bot.core.times.clock import SECOND
from bot.delivery.worker import Worker
from tests.core.moderation.test_cleaning import cleaning
from tests.core.postcards.support import send, undo
from tests.core.support.alerting import newsroom_on
from tests.core.support.coalition import ADMIN, ROOT
from tests.core.support.tables import everything
from tests.delivery.conftest import Floor
from tests.delivery.press import worker_on
from tests.services import SENIOR, caller, campaign, core_on, new_request

NOW = 1_000_000 * SECOND
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
    assert all("Calls so far: 6" in text and "People: 6" in text for text in read_cards(floor))
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


async def test_a_storm_of_calls_edits_a_channel_at_most_every_half_minute(floor: Floor) -> None:
    worker = await post_alert(floor)
    for number in range(24):
        await floor.room.core.log(f"p{number}")
        await pass_on(floor, worker, 5, 5)
    drawn, on_slack = count_edits(floor)
    assert set(drawn) <= {3, 4}  # in two minutes
    assert 3 * 4 <= on_slack <= 4 * 4


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
    await pass_on(floor, worker, 20)
    assert all("Calls so far: 1" in text for text in read_cards(floor))  # half a minute hasn't passed
    await pass_on(floor, worker, 30)
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


def test_cards_of_one_channel_take_turns_and_the_newest_goes_first() -> None:
    cards = [PostedCard(f"d{n}", "alert", "discord", b"s", "c", NOW - n, None) for n in (3, 2, 1)]
    times = plan_edits(cards, {"alert"}, NOW, {})
    assert times == {"d1": NOW - 1 + INTERVAL, "d2": NOW - 1 + 2 * INTERVAL, "d3": NOW - 1 + 3 * INTERVAL}


def test_urgent_cards_wait_for_the_rate_limit_alone_and_the_newest_of_each_channel_goes_first() -> None:
    cards = [
        PostedCard("old", "alert", "slack", b"s", "c", NOW - 1, None),
        PostedCard("new", "alert", "slack", b"s", "c", NOW - 1, NOW + 20 * SECOND),
        PostedCard("far", "alert", "slack", b"s", "d", NOW - 1, NOW + 90 * SECOND),
        PostedCard("busy", "alert", "slack", b"s", "e", NOW - 1, NOW + 45 * SECOND, is_leased=True),
        PostedCard("calm", "another", "slack", b"s", "f", NOW - 1, None),
    ]
    times = plan_edits(cards, {"alert", "another"}, NOW, {"slack": Pace(1.5)}, {"alert"})
    assert times == {
        "new": NOW,
        "far": NOW + 1.5 * SECOND,
        "old": NOW + 3 * SECOND,
        "calm": NOW - 1 + INTERVAL,
    }


@pytest.mark.parametrize(
    ("platform", "pace", "crowd"), [("slack", Pace(1 / 0.6, 14), 26), ("discord", Pace(0.025), 400)]
)
def test_a_correction_reaches_a_space_within_half_a_minute_of_a_scan_ten_seconds_late(
    platform: str, pace: Pace, crowd: int
) -> None:
    cards = [PostedCard(f"d{n:03}", "alert", platform, b"s", f"c{n}", NOW, NOW + INTERVAL) for n in range(crowd)]
    times = plan_edits(cards, {"alert"}, NOW, {platform: pace}, {"alert"})
    assert max(times.values()) <= NOW + 20 * SECOND
    assert len(times) == crowd


def test_an_edit_already_due_keeps_its_time_and_others_wait() -> None:
    cards = [
        PostedCard("old", "alert", "discord", b"s", "c", 0, NOW + 5 * SECOND),
        PostedCard("new", "alert", "discord", b"s", "c", 0, None),
        PostedCard("other", "another", "discord", b"s", "d", 0, None),
    ]
    assert plan_edits(cards, {"alert"}, NOW, {}) == {"new": NOW + 5 * SECOND + INTERVAL}


@pytest.mark.parametrize("crowd", [1, 5, 25, 100])
def test_rounds_of_edits_in_a_space_grow_no_longer(crowd: int) -> None:
    pace, now = 1_200_000, NOW
    drawn = {f"d{n:03}": NOW - 3600 * SECOND for n in range(crowd)}
    for _ in range(6):  # each change comes when the last card of the round before was just drawn
        cards = [PostedCard(name, "alert", "slack", b"s", name, at, None) for name, at in drawn.items()]
        times = plan_edits(cards, {"alert"}, now, {"slack": Pace(1.2)})
        ordered = sorted(times.values())
        assert all(later - earlier >= pace for earlier, later in pairwise(ordered))
        assert all(at - drawn[name] >= INTERVAL for name, at in times.items())
        assert ordered[-1] - now <= max(INTERVAL, crowd * pace)
        drawn, now = times, ordered[-1]


@pytest.mark.parametrize("crowd", [3, 14, 25, 100])
def test_a_burst_of_edits_goes_out_at_once_and_the_rest_at_the_pace(crowd: int) -> None:
    cards = [PostedCard(f"d{n}", "alert", "slack", b"s", f"c{n}", NOW - 3600 * SECOND, None) for n in range(crowd)]
    times = sorted(plan_edits(cards, {"alert"}, NOW, {"slack": Pace(2.0, 10)}).values())
    assert times[:10] == [NOW] * min(crowd, 10)
    assert times[10:] == [NOW + n * 2 * SECOND for n in range(1, max(crowd - 9, 1))]


def test_a_crowded_space_is_redrawn_within_its_rate_limit() -> None:
    cards = [PostedCard(f"d{n}", "alert", "slack", b"s", f"c{n}", NOW, None) for n in range(100)]
    times = plan_edits(cards, {"alert"}, NOW, {"slack": Pace(1.2)})
    assert sorted(times.values()) == [NOW + 120 * SECOND + n * 1_200_000 for n in range(100)]
