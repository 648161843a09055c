"""kill -9 at random points: what was acknowledged is there, once; the rest can be sent again."""

import asyncio
import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.core.calls.calls import Receipt
from tests.effort import choose
from tests.fixtures import use_store
from tests.services import Core, core_on
from tests.store.crashes.killed import meaning

PROJECT = Path(__file__).parents[3]
ROUNDS = choose(40, 400)
NEVER = float("inf")
FEWEST = 10 * ROUNDS  # calls acknowledged in all: a sixth of the lines that the children say on average
LONGEST = 0.1  # seconds from a program's start until it is killed, or
MOST = 120  # of its lines, however slow the machine is, and then
MOMENT = 0.003  # seconds more at most


@dataclass
class Transcript:
    """Everything the killed processes printed: the requests they started, and the calls they acknowledged."""

    tried: set[str] = field(default_factory=set)
    acknowledged: dict[str, str] = field(default_factory=dict)


class Program:
    """The program that is killed, with its lines as they come."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdin
        assert process.stdout
        self._asks, self._says = process.stdin, process.stdout
        self._begun = b""

    def play(self, number: int, lines: int, seconds: float, seen: Transcript) -> int:
        """Kill one child ``seconds`` after its ``lines``th line. Returns the number of calls it acknowledged."""
        self._asks.write(f"{number}\n".encode())
        self._asks.flush()
        before, child, end = len(seen.acknowledged), 0, NEVER
        while True:
            for words in self._lines(end):
                lines -= 1
                if lines == 0:
                    end = time.monotonic() + seconds
                match words:
                    case ["pid", pid]:
                        child = int(pid)
                    case ["try", request]:
                        seen.tried.add(request)
                    case ["ack", request, call]:
                        seen.acknowledged[request] = call
                    case ["end", status]:
                        assert int(status) == -signal.SIGKILL  # it did not exit by itself
                        return len(seen.acknowledged) - before
            if time.monotonic() >= end:
                with suppress(ProcessLookupError):  # a child that failed by itself shows in its status
                    os.kill(child, signal.SIGKILL)
                end = NEVER

    def _lines(self, end: float) -> Iterator[list[str]]:
        """Yield the lines printed by ``end`` at the latest, as words."""
        wait = None if end == NEVER else max(0.0, end - time.monotonic())
        if select.select([self._says], [], [], wait)[0]:
            *lines, self._begun = (self._begun + os.read(self._says.fileno(), 1 << 16)).split(b"\n")
            yield from (line.decode().split() for line in lines)


@contextmanager
def program(path: Path) -> Iterator[Program]:
    command = [sys.executable, "-m", "tests.store.crashes.killed", f"sqlite:///{path}"]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield Program(process)
        assert process.stdin
        process.stdin.close()
    assert process.returncode == 0


def is_intact(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        return bool(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)])


async def log_again(core: Core, request: str) -> Receipt:
    name, office = meaning(request)
    return await core.log(name, office=office, request=request)


async def resend_unanswered(path: Path, seen: Transcript) -> None:
    """Check what is left, then redeliver the unanswered requests and some of the answered ones."""
    async with use_store(f"sqlite:///{path}") as store:
        core = await core_on(store)
        rows = {row.id: row for row in await core.rows()}
        assert rows.keys() >= set(seen.acknowledged.values())
        assert len({(row.person_id, row.slot) for row in rows.values()}) == len(rows) <= len(seen.tried)
        assert all(rows[call].slot == meaning(request)[1] for request, call in seen.acknowledged.items())
        assert await core.totals() == await core.rebuilt()

        unanswered = sorted(seen.tried - seen.acknowledged.keys())
        answered = random.sample(sorted(seen.acknowledged), FEWEST)
        for requests in (unanswered, answered, unanswered):
            receipts = await asyncio.gather(*(log_again(core, request) for request in requests))
            assert all(receipt.kind == "logged" for receipt in receipts)
            for request, receipt in zip(requests, receipts, strict=True):
                assert seen.acknowledged.setdefault(request, receipt.call_id) == receipt.call_id
        assert {row.id for row in await core.rows()} == set(seen.acknowledged.values())
        assert len(seen.acknowledged) == len(set(seen.acknowledged.values())) == len(seen.tried)
        assert (await core.board()).total == len(seen.tried)
        assert await core.totals() == await core.rebuilt()


@pytest.mark.timeout(180)
def test_kills_lose_no_acknowledged_call_and_double_none(sqlite_path: Path) -> None:
    seen, counts = Transcript(), []
    with program(sqlite_path) as killed:
        for number in range(ROUNDS):
            if number % 5 == 0:  # some while they open and mend the database
                counts.append(killed.play(number, 1, random.uniform(0, LONGEST), seen))
            else:
                counts.append(killed.play(number, random.randint(1, MOST), random.uniform(0, MOMENT), seen))
            if number % 10 == 9:  # the other rounds leave the mending to the program itself
                assert is_intact(sqlite_path)
    assert len(counts) == ROUNDS
    assert sum(count > 0 for count in counts) > ROUNDS // 3  # most were killed while they logged
    assert len(seen.tried) > len(seen.acknowledged) > FEWEST  # and some calls were under way then
    asyncio.run(resend_unanswered(sqlite_path, seen))
    assert is_intact(sqlite_path)
