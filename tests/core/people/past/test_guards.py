"""A suspension that outlived its person ends once, for the returning account and in the audit trail."""

from pathlib import Path

import pytest

from bot.core.coalition.profiles import ProfileChange
from bot.core.moderation.moderation import Reason
from bot.identity import Caller
from bot.store.engine import Store
from tests.core.public_names.test_hidden_names import ABROAD, CAI, HALF_A_YEAR, call_as, forget, link
from tests.core.support.coalition import ADMIN, ANA, House, expect_refusal, house_on
from tests.services import core_on, new_request


@pytest.fixture
async def house(store: Store, tmp_path: Path) -> House:
    """Cai called for an org, which had them suspended."""
    house = house_on(await core_on(store, folder=tmp_path))
    await house.linked("Valley Org", ANA)
    await call_as(house, CAI, "Calling Cai")
    return house


async def suspend(house: House) -> None:
    await house.core.moderation.suspend(ANA, await house.reach(ANA), CAI.account, Reason.SPAM, new_request())


async def come_back(house: House, who: Caller = CAI) -> None:
    await house.core.profiles.change(who, ProfileChange(name="Cai"))


async def count_expired(house: House) -> int:
    """The number of entries about a suspension that expired."""
    trail = await house.audit.load_newest(ADMIN)
    return [(entry.action, entry.result) for entry in trail].count(("person.unsuspend", "expired"))


async def expect_suspended(house: House) -> None:
    """Sweep, and find Cai still suspended."""
    await house.core.privacy.sweep()
    with expect_refusal("limits.suspended"):
        await house.log(CAI)
    assert await count_expired(house) == 0


async def expect_end_of_suspension(house: House) -> None:
    """Find Cai suspended now, and free a microsecond later."""
    await expect_suspended(house)
    house.core.clock.at += 1
    await house.core.privacy.sweep()
    assert await count_expired(house) == 1
    await house.log(CAI)


@pytest.mark.parametrize("days", [0, 1, 179])
async def test_a_returning_account_is_suspended_until_the_half_year_ends(house: House, days: int) -> None:
    await suspend(house)
    await forget(house)
    house.core.clock.forward(days=days)
    await house.log(Caller("discord", "9", ANA.space))  # it holds for nobody else
    await come_back(house)
    house.core.clock.at += HALF_A_YEAR - days * 86_400_000_000 - 1
    await expect_end_of_suspension(house)


async def test_a_remaining_account_is_suspended_until_it_is_lifted(house: House) -> None:
    await suspend(house)
    house.core.clock.at += HALF_A_YEAR
    await expect_suspended(house)


async def test_the_last_of_several_accounts_ends_it(house: House) -> None:
    await link(house.core, CAI, ABROAD)
    await suspend(house)
    await forget(house)
    house.core.clock.forward(days=30)
    await come_back(house)
    await forget(house)
    await come_back(house)
    house.core.clock.at += HALF_A_YEAR - 1
    await expect_end_of_suspension(house)  # the other account's half year is over


async def test_a_lifted_suspension_does_not_end_again(house: House) -> None:
    await suspend(house)
    await forget(house)
    await come_back(house)
    await house.core.moderation.unsuspend(ANA, await house.reach(ANA), CAI.account, new_request())
    house.core.clock.at += HALF_A_YEAR
    await house.core.privacy.sweep()
    assert await count_expired(house) == 0
    await house.log(CAI)
