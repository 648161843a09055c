"""Overdue alerts: held back, asked about once, and sent or canceled as people decide."""

from dataclasses import replace

import pytest

from bot.core.base.statuses import AlertStatus
from bot.core.campaigns.lifecycle import Move
from bot.core.coalition.profiles import ProfileChange
from bot.roles import Role
from bot.store.engine import Store
from tests.core.support.alerting import Newsroom, make_newsroom, newsroom_on
from tests.core.support.coalition import ADMIN, ANA, ROOT, expect_refusal
from tests.services import campaign, core_on, new_request


async def test_an_alert_more_than_an_hour_late_is_held_until_its_author_decides(room: Newsroom) -> None:
    await room.core.profiles.change(ANA, ProfileChange(language="es"))
    alert = await room.send(ANA, when="13:00")
    room.core.clock.forward(hours=2)
    assert await room.overdue_alerts.hold("discord") == 0
    room.core.clock.forward(seconds=1)
    assert await room.take() == ()
    assert await room.overdue_alerts.hold("discord") == 1
    [question] = await room.overdue_alerts.list_unasked()
    assert (question.alert_id, question.reason, question.channels) == (alert, "late", 3)
    assert (question.accounts, question.language) == ((("discord", "1"),), "es")
    await room.overdue_alerts.mark_asked(alert)
    assert await room.overdue_alerts.list_unasked() == ()
    detail = await room.operations.read_detail(ADMIN, alert)
    assert (detail.progress.status, detail.progress.hold_reason) == (AlertStatus.HELD, "late")
    for _ in range(2):
        await room.operations.send_now(ANA, await room.house.reach(ANA), alert)
    assert await room.overdue_alerts.hold("discord") == 0
    assert await room.deliver() == ["c1", "c2", "c3"]


async def test_a_held_alert_can_be_cancelled(room: Newsroom) -> None:
    alert = await room.send(ANA, when="13:00")
    room.core.clock.forward(hours=3)
    await room.overdue_alerts.hold("discord")
    await room.operations.cancel(ANA, await room.house.reach(ANA), alert)
    assert await room.counts(ANA, alert) == {"cancelled": 3}
    assert await room.overdue_alerts.list_unasked() == ()


async def test_a_post_that_may_have_arrived_is_searched_however_late(room: Newsroom) -> None:
    await room.send(ANA)
    due, *_ = await room.take()
    await room.deliveries.begin(due)
    room.core.clock.forward(hours=2)
    assert await room.overdue_alerts.hold("discord") == 1
    assert [one.id for one in await room.take()] == [due.id]


async def test_a_paused_campaigns_alert_waits_for_its_author(room: Newsroom) -> None:
    alert = await room.send(ANA, when="13:00")
    await room.core.lifecycle.move(ROOT, ADMIN, "vof", Move.PAUSE, new_request(), room.core.clock())
    room.core.clock.forward(hours=1)
    assert await room.overdue_alerts.hold("discord") == 1
    [question] = await room.overdue_alerts.list_unasked()
    assert (question.alert_id, question.reason) == (alert, "paused")


async def test_an_admin_who_never_used_callboard_is_asked_where_nobody_else_can(store: Store) -> None:
    room = await make_newsroom(await core_on(store, admins=[("discord", "42")]))
    await room.subscribe(ANA, 1)
    alert = await room.send(ANA, when="13:00")
    await room.house.roles.take(replace(ANA, account="42"), ADMIN, ANA.account, Role.COORDINATOR, "Ours")
    room.core.clock.forward(hours=1)
    assert await room.overdue_alerts.hold("discord") == 1
    [question] = await room.overdue_alerts.list_unasked()
    assert (question.alert_id, question.reason, question.accounts) == (alert, "lapsed", (("discord", "42"),))


@pytest.mark.parametrize("move", [Move.PAUSE, Move.CLOSE])
async def test_an_alert_held_by_a_closed_campaign_is_sent_only_once_it_reopens(room: Newsroom, move: Move) -> None:
    """Otherwise it would be held back at once, and its author asked again, after each "Send it now"."""

    async def turn(how: Move) -> None:
        await room.core.lifecycle.move(ROOT, ADMIN, "vof", how, new_request(), room.core.clock())

    alert, reach = await room.send(ANA, when="13:00"), await room.house.reach(ANA)
    await turn(move)
    room.core.clock.forward(hours=1)
    await room.overdue_alerts.hold("discord")
    await room.overdue_alerts.mark_asked(alert)
    with expect_refusal("alert.still_shut"):
        await room.operations.send_now(ANA, reach, alert)
    assert await room.overdue_alerts.list_unasked() == ()
    assert await room.hold_reason(alert) == ("paused" if move is Move.PAUSE else "closed")
    await turn(Move.OPEN)
    assert await room.hold_reason(alert) == "reopened"
    await room.operations.send_now(ANA, reach, alert)
    assert await room.overdue_alerts.hold("discord") == 0
    assert await room.deliver() == ["c1", "c2", "c3"]


async def test_an_alert_that_was_late_says_so_only_while_its_campaign_is_open(room: Newsroom) -> None:
    """An hour late *and* in a paused campaign, "Send it now" would be refused, so nobody is offered it."""
    alert = await room.send(ANA, when="13:00")
    room.core.clock.forward(hours=2, seconds=1)
    await room.overdue_alerts.hold("discord")
    assert await room.hold_reason(alert) == "late"
    await room.core.lifecycle.move(ROOT, ADMIN, "vof", Move.PAUSE, new_request(), room.core.clock())
    [question] = await room.overdue_alerts.list_unasked()
    assert (question.reason, await room.hold_reason(alert)) == ("paused", "paused")


async def test_an_alert_for_others_is_never_sent_for_one_orgs_campaign(store: Store) -> None:
    core = await core_on(store)
    room = await make_newsroom(core)
    await room.subscribe(ANA, 1)
    alert, reach = await room.send(ANA, when="13:00"), await room.house.reach(ANA)
    core.clock.forward(hours=3)
    await room.overdue_alerts.hold("discord")
    later = newsroom_on(await core_on(store, (campaign("vof", "org: Theirs", "audience: org"),), clock=core.clock))
    assert await later.hold_reason(alert) == "shut"
    with expect_refusal("alert.still_for_org"):
        await later.operations.send_now(ANA, reach, alert)
    [question] = await later.overdue_alerts.list_unasked()
    assert question.reason == "shut"
