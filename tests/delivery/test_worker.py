"""A worker's posts: each alert once in each channel, whatever platforms and other workers do."""

import asyncio

import pytest

from bot.core.alerts.notices import DELAY, PATIENCE
from bot.core.base.statuses import DeliveryStatus
from bot.core.coalition.channels import Terms
from bot.core.times.clock import HOUR, SECOND
from bot.delivery.worker import DeliveryLimits
from bot.identity import Caller
from bot.kit.i18n import load_words
from tests.core.support.alerting import PLENTY
from tests.core.support.coalition import ADMIN, ROOT
from tests.delivery.conftest import Floor, read_messages, run_rounds
from tests.delivery.press import worker_on

ONCE = ([1] * 6, [1] * 4)
POST = "POST /channels/*/messages"


async def test_an_alert_is_posted_once_in_each_channel_of_both_platforms(floor: Floor) -> None:
    worker = worker_on(floor.room, floor.wires.discord, floor.wires.slack)
    alert = await floor.room.send(ROOT, "Call *today* & tell", audience="coalition")
    await worker.run_once()
    assert floor.counts() == ONCE
    assert await floor.room.counts(ROOT, alert) == {"sent": 10}
    assert "Call *today* & tell" in floor.here[0].messages[0].text
    buttons = floor.there[0].messages[0].buttons
    assert buttons[:4] == ("Get the script", "Log a call", "Send a postcard", "Leaderboard")
    assert buttons[4:] == (load_words("en").t("language.title"),)
    await worker.run_once()
    assert floor.counts() == ONCE


async def test_two_workers_at_once_send_nothing_twice(floor: Floor) -> None:
    workers = [worker_on(floor.room, floor.wires.discord, floor.wires.slack) for _ in range(2)]
    await floor.room.send(ROOT, audience="coalition")
    await asyncio.gather(*(worker.run_once() for worker in workers))
    assert floor.counts() == ONCE


async def test_a_worker_wakes_by_itself_when_something_is_due(floor: Floor) -> None:
    worker = worker_on(floor.room, floor.wires.discord, floor.wires.slack)
    worker.start()
    await floor.room.send(ROOT, audience="coalition")
    await floor.slack.until(lambda: floor.counts() == ONCE)
    await worker.stop()
    assert floor.counts() == ONCE


async def test_half_an_hour_without_platforms_is_survived(floor: Floor) -> None:
    """Discord answers only errors, and Slack says to try later."""
    worker = worker_on(floor.room, floor.wires.discord, floor.wires.slack)
    floor.discord.refuse(POST, 503, 0, times=10_000)
    floor.discord.refuse("GET /channels/*/messages", 503, 0, times=10_000)
    floor.slack.rate_limit("chat.postMessage", retry_after=0, times=10_000)
    alert = await floor.room.send(ROOT, audience="coalition")
    for _ in range(10):
        await worker.run_once()
        floor.room.core.clock.forward(minutes=3)
    assert floor.counts() == ([0] * 6, [0] * 4)
    assert await floor.room.counts(ROOT, alert) == {"waiting": 10}
    floor.discord.state.faults.waiting.clear()
    floor.slack._weather._coming.clear()
    for _ in range(3):
        floor.room.core.clock.forward(minutes=1)
        await worker.run_once()
    assert floor.counts() == ONCE


async def test_rate_limits_delay_and_lose_nothing(floor: Floor) -> None:
    worker = worker_on(floor.room, floor.wires.discord, floor.wires.slack)
    floor.discord.rate_limit(POST, times=3, retry_after=0.01)
    floor.slack.rate_limit("chat.postMessage", retry_after=0, times=2)
    await floor.room.send(ROOT, audience="coalition")
    for _ in range(6):
        await worker.run_once()
        floor.room.core.clock.forward(seconds=10)
    assert floor.counts() == ONCE


