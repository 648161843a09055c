"""Processes on one PostgreSQL: who serves which shards, who keeps house, and what a stall costs."""

import asyncpg
import pytest

from bot.core.processes.gaps import describe_process, list_gaps
from bot.core.processes.presence import LEASE, Presence
from bot.core.processes.process_rows import Process, fetch_living
from bot.core.times.clock import SECOND
from bot.runtime.duties import Duty, Part, Shards
from bot.store.engine import Store
from tests.fixtures import Opening

DISCORD = frozenset({Duty.DISCORD})
LOW, HIGH, ALL = Shards(0, 3, 8), Shards(4, 7, 8), frozenset({Duty.DISCORD, Duty.SLACK})


class Watch:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Floor:
    """Processes on one database."""

    def __init__(self, store: Store, url: str) -> None:
        self.store, self._url, self.watch = store, url, Watch()

    def enter(self, shards: Shards | None = None, duties: frozenset[Duty] = DISCORD) -> Presence:
        """Start a process."""
        return Presence(self.store, Part(duties, shards), self.watch)

    async def expire(self, one: Presence) -> None:
        """Let a process's lease end, as if it were dead or stalled."""
        connection = await asyncpg.connect(self._url)
        await connection.execute("UPDATE processes SET leased_until = 1 WHERE id = $1", one.id)
        await connection.close()
        self.watch.seconds += LEASE / SECOND


@pytest.fixture
async def floor(emptied_postgres_url: str, opening: Opening) -> Floor:
    return Floor(await opening(emptied_postgres_url), emptied_postgres_url)


async def test_the_second_waits_and_takes_over_when_the_first_dies(floor: Floor) -> None:
    first, second = floor.enter(LOW), floor.enter(LOW)
    assert await first.claim_shards()
    assert not await second.claim_shards()
    assert second.holder is not None
    assert second.holder.id == first.id
    await first.renew()
    assert not await second.claim_shards()
    await floor.expire(first)
    assert await second.claim_shards()
    assert second.holder is None


async def test_a_process_that_stalled_learns_that_it_lost_before_it_serves(floor: Floor) -> None:
    first, second = floor.enter(LOW), floor.enter(LOW)
    assert await first.claim_shards()
    assert await first.may_serve()
    await floor.expire(first)
    assert await second.claim_shards()
    first.changed.clear()
    assert not await first.may_serve()
    assert first.changed.is_set()
    await floor.expire(second)  # and it takes over again later
    assert await first.claim_shards()


async def test_a_process_that_stalled_while_nobody_else_wanted_its_shards_keeps_them(floor: Floor) -> None:
    first, beside = floor.enter(LOW), floor.enter(HIGH)
    assert await first.claim_shards()
    await floor.expire(first)
    assert await beside.claim_shards()  # it deletes the dead row
    assert await first.may_serve()


async def test_shards_that_are_given_up_are_free_at_once(floor: Floor) -> None:
    first, second = floor.enter(), floor.enter()
    assert await first.claim_shards()
    await first.give_up_shards()
    assert await second.claim_shards()
    await second.leave()
    assert await first.claim_shards()


@pytest.mark.parametrize(
    ("held", "wanted", "is_free"),
    [
        (LOW, HIGH, True),
        (LOW, Shards(2, 5, 8), False),
        (LOW, Shards(0, 1, 4), False),
        (Shards(0, 1, 4), Shards(2, 3, 8), True),
        (None, HIGH, False),
        (HIGH, None, False),
    ],
)
async def test_overlapping_ranges_and_other_totals_wait(
    floor: Floor, held: Shards | None, wanted: Shards | None, is_free: bool
) -> None:
    assert await floor.enter(held).claim_shards()
    assert await floor.enter(wanted).claim_shards() is is_free


async def test_one_process_keeps_house_and_one_that_delivers_comes_first(floor: Floor) -> None:
    answering = floor.enter(LOW)
    await answering.renew()
    assert answering.is_keeper
    delivering, another = (floor.enter(duties=frozenset({Duty.DELIVERY})) for _ in range(2))
    for one in (delivering, answering, another, delivering, another):
        await one.renew()
    assert [one.is_keeper for one in (answering, delivering, another)] == [False, False, True]
    await floor.expire(another)
    assert not another.is_keeper  # it can't know
    await delivering.renew()
    assert delivering.is_keeper


async def test_every_living_process_is_seen_and_what_none_does(floor: Floor) -> None:
    first, second = floor.enter(LOW), floor.enter(HIGH)
    await first.claim_shards()
    await second.claim_shards()
    living = await floor.store.read(fetch_living)
    assert {one.id for one in living} == {first.id, second.id}
    told = list_gaps(living, ALL)
    assert [sentence.split(",")[0].split(":")[0] for sentence in told] == ["Nobody answers on Slack", "Nobody delivers"]
    await second.leave()
    *_, unserved = list_gaps(await floor.store.read(fetch_living), ALL)
    assert unserved.startswith("Nobody serves 4 of Discord's 8 shards, and 4 is the first of them: start callboard run")


def test_nothing_is_missing_from_a_process_that_does_everything() -> None:
    assert list_gaps([Process("", frozenset(Duty), serves_discord=True)], ALL) == ()


def test_shards_that_no_process_serves_at_all_are_missing() -> None:
    processes = [Process(name, frozenset(Duty), shards) for name, shards in (("1", LOW), ("2", HIGH))]
    [gap] = list_gaps(processes, ALL)
    assert gap.startswith("Nobody serves any of Discord's shards")
    assert list_gaps(processes, frozenset({Duty.SLACK})) == ()


def test_only_a_process_whose_shards_another_one_holds_is_a_standby() -> None:
    holder = Process("1", DISCORD, LOW, serves_discord=True)
    standby, lost = Process("2", DISCORD, LOW), Process("3", DISCORD, HIGH)
    living = (holder, standby, lost)
    assert [describe_process(one, living).partition(", ")[2] for one in living] == [
        "",
        "as a standby for Discord",
        "and isn't connected to Discord",
    ]


async def test_connections_to_slack_of_no_process_here_are_counted(floor: Floor) -> None:
    one, other = floor.enter(duties=ALL), floor.enter(duties=ALL)
    for process in (one, other):
        process.note_sockets(2)
        await process.renew()
    await one.renew()
    assert one.compare_sockets(4) == 0
    assert one.compare_sockets(6) == 2
    await one.renew()
    [found] = [process.foreign_sockets for process in await floor.store.read(fetch_living) if process.id == one.id]
    assert found == 2
