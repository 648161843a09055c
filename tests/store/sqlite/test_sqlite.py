"""SQLite: shared commits, and what a unit can await."""

import asyncio
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import column, select, table

from bot.store.engine import Tx, Unit
from bot.store.sqlite.store import BATCH, READERS, SqliteStore
from bot.store.statement import Statement
from tests.store.rows import make_unit, names, put
from tests.store.wal import commits

PROJECT = Path(__file__).parents[3]


async def write_first(store: SqliteStore, path: Path) -> int:
    """Write once, so that there is a log, and return the number of commits in it."""
    await store.write(make_unit("first"))
    return commits(path)


class Gate:
    """A unit of work that waits in the connection's thread until it is released."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.go = threading.Event()

    async def __call__(self, tx: Tx) -> str:
        self.begun.set()
        assert self.go.wait(10)
        await put(tx, "gate")
        return "gate"


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("synchronous", 2),
        ("journal_mode", "wal"),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("query_only", 0),
    ],
)
async def test_the_writer_asks_for_a_durable_commit(sqlite: SqliteStore, pragma: str, value: object) -> None:
    """2 is FULL: the log is synced at every commit, before anybody reads that something was saved."""
    asked = Statement(select(column(pragma)).select_from(table(f"pragma_{pragma}")))
    row = await sqlite.write(lambda tx: tx.one(asked))
    assert row == (value,)


async def test_units_that_wait_together_share_a_commit(sqlite: SqliteStore, sqlite_path: Path) -> None:
    before = await write_first(sqlite, sqlite_path)
    await asyncio.gather(*(sqlite.write(make_unit(f"{number:03}")) for number in range(BATCH)))
    assert commits(sqlite_path) - before == 1
    for number in range(5):
        await sqlite.write(make_unit(f"alone-{number}"))
    assert commits(sqlite_path) - before == 6


async def test_units_that_wait_during_a_commit_share_the_next(sqlite: SqliteStore, sqlite_path: Path) -> None:
    gate, before = Gate(), await write_first(sqlite, sqlite_path)
    first = asyncio.create_task(sqlite.write(gate))
    await asyncio.to_thread(gate.begun.wait, 10)
    others = [asyncio.create_task(sqlite.write(make_unit(f"{number:03}"))) for number in range(100)]
    await asyncio.sleep(0)
    gate.go.set()
    await asyncio.gather(first, *others)
    assert commits(sqlite_path) - before == 2


async def test_many_more_than_a_batch_are_all_served(sqlite: SqliteStore, sqlite_path: Path) -> None:
    before, many = await write_first(sqlite, sqlite_path), 3 * BATCH
    await asyncio.gather(*(sqlite.write(make_unit(f"{number:04}")) for number in range(many)))
    assert len(await names(sqlite)) == many + 1
    assert commits(sqlite_path) - before == 3


async def _sleep(tx: Tx) -> None:
    await put(tx, "foreign")
    await asyncio.sleep(0)


async def _wait_for_a_thread(tx: Tx) -> None:
    await put(tx, "foreign")
    await asyncio.to_thread(str)


@pytest.mark.parametrize("unit", [_sleep, _wait_for_a_thread])
async def test_a_unit_that_awaits_something_else_is_refused_alone(sqlite: SqliteStore, unit: Unit[None]) -> None:
    units: list[Unit[object]] = [make_unit("a"), unit, make_unit("b")]
    outcomes = await asyncio.gather(*(sqlite.write(one) for one in units), return_exceptions=True)
    assert isinstance(outcomes[1], RuntimeError)
    assert await names(sqlite) == {"a", "b"}


async def test_a_read_that_awaits_something_else_is_refused(sqlite: SqliteStore) -> None:
    async def unit(tx: Tx) -> None:
        await asyncio.sleep(0)

    for _ in range(2 * READERS):
        with pytest.raises(RuntimeError):
            await sqlite.read(unit)
    assert await names(sqlite) == set()


async def test_a_caller_who_leaves_the_queue_leaves_no_trace(sqlite: SqliteStore) -> None:
    gate = Gate()
    first = asyncio.create_task(sqlite.write(gate))
    await asyncio.to_thread(gate.begun.wait, 10)
    leaving, staying = [asyncio.create_task(sqlite.write(make_unit(name))) for name in ("leaving", "staying")]
    await asyncio.sleep(0)
    leaving.cancel()
    gate.go.set()
    await asyncio.gather(first, staying)
    assert leaving.cancelled()
    assert await names(sqlite) == {"gate", "staying"}


async def test_a_caller_who_leaves_midway_leaves_it_whole(sqlite: SqliteStore) -> None:
    gate = Gate()
    leaving = asyncio.create_task(sqlite.write(gate))
    await asyncio.to_thread(gate.begun.wait, 10)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    gate.go.set()
    await sqlite.write(make_unit("later"))
    assert await names(sqlite) == {"gate", "later"}


async def test_reads_go_on_while_a_write_takes_long(sqlite: SqliteStore) -> None:
    await sqlite.write(make_unit("a"))
    gate = Gate()
    writing = asyncio.create_task(sqlite.write(gate))
    await asyncio.to_thread(gate.begun.wait, 10)
    assert await names(sqlite) == {"a"}
    gate.go.set()
    await writing


async def test_cancelled_readers_return_their_connection(sqlite: SqliteStore) -> None:
    leaving = [asyncio.create_task(names(sqlite)) for _ in range(5 * READERS)]
    await asyncio.sleep(0)
    for task in leaving:
        task.cancel()
    await asyncio.wait(leaving)
    assert await asyncio.gather(*(names(sqlite) for _ in range(10))) == [set()] * 10


PROGRAM = """
import asyncio, sys
from pathlib import Path
from bot.errors import Unavailable
from bot.store.open import open_store
from tests.store.rows import make_unit, names

async def main(url):
    store = await open_store(url)
    tasks = [asyncio.create_task(store.write(make_unit(str(n)))) for n in range(500)]
    await tasks[0]
    for task in tasks[1::2]:
        task.cancel()
    await store.close()
    print(sum(not task.cancelled() for task in tasks))
    try:
        await open_store(url + "/nowhere/callboard.db")
    except Unavailable:
        print("told")

asyncio.run(main(sys.argv[1]))
"""


def test_a_process_ends_once_its_store_is_closed(sqlite_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", PROGRAM, f"sqlite:///{sqlite_path}"]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=20)
    assert (run.returncode, run.stderr) == (0, "")
    done, told = run.stdout.split()
    assert int(done) >= 250
    assert told == "told"
