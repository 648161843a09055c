"""A worker keeps its rows while it works on them, and releases them when it stops."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace

from bot.core.base.leases import DELIVERY_LEASE
from bot.core.outbox.deliveries import Deliveries, Due, Room
from bot.core.times.clock import SECOND
from bot.delivery.leases import Leases
from bot.store.engine import Store
from tests.core.support.alerting import Newsroom
from tests.core.support.coalition import ROOT
from tests.delivery.conftest import Floor
from tests.delivery.press import worker_on

PLENTY = Room(1_000, 1_000, {})


class SlowTake(Deliveries):
    """Takes rows only when allowed, even if the caller was canceled, as a database does with a running statement."""

    def __init__(self, room: Newsroom) -> None:
        super().__init__(room.core.base, room.deliveries._snapshots)
        self.asked, self.may = asyncio.Event(), asyncio.Event()
        self._tasks = set[asyncio.Task[tuple[Due, ...]]]()

    async def take(self, platform: str, token: str, room: Room, due_by: int | None = None) -> tuple[Due, ...]:
        task = asyncio.create_task(self._slowly(platform, token, room))
        self._tasks.add(task)
        return await asyncio.shield(task)

    async def _slowly(self, platform: str, token: str, room: Room) -> tuple[Due, ...]:
        self.asked.set()
        await self.may.wait()
        return await super().take(platform, token, room)

    async def end(self) -> None:
        """Wait for all statements to finish."""
        await asyncio.wait(self._tasks)


class Renewing(Deliveries):
    """Signals its first renewal, and renews only once: nobody can take the rows that a renewal locks."""

    def __init__(self, room: Newsroom) -> None:
        super().__init__(room.core.base, room.deliveries._snapshots)
        self.renewed = asyncio.Event()

    async def renew(self, held: Iterable[Due]) -> None:
        if self.renewed.is_set():
            await asyncio.Event().wait()
        await super().renew(held)
        self.renewed.set()


async def test_a_slow_post_stays_with_its_worker(floor: Floor) -> None:
    gate = floor.slack.hold("chat.postMessage")
    alert = await floor.room.send(ROOT, audience="Slack org")
    slow = worker_on(floor.room, floor.wires.slack)
    await slow.round()
    await floor.slack.called("chat.postMessage")
    for _ in range(4):
        floor.room.core.clock.at += DELIVERY_LEASE * 2 // 3
        await slow.round()
        await worker_on(floor.room, floor.wires.slack).run_once()
    gate.set()
    await slow.run_once()
    assert await floor.room.counts(ROOT, alert) == {"sent": 4}
    assert floor.counts()[1] == [1] * 4


async def test_a_stalled_worker_takes_nothing_from_itself(floor: Floor) -> None:
    gate = floor.slack.hold("chat.postMessage")
    alert = await floor.room.send(ROOT, audience="Slack org")
    worker = worker_on(floor.room, floor.wires.slack)
    await worker.round()
    await floor.slack.called("chat.postMessage")
    floor.room.core.clock.at += 3 * DELIVERY_LEASE  # as if the machine had been suspended
    await worker.round()
    gate.set()
    await worker.run_once()
    assert await floor.room.counts(ROOT, alert) == {"sent": 4}


async def test_leases_are_renewed_until_they_are_released(floor: Floor) -> None:
    await floor.room.send(ROOT, audience="Discord org")
    held = await floor.room.take("discord", token="slow-1")
    floor.room.core.clock.at += 3 * DELIVERY_LEASE
    deliveries = Renewing(floor.room)
    leases = Leases(deliveries, floor.room.core.clock, every=SECOND // 1_000)
    for due in held:
        leases.hold(due)
    await deliveries.renewed.wait()
    assert await floor.room.take("discord", token="other-1") == ()
    for due in held:
        leases.let_go(due)
    await leases.stop()
    floor.room.core.clock.at += DELIVERY_LEASE + 1
    assert len(await floor.room.take("discord", token="other-2")) == len(held) == 6


async def test_stopping_while_rows_are_taken_leaves_no_lease(floor: Floor) -> None:
    slow = SlowTake(floor.room)
    worker = worker_on(replace(floor.room, outbox=replace(floor.room.outbox, deliveries=slow)), floor.wires.discord)
    alert = await floor.room.send(ROOT, audience="Discord org")
    hung = floor.discord.hold("POST /channels/*/messages", times=6)
    worker.start()
    await slow.asked.wait()
    stopping = asyncio.create_task(worker.stop())
    await asyncio.sleep(0)
    slow.may.set()
    await stopping
    await slow.end()
    assert await floor.room.counts(ROOT, alert) == {"waiting": 6}
    assert len(await floor.room.take("discord", token="next-1")) == 6
    hung.set()


async def test_the_next_process_sends_unstarted_deliveries_at_once(floor: Floor, store: Store) -> None:
    alert = await floor.room.send(ROOT, audience="coalition")
    begun = (await floor.room.take("slack", token="killed-1"))[0]
    await floor.room.deliveries.begin(begun)
    await floor.room.take("discord", token="killed-2")
    if not store.has_one_process:
        floor.room.core.clock.at += DELIVERY_LEASE + 1
    worker = worker_on(floor.room, floor.wires.discord, floor.wires.slack)
    worker.start()
    await floor.discord.until(lambda: floor.counts()[0] == [1] * 6)
    await worker.stop()
    assert max(floor.counts()[1]) <= 1
    floor.room.core.clock.at += DELIVERY_LEASE + 1
    await worker_on(floor.room, floor.wires.discord, floor.wires.slack).run_once()
    assert await floor.room.counts(ROOT, alert) == {"sent": 9, "unknown": 1}
