"""The report of one day: compared with the last one, and sent to the coalition's admins, who get the orgs' in one."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.core.calls.positions import Position
from bot.core.coalition.org_directory import fetch_orgs
from bot.core.people.grants import COALITION, grant, revoke
from bot.core.reports.day_report import DayReport, OrgDay, count_answers
from bot.core.reports.day_totals import DayTotal
from bot.core.reports.position_counts import MIN_CALLERS, PositionCounts
from bot.core.reports.report_sending import ReportNotice
from bot.errors import UserError
from bot.roles import Reach, Role
from bot.store.engine import Store
from tests.core.postcards.support import drive, send
from tests.services import REPRESENTATIVE, SENIOR, Core, caller, core_on

ADMIN = Reach(Role.ADMIN)
ASKS = "asks: [{key: dream, text: Will you?}, {key: visas, text: And the visas?}]"
MONDAY, TUESDAY = "2026-11-23", "2026-11-24"


@dataclass(frozen=True, slots=True)
class Desk:
    """Two orgs: Harbor with the chapters Bay and Delta, and Valley with Far. Root is an admin, Cora Harbor's."""

    core: Core
    harbor: Reach
    valley: Reach

    async def read(self, reach: Reach = ADMIN, day: str | None = None) -> DayReport:
        return await self.core.built.reports.day_reports.read(reach, None, day, self.core.clock())

    async def send(self, reach: Reach, day: str = MONDAY, who: str = "cora") -> DayReport:
        return await self.core.built.reports.sending.send(caller(who), reach, "vof", day, self.core.clock())

    async def take(self) -> tuple[ReportNotice, ...]:
        return await self.core.built.reports.sending.take(20)


@pytest.fixture
async def desk(store: Store, tmp_path: Path) -> Desk:
    core = await core_on(store, [drive("vof", ASKS)], folder=tmp_path)
    await core.add_org("Harbor", "Bay", "Delta")
    await core.add_org("Valley", "Far")
    harbor, valley = await store.read(lambda tx: fetch_orgs(tx, ADMIN))
    root = await store.write(lambda tx: core.people.take(tx, caller("root")))
    await store.write(lambda tx: grant(tx, root.id, Role.ADMIN, COALITION, 0))
    reaches = (Reach(Role.COORDINATOR, frozenset({org.id})) for org in (harbor, valley))
    return Desk(core, *reaches)


async def log_monday(desk: Desk) -> None:
    """Ana, Bo and Cy of Bay, Dee of no chapter and Di of Far call."""
    core = desk.core
    for who, chapter, district in (("ana", "Bay", "CA-11"), ("bo", "Bay", "CA-11"), ("di", "Far", "TX-16")):
        await core.tell(who, chapter=chapter, district=district)
    await core.tell("cy", chapter="Bay", district="CA-11")
    for who in ("ana", "bo", "cy", "di"):
        receipt = await core.log(who, "spoke", REPRESENTATIVE)
        await core.answer(who, receipt.call_id, "yes")
    await core.log("ana", "unavailable", SENIOR)


async def test_a_day_has_its_calls_people_groups_offices_and_answers(desk: Desk) -> None:
    await log_monday(desk)
    report = await desk.read(desk.harbor)
    assert report.total is not None
    assert (report.total.day, report.total.calls, report.total.people, report.before) == (MONDAY, 3, 3, None)
    assert [(one.name, one.calls, one.people) for one in report.chapters] == [("Bay", 3, 3)]
    assert [(one.name, one.calls) for one in report.states] == [("CA", 3)]
    assert (report.called, report.reached) == (2, 1)  # the senator was tried
    assert [(one.ask, dict(one.offices), one.mixed) for one in report.answers] == [
        ("dream", {Position.YES: 1}, 0),
        ("visas", {}, 0),
    ]
    assert report.orgs == ()


async def test_the_last_day_with_calls_is_shown_beside_the_one_before(desk: Desk) -> None:
    await log_monday(desk)
    desk.core.clock.forward(days=1)
    await desk.core.log("ana", "voicemail", SENIOR)
    desk.core.clock.forward(days=5)
    report = await desk.read(desk.harbor)
    assert report.total is not None
    assert report.before is not None
    assert (report.total.day, report.total.calls, report.before.day, report.before.calls) == (TUESDAY, 1, MONDAY, 3)
    assert (report.called, report.reached, report.answers[0].offices) == (1, 0, {})
    monday = await desk.read(desk.harbor, MONDAY)
    assert monday.total is not None
    assert (monday.total.calls, monday.before) == (3, None)


@pytest.mark.parametrize("day", ["2026-11-22", "yesterday", "'; DROP TABLE calls", "2026-W48", "campaign"])
async def test_a_day_without_calls_is_refused(desk: Desk, day: str) -> None:
    await log_monday(desk)
    for reach in (ADMIN, desk.harbor):
        with pytest.raises(UserError) as refused:
            await desk.read(reach, day)
        assert refused.value.key == "report.no_day_postcards"


async def test_a_day_of_a_campaign_without_postcards_lacks_calls_only(store: Store) -> None:
    core = await core_on(store)
    with pytest.raises(UserError) as refused:
        await core.built.reports.day_reports.read(ADMIN, None, "2026-11-22", core.clock())
    assert refused.value.key == "report.no_day"


async def test_a_campaign_without_calls_has_no_day(desk: Desk) -> None:
    assert (await desk.read()).total is None
    with pytest.raises(UserError, match=r"report\.no_day"):
        await desk.send(desk.harbor)


