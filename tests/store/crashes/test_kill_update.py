"""kill -9 while Congress is replaced: the old edition or the new one is there, whole."""

import asyncio
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.core.congress.congress import Congress
from bot.core.directory.members import Directory
from tests.effort import choose
from tests.fixtures import use_store
from tests.services import HandClock
from tests.store.crashes.killed_update import LOADS

PROJECT = Path(__file__).parents[3]
ROUNDS = choose(12, 100)


async def read(path: Path) -> tuple[Directory, int]:
    async with use_store(f"sqlite:///{path}") as store:
        congress = Congress(store, HandClock())
        zips = await store.read(lambda tx: congress.load_districts(tx, 119, "00000", "99999"))
        return await congress.read_directory(), len(zips)


def read_whole_edition(path: Path) -> int:
    """The number of the loaded edition. Fails unless all of it is there."""
    directory, zips = asyncio.run(read(path))
    [(number, load)] = [(number, load) for number, load in enumerate(LOADS) if load.edition == directory.edition]
    assert {one.name for one in directory.members.values()} == {one.name for one in load.members}
    assert sum(len(one.offices) for one in directory.members.values()) == load.offices + len(load.members)
    assert zips == len(load.zips)
    return number


def play(program: "subprocess.Popen[str]", number: int, seconds: float) -> int:
    """Let one child load an edition, and return its exit status."""
    assert program.stdin
    assert program.stdout
    program.stdin.write(f"{number} {seconds}\n")
    program.stdin.flush()
    return int(program.stdout.readline())


@pytest.mark.timeout(120)
def test_a_killed_update_leaves_a_complete_edition(sqlite_path: Path) -> None:
    command = [sys.executable, "-m", "tests.store.crashes.killed_update", str(sqlite_path)]
    statuses, stood = [], []
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert play(program, 0, 30) == 0
        begun = time.monotonic()
        assert play(program, 1, 30) == 0
        longest = time.monotonic() - begun
        for _ in range(ROUNDS):
            before = read_whole_edition(sqlite_path)
            statuses.append(play(program, 1 - before, random.uniform(0, longest)))
            stood.append(read_whole_edition(sqlite_path) == before)
        program.communicate()
    assert set(statuses) <= {0, -signal.SIGKILL}
    assert any(stood)  # some were killed before they finished
    assert -signal.SIGKILL in statuses
