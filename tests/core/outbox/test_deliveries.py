"""Deliveries: each row has one worker at a time, nothing is sent twice or lost, and people decide when needed."""

import asyncio

from sqlalchemy import update

from bot.core.alerts.alerts import AlertRequest
from bot.core.base.ids import format_reference
from bot.core.base.leases import DELIVERY_LEASE
from bot.core.base.statuses import AlertStatus
from bot.core.outbox.deliveries import Room
from bot.core.times.clock import SECOND
from bot.store.engine import Store
from bot.store.statement import Statement
from bot.store.tables import campaign_versions
from tests.core.support.alerting import Newsroom, make_newsroom, newsroom_on
from tests.core.support.coalition import ADMIN, ANA, BEN, ROOT, expect_refusal
from tests.services import core_on


async def test_two_workers_never_hold_the_same_row(room: Newsroom) -> None:
    await room.subscribe(ANA, 37)
    await room.send(ANA)
    few = Room(5, 1_000, {})
    taken = await asyncio.gather(*(room.take(room=few, token=f"w{number}") for number in range(8)))
    ids = [due.id for batch in taken for due in batch]
    assert len(ids) == len(set(ids)) > 0
    rest = await room.take(token="last")
    assert len(ids) + len(rest) == 40


async def test_a_row_that_became_due_during_a_round_waits_for_the_next(room: Newsroom) -> None:
    """Its author's right wasn't checked in this one."""
    await room.send(ANA, when="13:00 Eastern")
    begun = room.core.clock()
    room.core.clock.forward(hours=1)
    plenty = Room(1_000, 1_000, {})
    assert await room.deliveries.take("discord", "worker", plenty, due_by=begun) == ()
    assert len(await room.deliveries.take("discord", "worker", plenty, due_by=room.core.clock())) == 3


async def test_a_dead_workers_row_is_taken_again_after_its_lease(room: Newsroom) -> None:
    await room.send(ANA)
    first = await room.take(token="dead")
    assert await room.deliveries.begin(first[0])
    assert await room.take(token="other") == ()
    room.core.clock.at += DELIVERY_LEASE + 1
    second = await room.take(token="other")
    assert {one.id for one in second} == {one.id for one in first}
    tried = {one.id: one.first_tried_at for one in second}
    assert tried.pop(first[0].id) is not None
    assert set(tried.values()) == {None}
    assert not await room.deliveries.begin(first[1])  # the dead worker wakes up, and can't act on it
    await room.deliveries.record_sent(first[1], "ghost")
    assert await room.counts(ANA, first[0].alert_id) == {"sending": 3}
    assert await room.deliveries.begin(second[1])


async def test_a_renewed_row_stays_held_and_a_dead_workers_row_is_free_within_seconds(room: Newsroom) -> None:
    assert DELIVERY_LEASE <= 10 * SECOND
    await room.send(ANA)
    kept, begun, dead = await room.take(token="live-1")
    assert await room.deliveries.begin(begun)
    for _ in range(3):
        room.core.clock.at += DELIVERY_LEASE // 2
        await room.deliveries.renew([kept, begun])
    assert [one.id for one in await room.take(token="other-1")] == [dead.id]
    room.core.clock.at += DELIVERY_LEASE + 1
    taken = await room.take(token="other-2")
    assert {one.id for one in taken} == {kept.id, begun.id, dead.id}
    await room.deliveries.renew([kept, begun])  # too late: another worker has them
    assert not await room.deliveries.begin(kept)
    room.core.clock.at += DELIVERY_LEASE + 1
    assert len(await room.take(token="other-3")) == 3


async def test_a_single_process_takes_its_predecessors_unstarted_rows_at_once(room: Newsroom) -> None:
    await room.send(ANA)
    begun, *others = await room.take(token="killed-1")
    assert await room.deliveries.begin(begun)
    await room.deliveries.recover()
    freed = {one.id for one in await room.take(token="next-1")}
    assert freed == ({one.id for one in others} if room.core.store.has_one_process else set())
    assert not freed or not await room.deliveries.begin(others[0])
    room.core.clock.at += DELIVERY_LEASE + 1
    assert begun.id in {one.id for one in await room.take(token="next-2")}


async def test_a_released_row_is_free_at_once(room: Newsroom) -> None:
    await room.send(ANA)
    held = await room.take(token="ending-1")
    assert await room.deliveries.begin(held[0])
    await room.deliveries.release("other")
    assert await room.take(token="next-1") == ()
    await room.deliveries.release("ending")
    taken = await room.take(token="next-1")
    assert {one.id for one in taken} == {one.id for one in held}
    tried = {one.id: one.first_tried_at for one in taken}
    assert tried.pop(held[0].id) is not None  # it may have arrived, so it is searched first
    assert set(tried.values()) == {None}
    assert not await room.deliveries.begin(held[1])  # the worker that released it can't act on it
    await room.deliveries.release("ending")
    assert await room.counts(ANA, held[0].alert_id) == {"sending": 3}


