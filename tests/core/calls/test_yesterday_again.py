"""Yesterday can't be logged a second time by forgetting, linking or unlinking."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.calls.call_request import CallRequest
from bot.core.times.clock import HOUR, day_of
from bot.core.totals.counting import Day, Outcome
from bot.errors import UserError
from bot.identity import Caller
from bot.store.engine import Store
from tests.core.calls.test_hostile import count_calls, forget
from tests.core.support.accounts import ANA, ANNA, exact, link
from tests.services import JUNIOR, SENIOR, ZONE, Core, campaign, core_on, instant, new_request


@pytest.fixture
async def core(store: Store, tmp_path: Path) -> Core:
    return await core_on(store, [campaign("vof")], folder=tmp_path)


async def try_call(core: Core, who: Caller, office: str, day: Day, at: int) -> bool:
    """Try to log a call at an instant. Returns whether one more counts."""
    core.clock.at = at
    try:
        receipt = await core.calls.log(who, CallRequest(Outcome.SPOKE, office, "vof", day), new_request(), at)
    except UserError:
        return False
    return receipt.kind == "logged"


# The second is in the first minute of a day, the third in that of a 25-hour day.
@pytest.mark.parametrize("begin", ["2026-11-23 12:00", "2026-11-23 00:01", "2026-11-01 00:01"])
@pytest.mark.parametrize("hours", [14, 24.1, 30, 47.9, 48.9])
@pytest.mark.parametrize("between", ["forget", "forget twice", "forget and link", "forget by the other account"])
async def test_yesterday_counts_once_however_a_caller_returns(
    core: Core, begin: str, hours: float, between: str
) -> None:
    start = instant(begin)
    assert await try_call(core, ANA, SENIOR, Day.TODAY, start)
    if between == "forget by the other account":
        await link(core, ANNA, ANA)
    await forget(core, ANA)
    if between == "forget twice":
        core.clock.at += HOUR
        await try_call(core, ANA, JUNIOR, Day.TODAY, core.clock())
        await forget(core, ANA)
    core.clock.at = max(core.clock(), start + int(hours * HOUR))
    await core.privacy.sweep()
    if between == "forget and link":
        await link(core, ANA, ANNA)
    who = ANNA if between == "forget by the other account" else ANA
    before = (await count_calls(core))[0]
    again = await try_call(core, who, SENIOR, Day.YESTERDAY, core.clock())
    today, first = (day_of(at, ZoneInfo(ZONE)) for at in (core.clock(), start))
    is_yesterday = (today - first).days == 1
    assert not (again and is_yesterday)
    if is_yesterday:
        assert (await count_calls(core))[0] == before
    await exact(core)
