"""Limits on logging: what is refused, what is flagged, and that honest callers notice neither."""

import asyncio
from dataclasses import replace
from itertools import cycle
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.coalition.org_directory import fetch_orgs
from bot.core.slots.limits import LogLimits, Pace, decide_pace
from bot.core.times.clock import HOUR
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.engine import Store
from tests.core.support.accounts import ANA, ANNA, link, log
from tests.core.support.refusals import read_refusal
from tests.services import (
    JUNIOR,
    MONDAY,
    REPRESENTATIVE,
    SECONDS,
    SENIOR,
    UNHURRIED,
    ZONE,
    Core,
    core_on,
    instant,
    new_request,
)

MIDNIGHT = instant("2026-11-23 00:00")
NEW_YORK = ZoneInfo(ZONE)
ALL = Reach(Role.ADMIN)
PACED = replace(UNHURRIED, seconds_between_logs=2)


# --- decided without a database ---


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        ((), Pace.FINE),
        ((MONDAY - 2 * SECONDS,), Pace.FINE),
        ((MONDAY - 2 * SECONDS + 1,), Pace.TOO_SOON),
        ((MONDAY,), Pace.TOO_SOON),
        ((MONDAY + SECONDS,), Pace.TOO_SOON),  # a later one that arrived first
        ((MONDAY + 2 * SECONDS,), Pace.FINE),
    ],
)
def test_entries_keep_their_distance_in_either_order(earlier: tuple[int, ...], expected: Pace) -> None:
    assert decide_pace(earlier, MONDAY, NEW_YORK, LogLimits()) is expected


def test_only_the_days_entries_count_toward_its_limit() -> None:
    limits = LogLimits(logs_per_day=2)
    before = (MIDNIGHT - 10 * SECONDS, MIDNIGHT - 5 * SECONDS)
    assert decide_pace((*before, MIDNIGHT), MONDAY, NEW_YORK, limits) is Pace.FINE
    assert decide_pace((*before, MIDNIGHT, MIDNIGHT + 5 * SECONDS), MONDAY, NEW_YORK, limits) is Pace.ENOUGH


def test_an_hour_is_full_to_the_microsecond() -> None:
    limits = LogLimits(flag_logs_per_hour=2)
    assert decide_pace((MONDAY - HOUR,), MONDAY, NEW_YORK, limits) is Pace.FINE
    assert decide_pace((MONDAY - HOUR + 1,), MONDAY, NEW_YORK, limits) is Pace.FAST
    assert decide_pace((), MONDAY, NEW_YORK, LogLimits(flag_logs_per_hour=1)) is Pace.FAST


@given(st.lists(st.integers(0, 24 * 60 - 1), unique=True, max_size=40), st.integers(1, 6))
def test_a_day_is_flagged_at_most_once_when_an_hour_is_full(minutes: list[int], count: int) -> None:
    limits = LogLimits(logs_per_day=100, seconds_between_logs=0, flag_logs_per_hour=count)
    times: list[int] = []
    found = []
    for minute in minutes:
        at = MIDNIGHT + minute * 60 * SECONDS
        found.append(decide_pace(times, at, NEW_YORK, limits))
        times = sorted((*times, at))
    fullest = max((sum(first <= time < first + HOUR for time in times) for first in times), default=0)
    assert found.count(Pace.FAST) == int(fullest >= count)


# --- in the transaction of a log ---


async def test_another_call_within_two_seconds_is_refused_and_nothing_saved(store: Store) -> None:
    core = await core_on(store, limits=PACED)
    await core.log("ana", office=SENIOR)
    before = await core.rows(), await core.totals()
    core.clock.forward(seconds=1.9)
    assert await read_refusal(core.log("ana", "voicemail")) == ("limits.too_soon_typed", {})
    assert await read_refusal(core.log("ana", office=JUNIOR)) == ("limits.too_soon_typed", {})
    assert (await core.rows(), await core.totals()) == before
    assert (await core.log("bo")).kind == "logged"  # the pause is per person
    core.clock.forward(seconds=0.1)
    assert (await core.log("ana", office=JUNIOR)).kind == "logged"


async def test_a_double_tap_reads_that_the_call_is_logged(store: Store) -> None:
    core = await core_on(store, limits=PACED)
    taps = await asyncio.gather(*(core.log("ana", office=SENIOR) for _ in range(3)))
    assert sorted(tap.kind for tap in taps) == ["logged", "same", "same"]


async def test_a_command_sent_twice_at_once_is_not_the_next_office(store: Store) -> None:
    core = await core_on(store, limits=PACED)
    first = await core.log("ana")
    core.clock.forward(seconds=1)
    again = await core.log("ana")
    assert (again.kind, again.call_id, again.slot) == ("same", first.call_id, REPRESENTATIVE)
    assert (again.next_slot, again.own) == (SENIOR, 1)
    core.clock.forward(seconds=1)
    assert (await core.log("ana")).slot == SENIOR


async def test_the_days_last_call_sent_twice_counts_once(store: Store) -> None:
    core = await core_on(store, limits=PACED)
    for _ in range(3):
        core.clock.forward(seconds=2)
        last = await core.log("ana")
    assert (await core.log("ana")).call_id == last.call_id
    core.clock.forward(seconds=2)
    assert (await core.log("ana")).kind == "all_done"


async def test_an_upgrade_sent_twice_is_not_the_next_office(store: Store) -> None:
    core = await core_on(store, limits=PACED)
    attempt = await core.log("ana", "unavailable")
    upgraded = await core.log("ana", "spoke")  # correcting a wrong tap needs no pause
    core.clock.forward(minutes=1)
    assert (upgraded.kind, upgraded.call_id) == ("upgraded", attempt.call_id)
    other = await core.log("ana", "unavailable")
    core.clock.forward(minutes=1)
    upgraded = await core.log("ana", "voicemail")
    assert (upgraded.kind, upgraded.call_id) == ("upgraded", other.call_id)
    assert (await core.log("ana", "voicemail")).call_id == other.call_id
    assert len(await core.rows()) == 2


