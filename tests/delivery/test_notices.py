"""Private notices: authors learn once what became of their alert, and admins that one is waiting."""

from dataclasses import replace

import pytest
from msgspec import structs
from sqlalchemy import delete, select

from bot.cogs.alerts.alert_cards import draw_detail_card
from bot.core.alerts.alerts import AlertRequest
from bot.core.alerts.notices import PATIENCE
from bot.core.base.statuses import AlertStatus, DeliveryStatus, NoticeState
from bot.identity import Caller
from bot.kit.cards.outbound import Refusal
from bot.kit.i18n import load_words
from bot.roles import Role
from bot.store.statement import Statement
from bot.store.tables import actors, notices
from tests.core.support.alerting import PLENTY, RULES, newsroom_on
from tests.core.support.coalition import ADMIN, ROOT, expect_refusal
from tests.delivery.conftest import Floor, read_messages, run_rounds
from tests.platforms.slack import User

POST = "POST /channels/*/messages"
_FORGET = Statement(delete(actors))  # as when a person is forgotten
_STATES = Statement(select(notices.c.kind, notices.c.state))


async def states(floor: Floor) -> list[tuple[str, str]]:
    """Every notice with its state."""
    rows = await floor.room.core.store.read(lambda tx: tx.all(_STATES))
    return sorted((row.kind, row.state) for row in rows)


async def test_an_author_learns_once_where_it_was_posted(floor: Floor) -> None:
    await floor.room.send(floor.ana, "Call today")
    await run_rounds(floor)
    [told] = read_messages(floor)
    assert "Call today" in told
    assert "Channels that have it: 6 of 6." in told
    await run_rounds(floor)
    assert len(read_messages(floor)) == 1
    assert await states(floor) == [("ended", "told")]


async def test_a_notice_names_each_failed_channel_and_why(floor: Floor) -> None:
    floor.discord.refuse(POST, 403, 50013, "Missing Permissions", times=2)
    await floor.room.send(floor.ana, "Call today")
    await run_rounds(floor)
    [told] = read_messages(floor)
    assert "Channels that have it: 4 of 6." in told
    names = [one.id for one in floor.here if not one.messages]
    assert len(names) == 2
    assert all(f"#calls-{name}" in told for name in names)


async def test_a_delivery_in_progress_delays_the_notice_for_half_an_hour_at_most(floor: Floor) -> None:
    for one in floor.here:
        floor.discord.refuse(f"POST /channels/{one.id}/messages", 503, 0, times=1_000)
        floor.discord.refuse(f"GET /channels/{one.id}/messages", 503, 0, times=1_000)
    await floor.room.send(floor.ana, "Call today")
    await run_rounds(floor)
    assert await states(floor) == []
    floor.room.core.clock.at += PATIENCE
    await run_rounds(floor, 1)
    floor.discord.state.faults.waiting.clear()
    floor.room.core.clock.forward(minutes=5)
    await run_rounds(floor)
    [told] = read_messages(floor)
    assert "Channels that have it" in told
    assert await states(floor) == [("ended", "told")]


async def test_an_author_who_refuses_direct_messages_is_tried_once_and_the_list_says_so(floor: Floor) -> None:
    await floor.room.send(floor.ana, "Call today")
    floor.discord.refuse("POST /users/@me/channels", 403, 50007, "Cannot send messages to this user", times=100)
    await run_rounds(floor)
    assert (read_messages(floor), await states(floor)) == ([], [("ended", NoticeState.UNREACHABLE)])
    listed = await floor.room.operations.list_newest(ADMIN)
    assert [one.author_unreached for one in listed] == [True]


async def test_after_the_author_is_forgotten_others_are_asked(floor: Floor) -> None:
    """Nobody vouches for their alert now, so it waits until somebody does. The author gets no notice."""
    room = floor.room
    alert = await room.send(floor.ana, "Call today")
    await room.core.store.write(lambda tx: tx.run(_FORGET))
    await run_rounds(floor)
    [asked] = read_messages(floor)
    assert "An alert was held back" in asked
    assert await states(floor) == []
    await room.operations.send_now(floor.ana, ADMIN, alert)
    await run_rounds(floor)
    assert (read_messages(floor), await states(floor)) == ([asked], [("ended", NoticeState.UNREACHABLE)])


async def test_an_author_learns_that_someone_else_withdrew_it(floor: Floor) -> None:
    alert = await floor.room.send(floor.ana, "Call today", "tomorrow 9:00")
    await floor.room.operations.cancel(ROOT, ADMIN, alert)
    await run_rounds(floor)
    [told] = read_messages(floor)
    assert "Someone else withdrew your alert" in told
    assert await states(floor) == [("refused", "told")]


