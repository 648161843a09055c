"""A person who gives one district after the other has one caller's targets, with data on Congress."""

from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.core.calls.call_request import CallRequest
from bot.core.calls.positions import Position
from bot.core.coalition.profiles import ProfileChange
from bot.core.totals.counting import LogStatus, Outcome
from bot.errors import UserError
from bot.store.engine import Store
from bot.store.statement import Statement
from bot.store.tables import calls, positions
from tests.core.support.accounts import ANA, exact
from tests.public_data.capitol import id_of, make_congress
from tests.services import JUNIOR, SENIOR, Core, caller, campaign, core_on, new_request

# Seats of every kind: one of several in a state, a vacant one, at large, a delegate's.
TEN = ("CA-11", "NY-10", "TX-16", "IL-5", "GA-14", "CA-14", "VT-0", "DC-0", "FL-20", "CA-15")

_YES = Statement(
    select(calls.c.slot)
    .where(positions.c.call_id == calls.c.id, calls.c.removed_at.is_(None))
    .where(positions.c.position == "yes")
)
_STATES = {place.partition("-")[0] for place in TEN} - {"DC"}


@pytest.fixture
async def core(store: Store, tmp_path: Path) -> Core:
    core = await core_on(store, [campaign("vof", "asks: [{key: bill, text: Well?}]")], folder=tmp_path)
    await core.congress.replace(make_congress().load())
    return core


async def call_all(core: Core) -> None:
    """Call the next target three times, and note a yes from each."""
    for _ in range(3):
        with suppress(UserError):
            at = core.clock.forward(seconds=5)
            call = (await core.calls.log(ANA, CallRequest(Outcome.SPOKE), new_request(), at)).call_id
            await core.positions.identify_and_save(ANA, None, call, "bill", Position.YES, new_request(), at)


async def count(core: Core) -> list[tuple[int, int]]:
    """The number of calls that count, and of their people."""
    return [(row.n, row.people) for row in await core.totals() if (row.period, row.by) == ("campaign", "total")]


@pytest.mark.parametrize("forgets", [False, True])
async def test_a_caller_with_ten_districts_in_a_row_still_has_three_calls(core: Core, forgets: bool) -> None:
    for district in TEN:
        await core.profiles.change(ANA, ProfileChange(district=district))
        await call_all(core)
        if forgets:
            await core.privacy.forget(ANA, new_request())
    [(completed, people)] = await count(core)
    assert (1 <= completed <= 3, people) == (True, 1)
    await exact(core)
    if not forgets:
        rows = await core.store.read(lambda tx: tx.all(_YES))
        seated = {id_of(state, seat) for state in _STATES for seat in (JUNIOR, SENIOR)} | {JUNIOR, SENIOR}
        senators = [row for row in rows if row.slot in seated]
        assert len(rows) - len(senators) == 1


@pytest.mark.parametrize(
    ("calls_before", "districts", "reached"),
    [
        (3, ("NY-10", "CA-11"), ()),
        (3, ("NY-10", "CA-11", "NY-10"), ("NY-10",)),
        (3, ("CA-11", "DC-0"), ()),
        (2, ("NY-10", "TX-16"), ("TX-16",)),
    ],
)
async def test_only_reached_offices_are_offered_again(
    core: Core, calls_before: int, districts: tuple[str, ...], reached: tuple[str, ...]
) -> None:
    """After a change of district the day's calls may be used up, with members left whom a call can't count for."""
    first, *others = districts
    await core.tell("ana", district=first)
    for _ in range(calls_before):
        await core.log("ana")
    for district in others:
        await core.tell("ana", district=district)
    await core.log("ana")
    done = await core.log("ana")
    assert done.kind is LogStatus.ALL_DONE
    assert [slot for slot in done.slots if slot == id_of(districts[-1])] == [id_of(one) for one in reached]
    assert done.used_up is (len(done.slots) < done.targets)
    assert done.used_up is (districts[-1] != districts[0])
    prompt = await core.scripts.fetch_prompt(caller("ana"), core.clock(), None, None)
    assert (prompt.target, prompt.reached) == (None, done.slots)


@pytest.mark.parametrize("outcomes", [("unavailable", "voicemail", "voicemail"), ("unavailable",) * 3])
async def test_after_forgetting_nobody_is_offered_whose_call_would_not_count(
    core: Core, outcomes: tuple[str, ...]
) -> None:
    """An attempt of the forgotten person can't be upgraded, and the day has no room for another call."""
    await core.profiles.change(ANA, ProfileChange(district="CA-11"))
    for outcome, slot in zip(outcomes, ("representative", SENIOR, JUNIOR), strict=True):
        at = core.clock.forward(seconds=5)
        await core.calls.log(ANA, CallRequest(Outcome(outcome), slot), new_request(), at)
    await core.privacy.forget(ANA, new_request())
    at = core.clock.forward(seconds=5)
    prompt = await core.scripts.fetch_prompt(ANA, at, None, None)
    assert prompt.target is None
    receipt = await core.calls.log(ANA, CallRequest(Outcome.SPOKE), new_request(), at)
    assert (receipt.kind, receipt.used_up) == (LogStatus.ALL_DONE, True)