async def test_each_space_gets_its_share(room: Newsroom) -> None:
    await room.send(ANA)
    assert len(await room.take(room=Room(10, 2, {}))) == 2
    assert len(await room.take(room=Room(10, 2, {("discord", "guild"): 2}))) == 0
    assert len(await room.take(room=Room(10, 2, {("discord", "guild"): 1}))) == 1


async def test_a_postponed_row_comes_when_due_and_remembers_whether_it_was_tried(room: Newsroom) -> None:
    await room.send(ANA)
    surely, perhaps, _ = await room.take()
    for due in (surely, perhaps):
        await room.deliveries.begin(due)
    began = room.core.clock()
    await room.deliveries.postpone(surely, 60, tried=False)
    await room.deliveries.postpone(perhaps, 60, tried=True)
    assert await room.take() == ()
    assert await room.deliveries.find_next_time(["discord", "slack"]) == began + DELIVERY_LEASE
    room.core.clock.forward(seconds=60)
    again = {due.id: due.first_tried_at for due in await room.take() if due.id in (surely.id, perhaps.id)}
    assert again == {surely.id: None, perhaps.id: began}


async def test_a_refusal_names_its_channel_and_is_not_retried(room: Newsroom) -> None:
    alert = await room.send(ANA)
    due, *others = await room.take()
    await room.deliveries.begin(due)
    await room.deliveries.record_refusal(due, "forbidden", "Send Messages")
    for other in others:
        await room.deliveries.begin(other)
        await room.deliveries.record_sent(other, "m")
    room.core.clock.forward(minutes=20)
    assert await room.take() == ()
    [trouble] = (await room.operations.read_detail(ADMIN, alert)).troubles
    assert (trouble.channel, trouble.refusal, trouble.missing) == (due.channel, "forbidden", "Send Messages")
    marked = {one.name: (one.refusal, one.missing) for one in await room.channels.list_channels(ADMIN)}
    assert marked.pop(due.channel) == ("forbidden", "Send Messages")
    assert set(marked.values()) == {(None, None)}
    for _ in range(2):
        await room.operations.retry(ANA, await room.house.reach(ANA), alert)
    assert await room.deliver() == [due.channel]
    assert {one.refusal for one in await room.channels.list_channels(ADMIN)} == {None}


async def test_a_space_that_refuses_everything_is_left_alone_for_a_while(room: Newsroom) -> None:
    await room.subscribe(ANA, 25)
    await room.send(ANA)
    for due in await room.take(room=Room(1_000, 20, {})):
        await room.deliveries.begin(due)
        await room.deliveries.record_refusal(due, "forbidden", "")
    assert await room.take() == ()
    room.core.clock.forward(minutes=9)
    assert await room.take() == ()
    room.core.clock.forward(minutes=1, seconds=1)
    assert len(await room.take()) == 8


async def test_canceling_stops_unsent_rows_and_marks_sent_ones(room: Newsroom) -> None:
    alert = await room.send(ANA)
    sent, held, *_ = await room.take(room=Room(2, 10, {}))
    await room.deliveries.begin(sent)
    await room.deliveries.record_sent(sent, "m")
    await room.deliveries.begin(held)
    reach = await room.house.reach(ANA)
    for _ in range(2):
        detail = await room.operations.cancel(ANA, reach, alert)
    assert detail.progress.status is AlertStatus.CANCELLED
    assert await room.counts(ANA, alert) == {"sent": 1, "sending": 1, "cancelled": 1}
    await room.deliveries.record_sent(held, "m2")  # it had already been sent
    assert await room.counts(ANA, alert) == {"sent": 2, "cancelled": 1}
    room.core.clock.forward(minutes=5)
    assert await room.take() == ()
    with expect_refusal("alert.cancelled"):
        await room.alerts.confirm(ANA, reach, alert)


async def test_a_held_row_that_is_canceled_is_not_sent(room: Newsroom) -> None:
    alert = await room.send(ANA)
    due, *_ = await room.take()
    await room.operations.cancel(ANA, await room.house.reach(ANA), alert)
    assert not await room.deliveries.begin(due)


async def test_a_channel_that_unsubscribed_gets_nothing(room: Newsroom) -> None:
    alert, reach = await room.send(ANA, when="tomorrow 9:00"), await room.house.reach(ANA)
    assert await room.channels.unsubscribe(ANA, reach, "c2") == ("c2", 1)
    room.core.clock.forward(hours=21)
    assert sorted(due.channel for due in await room.take()) == ["c1", "c3"]
    assert await room.counts(ANA, alert) == {"sending": 2, "cancelled": 1}