async def test_withdrawing_ones_own_alert_causes_no_notice(floor: Floor) -> None:
    alert = await floor.room.send(floor.ana, "Call today", "tomorrow 9:00")
    await floor.room.operations.cancel(floor.ana, ADMIN, alert)
    await run_rounds(floor)
    assert (read_messages(floor), await states(floor)) == ([], [])


async def ask_second_admin(floor: Floor, when: str | None = None) -> tuple[Floor, User, Caller, str]:
    """The floor with two admins, the second one and their account, and an alert of Ana's that waits for them."""
    room = newsroom_on(floor.room.core, structs.replace(RULES, two_person=True), (("console", "root"),))
    floor = replace(floor, room=room)
    ben = floor.there[0].team.user("Bo")
    second = Caller("slack", f"{floor.there[0].team.id}:{ben.id}", floor.there[0].team.id)
    for who in (floor.ana, second):
        await room.house.roles.give(replace(ROOT, platform=who.platform), ADMIN, who.account, Role.ADMIN, None)
    request = AlertRequest("Call today", None, when, "coalition")
    preview = await room.alerts.draft(floor.ana, ADMIN, request, room.core.clock())
    assert (await room.alerts.confirm(floor.ana, ADMIN, preview.id)).awaiting
    await run_rounds(floor)
    return floor, ben, second, preview.id


@pytest.mark.parametrize("approved", [True, False])
async def test_a_second_admin_is_asked_and_the_author_learns_the_decision(floor: Floor, approved: bool) -> None:
    floor, ben, second, alert = await ask_second_admin(floor)
    room = floor.room
    [called] = [message.text for message in ben.dm.messages]
    assert "An alert is waiting for you" in called
    assert "Its time" not in called
    assert read_messages(floor) == []  # the author isn't asked to approve it
    if approved:
        await room.alerts.release(second, ADMIN, alert)
    else:
        await room.operations.cancel(second, ADMIN, alert)
        for caller, said in ((second, "alert.refused_own"), (floor.ana, "alert.refused")):
            with expect_refusal(said):
                await room.alerts.release(caller, ADMIN, alert)
    await run_rounds(floor)
    told = read_messages(floor)
    assert any("is approved" in one for one in told) is approved
    assert any("Another admin looked at your alert" in one and "refused" in one for one in told) is not approved
    assert len(told) == (2 if approved else 1)  # and a notice that it has ended
    [listed] = await room.operations.list_newest(ADMIN)
    assert listed.status is (AlertStatus.GOING if approved else AlertStatus.REFUSED)
    if not approved:
        assert floor.user.dm.messages[0].buttons == ("Edit", "See its status")
        detail = draw_detail_card(load_words("en"), await room.operations.read_detail(ADMIN, alert), floor.ana)
        assert [one.label for one in detail.buttons] == ["Edit"]  # the status takes the message's place


async def test_an_author_who_takes_back_an_alert_that_waits_hears_of_no_refusal(floor: Floor) -> None:
    floor, _, _, alert = await ask_second_admin(floor)
    await floor.room.operations.cancel(floor.ana, ADMIN, alert)
    await run_rounds(floor)
    assert read_messages(floor) == []
    assert (await floor.room.operations.list_newest(ADMIN))[0].status is AlertStatus.CANCELLED


@pytest.mark.parametrize("sender", ["author", "author, then the older message", "second", "second at once"])
async def test_an_alert_that_nobody_approved_in_time_says_so_once_and_goes_out_after_all(
    floor: Floor, sender: str
) -> None:
    floor, ben, second, alert = await ask_second_admin(floor, "tomorrow 9:00")
    room = floor.room
    room.core.clock.forward(days=2)
    with expect_refusal("alert.lapsed"):
        await room.alerts.release(second, ADMIN, alert)
    if sender == "second at once":
        assert not (await room.alerts.send_lapsed(second, ADMIN, alert)).awaiting
        await run_rounds(floor)
        assert all(len(channel.messages) == 1 for channel in floor.here)
        return
    for _ in range(2):
        await run_rounds(floor)
    [told] = read_messages(floor)
    [asked, missed] = [message.text for message in ben.dm.messages]
    assert "No other admin approved your alert" in told
    assert "An alert is waiting for you" in asked
    assert "If nobody approves it by then, it isn't sent." in asked
    assert "wasn't approved in time" in missed
    assert (await room.operations.list_newest(ADMIN))[0].status is AlertStatus.LAPSED
    assert floor.user.dm.messages[0].buttons[0] == ben.dm.messages[1].buttons[0] == "Send it now"
    with expect_refusal("alert.lapsed"):
        await room.alerts.release(second, ADMIN, alert)
    if sender.startswith("author"):
        for _ in range(2):
            assert (await room.alerts.send_lapsed(floor.ana, ADMIN, alert)).awaiting
        await run_rounds(floor)
        again = asked.partition("\n\nIts time")[0]  # asked once more, and its time is over
        assert [message.text for message in ben.dm.messages[2:]] == [again]
        # the second admin taps the button that approves in either of their messages
        approve = room.alerts.send_lapsed if sender == "author, then the older message" else room.alerts.release
        assert not (await approve(second, ADMIN, alert)).awaiting
    else:
        assert not (await room.alerts.send_lapsed(second, ADMIN, alert)).awaiting
    await run_rounds(floor)
    assert all(len(channel.messages) == 1 for channel in floor.here)
    _, approved, ended = read_messages(floor)
    assert "is approved" in approved
    assert "Channels that have it: 10 of 10." in ended


