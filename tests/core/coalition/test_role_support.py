"""Losing a right ends what came from it: what somebody gave ends with their own role, however many steps away."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from bot.core.people.grants import APPOINTED, GIVEN, JOINED
from bot.core.people.role_support import HeldRole, find_supported
from bot.roles import Reach, Role
from bot.store.engine import Store
from tests.core.support.coalition import ADMIN, ANA, BEN, NO_REACH, ROOT, House, expect_refusal, house_on
from tests.services import core_on

CAM, DEE, EVE = (replace(ANA, account=account) for account in ("3", "4", "5"))
COORDINATOR = Role.COORDINATOR


@pytest.fixture
async def house(store: Store, tmp_path: Path) -> House:
    """Ana linked her server; she made Cam coordinator, Cam made Dee one, and Dee made Eve captain."""
    house = house_on(await core_on(store, folder=tmp_path))
    await house.linked("Ours", ANA)
    await house.chapters.add(ROOT, ADMIN, "Ours", "Main")
    await house.roles.give(ANA, await house.reach(ANA), "3", COORDINATOR, None)
    await house.roles.give(CAM, await house.reach(CAM), "4", COORDINATOR, None)
    await house.roles.give(DEE, await house.reach(DEE), "5", Role.CAPTAIN, None)
    return house


async def rights(house: House) -> list[Role]:
    return [(await house.reach(one)).role for one in (ANA, CAM, DEE, EVE)]


async def test_all_hold_their_roles_while_the_first_does(house: House) -> None:
    assert await rights(house) == [COORDINATOR, COORDINATOR, COORDINATOR, Role.CAPTAIN]


@pytest.mark.parametrize("how", ["lapse", "revoke", "leave", "forget"])
async def test_what_rests_on_a_lost_right_ends_with_it(house: House, how: str) -> None:
    match how:
        case "lapse":
            await house.roles.lapse(ANA)
        case "revoke":
            assert (
                await house.roles.take(replace(ROOT, platform="discord"), ADMIN, "1", COORDINATOR, "Ours")
            ).ended == 3
        case "leave":
            ending = await house.leave(ANA, manages=True)
            assert (ending.coordinators, ending.captains, ending.alone) == (3, 1, True)
        case _:
            await house.core.privacy.forget(ANA, "one")
    assert await rights(house) == [Role.VOLUNTEER] * 4
    assert len(await house.roles.list_roles(ROOT, ADMIN)) == 0


async def test_the_middle_of_a_chain_ends_only_what_comes_after(house: House) -> None:
    await house.roles.take(ANA, await house.reach(ANA), "3", COORDINATOR, None)
    assert await rights(house) == [COORDINATOR, Role.VOLUNTEER, Role.VOLUNTEER, Role.VOLUNTEER]


async def test_what_an_admin_gave_too_stays(house: House) -> None:
    await house.roles.give(replace(ROOT, platform="discord"), ADMIN, "4", COORDINATOR, "Ours")
    await house.roles.lapse(ANA)
    assert await rights(house) == [Role.VOLUNTEER, Role.VOLUNTEER, COORDINATOR, Role.CAPTAIN]


async def test_what_two_people_gave_stays_until_both_have_lost_their_role(house: House) -> None:
    await house.roles.give(replace(ROOT, platform="discord"), ADMIN, "6", COORDINATOR, "Ours")
    fay = replace(ANA, account="6")
    await house.roles.give(fay, await house.reach(fay), "5", Role.CAPTAIN, None)
    await house.roles.lapse(ANA)
    assert (await house.reach(EVE)).role is Role.CAPTAIN
    await house.roles.take(fay, ADMIN, "6", COORDINATOR, "Ours")
    assert await house.reach(EVE) == NO_REACH


async def test_nobody_takes_the_role_that_their_own_comes_from(house: House) -> None:
    with expect_refusal("role.gave_yours"):
        await house.roles.take(DEE, await house.reach(DEE), "1", COORDINATOR, None)
    assert await rights(house) == [COORDINATOR, COORDINATOR, COORDINATOR, Role.CAPTAIN]


async def test_a_lost_right_elsewhere_leaves_out_what_others_have_from_it(house: House) -> None:
    [of_ana] = (await house.core.people.identify(CAM)).elsewhere
    assert (of_ana.platform, of_ana.space, of_ana.accounts) == ("discord", "guild", ("1",))
    assert (await house.core.people.identify(EVE)).elsewhere == (of_ana,)
    assert (await house.core.people.identify(EVE, None, (of_ana,))).reach == Reach()
    assert (await house.core.people.identify(ANA)).elsewhere == ()
    assert (await house.core.people.identify(BEN)).elsewhere == ()


def held(person: str, basis: str = "", role: str = "coordinator", org: str = "o") -> HeldRole:
    return HeldRole(person, role, org, basis, org)


ROOTED = held("a", JOINED + "ff")
CASES = [
    ([held("a", GIVEN + "b"), held("b", GIVEN + "a")], ""),  # they gave each other theirs
    ([held("a", GIVEN + "a")], ""),
    ([ROOTED, held("b", GIVEN + "a"), held("c", GIVEN + "b"), held("d", GIVEN + "c")], "abcd"),
    ([ROOTED, held("b", GIVEN + "a", org="other")], "a"),  # the giver isn't coordinator there
    ([ROOTED, held("b", APPOINTED + "ff"), held("c", APPOINTED + "ee")], "ab"),
    ([held("a", role="captain"), held("b", GIVEN + "a")], "a"),  # a captain gives nothing
    ([HeldRole("a", "admin", "", "", ""), held("b", GIVEN + "a")], "ab"),
]


@pytest.mark.parametrize(("rows", "expected"), CASES)
def test_support_is_found_in_any_order_of_rows(rows: list[HeldRole], expected: str) -> None:
    for order in permutations(rows):
        assert "".join(sorted(one.person for one in find_supported(order))) == expected
