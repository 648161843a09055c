"""Who loses a role is told once, with the number of alerts that are held, and so is who takes it."""

from dataclasses import replace

import pytest

from bot.core.people.lost_roles import LostRoleNotice
from bot.roles import Role
from bot.store.engine import Store
from tests.core.support.alerting import Newsroom, newsroom_on
from tests.core.support.coalition import ADMIN, ANA, BEN, ROOT, expect_refusal
from tests.services import Core, core_on

BO, CAI = replace(ANA, account="2"), replace(ANA, account="3")
SECOND = replace(ANA, space="second")


@pytest.fixture
async def room(core: Core) -> Newsroom:
    """Ours has two servers, which Ana administers, and Theirs a workspace; each has a channel with alerts."""
    room = newsroom_on(core)
    house = room.house
    await house.linked("Ours", ANA)
    await house.linked("Theirs", BEN)
    code = await house.spaces.make_code(ROOT, ADMIN, "Ours")
    await house.spaces.join(SECOND, code.text, manages=True)
    await house.chapters.add(ROOT, ADMIN, "Ours", "Main")
    for who in (ANA, SECOND, BEN):
        await room.subscribe(who)
    return room


async def take(room: Newsroom) -> list[tuple[str, Role, str, int]]:
    """The notices that are due, as account, role, scope and number of alerts. Taking them counts as sending them."""
    found: tuple[LostRoleNotice, ...] = await room.core.built.people.lost_roles.take(20)
    return sorted((one.accounts[0][1], one.role, one.over, one.held) for one in found)


async def test_a_coordinator_whose_role_is_revoked_is_told_once_and_so_are_those_they_gave_one(room: Newsroom) -> None:
    house = room.house
    await house.roles.give(ANA, await house.reach(ANA), "2", Role.COORDINATOR, "Ours")
    await house.roles.give(BO, await house.reach(BO), "3", Role.CAPTAIN, "Main")
    for day in ("tomorrow", "Friday"):
        await room.send(BO, when=f"{day} 9:00")
    await room.send(BO)  # it goes out at once
    assert await room.deliver() == ["c1", "c2"]
    await room.send(ANA, when="tomorrow 10:00")
    assert await take(room) == []
    taken = await house.roles.take(ANA, await house.reach(ANA), "2", Role.COORDINATOR, "Ours")
    assert (taken.ended, taken.held) == (1, 2)
    assert await take(room) == [("2", Role.COORDINATOR, "Ours", 2), ("3", Role.CAPTAIN, "Main", 0)]
    assert await take(room) == []
    room.core.clock.forward(hours=21)
    assert await room.overdue_alerts.hold("discord") == 1  # tomorrow's; Friday's follows


async def test_nobody_is_told_of_a_role_that_came_back_or_that_they_gave_up(room: Newsroom) -> None:
    house = room.house
    await house.roles.give(replace(ANA, account="9"), ADMIN, "2", Role.COORDINATOR, "Ours")
    await room.send(BO, when="tomorrow 9:00")
    taken = await house.roles.take(ANA, await house.reach(ANA), "2", Role.COORDINATOR, "Ours")
    assert taken.held == 1
    await house.roles.give(ANA, await house.reach(ANA), "2", Role.COORDINATOR, "Ours")
    assert await take(room) == []
    assert (await house.roles.take(BO, await house.reach(BO), "2", Role.COORDINATOR, "Ours")).held == 1
    assert await take(room) == []


async def test_an_alert_that_somebody_may_still_send_is_not_held(room: Newsroom) -> None:
    house = room.house
    await house.roles.give(replace(ANA, account="9"), ADMIN, "2", Role.ADMIN, None)
    await house.roles.give(replace(ANA, account="9"), ADMIN, "2", Role.COORDINATOR, "Ours")
    await room.send(BO, when="tomorrow 9:00", audience="Ours")
    assert (await house.roles.take(ANA, ADMIN, "2", Role.COORDINATOR, "Ours")).held == 0  # an admin sends it too
    await house.roles.give(ROOT, ADMIN, "root", Role.ADMIN, None)
    assert (await house.roles.take(ROOT, ADMIN, "2", Role.ADMIN, None, "discord")).held == 1
    assert [one[1:] for one in await take(room)] == [(Role.COORDINATOR, "Ours", 0), (Role.ADMIN, "", 1)]


@pytest.mark.parametrize(("sent", "held"), [(0, 0), (1, 1), (2, 2)])
async def test_leaving_counts_the_callers_alerts_for_other_spaces(room: Newsroom, sent: int, held: int) -> None:
    """Those for channels here are stopped at once. Ana stays the other server's until that leaves too."""
    house = room.house
    for hour in range(sent):
        await room.send(ANA, when=f"tomorrow {hour + 9}:00")
    first = await house.leave(ANA, manages=True)
    assert (first.alerts, first.own, first.held) == (sent, False, 0)
    asked = await house.links.preview_end(SECOND, await house.reach(SECOND), True)
    assert (asked.own, asked.held) == (True, 0)  # nothing else is left
    code = await house.spaces.make_code(ROOT, ADMIN, "Ours")
    await house.spaces.join(BO, code.text, manages=True)
    await room.subscribe(BO)
    for hour in range(sent):
        await room.send(ANA, when=f"tomorrow {hour + 12}:00")
    ended = await house.leave(SECOND, manages=True)
    assert (ended.own, ended.held) == (True, held)
    assert await take(room) == []  # she did it herself, and reads it on the card
    room.core.clock.forward(days=1, hours=2)
    assert await room.overdue_alerts.hold("discord") == held


async def test_others_are_told_when_their_space_or_org_goes(room: Newsroom) -> None:
    house = room.house
    await house.roles.give(ANA, await house.reach(ANA), "2", Role.COORDINATOR, "Ours")
    await house.leave(SECOND, manages=True)
    assert await take(room) == []  # Ana's other server still gives it
    await house.orgs.archive(ROOT, ADMIN, "Ours")
    assert await take(room) == [("1", Role.COORDINATOR, "Ours", 0), ("2", Role.COORDINATOR, "Ours", 0)]
    await house.roles.lapse(BEN)
    assert await take(room) == [("T1:U1", Role.COORDINATOR, "Theirs", 0)]
    with expect_refusal("space.not_yours_to_word"):
        await house.links.preview_end(BEN, await house.reach(BEN), False)


async def test_an_admin_by_the_settings_loses_nothing(store: Store) -> None:
    core = await core_on(store, admins=[("console", "root"), ("console", "kim")])
    roles = core.built.coalition.roles
    for account in ("kim", "lee"):
        await roles.give(ROOT, ADMIN, account, Role.ADMIN, None)
    with expect_refusal("role.by_config"):
        await roles.take(ROOT, ADMIN, "kim", Role.ADMIN, None)
    await roles.take(ROOT, ADMIN, "lee", Role.ADMIN, None)
    assert [one.accounts for one in await core.built.people.lost_roles.take(20)] == [(("console", "lee"),)]