async def test_an_admin_reads_an_orgs_details_once_it_sent_them(desk: Desk) -> None:
    await log_monday(desk)
    before = await desk.read()
    assert (before.chapters, before.states) == ((), ())
    assert before.orgs == (OrgDay("Harbor", False, 3), OrgDay("Valley", False, 1))
    sent = await desk.send(desk.harbor)
    assert sent.is_sent
    assert (await desk.read(desk.harbor)).is_sent
    assert not (await desk.read(desk.valley)).is_sent
    assert (await desk.read()).orgs == (OrgDay("Harbor", False, 3, 3, 1, 1, writers=0), OrgDay("Valley", False, 1))


async def test_a_day_has_its_postcards_apart_from_its_calls(desk: Desk) -> None:
    await log_monday(desk)
    for who in ("ana", "bo", "di"):
        await send(desk.core, caller(who), SENIOR)
    report = await desk.read(desk.harbor)
    assert report.total is not None
    assert (report.total.calls, report.total.people) == (3, 3)
    assert (report.postcards, report.postcards_before) == (DayTotal(MONDAY, 2, 2), None)
    assert [(one.name, one.calls, one.postcards, one.writers) for one in report.chapters] == [("Bay", 3, 2, 2)]
    assert [(one.name, one.calls, one.postcards) for one in report.states] == [("CA", 3, 2)]
    desk.core.clock.forward(days=1)
    await desk.core.tell("ed", chapter="Delta")
    await send(desk.core, caller("ed"))
    report = await desk.read(desk.harbor)  # a day without a call
    assert (report.total, report.before) == (DayTotal(TUESDAY, 0, 0), DayTotal(MONDAY, 3, 3))
    assert (report.postcards, report.postcards_before) == (DayTotal(TUESDAY, 3, 1), DayTotal(MONDAY, 2, 2))
    assert [(one.name, one.calls, one.postcards) for one in report.chapters] == [("Delta", 0, 3)]
    await desk.send(desk.harbor, TUESDAY)
    assert (await desk.read()).orgs == (OrgDay("Harbor", False, 0, 0, 1, 0, 3, 1),)
    monday = await desk.read(ADMIN, MONDAY)
    assert monday.orgs == (OrgDay("Harbor", False, 3, postcards=2), OrgDay("Valley", False, 1, postcards=1))
    desk.core.clock.forward(minutes=11)
    [notice] = await desk.take()
    assert notice.report.postcards == DayTotal(TUESDAY, 3, 1)


async def test_reports_sent_about_the_same_time_share_one_message(desk: Desk) -> None:
    await log_monday(desk)
    await desk.send(desk.harbor)
    assert await desk.take() == ()
    desk.core.clock.forward(minutes=5)
    await desk.send(desk.valley, who="vera")
    desk.core.clock.forward(minutes=5)
    [notice] = await desk.take()
    assert notice.accounts == (("console", "root"),)
    assert [one.people for one in notice.report.orgs] == [3, 1]
    assert await desk.take() == ()


async def test_sending_again_changes_nothing_and_tells_nobody(desk: Desk) -> None:
    await log_monday(desk)
    await desk.send(desk.harbor)
    desk.core.clock.forward(minutes=11)
    assert len(await desk.take()) == 1
    await desk.send(desk.harbor)
    await desk.send(desk.harbor, who="second")
    desk.core.clock.forward(hours=3)
    assert await desk.take() == ()


async def test_a_later_report_brings_another_message_after_an_hour(desk: Desk) -> None:
    await log_monday(desk)
    await desk.send(desk.harbor)
    desk.core.clock.forward(minutes=11)
    assert len(await desk.take()) == 1
    await desk.send(desk.valley, who="vera")
    desk.core.clock.forward(minutes=59)
    assert await desk.take() == ()
    desk.core.clock.forward(minutes=2)
    assert len(await desk.take()) == 1


async def test_who_is_no_admin_any_more_gets_no_message(desk: Desk) -> None:
    await log_monday(desk)
    await desk.send(desk.harbor)
    root = await desk.core.store.write(lambda tx: desk.core.people.take(tx, caller("root")))
    await desk.core.store.write(lambda tx: revoke(tx, root.id, Role.ADMIN, COALITION))
    desk.core.clock.forward(minutes=11)
    assert await desk.take() == ()
    assert await desk.core.built.reports.sending.find_next_time() is None


async def test_somebody_without_an_org_has_nothing_to_send(desk: Desk) -> None:
    await log_monday(desk)
    with pytest.raises(UserError, match=r"report\.no_org"):
        await desk.send(ADMIN)
    assert (await desk.read()).orgs == (OrgDay("Harbor", False, 3), OrgDay("Valley", False, 1))


def test_an_office_counts_from_three_callers_and_once() -> None:
    def make(whom: str, callers: int, **counts: int) -> PositionCounts:
        said = {Position(name): n for name, n in counts.items()}
        return PositionCounts(whom, "dream", said, dict.fromkeys(said, MONDAY), callers, callers)

    counts = [
        make("A", MIN_CALLERS, yes=3),
        make("B", MIN_CALLERS - 1, yes=2),
        make("C", 9, yes=5, no=4),
        make("D", 4, no=4),
        make("E", 5, no_answer=5),
        make("F", 5, no_answer=4, undecided=1),
    ]
    answer = count_answers("dream", counts)
    assert (dict(answer.offices), answer.mixed) == ({Position.YES: 1, Position.NO: 1, Position.UNDECIDED: 1}, 1)
    assert not count_answers("visas", counts).offices
