"""Wrong codes lock an account, whatever it does in between."""

import pytest

from bot.core.coalition.profiles import ProfileChange
from bot.core.people.past.code_guard import MOST_WRONG
from bot.core.times.clock import DAY, HOUR
from bot.identity import Caller
from tests.core.calls.test_hostile import core, forget, tried_to
from tests.core.support.accounts import ANA, ANNA, BO, link
from tests.core.support.refusals import catch_refusal, read_refusal
from tests.core.support.tables import everything
from tests.services import Core, new_request

__all__ = ["core"]  # the fixture, because forgetting needs a folder


async def wrong(core: Core, who: Caller) -> str:
    return (await catch_refusal(core.linking.join(who, "0000-0000", new_request()))).key


@pytest.mark.parametrize("between", ["forget", "link and part", "be linked and part", "link, forget"])
async def test_wrong_codes_lock_an_account_whatever_it_does_in_between(core: Core, between: str) -> None:
    await core.profiles.change(ANA, ProfileChange(name="Ana"))
    answers = []
    for _ in range(MOST_WRONG):
        answers.append(await wrong(core, ANA))
        if between.startswith("link"):
            await tried_to(link(core, ANNA, ANA))
        elif between.startswith("be"):
            await tried_to(link(core, ANA, ANNA))
        if between.endswith("forget"):
            await forget(core, ANA)
        elif "part" in between:
            await tried_to(core.linking.unlink(ANA, new_request()))
    assert answers == ["link.code"] * (MOST_WRONG - 1) + ["link.locked"]
    code = await core.linking.make_code(BO, new_request())
    assert await read_refusal(core.linking.join(ANA, code, new_request())) == ("link.locked", {})


async def test_the_lock_ends_after_an_hour_also_for_a_returning_account(core: Core) -> None:
    for _ in range(MOST_WRONG):
        await wrong(core, ANA)
    await forget(core, ANA)
    core.clock.at += HOUR
    await link(core, BO, ANA)


async def test_a_sweep_deletes_a_locks_rows_after_a_day(core: Core) -> None:
    await wrong(core, ANA)
    await forget(core, ANA)
    assert len((await everything(core.store))["guards"]) == 1
    core.clock.at += DAY
    await core.privacy.sweep()
    assert (await everything(core.store))["guards"] == []