async def test_unsubscribing_counts_what_was_still_to_come_from_anybody(room: Newsroom) -> None:
    reach = await room.house.reach(ANA)
    await room.send(ANA, "Posted")
    await room.deliver()
    withdrawn = await room.send(ANA, "Withdrawn", when="tomorrow 8:00")
    await room.operations.cancel(ANA, reach, withdrawn)
    assert await room.channels.unsubscribe(ANA, reach, "c3") == ("c3", 0)
    await room.send(ANA, "Ours", when="tomorrow 9:00")
    wide = AlertRequest("Everybody's", None, "tomorrow 10:00", "coalition")
    preview = await room.alerts.draft(ROOT, ADMIN, wide, room.core.clock())
    await room.alerts.confirm(ROOT, ADMIN, preview.id)
    assert (await room.house.orgs.preview_effect(ADMIN, "Ours")).alerts == 2
    assert await room.channels.unsubscribe(ANA, reach, "c2") == ("c2", 2)
    await room.subscribe(ANA)  # a channel that comes later has no part in what was planned before
    assert await room.channels.unsubscribe(ANA, reach, "c4") == ("c4", 0)


async def test_a_space_that_moved_to_another_org_gets_nothing_from_the_old_one(room: Newsroom) -> None:
    alert = await room.send(ANA, when="tomorrow 9:00")
    await room.house.leave(ANA, manages=True)
    await room.house.linked("Third", ANA)
    room.core.clock.forward(hours=21)
    assert await room.take() == ()
    counts = (await room.operations.read_detail(ADMIN, alert)).progress.counts
    assert {stage.value: count for stage, count in counts.items()} == {"cancelled": 3}


async def test_an_unknown_outcome_waits_for_people(room: Newsroom) -> None:
    alert, reach = await room.send(ANA), await room.house.reach(ANA)
    for due in await room.take():
        await room.deliveries.begin(due)
        await room.deliveries.record_unknown(due)
    room.core.clock.forward(minutes=30)
    assert await room.take() == ()
    troubles = (await room.operations.read_detail(reach, alert)).troubles
    assert {one.status.value for one in troubles} == {"unknown"}
    with expect_refusal("alert.unknown"):
        await room.operations.resend(BEN, await room.house.reach(BEN), troubles[0].delivery)
    await room.operations.mark_posted(ANA, reach, troubles[0].delivery)
    await room.operations.resend(ANA, reach, troubles[1].delivery)
    assert await room.deliver() == [troubles[1].channel]
    assert await room.counts(ANA, alert) == {"sent": 2, "unknown": 1}
    actions = [entry.action for entry in await room.house.audit.load_newest(ADMIN)]
    assert actions[:3] == ["alert.resend", "alert.posted", "alert.start"]
    view = room.core.built.moderation.audit_view
    for who, reader in ((ANA, reach), (ROOT, ADMIN)):
        page = await view.fetch_page(who, reader, 1, 2, None)
        assert [(one.what, one.other and one.other.name) for one in page.entries] == [
            (format_reference(alert), troubles[1].channel),
            (format_reference(alert), troubles[0].channel),
        ]


async def test_an_alert_is_found_by_its_reference(room: Newsroom) -> None:
    alert, reach = await room.send(ANA), await room.house.reach(ANA)
    [listed] = await room.operations.list_newest(reach)
    assert await room.operations.find_by_reference(reach, listed.reference.lower()) == alert
    with expect_refusal("alert.unknown"):
        await room.operations.find_by_reference(await room.house.reach(BEN), listed.reference)


async def test_an_alert_of_a_campaign_whose_file_is_gone_is_posted(store: Store) -> None:
    room = await make_newsroom(await core_on(store))
    await room.subscribe(ANA)
    await room.send(ANA)
    gone = newsroom_on(await core_on(store, [], clock=room.core.clock))
    assert await gone.overdue_alerts.hold("discord") == 0
    assert len(await gone.take()) == 1


async def test_a_campaign_that_cannot_be_read_posts_nothing(store: Store) -> None:
    room = await make_newsroom(await core_on(store))
    await room.subscribe(ANA)
    alert = await room.send(ANA)
    await store.write(lambda tx: tx.run(Statement(update(campaign_versions).values(content="{}"))))
    damaged = newsroom_on(await core_on(store, [], clock=room.core.clock))
    assert await damaged.overdue_alerts.hold("discord") == 1
    assert await damaged.take() == ()
    assert await damaged.counts(ANA, alert) == {"held": 1}
