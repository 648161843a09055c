"""One process updates by schedule, at the right times, and what became of it is known."""

from bot.core.congress.update_log import LEASE, RETRY, PublicData, UpdateLog, UpdateState, load_update_state
from bot.core.times.clock import DAY
from bot.store.engine import Store
from tests.services import HandClock


async def test_one_process_updates_at_the_right_times(store: Store) -> None:
    clock = HandClock()
    one, other = UpdateLog(store, clock), UpdateLog(store, clock)

    async def claim() -> list[bool]:
        return [await one.claim(DAY), await other.claim(DAY)]

    assert await store.read(load_update_state) == UpdateState()
    assert await claim() == [True, False]
    clock.at += LEASE - 1
    assert await claim() == [False, False]
    clock.at += 1  # the process that had it was killed
    assert await claim() == [True, False]
    await one.release()
    assert await other.claim(DAY)
    await other.record_failure("No network.")
    assert await store.read(load_update_state) == UpdateState(None, clock.at, "No network.")
    clock.at += RETRY - 1
    assert await claim() == [False, False]
    clock.at += 1
    assert await claim() == [True, False]
    await one.record_done()
    assert await store.read(load_update_state) == UpdateState(clock.at)
    clock.at += DAY - 1
    assert await claim() == [False, False]
    clock.at += 1
    assert await claim() == [True, False]


async def test_a_command_that_updates_ends_a_failure_and_puts_the_schedule_off(store: Store) -> None:
    clock = HandClock()
    log = UpdateLog(store, clock)
    await log.record_done()
    assert not await log.claim(DAY)
    clock.at += DAY
    assert await log.claim(DAY)
    await log.record_failure("No network.")
    await log.record_done()
    assert await store.read(load_update_state) == UpdateState(clock.at)
    clock.at += RETRY
    assert not await log.claim(DAY)


async def test_congress_and_the_states_have_schedules_of_their_own(store: Store) -> None:
    clock = HandClock()
    congress, states = UpdateLog(store, clock), UpdateLog(store, clock, PublicData.STATES)
    assert [await congress.claim(DAY), await states.claim(DAY), await states.claim(DAY)] == [True, True, False]
    await states.record_failure("No network.")
    await congress.record_done()
    assert await store.read(load_update_state) == UpdateState(clock.at)
    failed = await store.read(lambda tx: load_update_state(tx, PublicData.STATES))
    assert failed == UpdateState(None, clock.at, "No network.")
