"""Rights end with their basis: a space's link, the admin right there, an org, a chapter, or a suspension."""

from dataclasses import replace

import pytest

from bot.core.moderation.moderation import Reason
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.engine import Store
from tests.core.support.coalition import ADMIN, ANA, ROOT, House, expect_refusal, house_on
from tests.services import Core, core_on, new_request

CAI = Caller("discord", "3", "guild")
DON = Caller("discord", "9", "guild")  # an admin there
NOBODY = Reach()


@pytest.fixture
async def house(core: Core) -> House:
    """Ana linked her server to an org, which has a chapter."""
    house = house_on(core)
    await house.linked("Ours", ANA)
    await house.chapters.add(ROOT, ADMIN, "Ours", "Main")
    return house


async def role_of(house: House, caller: Caller, manages: bool | None = None) -> Role:
    """A person's highest role now."""
    return (await house.core.people.identify(caller, manages)).reach.role


@pytest.mark.parametrize("manages", [True, None])
async def test_a_coordinator_keeps_the_role_unless_the_platform_denies_the_right(
    house: House, manages: bool | None
) -> None:
    assert await role_of(house, ANA, manages) is Role.COORDINATOR


async def test_a_lost_admin_right_ends_the_roles_that_depend_on_it(house: House) -> None:
    identity = await house.core.people.identify(ANA, manages=False)
    assert (identity.reach, identity.lapsed) == (NOBODY, True)
    await house.roles.lapse(ANA)
    assert await role_of(house, ANA) is Role.VOLUNTEER  # from everywhere from now on
    assert not (await house.core.people.identify(ANA, manages=False)).lapsed
    assert (await house.audit.load_newest(ADMIN))[0].action == "role.lapse.coordinator"
    await house.roles.lapse(ANA)
    assert [entry.action for entry in await house.audit.load_newest(ADMIN)].count("role.lapse.coordinator") == 1


async def test_other_spaces_do_not_check_the_admin_right(house: House) -> None:
    for elsewhere in (replace(ANA, space="another"), replace(ANA, space=None)):
        assert await role_of(house, elsewhere, manages=False) is Role.COORDINATOR


async def test_an_appointed_role_depends_on_no_admin_right(house: House) -> None:
    await house.roles.give(DON, ADMIN, "3", Role.COORDINATOR, "Ours")
    assert await role_of(house, CAI, manages=False) is Role.COORDINATOR
    await house.roles.give(DON, ADMIN, "1", Role.COORDINATOR, "Ours")
    assert await role_of(house, ANA, manages=False) is Role.COORDINATOR
    with expect_refusal("role.held"):
        await house.roles.give(DON, ADMIN, "1", Role.COORDINATOR, "Ours")


async def test_nobody_raises_their_own_role(house: House) -> None:
    with expect_refusal("role.held"):
        await house.roles.give(ANA, await house.reach(ANA), "1", Role.COORDINATOR, "Ours")
    await house.roles.lapse(ANA)
    assert await role_of(house, ANA) is Role.VOLUNTEER


async def test_the_last_coordinator_stays_but_an_admin_may_take_the_role(house: House) -> None:
    ours = await house.reach(ANA)
    with expect_refusal("role.last_coordinator"):
        await house.roles.take(ANA, ours, "1", Role.COORDINATOR, "Ours")
    await house.roles.give(ANA, ours, "3", Role.COORDINATOR, "Ours")
    with expect_refusal("role.gave_all"):
        await house.roles.take(ANA, ours, "1", Role.COORDINATOR, "Ours")
    await house.roles.give(DON, ADMIN, "3", Role.COORDINATOR, "Ours")
    await house.roles.take(ANA, ours, "1", Role.COORDINATOR, "Ours")
    assert await role_of(house, ANA) is Role.VOLUNTEER
    with expect_refusal("role.last_coordinator"):
        await house.roles.take(CAI, await house.reach(CAI), "3", Role.COORDINATOR, "Ours")
    await house.roles.take(DON, ADMIN, "3", Role.COORDINATOR, "Ours")
    assert await role_of(house, CAI) is Role.VOLUNTEER


async def test_an_archived_org_or_chapter_gives_no_right(house: House) -> None:
    await house.roles.give(ANA, await house.reach(ANA), "3", Role.CAPTAIN, "Main")
    await house.chapters.archive(ROOT, ADMIN, "Main")
    assert await house.reach(CAI) == NOBODY
    await house.orgs.archive(ROOT, ADMIN, "Ours")
    assert await house.reach(ANA) == NOBODY


async def test_a_suspended_person_has_no_rights_until_it_is_lifted(house: House) -> None:
    await house.log(ANA)
    await house.core.moderation.suspend(DON, ADMIN, "1", Reason.SPAM, new_request())
    assert await house.reach(ANA) == NOBODY
    await house.core.moderation.unsuspend(DON, ADMIN, "1", new_request())
    assert (await house.reach(ANA)).role is Role.COORDINATOR


async def read_roles(house: House, caller: Caller) -> set[tuple[Role, str, bool]]:
    """A person's roles as they see them, each with whether the settings give it."""
    held = await house.core.data_export.read(caller)
    assert held is not None
    return {(role.role, role.over, role.by_config) for role in held.roles if role.in_force}


async def test_people_see_the_roles_they_have_now(house: House) -> None:
    await house.log(ANA)
    await house.roles.give(ANA, await house.reach(ANA), "1", Role.CAPTAIN, "Main")
    coordinator, captain = (Role.COORDINATOR, "Ours", False), (Role.CAPTAIN, "Main", False)
    assert await read_roles(house, ANA) == {coordinator, captain}
    await house.core.moderation.suspend(DON, ADMIN, "1", Reason.SPAM, new_request())
    assert await read_roles(house, ANA) == set()
    await house.core.moderation.unsuspend(DON, ADMIN, "1", new_request())
    await house.chapters.archive(ROOT, ADMIN, "Main")
    assert await read_roles(house, ANA) == {coordinator}
    held = await house.core.data_export.read(ANA)
    assert held is not None
    assert {role.role for role in held.roles} == {Role.COORDINATOR, Role.CAPTAIN}  # still held, so still shown


@pytest.mark.parametrize("granted", [False, True])
async def test_an_admin_in_the_settings_sees_so(store: Store, granted: bool) -> None:
    house = house_on(await core_on(store, admins=[(CAI.platform, CAI.account)]))
    await house.log(CAI)
    if granted:
        await house.roles.give(DON, ADMIN, CAI.account, Role.ADMIN, None)
    assert await read_roles(house, CAI) == {(Role.ADMIN, "", not granted)}
