"""Reports of postcards: only the reader's org, the same after somebody is forgotten, with small groups folded."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.core.coalition.org_directory import fetch_orgs
from bot.core.postcards.postcard_rows import PostcardStatus
from bot.core.reports.day_totals import DayTotal
from bot.core.reports.postcards_report import PostcardsReport
from bot.core.reports.reports import ChaptersReport, DistrictsReport
from bot.core.totals.counting import Measure
from bot.roles import Reach, Role
from bot.store.engine import Store
from tests.core.postcards.support import ADMIN, BOSS, approve_all, drive, print_all, send
from tests.services import JUNIOR, SENIOR, Core, caller, core_on, new_request

CARDS = Measure.POSTCARDS


@dataclass(frozen=True, slots=True)
class Desk:
    """Two orgs: Harbor with the chapters Bay and Delta, and Valley with Far."""

    core: Core
    harbor: Reach
    valley: Reach

    async def postcards(self, reach: Reach = ADMIN) -> PostcardsReport:
        return await self.core.built.reports.postcards.read(reach, None, self.core.clock())

    async def chapters(self, reach: Reach = ADMIN) -> ChaptersReport:
        return await self.core.built.reports.reports.load_chapters(reach, None, self.core.clock(), CARDS)

    async def districts(self, reach: Reach = ADMIN) -> DistrictsReport:
        return await self.core.built.reports.reports.load_districts(reach, None, self.core.clock(), CARDS)

    async def offices(self, reach: Reach = ADMIN) -> list[tuple[str, int, int]]:
        """The offices: calls of any outcome, and postcards handed over."""
        report = await self.core.built.reports.reports.load_offices(reach, None, self.core.clock())
        return [(line.whom, sum(line.outcomes.values()), line.postcards) for line in report.lines]

    async def coverage(self, reach: Reach = ADMIN) -> list[tuple[str, int, int]]:
        """The coverage: completed calls, and postcards handed over."""
        gaps = await self.core.built.reports.coverage.read(reach, None, self.core.clock())
        return [(line.whom, line.calls, line.postcards) for line in gaps.lines if line.calls or line.postcards]

    async def everything(self, reach: Reach) -> list[object]:
        """Every report, without how far the postcards are that somebody may still take back."""
        handed_over = (await self.postcards(reach)).statuses[PostcardStatus.DELIVERED]
        districts = await self.districts(reach)
        totals = (districts.lines, districts.folded, districts.folded_calls, districts.calls)
        places = (await self.offices(reach), await self.coverage(reach))
        return [(await self.postcards(reach)).totals, (await self.chapters(reach)).lines, totals, places, handed_over]


@pytest.fixture
async def desk(store: Store, tmp_path: Path) -> Desk:
    core = await core_on(store, [drive()], folder=tmp_path)
    await core.add_org("Harbor", "Bay", "Delta")
    await core.add_org("Valley", "Far")
    orgs = await core.store.read(lambda tx: fetch_orgs(tx, ADMIN))
    harbor, valley = (Reach(Role.COORDINATOR, frozenset({org.id})) for org in orgs)
    desk = Desk(core, harbor, valley)
    for number in range(6):
        await core.tell(f"bay{number}", chapter="Bay", district="CA-11")
        await send(core, caller(f"bay{number}"), SENIOR)
    for who, chapter, district in (("dee", "Delta", "CA-12"), ("di", "Far", "TX-16")):
        await core.tell(who, chapter=chapter, district=district)
        await send(core, caller(who), SENIOR, JUNIOR)
    await core.log("dee")
    return desk


async def test_an_org_sees_its_own_and_an_admin_all(desk: Desk) -> None:
    harbor, whole = await desk.postcards(desk.harbor), await desk.postcards()
    assert harbor.totals.days == (DayTotal("2026-11-23", 8, 7),)
    assert (whole.totals.calls, whole.totals.people, whole.statuses) == (10, 8, {PostcardStatus.WAITING: 10})
    assert (await desk.postcards(Reach(Role.COORDINATOR))).totals.days == ()
    chapters = await desk.chapters(desk.harbor)
    assert [(line.name, line.calls, line.people) for line in chapters.lines] == [("Bay", 6, 6), ("Delta", 2, 1)]
    districts = await desk.districts(desk.valley)
    assert [(line.name, line.n, line.people) for line in districts.lines] == [("TX-16", 2, 1)]
    assert (districts.calls, districts.elsewhere, districts.measure) == (2, 0, CARDS)


async def test_small_groups_are_folded_for_an_admin_as_on_boards(desk: Desk) -> None:
    for report in (await desk.chapters(), await desk.districts()):
        assert (report.lines, report.folded, report.folded_calls) == ((), 3, 10)
    for number in range(6):
        await desk.core.tell(f"far{number}", chapter="Far", district="TX-16")
        await send(desk.core, caller(f"far{number}"), SENIOR)
    districts = await desk.districts()
    board = await desk.core.board("nobody", "districts", measure=CARDS)
    assert [(line.name, line.n) for line in districts.lines] == [(line.name, line.n) for line in board.lines]
    assert (districts.folded, districts.folded_calls) == (board.folded_groups, board.folded)


async def test_forgetting_changes_no_report(desk: Desk) -> None:
    both = Reach(Role.ADMIN, desk.harbor.orgs | desk.valley.orgs)
    await approve_all(desk.core, both)
    await print_all(desk.core.built.postcards.printing, both)
    await desk.core.built.postcards.printing.mark_delivered(BOSS, both, None, new_request())
    await desk.core.tell("late", chapter="Bay")
    await send(desk.core, caller("late"), SENIOR)
    before = [await desk.everything(reach) for reach in (desk.harbor, desk.valley, ADMIN)]
    assert [one[-1] for one in before] == [8, 2, 10]
    seats = {"CA senator-1": 7, "CA senator-2": 1}
    assert {whom: n for whom, _, n in await desk.coverage(desk.harbor) if n} == seats
    assert await desk.offices(desk.valley) == [("TX senator-1", 0, 1), ("TX senator-2", 0, 1)]
    assert {whom: n for whom, _, n in await desk.offices() if n} == {**seats, "TX senator-1": 1, "TX senator-2": 1}
    assert sum(calls for _, calls, _ in await desk.offices()) == 1
    for who in ("bay0", "di", "late"):
        assert await desk.core.privacy.forget(caller(who), new_request())
    assert [await desk.everything(reach) for reach in (desk.harbor, desk.valley, ADMIN)] == before
    assert (await desk.postcards()).statuses[PostcardStatus.WAITING] == 0
    assert await desk.core.rebuilt() == await desk.core.totals()
