"""Calls, links, moves, forgetting and time, in any order: totals are exact after each."""

import asyncio
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.coalition.org_directory import EVERYTHING
from bot.core.coalition.profiles import ProfileChange
from bot.core.times.clock import DAY
from bot.core.totals.counting import Outcome
from bot.errors import UserError
from bot.identity import Caller
from tests.core.support.accounts import ANA, ANNA, BO, exact, impersonal, link, log
from tests.effort import choose
from tests.fixtures import use_store
from tests.services import JUNIOR, SENIOR, Core, caller, campaign, core_on, new_request

WHO = [ANA, ANNA, BO, caller("cy"), caller("U9", "slack", "T1")]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["log", "log", "log", "undo", "join", "link", "part", "forget", "sweep", "later"]),
        st.integers(0, len(WHO) - 1),
        st.integers(0, len(WHO) - 1),
    ),
    max_size=40,
)


@settings(
    max_examples=choose(10, 100),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],  # each step is a transaction of a real database
)
@given(STEPS)
def test_totals_are_exact_after_anything(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    asyncio.run(_walk(sqlite_template, tmp_path_factory.mktemp("walk"), steps))


async def _walk(template: Path, folder: Path, steps: list[tuple[str, int, int]]) -> None:
    async with use_store(f"sqlite:///{shutil.copy(template, folder / 'callboard.db')}") as store:
        core = await core_on(store, [campaign("vof"), campaign("two")], folder=folder)
        await core.add_org("North", "Uptown")
        await core.add_org("South", "Downtown")
        for deed, one, other in steps:
            before = await impersonal(core)
            await _do(core, deed, WHO[one], WHO[other], one + other)
            if deed in ("join", "forget", "sweep", "later"):
                assert await impersonal(core) == before, deed
            await exact(core)


async def _do(core: Core, deed: str, who: Caller, other: Caller, number: int) -> None:
    try:
        match deed:
            case "log":
                outcome = list(Outcome)[number % 3].value
                key = ("vof", "two")[number % 2]
                await log(core, who, outcome, (SENIOR, JUNIOR)[number % 2], campaign=key)
            case "undo":
                await core.undo_service.identify_and_undo(who, None, new_request(), core.clock())
            case "join":
                chapter = ("Uptown", "Downtown")[number % 2]
                await core.profiles.change(who, ProfileChange(chapter=chapter, district="CA-11"), EVERYTHING)
            case "link":
                await link(core, who, other)
            case "part":
                await core.linking.unlink(who, new_request())
            case "forget":
                await core.privacy.forget(who, new_request())
            case "sweep":
                core.clock.at += 100 * DAY
                await core.privacy.sweep()
            case _:
                core.clock.at += DAY // 2
    except UserError:
        pass  # an impossible step changes nothing, as the totals show
