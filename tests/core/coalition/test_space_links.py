"""Leaving an org: the card names what ends, it ends at once, and nobody keeps a right that depended on the link."""

from dataclasses import replace

import pytest

from bot.core.moderation.moderation import Reason
from bot.identity import Caller
from bot.roles import Role
from bot.store.engine import Store
from tests.core.support.alerting import Newsroom, newsroom_on
from tests.core.support.coalition import ADMIN, ANA, BEN, NO_REACH, ROOT, expect_refusal
from tests.services import Core, campaign, core_on, new_request

SECOND = Caller("discord", "2", "second")  # the owner of another server of the same org
CAI = Caller("discord", "3", "second")
DON = Caller("discord", "9", "guild")  # an admin there


@pytest.fixture
async def room(core: Core) -> Newsroom:
    """Ours has two servers and a chapter, Theirs a workspace; each space has a channel with alerts."""
    room = newsroom_on(core)
    house = room.house
    await house.linked("Ours", ANA)
    await house.linked("Theirs", BEN)
    code = await house.spaces.make_code(ROOT, ADMIN, "Ours")
    await house.spaces.join(SECOND, code.text, manages=True)
    await house.chapters.add(ROOT, ADMIN, "Ours", "Main")
    for who in (ANA, BEN, SECOND):
        await room.subscribe(who)
    return room


async def test_leaving_counts_what_ends_and_then_ends_it(room: Newsroom) -> None:
    house = room.house
    await house.roles.give(SECOND, await house.reach(SECOND), "3", Role.COORDINATOR, "Ours")
    await house.roles.give(SECOND, await house.reach(SECOND), "4", Role.CAPTAIN, "Main")
    await house.chapters.map(replace(SECOND, marks=("channel:1",)), await house.reach(SECOND), "Main", {None: "here"})
    await room.send(ANA, when="tomorrow 9:00")
    asked = await house.links.preview_end(SECOND, NO_REACH, True)
    counts = (asked.coordinators, asked.captains, asked.channels, asked.alerts, asked.maps)
    assert (asked.org, counts, asked.own, asked.alone) == ("Ours", (2, 1, 1, 1, 1), True, False)
    assert (await house.reach(SECOND)).role is Role.COORDINATOR  # the question changes nothing
    assert await house.links.leave(SECOND, NO_REACH, True, asked.org_id) == asked
    for gone in (SECOND, CAI, Caller("discord", "4", None)):
        assert await house.reach(gone) == NO_REACH
    assert (await house.reach(ANA)).role is Role.COORDINATOR
    assert [one.name for one in await room.channels.list_channels(await house.reach(ANA))] == ["c1"]
    actions = [entry.action for entry in await house.audit.load_newest(ADMIN)]
    assert actions.count("role.end.coordinator") == 2
    assert {"role.end.captain", "space.leave"} <= set(actions)
    room.core.clock.forward(hours=21)
    assert [one.channel for one in await room.take()] == ["c1"]
    with expect_refusal("space.unlinked"):
        await house.links.leave(SECOND, NO_REACH, True, asked.org_id)


async def test_an_alert_to_several_channels_of_a_server_is_one_alert(room: Newsroom) -> None:
    await room.subscribe(SECOND, 3)
    await room.send(ANA, when="tomorrow 9:00")
    ending = await room.house.links.preview_end(SECOND, NO_REACH, True)
    assert (ending.channels, ending.alerts) == (4, 1)
    await room.send(ANA, when="tomorrow 10:00")
    assert (await room.house.links.preview_end(SECOND, NO_REACH, True)).alerts == 2


async def test_roles_from_elsewhere_stay(room: Newsroom) -> None:
    house = room.house
    await house.roles.give(DON, ADMIN, "2", Role.COORDINATOR, "Ours")
    ending = await house.leave(SECOND, manages=True)
    assert (ending.coordinators, ending.own) == (0, False)
    assert (await house.reach(SECOND)).role is Role.COORDINATOR


async def test_a_coordinator_through_two_spaces_stays_until_both_have_left(room: Newsroom) -> None:
    house, third = room.house, replace(SECOND, space="third")
    code = await house.spaces.make_code(ROOT, ADMIN, "Ours")
    await house.spaces.join(third, code.text, manages=True)
    assert (await house.leave(SECOND, manages=True)).coordinators == 0
    assert (await house.reach(SECOND)).role is Role.COORDINATOR
    assert (await house.leave(third, manages=True)).coordinators == 1
    assert await house.reach(SECOND) == NO_REACH


