"""Phone lines: what enough callers reported lately steers the next one, fades with time, and names nobody."""

import itertools
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calls.call_request import CallRequest
from bot.core.calls.unavailable_reason import ReasonReceipt
from bot.core.campaigns.lifecycle import Move
from bot.core.coalition.org_directory import EVERYTHING
from bot.core.guidance.line_reports import HALF_LIFE, REMEMBERED, UNKNOWN, LineRecord, compute_line_record
from bot.core.guidance.phone_lines import Detour, PhoneLine, UnavailableReason
from bot.core.times.clock import HOUR
from bot.core.totals.counting import Outcome
from bot.store.engine import Store
from tests.core.support.refusals import catch_refusal
from tests.public_data.capitol import id_of, make_congress
from tests.services import JUNIOR, MONDAY, SENIOR, Core, caller, campaign, core_on, new_request

GROUP = 3
LOAD = make_congress().load()
REP = id_of("CA-11")
HOME, OTHER = f"{REP}-daly_city", f"{REP}-san_francisco"
_names = itertools.count()


@pytest.fixture
async def core(store: Store) -> Core:
    core = await core_on(store, [campaign(), campaign("other")], min_group=GROUP)
    await core.congress.replace(LOAD)
    return core


async def call_office(
    core: Core, outcome: str, office: str, count: int = GROUP, why: UnavailableReason | None = None, drive: str = "vof"
) -> None:
    """Let ``count`` new people in CA-11 call an office."""
    for name in [f"caller {next(_names)}" for _ in range(count)]:
        await core.tell(name, district="CA-11")
        wanted = CallRequest(Outcome(outcome), office, drive, tapped=True)
        receipt = await core.calls.log(caller(name), wanted, new_request(), core.clock())
        if why:
            await save_reason(core, name, receipt.call_id, why)


async def save_reason(
    core: Core, who: str, call_id: str, why: UnavailableReason, request: str | None = None
) -> ReasonReceipt:
    receipt, _ = await core.unavailable_reasons.identify_and_save(
        caller(who), None, call_id, why, request or new_request(), core.clock()
    )
    return receipt


async def read_number(core: Core, office: str | None = None) -> PhoneLine:
    """The number shown to another caller in CA-11."""
    await core.tell("ana", district="CA-11")
    prompt = await core.scripts.fetch_prompt(caller("ana"), core.clock(), "vof", None, office)
    assert prompt.line
    return prompt.line


async def test_many_failed_calls_send_the_next_caller_to_a_district_office(core: Core) -> None:
    await call_office(core, "unavailable", REP, GROUP - 1, UnavailableReason.FULL)
    assert (await read_number(core)).office == REP  # a single report would reveal its author
    await call_office(core, "unavailable", REP, 1, UnavailableReason.FULL)
    line = await read_number(core)
    assert (line.office, line.detour) == (HOME, Detour("Washington", UnavailableReason.FULL))
    assert (await read_number(core, REP)).detour == Detour("Washington", UnavailableReason.FULL)
    assert (await read_number(core, OTHER)).detour is None  # a chosen office is never replaced


async def test_reports_apply_to_every_campaign_and_successes_outweigh_them(core: Core) -> None:
    await call_office(core, "unavailable", REP, drive="other")
    assert (await read_number(core)).detour == Detour("Washington", None)
    await call_office(core, "spoke", REP, 2 * GROUP)
    assert (await read_number(core)).detour is None


async def test_the_office_with_the_better_record_is_shown(core: Core) -> None:
    await call_office(core, "unavailable", REP)
    await call_office(core, "unavailable", HOME)
    assert (await read_number(core)).office == OTHER
    await call_office(core, "unavailable", OTHER)
    assert (await read_number(core)).office == REP  # no office is better


async def test_an_open_office_wins_over_a_closed_one(core: Core) -> None:
    await call_office(core, "unavailable", REP)
    await call_office(core, "voicemail", OTHER)
    assert (await read_number(core)).office == OTHER


async def test_reports_fade(core: Core) -> None:
    await call_office(core, "unavailable", REP)
    core.clock.at += 3 * HALF_LIFE
    assert (await read_number(core)).office == REP
    await call_office(core, "unavailable", REP, 1)
    assert (await read_number(core)).office == HOME
    core.clock.at += REMEMBERED
    assert (await read_number(core)).office == REP


async def test_an_undone_call_steers_nobody(core: Core) -> None:
    await call_office(core, "unavailable", REP, GROUP - 1)
    await core.tell("ben", district="CA-11")
    receipt = await core.log("ben", "unavailable", REP, campaign="vof")
    assert (await read_number(core)).office == HOME
    await core.undo("ben", receipt.call_id)
    assert (await read_number(core)).office == REP


