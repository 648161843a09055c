"""Time removes people from their calls, and rows that are no longer useful. No total changes."""

from pathlib import Path

import pytest

from bot.core.times.clock import DAY
from bot.store.engine import Store
from tests.core.support.accounts import ANA, ANNA, BO, exact, impersonal, link, log
from tests.core.support.tables import everything
from tests.services import JUNIOR, MONDAY, SENIOR, Core, campaign, core_on, instant


@pytest.fixture
async def core(store: Store, tmp_path: Path) -> Core:
    return await core_on(store, folder=tmp_path)


CLOSED = campaign("shut", "opens: 2026-11-01 00:00", "closes: 2026-11-23 18:00")
CLOSES = instant("2026-11-23 18:00")


@pytest.mark.parametrize("days", [1, 90])
async def test_people_are_removed_from_calls_after_the_campaign_closed(store: Store, tmp_path: Path, days: int) -> None:
    core = await core_on(store, [CLOSED], folder=tmp_path, keep_person_days=days)
    await log(core, ANA, office=SENIOR)
    await log(core, ANA, "unavailable", JUNIOR)
    await log(core, BO, office=SENIOR)
    totals = await core.totals()
    core.clock.at = CLOSES + days * DAY
    assert await core.privacy.sweep() == 0
    assert await core.totals() == totals
    core.clock.at += 1
    assert await core.privacy.sweep() == 2
    assert {row.person_id for row in await core.rows()} == {None}
    assert len(await core.rows()) == 3
    assert await core.totals() == {row for row in totals if row.by != "person"}
    await exact(core)
    assert await core.privacy.sweep() == 0


async def test_without_a_close_people_are_removed_after_each_call(core: Core) -> None:
    await log(core, ANA, at=MONDAY)
    await log(core, ANA, office=JUNIOR, at=MONDAY + 60 * DAY)
    totals = await impersonal(core)
    core.clock.at = MONDAY + 90 * DAY + 1
    assert await core.privacy.sweep() == 1
    assert [row.person_id is None for row in await core.rows()] == [True, False]
    assert await impersonal(core) == totals
    assert {row.n for row in await core.totals() if (row.period, row.by) == ("campaign", "person")} == {1}
    await exact(core)
    core.clock.at += 60 * DAY
    assert await core.privacy.sweep() == 1
    assert await impersonal(core) == totals
    await exact(core)


async def test_codes_and_link_records_are_deleted_once_useless(core: Core) -> None:
    await log(core, ANNA)
    await link(core, ANA, ANNA)
    [link_before] = (await everything(core.store))["links"]
    core.clock.at += DAY + 1
    await core.privacy.sweep()
    rows = await everything(core.store)
    assert (rows["codes"], rows["link_calls"]) == ([], [])
    [row] = rows["links"]
    assert len(row["before"]) < len(link_before["before"])
    await core.privacy.sweep()
    assert (await everything(core.store))["links"] == [row]
    held = await core.data_export.read(ANA)
    assert held
    assert len(held.linked) == 1
