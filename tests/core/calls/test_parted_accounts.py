"""Two accounts that were linked today count as one person, whatever is forgotten, undone or unlinked."""

from pathlib import Path

import pytest

from bot.identity import Caller
from bot.store.engine import Store
from tests.core.calls.test_hostile import call, count_calls, forget, try_call
from tests.core.support.accounts import ANA, ANNA, BO, exact, link, log
from tests.core.support.refusals import catch_refusal
from tests.services import JUNIOR, SENIOR, Core, campaign, core_on, new_request


@pytest.fixture
async def core(store: Store, tmp_path: Path) -> Core:
    return await core_on(store, [campaign("vof"), campaign("two")], folder=tmp_path)


async def test_undoing_the_entry_that_a_link_took_off_says_that_the_other_counts(core: Core) -> None:
    receipts = [await log(core, who, campaign="vof") for who in (ANA, ANNA)]
    await link(core)
    undone = [
        (await core.undo_service.identify_and_undo(ANA, None, new_request(), core.clock(), one.call_id))[0]
        for one in reversed(receipts)
    ]
    assert sorted((one.already, one.doubled, one.voided) for one in undone) == [
        (False, False, None),
        (True, True, None),
    ]


async def test_two_accounts_forgotten_before_any_call_count_as_one_person(core: Core) -> None:
    await link(core)
    await forget(core, ANA)
    assert await try_call(core, ANA, SENIOR)
    assert await try_call(core, ANNA, JUNIOR)
    assert await count_calls(core) == (2, 1)
    await exact(core)


@pytest.mark.parametrize("first", [ANA, ANNA])
async def test_an_undone_call_of_one_account_does_not_count_the_other_as_a_person(core: Core, first: Caller) -> None:
    await link(core)
    await forget(core, ANA)
    assert await try_call(core, first, SENIOR)
    await core.undo_service.identify_and_undo(first, None, new_request(), core.clock.forward(seconds=5))
    for who, office in ((ANA, SENIOR), (ANNA, JUNIOR)):
        assert await try_call(core, who, office)
    assert await count_calls(core) == (2, 1)
    await exact(core)


async def test_an_attempt_does_not_become_a_call_that_the_other_account_made(core: Core) -> None:
    await link(core)
    await call(core, ANNA, SENIOR, "unavailable")
    await core.linking.unlink(ANNA, new_request())
    await call(core, BO, JUNIOR)
    await forget(core, BO)
    assert await try_call(core, BO, SENIOR)  # a third account with a past uses nobody else's slot
    assert await try_call(core, ANA, SENIOR)
    assert (await catch_refusal(call(core, ANNA, SENIOR))).key == "log.counted"
    assert await count_calls(core) == (3, 2)
    await exact(core)


@pytest.mark.parametrize(("first", "later"), [(ANA, ANNA), (ANNA, ANA)])
async def test_an_attempt_made_before_the_other_account_called_adds_no_person(
    core: Core, first: Caller, later: Caller
) -> None:
    await link(core)
    await call(core, first, SENIOR, "unavailable")
    await core.linking.unlink(first, new_request())
    assert await try_call(core, later, JUNIOR)
    assert (await call(core, first, SENIOR)).kind == "upgraded"
    assert await count_calls(core) == (2, 1)
    await exact(core)