async def test_a_call_is_saved_for_the_office_that_was_shown(core: Core) -> None:
    await call_office(core, "unavailable", REP)
    await core.tell("ana", district="CA-11")
    receipt = await core.log("ana", "voicemail", campaign="vof")
    [row] = [row for row in await core.rows() if row.id == receipt.call_id]
    assert (row.slot, row.office) == (REP, HOME)


async def test_a_reason_is_saved_once_per_request_and_only_for_the_callers_own_attempt(core: Core) -> None:
    await core.tell("ana", district="CA-11")
    call, spoke = [
        (await core.log("ana", *what, campaign="vof")).call_id for what in (("unavailable", REP), ("spoke", SENIOR))
    ]
    request = new_request()
    noted = await save_reason(core, "ana", call, UnavailableReason.BUSY, request)
    assert (noted.slot, noted.why) == (REP, UnavailableReason.BUSY)
    await save_reason(core, "ana", call, UnavailableReason.FULL)
    assert (await save_reason(core, "ana", call, UnavailableReason.HUNG_UP, request)) == noted
    for who, which in (("ana", spoke), ("ben", call), ("ana", "nothing")):
        error = await catch_refusal(save_reason(core, who, which, UnavailableReason.BUSY))
        assert error.key == "line.no_call"
    assert {(row.id, row.why) for row in await core.rows()} == {(call, "full"), (spoke, None)}


async def test_the_receipt_of_a_reason_says_where_to_call_next_and_a_repeat_says_the_same(core: Core) -> None:
    await core.tell("ana", district="CA-11")
    call, request = (await core.log("ana", "unavailable", REP, campaign="vof")).call_id, new_request()
    saved = await save_reason(core, "ana", call, UnavailableReason.BUSY, request)
    senior, junior = id_of("CA-11", SENIOR), id_of("CA-11", JUNIOR)
    assert (saved.another, saved.onward) == (HOME, senior)
    await core.log("ana", "spoke", senior, campaign="vof")
    assert (await save_reason(core, "ana", call, UnavailableReason.BUSY, request)) == saved
    later = await save_reason(core, "ana", call, UnavailableReason.FULL)
    assert (later.another, later.onward) == (HOME, junior)


async def test_a_reason_after_the_campaign_leads_nowhere(core: Core) -> None:
    await core.tell("ana", district="CA-11")
    call = (await core.log("ana", "unavailable", REP, campaign="vof")).call_id
    await core.lifecycle.move(caller("ana"), EVERYTHING, "vof", Move.CLOSE, new_request(), core.clock())
    saved = await save_reason(core, "ana", call, UnavailableReason.BUSY)
    assert (saved.another, saved.onward) == (None, None)


# the record itself


@dataclass(frozen=True)
class Report:
    """A row of the statement."""

    outcome: str
    logged_at: int
    person_id: str | None
    why: str | None = None


def test_a_record_is_known_once_enough_different_people_made_it() -> None:
    same = [Report("unavailable", MONDAY, "ana") for _ in range(9)]
    assert compute_line_record(same, MONDAY, GROUP) == compute_line_record([], MONDAY, GROUP) == UNKNOWN
    forgotten = [Report("unavailable", MONDAY, None) for _ in range(GROUP)]  # each a different person
    assert compute_line_record(forgotten, MONDAY, GROUP) == LineRecord(1 / (GROUP + 2))


REPORTS = st.lists(
    st.builds(
        Report,
        st.sampled_from(["spoke", "voicemail", "unavailable"]),
        st.integers(MONDAY - REMEMBERED, MONDAY),
        st.sampled_from("abcdefgh"),
        st.sampled_from([None, *(why.value for why in UnavailableReason)]),
    )
)


@given(REPORTS, st.integers(0, 20 * HOUR))
def test_a_record_fades_toward_unknown(reports: list[Report], later: int) -> None:
    now, then = (compute_line_record(reports, at, GROUP).chance for at in (MONDAY, MONDAY + later))
    assert 0 < now < 1
    assert abs(then - 0.5) <= abs(now - 0.5) + 1e-9


@given(REPORTS)
def test_a_reason_is_named_only_if_enough_people_gave_it(reports: list[Report]) -> None:
    why = compute_line_record(reports, MONDAY, GROUP).why
    people = {row.person_id for row in reports if row.outcome == "unavailable" and row.why == why}
    assert why is None or len(people) >= GROUP
