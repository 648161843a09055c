"""Roles: granted within one's reach, and never without an admin."""

import pytest

from bot.roles import Reach, Role
from tests.core.support.coalition import ADMIN, ANA, BEN, ROOT, House, expect_refusal, house_on
from tests.services import Core, new_request


@pytest.fixture
async def house(core: Core) -> House:
    house = house_on(core)
    await house.linked("Ours", ANA)
    await house.orgs.add(ROOT, "Theirs")
    for org, chapter in (("Ours", "Main"), ("Theirs", "Far")):
        await house.chapters.add(ROOT, ADMIN, org, chapter)
    return house


async def test_a_coordinator_appoints_within_their_own_org(house: House) -> None:
    ours = await house.reach(ANA)
    house.core.clock.forward(seconds=1)
    await house.roles.give(ANA, ours, "2", Role.CAPTAIN, "Main")
    house.core.clock.forward(seconds=1)
    await house.roles.give(ANA, ours, "3", Role.COORDINATOR, "Ours")
    with expect_refusal("chapter.unknown"):
        await house.roles.give(ANA, ours, "2", Role.CAPTAIN, "Far")
    with expect_refusal("org.unknown"):
        await house.roles.give(ANA, ours, "2", Role.COORDINATOR, "Theirs")
    with expect_refusal("role.not_yours"):
        await house.roles.give(ANA, ours, "2", Role.ADMIN, None)
    held = [(one.account, one.role, one.scope) for one in await house.roles.list_roles(ANA, ours)]
    assert held == [("1", Role.COORDINATOR, "Ours"), ("2", Role.CAPTAIN, "Main"), ("3", Role.COORDINATOR, "Ours")]


async def test_a_role_is_granted_once_and_revoked_once(house: House) -> None:
    await house.roles.give(ROOT, ADMIN, "ben", Role.COORDINATOR, "Theirs")
    with expect_refusal("role.held"):
        await house.roles.give(ROOT, ADMIN, "ben", Role.COORDINATOR, "Theirs")
    await house.roles.take(ROOT, ADMIN, "ben", Role.COORDINATOR, "Theirs")
    with expect_refusal("role.not_held"):
        await house.roles.take(ROOT, ADMIN, "ben", Role.COORDINATOR, "Theirs")


async def test_the_last_admin_stays(house: House) -> None:
    await house.roles.give(ROOT, ADMIN, "ben", Role.ADMIN, None)
    with expect_refusal("role.last_admin"):
        await house.roles.take(ROOT, ADMIN, "ben", Role.ADMIN, None)
    await house.roles.give(ROOT, ADMIN, "cai", Role.ADMIN, None)
    await house.roles.take(ROOT, ADMIN, "ben", Role.ADMIN, None)


async def test_with_an_admin_in_the_config_the_last_other_can_be_revoked(core: Core) -> None:
    house = house_on(core, (("console", "root"),))
    await house.roles.give(ROOT, ADMIN, "ben", Role.ADMIN, None)
    await house.roles.take(ROOT, ADMIN, "ben", Role.ADMIN, None)


@pytest.mark.parametrize("granted", [False, True])
async def test_a_role_that_the_settings_give_is_not_denied_when_somebody_revokes_it(core: Core, granted: bool) -> None:
    if granted:
        await house_on(core).roles.give(ROOT, ADMIN, "ben", Role.ADMIN, None)
    house = house_on(core, (("console", "root"), ("console", "ben")))
    for named in ("ben", "root"):
        with expect_refusal("role.by_config"):
            await house.roles.take(ROOT, ADMIN, named, Role.ADMIN, None)
    with expect_refusal("role.not_held"):
        await house.roles.take(ROOT, ADMIN, "cai", Role.ADMIN, None)


async def test_only_ones_own_role_is_found_to_ask_about_and_the_last_admin_keeps_theirs(house: House) -> None:
    roles, own = house.roles, ROOT.account
    await roles.give(ROOT, ADMIN, own, Role.ADMIN, None)
    with expect_refusal("role.last_admin"):
        await roles.find_own(ROOT, ADMIN, own, Role.ADMIN, None)
    await roles.give(ROOT, ADMIN, "ben", Role.ADMIN, None)
    await roles.give(ROOT, ADMIN, own, Role.CAPTAIN, "Main")
    asked = [await roles.find_own(ROOT, ADMIN, own, role, None) for role in (Role.ADMIN, Role.CAPTAIN)]
    assert [one and (one.scope, one.is_last) for one in asked] == [("", False), ("Main", True)]
    assert await roles.find_own(ROOT, ADMIN, "ben", Role.ADMIN, None) is None
    assert await roles.find_own(ROOT, ADMIN, own, Role.COORDINATOR, "Ours") is None


async def test_a_scope_must_be_named_unless_there_is_only_one(house: House) -> None:
    for role, key in ((Role.CAPTAIN, "chapter.which"), (Role.COORDINATOR, "org.which")):
        with expect_refusal(key):
            await house.roles.give(ROOT, ADMIN, "ben", role, None)
    [theirs] = [org for org in await house.orgs.list_orgs(ADMIN) if org.name == "Theirs"]
    of_theirs = Reach(Role.COORDINATOR, frozenset({theirs.id}))
    assert (await house.roles.give(ROOT, of_theirs, "ben", Role.COORDINATOR, None)).scope == "Theirs"
    assert (await house.roles.give(ROOT, of_theirs, "ben", Role.CAPTAIN, None)).scope == "Far"


async def test_a_person_without_a_role_has_no_reach(house: House) -> None:
    assert await house.reach(BEN) == Reach()
    assert await house.roles.list_roles(BEN, Reach()) == ()


async def test_only_admins_see_accounts_elsewhere(core: Core, house: House) -> None:
    await core.linking.join(BEN, await core.linking.make_code(ANA, new_request()), new_request())
    core.clock.forward(seconds=1)
    await house.roles.give(ROOT, ADMIN, "zed", Role.COORDINATOR, "Ours")
    seen = [(one.platform, one.account) for one in await house.roles.list_roles(ANA, await house.reach(ANA))]
    assert seen == [("discord", "1"), ("discord", "")]
    everywhere = {(one.platform, one.account) for one in await house.roles.list_roles(ROOT, ADMIN)}
    assert everywhere == {("discord", "1"), ("slack", "T1:U1"), ("console", "zed")}


async def test_admins_see_the_admins_in_the_settings(core: Core) -> None:
    house = house_on(core, (("discord", "77"), ("slack", "T1:U1")))
    named = [(one.platform, one.account, one.role, one.scope) for one in await house.roles.list_roles(ROOT, ADMIN)]
    assert named == [("discord", "77", Role.ADMIN, ""), ("slack", "T1:U1", Role.ADMIN, "")]
    assert all(one.by_config for one in await house.roles.list_roles(ROOT, ADMIN))
    await house.linked("Ours", ANA)
    assert not any(one.by_config for one in await house.roles.list_roles(ANA, await house.reach(ANA)))