async def test_a_post_with_an_unknown_outcome_on_slack_is_listed_and_never_repeated(floor: Floor) -> None:
    worker = worker_on(floor.room, floor.wires.slack)
    floor.slack.cut("chat.postMessage")
    alert = await floor.room.send(ROOT, audience="Slack org")
    await worker.run_once()
    counts = (await floor.room.operations.read_detail(ADMIN, alert)).progress.counts
    assert {stage.value: count for stage, count in counts.items()}["unknown"] == 1  # at once: waiting wouldn't help
    for _ in range(3):
        await worker.run_once()
        floor.room.core.clock.forward(minutes=5)
    assert floor.counts()[1] == [1] * 4
    detail = await floor.room.operations.read_detail(ADMIN, alert)
    assert {stage.value: count for stage, count in detail.progress.counts.items()} == {"sent": 3, "unknown": 1}
    [trouble] = detail.troubles
    assert trouble.status is DeliveryStatus.UNKNOWN
    await floor.room.operations.resend(ROOT, ADMIN, trouble.delivery)
    await worker.run_once()
    assert sorted(floor.counts()[1]) == [1, 1, 1, 2]  # a coordinator resent it


@pytest.mark.parametrize(("audience", "org"), [("coalition", "Slack org"), ("Slack org", "")])
async def test_a_channel_is_named_with_its_org_where_an_alert_goes_to_several(
    floor: Floor, audience: str, org: str
) -> None:
    worker = worker_on(floor.room, floor.wires.discord, floor.wires.slack)
    floor.slack.cut("chat.postMessage")
    alert = await floor.room.send(ROOT, audience=audience)
    await worker.run_once()
    [trouble] = (await floor.room.operations.read_detail(ADMIN, alert)).troubles
    assert (trouble.platform, trouble.org) == ("slack", org)


async def test_a_post_that_discord_accepted_before_a_crash_is_found(floor: Floor) -> None:
    """Within the nonce's life by posting again, after that by reading back. A missing post is posted."""
    for minutes in (1, 30):
        alert = await floor.room.send(ROOT, audience="Discord org")
        taken = await floor.room.take("discord", token="dead")
        for due in taken[:4]:
            await floor.room.deliveries.begin(due)
        lost = worker_on(floor.room, floor.wires.discord)
        for due in taken[:2]:  # accepted, but not marked
            await lost._sender._post(due, floor.wires.discord)
        before = sum(floor.counts()[0])
        floor.room.core.clock.forward(minutes=minutes)
        await worker_on(floor.room, floor.wires.discord).run_once()
        assert await floor.room.counts(ROOT, alert) == {"sent": 6}
        assert sum(floor.counts()[0]) == before + 4


async def test_a_post_found_missing_hours_later_is_held(floor: Floor) -> None:
    alert = await floor.room.send(ROOT, audience="Discord org")
    for due in await floor.room.take("discord", token="dead"):
        await floor.room.deliveries.begin(due)
    floor.room.core.clock.forward(hours=2)
    await worker_on(floor.room, floor.wires.discord).run_once()
    assert await floor.room.counts(ROOT, alert) == {"held": 6}
    assert floor.counts()[0] == [0] * 6


async def test_a_forbidden_channel_is_tried_once_and_reported(floor: Floor) -> None:
    worker = worker_on(floor.room, floor.wires.discord)
    floor.discord.refuse(POST, 403, 50001, "Missing Access")
    alert = await floor.room.send(ROOT, audience="Discord org")
    for _ in range(3):
        await worker.run_once()
        floor.room.core.clock.forward(minutes=5)
    assert sorted(floor.counts()[0]) == [0, 1, 1, 1, 1, 1]
    assert await floor.room.counts(ROOT, alert) == {"sent": 5, "failed": 1}


async def test_a_server_that_refuses_everything_is_left_alone_long_before_a_ban(floor: Floor) -> None:
    """Eighty channels there are gone. The other server still gets its posts."""
    space = floor.ana.space
    for number in range(80):
        gone = Caller("discord", floor.ana.account, space, (f"channel:{number}",))
        await floor.room.channels.subscribe(gone, await floor.room.house.reach(floor.ana), f"gone{number}", Terms())
    worker = worker_on(floor.room, floor.wires.discord, floor.wires.slack)
    floor.discord.refuse(POST, 403, 50001, "Missing Access", times=1_000)
    await floor.room.send(ROOT, audience="coalition")
    await worker.run_once()
    assert floor.counts()[1] == [1] * 4
    [fault] = floor.discord.state.faults.waiting
    assert 20 <= 1_000 - fault.times <= 20 + DeliveryLimits().space
    floor.room.core.clock.forward(minutes=5)
    await worker.run_once()
    assert 1_000 - fault.times <= 20 + DeliveryLimits().space