async def test_a_redelivered_request_is_not_a_new_log(store: Store) -> None:
    core = await core_on(store, limits=replace(PACED, logs_per_day=1))
    first = await core.log("ana", request="r1")
    assert await core.log("ana", request="r1") == first
    assert await read_refusal(core.log("ana", office=JUNIOR, at=MONDAY + HOUR)) == ("limits.day", {"count": 1})
    assert await core.log("ana", request="r1") == first


async def test_undone_calls_count_toward_the_daily_limit(store: Store) -> None:
    core = await core_on(store, limits=replace(UNHURRIED, logs_per_day=3))
    for _ in range(3):
        await core.log("ana")
        await core.undo("ana")
    assert await read_refusal(core.log("ana")) == ("limits.day", {"count": 3})
    core.clock.at = instant("2026-11-23 23:59")
    assert await read_refusal(core.log("ana")) == ("limits.day", {"count": 3})
    core.clock.at = instant("2026-11-24 00:00")
    assert (await core.log("ana")).kind == "logged"


async def test_changing_chapter_does_not_reset_the_daily_limit(store: Store) -> None:
    core = await core_on(store, limits=replace(UNHURRIED, logs_per_day=4))
    await core.add_org("North", "Uptown", "Midtown")
    for chapter in ("Uptown", "Midtown") * 2:
        await core.tell("ana", chapter=chapter)
        await core.log("ana")
        await core.undo("ana")
    await core.tell("ana", chapter="Uptown")
    assert await read_refusal(core.log("ana")) == ("limits.day", {"count": 4})


async def test_linking_and_unlinking_do_not_raise_the_daily_limit(store: Store) -> None:
    core = await core_on(store, limits=replace(UNHURRIED, logs_per_day=3))
    logged = 0
    for who in (ANA, ANNA, ANA, ANNA):
        await link(core)
        logged += await until_full(core, who)
        await core.linking.unlink(ANNA, new_request())
        logged += await until_full(core, ANNA if who is ANA else ANA)
    logged += await until_full(core, ANA) + await until_full(core, ANNA)
    assert logged == len(await core.rows()) == 3


async def test_one_person_on_two_platforms_has_one_daily_limit(store: Store) -> None:
    core = await core_on(store, limits=replace(UNHURRIED, logs_per_day=3))
    await link(core)
    for who in (ANA, ANNA, ANA):
        await log(core, who)
        await core.undo_service.identify_and_undo(who, None, new_request(), core.clock())
    assert await until_full(core, ANA) + await until_full(core, ANNA) == 0


async def until_full(core: Core, who: Caller) -> int:
    """Log and undo until it is refused. Returns the number of logs."""
    for count in range(10):
        core.clock.forward(seconds=1)
        try:
            await log(core, who)
        except UserError as error:
            if error.key != "limits.day":
                raise
            return count
        await core.undo_service.identify_and_undo(who, None, new_request(), core.clock())
    raise AssertionError("no limit held")


async def test_a_full_day_still_allows_better_outcomes(store: Store) -> None:
    core = await core_on(store, limits=replace(UNHURRIED, logs_per_day=1))
    await core.log("ana", "voicemail", SENIOR)
    assert (await core.log("ana", "spoke", SENIOR)).kind == "upgraded"
    assert (await core.log("ana", "spoke", SENIOR)).kind == "same"


async def test_a_day_with_a_clock_change_is_one_day(store: Store) -> None:
    core = await core_on(store, limits=replace(UNHURRIED, logs_per_day=1))
    await core.log("ana", at=instant("2026-11-01 00:30"))  # 25 hours long in New York
    late = instant("2026-11-01 23:59")
    assert await read_refusal(core.log("ana", at=late)) == ("limits.day", {"count": 1})
    assert (await core.log("ana", at=late + 60 * SECONDS)).kind == "logged"


async def test_fast_logging_is_flagged_once_a_day_for_coordinators(store: Store) -> None:
    core = await core_on(store, limits=replace(UNHURRIED, flag_logs_per_hour=3))
    await core.add_org("North", "Uptown")
    await core.add_org("South", "Harbor")
    await core.tell("ana", chapter="Uptown")
    offices = cycle((REPRESENTATIVE, SENIOR, JUNIOR))
    receipts = []
    for _ in range(6):
        core.clock.forward(minutes=1)
        receipts.append(await core.log("ana", office=next(offices)))
        await core.undo("ana")
    entries = await core.audit.load_newest(ALL)
    assert [(entry.action, entry.object, entry.actor) for entry in entries] == [
        ("calls.fast", receipts[2].call_id, "")  # the trail doesn't link calls to people
    ]
    [north, south] = await _orgs(core, "North", "South")
    assert await core.audit.load_newest(Reach(Role.COORDINATOR, frozenset({north}))) == entries
    assert await core.audit.load_newest(Reach(Role.COORDINATOR, frozenset({south}))) == ()
    core.clock.forward(days=1)
    for _ in range(3):
        await core.log("ana")
    assert len(await core.audit.load_newest(ALL)) == 2


async def test_flagged_calls_count(store: Store) -> None:
    core = await core_on(store, limits=replace(UNHURRIED, flag_logs_per_hour=1))
    assert (await core.log("ana", request=new_request())).own == 1
    assert await core.totals() == await core.rebuilt()


async def _orgs(core: Core, *names: str) -> list[str]:
    found = {org.name: org.id for org in await core.store.read(lambda tx: fetch_orgs(tx, ALL))}
    return [found[name] for name in names]
