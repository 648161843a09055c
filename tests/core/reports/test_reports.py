"""Reports: only the reader's org, the same before and after somebody is forgotten, with small groups folded."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.core.calls.positions import Position
from bot.core.coalition.org_directory import fetch_orgs
from bot.core.moderation.moderation import Reason
from bot.core.reports.coverage import Coverage, Gaps
from bot.core.reports.reports import ChaptersReport, OfficesReport, PositionsReport, Reports
from bot.core.totals.counting import Outcome
from bot.roles import Reach, Role
from bot.store.engine import Store
from tests.public_data.capitol import id_of, make_congress
from tests.services import REPRESENTATIVE, SENIOR, Core, caller, campaign, core_on, new_request

ASKS = "asks: [{key: dream, text: Will you?}, {key: visas, text: And the visas?}]"
ADMIN = Reach(Role.ADMIN)
SPOKE, VOICEMAIL, UNAVAILABLE = Outcome


@dataclass(frozen=True, slots=True)
class Office:
    """Two orgs and their reports: Harbor with the chapters Bay and Delta, and Valley with Far."""

    core: Core
    reports: Reports
    coverage: Coverage
    harbor: Reach
    valley: Reach

    async def offices(self, reach: Reach = ADMIN) -> OfficesReport:
        return await self.reports.load_offices(reach, None, self.core.clock())

    async def positions(self, reach: Reach = ADMIN) -> PositionsReport:
        return await self.reports.load_positions(reach, None, self.core.clock())

    async def chapters(self, reach: Reach = ADMIN) -> ChaptersReport:
        return await self.reports.load_chapters(reach, None, self.core.clock())

    async def gaps(self, reach: Reach = ADMIN) -> Gaps:
        return await self.coverage.read(reach, None, self.core.clock())

    async def everything(self, reach: Reach) -> list[object]:
        """All reports for a reader, except counts of people who could call."""
        calls = await self.reports.load_calls(reach, None, self.core.clock())
        reached = {line.whom: line.calls for line in (await self.gaps(reach)).lines if line.calls}
        return [
            (calls.days, calls.calls, calls.people, calls.outcomes),
            (await self.offices(reach)).lines,
            (await self.positions(reach)).counts,
            (await self.chapters(reach)).lines,
            await self.reports.load_districts(reach, None, self.core.clock()),
            reached,
        ]


@pytest.fixture
async def office(store: Store, tmp_path: Path) -> Office:
    core = await core_on(store, [campaign("vof", ASKS)], folder=tmp_path)
    await core.add_org("Harbor", "Bay", "Delta")
    await core.add_org("Valley", "Far")
    return await office_on(core)


async def office_on(core: Core) -> Office:
    shared = (core.store, core.campaigns, core.congress, 5)
    coverage = Coverage(
        core.built.base, core.built.people.residents, core.campaigns, core.congress, core.built.statehouses, 5
    )
    orgs = await core.store.read(lambda tx: fetch_orgs(tx, ADMIN))
    harbor, valley = (Reach(Role.COORDINATOR, frozenset({org.id})) for org in orgs)
    return Office(core, Reports(*shared), coverage, harbor, valley)


async def log_two_days(office: Office) -> None:
    """Ana, Bo and Cy of Bay, and Di of Far, call and hear answers on two days."""
    core = office.core
    for who, chapter, district in (("ana", "Bay", "CA-11"), ("bo", "Bay", "CA-11"), ("di", "Far", "TX-16")):
        await core.tell(who, chapter=chapter, district=district)
    await core.tell("cy", chapter="Bay")
    for who, position in (("ana", "yes"), ("bo", "no"), ("cy", "yes"), ("di", "undecided")):
        await core.answer(who, (await core.log(who, "spoke", REPRESENTATIVE)).call_id, position)
    await core.log("ana", "unavailable", SENIOR)
    core.clock.forward(days=1)
    await core.answer("ana", (await core.log("ana", "spoke", REPRESENTATIVE)).call_id, "yes")
    await core.log("bo", "voicemail", SENIOR)


async def test_an_org_sees_its_own_and_an_admin_all(office: Office) -> None:
    await log_two_days(office)
    assert {line.whom: dict(line.outcomes) for line in (await office.offices(office.harbor)).lines} == {
        "CA-11": {SPOKE: 3},
        "CA senator-1": {UNAVAILABLE: 1, VOICEMAIL: 1},
        REPRESENTATIVE: {SPOKE: 1},
    }
    assert [line.whom for line in (await office.offices(office.valley)).lines] == ["TX-16"]
    assert len((await office.offices()).lines) == 4
    assert (await office.offices(Reach(Role.COORDINATOR))).lines == ()
    calls = await office.reports.load_calls(office.harbor, None, office.core.clock())
    assert [(day.day, day.calls, day.people) for day in calls.days] == [("2026-11-24", 2, 2), ("2026-11-23", 3, 3)]
    assert (calls.calls, calls.people, calls.outcomes) == (5, 3, {SPOKE: 4, VOICEMAIL: 1, UNAVAILABLE: 1})
    whole = await office.reports.load_calls(ADMIN, None, office.core.clock())
    assert (whole.calls, whole.people) == (6, 4)


async def test_positions_say_who_said_what_to_how_many_and_when(office: Office) -> None:
    await log_two_days(office)
    report = await office.positions(office.harbor)
    first, other = report.counts
    assert (first.whom, first.ask, first.counts) == ("CA-11", "dream", {Position.YES: 2, Position.NO: 1})
    assert (first.callers, first.newest, first.is_disputed(report.since)) == (2, "2026-11-24", True)
    assert (other.whom, other.callers, other.is_disputed(report.since)) == (REPRESENTATIVE, 1, False)
    [alone] = (await office.positions(office.valley)).counts
    assert (alone.whom, alone.counts) == ("TX-16", {Position.UNDECIDED: 1})


async def test_an_old_answer_is_not_a_dispute(office: Office) -> None:
    await log_two_days(office)
    office.core.clock.forward(days=14)
    report = await office.positions(office.harbor)
    assert [tally.is_disputed(report.since) for tally in report.counts] == [False, False]


async def test_forgetting_changes_no_report_when_members_are_known(office: Office) -> None:
    await office.core.congress.replace(make_congress().load())
    await log_two_days(office)
    before = [await office.everything(reach) for reach in (ADMIN, office.harbor, office.valley)]
    for who in ("ana", "di"):
        assert await office.core.privacy.forget(caller(who), new_request())
    assert [await office.everything(reach) for reach in (ADMIN, office.harbor, office.valley)] == before


async def test_what_forgotten_people_called_keeps_its_seat_and_loses_its_place(office: Office) -> None:
    await log_two_days(office)
    for who in ("ana", "cy"):
        assert await office.core.privacy.forget(caller(who), new_request())
    assert {line.whom: dict(line.outcomes) for line in (await office.offices(office.harbor)).lines} == {
        REPRESENTATIVE: {SPOKE: 3},
        "CA-11": {SPOKE: 1},
        "CA senator-1": {VOICEMAIL: 1},
        SENIOR: {UNAVAILABLE: 1},
    }
    assert (await office.gaps(office.harbor)).unknown == 3


async def test_calls_from_before_the_data_count_for_the_members(office: Office) -> None:
    await log_two_days(office)
    await office.core.congress.replace(make_congress().load())
    office.core.clock.forward(minutes=2)
    await office.core.log("di", "voicemail", SENIOR)
    assert {line.whom for line in (await office.offices()).lines} == {
        id_of("CA-11"),
        id_of("CA", SENIOR),
        id_of("TX-16"),
        id_of("TX", SENIOR),
        REPRESENTATIVE,
    }
    assert {tally.whom for tally in (await office.positions()).counts} == {
        id_of("CA-11"),
        id_of("TX-16"),
        REPRESENTATIVE,
    }


async def test_a_district_office_has_its_own_row_and_covers_its_member(office: Office) -> None:
    await office.core.congress.replace(make_congress().load())
    await office.core.tell("ana", chapter="Bay", district="CA-11")
    home = f"{id_of('CA-11')}-san_francisco"
    await office.core.log("ana", "voicemail", home)
    assert [line.whom for line in (await office.offices()).lines] == [home]
    [reached] = [line for line in (await office.gaps(office.harbor)).lines if line.calls]
    assert (reached.whom, reached.calls, reached.people) == (id_of("CA-11"), 1, 1)


async def test_across_orgs_small_chapters_are_shown_together(office: Office) -> None:
    await log_two_days(office)
    for number in range(5):
        await office.core.tell(f"d{number}", chapter="Delta")
        await office.core.log(f"d{number}", "voicemail")
    own = await office.chapters(office.harbor)
    assert [(line.name, line.calls, line.people) for line in own.lines] == [("Bay", 5, 3), ("Delta", 5, 5)]
    everybodys = await office.chapters()
    # Far has one caller, so Harbor's number and the open total would reveal theirs.
    assert (everybodys.lines, everybodys.folded, everybodys.folded_calls) == ((), 3, 11)
    for number in range(5):
        await office.core.tell(f"f{number}", chapter="Far")
        await office.core.log(f"f{number}")
    everybodys = await office.chapters()
    assert [(line.name, line.calls) for line in everybodys.lines] == [("Far", 6)]
    assert (everybodys.folded, everybodys.folded_calls) == (2, 10)


async def test_calls_are_shown_by_district_with_small_groups_folded(office: Office) -> None:
    await log_two_days(office)
    at = office.core.clock()
    own = await office.reports.load_districts(office.harbor, None, at)
    assert [(line.name, line.n, line.people) for line in own.lines] == [("CA-11", 4, 2)]
    assert (own.folded, own.elsewhere) == (0, 1)
    whole = await office.reports.load_districts(ADMIN, None, at)
    assert (whole.lines, whole.folded, whole.folded_calls, whole.elsewhere) == ((), 3, 6, 0)


async def test_coverage_lists_first_the_office_most_people_could_call(office: Office) -> None:
    core = office.core
    for number in range(6):
        await core.tell(f"b{number}", chapter="Bay", district="CA-11")
    await core.tell("d", chapter="Delta", district="CA-12")
    await core.tell("nowhere", chapter="Delta")
    await core.tell("f", chapter="Far", district="TX-16")
    await core.log("b0", "spoke", SENIOR)
    gaps = await office.gaps(office.harbor)
    assert [(line.whom, line.calls, line.people) for line in gaps.lines] == [
        ("CA senator-2", 0, 7),
        ("CA-11", 0, 6),
        ("CA-12", 0, 1),
        ("CA senator-1", 1, 7),
    ]
    assert [place.name for place in gaps.chapters] == ["Bay", "Delta"]
    assert (gaps.audience.owner, gaps.audience.chapters) == (
        *office.harbor.orgs,
        (core.chapters["Bay"], core.chapters["Delta"]),
    )
    assert gaps.unplaced == 1


async def test_coverage_counts_attempts_separately_and_skips_unnamed_offices(office: Office) -> None:
    core = office.core
    await core.tell("b", chapter="Bay", district="CA-11")
    await core.tell("nowhere", chapter="Delta")
    await core.log("b", "unavailable", REPRESENTATIVE)
    await core.log("nowhere", "voicemail", REPRESENTATIVE)
    await core.log("nowhere", "unavailable", SENIOR)
    gaps = await office.gaps(office.harbor)
    assert {line.whom: (line.calls, line.tried) for line in gaps.lines} == {
        "CA-11": (0, 1),
        "CA senator-1": (0, 0),
        "CA senator-2": (0, 0),
    }
    assert gaps.unknown == 1


async def test_across_orgs_small_groups_are_not_counted(office: Office) -> None:
    for number in range(5):
        await office.core.tell(f"b{number}", chapter="Bay", district="CA-11")
    await office.core.tell("d", chapter="Delta", district="TX-16")
    people = {line.whom: line.people for line in (await office.gaps()).lines}
    assert (people["CA-11"], people["TX-16"]) == (5, None)
    assert (await office.gaps()).audience.owner == next(iter(office.harbor.orgs))


async def test_suspended_people_are_not_counted_in_coverage(office: Office) -> None:
    core = office.core
    for who in ("ana", "bo"):
        await core.tell(who, chapter="Bay", district="CA-11")
    await core.moderation.suspend(caller("root"), ADMIN, "ana", Reason.SPAM, new_request())
    assert [line.people for line in (await office.gaps(office.harbor)).lines] == [1, 1, 1]