async def test_who_sends_an_alert_again_and_its_author_learn_how_that_ended(floor: Floor) -> None:
    floor.discord.refuse(POST, 403, 50013, "Missing Permissions", times=2)
    alert = await floor.room.send(floor.ana, "Call today")
    await run_rounds(floor)
    [first] = read_messages(floor)
    assert "Channels that have it: 4 of 6." in first
    bo = floor.there[0].team.user("Bo")
    other = Caller("slack", f"{floor.there[0].team.id}:{bo.id}", floor.there[0].team.id)
    await floor.room.house.roles.give(replace(ROOT, platform="slack"), ADMIN, other.account, Role.ADMIN, None)
    floor.discord.refuse(POST, 403, 50013, "Missing Permissions")
    await floor.room.operations.retry(other, ADMIN, alert)
    await run_rounds(floor)
    for told in (read_messages(floor)[1:], [message.text for message in bo.dm.messages]):
        assert len(told) == 1
        assert "was sent again" in told[0]
        assert "Channels that have it: 5 of 6." in told[0]
    [trouble] = (await floor.room.operations.read_detail(ADMIN, alert)).troubles
    await floor.room.operations.resend(floor.ana, ADMIN, trouble.delivery)
    await run_rounds(floor)
    assert "Channels that have it: 6 of 6." in read_messages(floor)[2]
    assert (len(read_messages(floor)), len(bo.dm.messages)) == (3, 1)  # each who did it, and the author


@pytest.mark.parametrize("failures", [1, 2, 3])
async def test_a_failure_that_passes_delays_a_notice_by_seconds(floor: Floor, failures: int) -> None:
    floor.discord.refuse("POST /users/@me/channels", 502, 0, times=failures)
    await floor.room.send(floor.ana, "Call today")
    await run_rounds(floor, 6)  # 15 seconds until it is due, and a few for each failure
    assert len(read_messages(floor)) == 1


async def test_each_stage_that_a_channel_ends_at_ends_an_alert(floor: Floor) -> None:
    """Posted, refused, unknown, canceled: each is an end."""
    room = floor.room
    await room.send(floor.ana, "Call today")
    due = await room.deliveries.take("discord", "worker", PLENTY)
    await room.deliveries.record_sent(due[0], "1")
    await room.deliveries.record_refusal(due[1], Refusal.ARCHIVED, "")
    await room.deliveries.record_unknown(due[2])
    await room.deliveries.record_cancelled(due[3])
    await room.deliveries.record_refusal(due[4], Refusal.FORBIDDEN, "Send Messages")
    await run_rounds(floor, 1)
    assert await states(floor) == []
    await room.deliveries.record_refusal(due[5], Refusal.GONE, "")
    await run_rounds(floor)
    [told] = read_messages(floor)
    assert "Channels that have it: 1 of 6." in told
    assert "tap See its status and say so." in told  # where the buttons for it are
    assert "below" not in told
    counts = (await room.operations.list_newest(ADMIN))[0].counts
    assert {stage: n for stage, n in counts.items() if n} == {
        DeliveryStatus.SENT: 1, DeliveryStatus.FAILED: 3, DeliveryStatus.UNKNOWN: 1, DeliveryStatus.CANCELLED: 1,
    }  # fmt: skip


async def test_an_author_learns_once_that_an_admin_gets_no_direct_messages(floor: Floor) -> None:
    room = newsroom_on(floor.room.core, structs.replace(RULES, two_person=True), (("console", "root"),))
    floor = replace(floor, room=room)
    bo = floor.there[0].team.user("Bo")
    author = Caller("slack", f"{floor.there[0].team.id}:{bo.id}", floor.there[0].team.id)
    for who in (floor.ana, author):
        await room.house.roles.give(replace(ROOT, platform=who.platform), ADMIN, who.account, Role.ADMIN, None)
    request = AlertRequest("Call today", None, None, "coalition")
    preview = await room.alerts.draft(author, ADMIN, request, room.core.clock())
    assert (await room.alerts.confirm(author, ADMIN, preview.id)).awaiting
    floor.discord.refuse("POST /users/@me/channels", 403, 50007, "Cannot send messages to this user", times=100)
    await run_rounds(floor)
    await run_rounds(floor)
    [told] = [message.text for message in bo.dm.messages]
    assert "still waits" in told
    assert ("unreached", "told") in await states(floor)
