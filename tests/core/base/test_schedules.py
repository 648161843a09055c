"""One process updates by schedule, at the right times, and what became of it is known."""

from bot.core.base.schedules import LEASE, RETRY, Scheduled, ScheduleLog, ScheduleState, load_schedule_state
from bot.core.times.clock import DAY
from bot.store.engine import Store
from tests.services import HandClock


async def test_one_process_updates_at_the_right_times(store: Store) -> None:
    clock = HandClock()
    one, other = ScheduleLog(store, clock, Scheduled.CONGRESS), ScheduleLog(store, clock, Scheduled.CONGRESS)

    async def claim() -> list[bool]:
        return [await one.claim(DAY), await other.claim(DAY)]

    assert await store.read(lambda tx: load_schedule_state(tx, Scheduled.CONGRESS)) == ScheduleState()
    assert await claim() == [True, False]
    clock.at += LEASE - 1
    assert await claim() == [False, False]
    clock.at += 1  # the process that had it was killed
    assert await claim() == [True, False]
    await one.release()
    assert await other.claim(DAY)
    await other.record_failure("No network.")
    assert await store.read(lambda tx: load_schedule_state(tx, Scheduled.CONGRESS)) == ScheduleState(
        None, clock.at, "No network."
    )
    clock.at += RETRY - 1
    assert await claim() == [False, False]
    clock.at += 1
    assert await claim() == [True, False]
    await one.record_done()
    assert await store.read(lambda tx: load_schedule_state(tx, Scheduled.CONGRESS)) == ScheduleState(clock.at)
    clock.at += DAY - 1
    assert await claim() == [False, False]
    clock.at += 1
    assert await claim() == [True, False]


async def test_a_command_that_updates_ends_a_failure_and_puts_the_schedule_off(store: Store) -> None:
    clock = HandClock()
    log = ScheduleLog(store, clock, Scheduled.CONGRESS)
    await log.record_done()
    assert not await log.claim(DAY)
    clock.at += DAY
    assert await log.claim(DAY)
    await log.record_failure("No network.")
    await log.record_done()
    assert await store.read(lambda tx: load_schedule_state(tx, Scheduled.CONGRESS)) == ScheduleState(clock.at)
    clock.at += RETRY
    assert not await log.claim(DAY)


async def test_congress_and_the_states_have_schedules_of_their_own(store: Store) -> None:
    clock = HandClock()
    congress, states = ScheduleLog(store, clock, Scheduled.CONGRESS), ScheduleLog(store, clock, Scheduled.STATES)
    assert [await congress.claim(DAY), await states.claim(DAY), await states.claim(DAY)] == [True, True, False]
    await states.record_failure("No network.")
    await congress.record_done()
    assert await store.read(lambda tx: load_schedule_state(tx, Scheduled.CONGRESS)) == ScheduleState(clock.at)
    failed = await store.read(lambda tx: load_schedule_state(tx, Scheduled.STATES))
    assert failed == ScheduleState(None, clock.at, "No network.")