async def test_stopping_does_not_wait_for_a_platform_that_hangs(floor: Floor) -> None:
    gate = floor.slack.hold("chat.postMessage", times=10)
    worker = worker_on(floor.room, floor.wires.slack)
    worker.start()
    alert = await floor.room.send(ROOT, audience="Slack org")
    await floor.slack.called("chat.postMessage")
    await worker.stop()
    gate.set()
    floor.room.core.clock.forward(minutes=5)
    again = worker_on(floor.room, floor.wires.slack)
    await again.run_once()
    counts = await floor.room.counts(ROOT, alert)
    assert counts["sent"] + counts["unknown"] == 4
    assert max(floor.counts()[1]) == 1


async def test_canceling_edits_posted_cards_and_stops_the_rest(floor: Floor) -> None:
    worker = worker_on(floor.room, floor.wires.discord, floor.wires.slack)
    alert = await floor.room.send(ROOT, audience="Discord org")
    await worker.run_once()
    later = await floor.room.send(ROOT, when="13:00", audience="Slack org")
    for one in (alert, later):
        await floor.room.operations.cancel(ROOT, ADMIN, one)
    await worker.run_once()
    assert {message.text.splitlines()[-1] for one in floor.here for message in one.messages} == {
        "This alert was withdrawn."
    }
    floor.room.core.clock.forward(hours=2)
    await worker.run_once()
    assert floor.counts() == ([1] * 6, [0] * 4)


async def test_an_author_is_asked_once_about_an_overdue_alert(floor: Floor) -> None:
    alert = await floor.room.send(floor.ana, when="13:00")
    floor.room.core.clock.forward(hours=3)
    for _ in range(2):
        await worker_on(floor.room, floor.wires.discord).run_once()
    assert floor.counts()[0] == [0] * 6
    assert await floor.room.counts(floor.ana, alert) == {"held": 6}
    [asked] = floor.user.dm.messages
    assert "more than an hour late" in asked.text
    assert asked.buttons == ("Send it now", "Cancel it")


@pytest.mark.parametrize("minutes", [45, 90])
async def test_after_an_outage_an_author_hears_of_an_end_only_once_there_is_one(floor: Floor, minutes: int) -> None:
    alert = await floor.room.send(floor.ana, "Call today", "13:00")
    floor.room.core.clock.forward(hours=1, minutes=minutes)
    await worker_on(floor.room).run_once()  # before the platforms are connected
    floor.room.core.clock.at += DELAY
    await run_rounds(floor)
    if minutes > 60:
        [asked] = read_messages(floor)
        assert "An alert of yours was held back" in asked
        await floor.room.operations.send_now(floor.ana, ADMIN, alert)
        await run_rounds(floor)
    *_, ended = messages = read_messages(floor)
    assert "Channels that have it: 6 of 6." in ended
    assert len(messages) == (2 if minutes > 60 else 1)


async def test_an_alert_held_after_its_end_was_reported_has_its_real_end_reported(floor: Floor) -> None:
    alert = await floor.room.send(floor.ana, "Call today")
    for due in await floor.room.deliveries.take("discord", "worker", PLENTY):
        await floor.room.deliveries.begin(due)
        await floor.room.deliveries.postpone(due, HOUR / SECOND, tried=False)  # Discord certainly doesn't have it
    for said in ("Channels that have it: 0 of 6.", "An alert of yours was held back"):
        floor.room.core.clock.at += PATIENCE
        await run_rounds(floor)
        assert said in read_messages(floor)[-1]
    await floor.room.operations.send_now(floor.ana, ADMIN, alert)
    await run_rounds(floor)
    assert "Channels that have it: 6 of 6." in read_messages(floor)[-1]
