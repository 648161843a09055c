"""The phone bank that fails: replicas of the whole program, their database, and everything that can happen to them."""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientSession, ClientTimeout
from aiohttp.test_utils import TestServer

from tests.chaos.disk import Disk
from tests.processes.balancer import PATH, find_ports, make_balancer
from tests.processes.children import ROOT, Bank, Child

HANGS_AT_MOST = 4.0  # seconds that a process, the disk or the database doesn't move
Fault = Callable[[], Awaitable[None]]


@dataclass
class Replica:
    """One process of the program. It is started again whenever it ends, as a service manager does.

    An older version doesn't start again on a database that was upgraded while it ran, so it isn't killed.
    """

    bank: Bank
    port: int
    config: Path
    program: Path
    child: Child | None = None
    started: asyncio.Event = field(default_factory=asyncio.Event)
    ends: Counter[int] = field(default_factory=Counter)

    async def keep_up(self) -> None:
        """Run until canceled."""
        while True:
            self.child = await self.bank.run(
                slack_mode="http", port=self.port, config=self.config, program=self.program
            )
            self.started.set()
            self.ends[await self.child.wait()] += 1

    @property
    def is_older(self) -> bool:
        """Whether it runs from another checkout than this one."""
        return self.program != ROOT

    async def wait_until_ready(self) -> None:
        """Wait until its first process answers."""
        await self.started.wait()
        assert self.child is not None
        await self.child.until("ready", platform="slack")

    def signal(self, number: int) -> None:
        """Send a signal, if it runs."""
        if self.child is not None and self.child.process.returncode is None:
            self.child.process.send_signal(number)


@dataclass
class FailingBank:
    """Replicas behind a load balancer, and the faults that can be made. ``made`` counts them."""

    bank: Bank
    disk: Disk
    replicas: list[Replica]
    faults: dict[str, Fault]
    choose: random.Random
    made: Counter[str] = field(default_factory=Counter)
    running: list[asyncio.Task[None]] = field(default_factory=list)

    async def start(self, *, older: bool) -> None:
        """Start the replicas of older versions, or the others, and wait until they answer."""
        chosen = [replica for replica in self.replicas if replica.is_older is older]
        self.running += [asyncio.create_task(replica.keep_up()) for replica in chosen]
        for replica in chosen:
            await replica.wait_until_ready()

    async def stop(self) -> None:
        """Stop every replica as a service manager does."""
        for task in self.running:
            task.cancel()
        await asyncio.gather(*self.running, return_exceptions=True)
        for replica in self.replicas:
            if replica.child is not None and replica.child.process.returncode is None:
                await replica.child.stop(signal.SIGTERM)

    async def fail(self, end: asyncio.Event, pause: float) -> None:
        """Make every fault once, in random order, and go on until ``end`` is set. ``pause`` is in seconds."""
        while not end.is_set():
            for name in self.choose.sample(sorted(self.faults), len(self.faults)):
                if self.made.keys() == self.faults.keys() and end.is_set():
                    return
                self.made[name] += 1
                await self.faults[name]()
                await asyncio.sleep(self.choose.uniform(0, 2 * pause))

    async def kill(self) -> None:
        """Kill one replica."""
        self.choose.choice([one for one in self.replicas if not one.is_older]).signal(signal.SIGKILL)

    async def stop_for_a_while(self) -> None:
        """Let one replica hang, and go on."""
        replica = self.choose.choice(self.replicas)
        replica.signal(signal.SIGSTOP)
        await self.hang()
        replica.signal(signal.SIGCONT)

    async def fill_disk(self) -> None:
        """Let the database's disk be full for a while."""
        await self.disk.fill(self.choose.uniform(0, HANGS_AT_MOST))

    async def hang(self) -> None:
        """Wait as long as a hang takes."""
        await asyncio.sleep(self.choose.uniform(0, HANGS_AT_MOST))


@asynccontextmanager
async def open_failing_bank(bank: Bank, disk: Disk, programs: Sequence[Path], seed: int) -> AsyncIterator[FailingBank]:
    """A replica from each checkout, behind a load balancer, not yet started. At the end they are stopped."""
    ports = find_ports(len(programs))
    replicas = [
        Replica(bank, port, bank.write_settings("http", port), program)
        for port, program in zip(ports, programs, strict=True)
    ]
    failing = FailingBank(bank, disk, replicas, {}, random.Random(seed))
    failing.faults |= {"kill -9": failing.kill, "SIGSTOP": failing.stop_for_a_while}
    if disk.is_small:
        failing.faults["full disk"] = failing.fill_disk
    patience = ClientTimeout(total=bank.slack.hub.ack_seconds - 0.5)
    async with ClientSession(timeout=patience) as session:
        balancer = TestServer(make_balancer([replica.port for replica in replicas], session))
        await balancer.start_server()
        bank.slack.deliver_over_http(str(balancer.make_url(PATH)))
        try:
            yield failing
        finally:
            await failing.stop()
            await balancer.close()