async def test_the_last_coordinator_is_warned(room: Newsroom) -> None:
    assert (await room.house.leave(BEN, await room.house.reach(BEN))).alone


async def test_an_outdated_question_ends_nothing(room: Newsroom) -> None:
    theirs = await room.house.org_id("Theirs")
    with expect_refusal("space.unlinked"):
        await room.house.links.leave(SECOND, NO_REACH, True, theirs)
    with expect_refusal("space.not_yours_to_word"):
        await room.house.links.preview_end(replace(SECOND, account="5"), await room.house.reach(BEN), False)


async def test_a_space_that_is_linked_again_starts_over(room: Newsroom) -> None:
    house = room.house
    await house.leave(SECOND, manages=True)
    code = await house.spaces.make_code(ROOT, ADMIN, "Theirs")
    await house.spaces.join(SECOND, code.text, manages=True)
    assert [one.name for one in await room.channels.list_channels(await house.reach(SECOND))] == [
        "c1"
    ]  # only those of Theirs


async def test_archiving_an_org_ends_what_depended_on_its_spaces(room: Newsroom) -> None:
    house = room.house
    await house.orgs.archive(ROOT, ADMIN, "Ours")
    assert [one.org for one in await room.channels.list_channels(ADMIN)] == ["Theirs"]
    assert await house.links.is_open(ANA)
    assert not await house.links.is_open(BEN)
    assert not await house.links.is_open(replace(ANA, space=None))


async def revoke(room: Newsroom) -> None:
    await room.house.roles.take(DON, ADMIN, "2", Role.COORDINATOR, "Ours")


async def leave(room: Newsroom) -> None:
    await room.house.leave(SECOND, manages=True)


async def suspend(room: Newsroom) -> None:
    await room.house.log(SECOND)
    await room.core.moderation.suspend(DON, ADMIN, "2", Reason.SPAM, new_request())


async def lapse(room: Newsroom) -> None:
    await room.house.roles.lapse(SECOND)


@pytest.mark.parametrize("end", [revoke, leave, suspend, lapse], ids=lambda end: end.__name__)
async def test_alerts_of_a_former_coordinator_are_held_and_others_are_asked(room: Newsroom, end: object) -> None:
    alert = await room.send(SECOND, "Call at nine", when="tomorrow 9:00")
    await end(room)  # type: ignore[operator]
    room.core.clock.forward(hours=21)
    assert await room.overdue_alerts.hold("discord") == 1
    assert await room.take() == ()
    [asking] = await room.overdue_alerts.list_unasked()
    assert (asking.reason, asking.own, asking.snapshot.words) == ("lapsed", False, "Call at nine")
    assert asking.accounts == (("discord", "1"),)
    await room.operations.send_now(ANA, await room.house.reach(ANA), alert)
    assert await room.overdue_alerts.hold("discord") == 0  # she vouches for it now
    assert "c1" in [one.channel for one in await room.take()]


async def test_without_a_coordinator_the_admins_are_asked(core: Core) -> None:
    room = newsroom_on(core)
    await room.house.linked("Ours", ANA)
    await room.subscribe(ANA)
    await room.house.roles.give(ROOT, ADMIN, "root", Role.ADMIN, None)
    await room.send(ANA, when="tomorrow 9:00")
    await room.house.roles.take(DON, ADMIN, "1", Role.COORDINATOR, "Ours")
    core.clock.forward(hours=21)
    await room.overdue_alerts.hold("discord")
    [asking] = await room.overdue_alerts.list_unasked()
    assert asking.accounts == (("console", "root"),)


async def test_an_alert_wider_than_its_campaigns_audience_is_held(store: Store) -> None:
    first = newsroom_on(await core_on(store, (campaign("vof", "org: Ours"),)))
    await first.house.linked("Ours", ANA)
    await first.house.linked("Theirs", BEN)
    for who in (ANA, BEN):
        await first.subscribe(who)
    await first.house.roles.give(ROOT, ADMIN, "root", Role.ADMIN, None)
    await first.send(ROOT, when="tomorrow 9:00", audience="coalition")
    clock = first.core.clock
    later = newsroom_on(await core_on(store, (campaign("vof", "org: Ours", "audience: org"),), clock=clock))
    clock.forward(hours=21)
    assert await later.overdue_alerts.hold("discord") == 1
    assert (await later.take(), await later.take("slack")) == ((), ())
    assert {one.reason for one in await later.overdue_alerts.list_unasked()} == {"shut"}
