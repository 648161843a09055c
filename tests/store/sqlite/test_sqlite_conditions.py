"""SQLite with a locked, full or read-only file: nothing is saved, and it works again later."""

import asyncio
import resource
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.errors import ConfigError, Unavailable
from bot.store.engine import Tx
from bot.store.sqlite.conditions import explain_fault
from bot.store.sqlite.store import SqliteStore
from tests.fixtures import Opening
from tests.store.rows import make_unit, names, put
from tests.store.unprivileged import nothing_written, readable_folder


async def on_writer(store: SqliteStore, pragma: str) -> None:
    """Run a pragma on the writing connection."""
    await store._writer.run(lambda raw: raw.execute(pragma).fetchall())


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def _expect_refusals(store: SqliteStore, match: str) -> None:
    units = [store.write(make_unit(name, size)) for name, size in (("x", 1), ("y", 2))]
    for outcome in await asyncio.gather(*units, return_exceptions=True):
        assert isinstance(outcome, Unavailable)
        assert outcome.certain
        assert match in str(outcome)


async def test_a_locked_database_saves_nothing_and_works_once_it_is_free(
    sqlite: SqliteStore, sqlite_path: Path
) -> None:
    await on_writer(sqlite, "PRAGMA busy_timeout = 20")
    with hold_lock(sqlite_path):
        await _expect_refusals(sqlite, "locked")
        assert await names(sqlite) == set()  # reading still works
    await sqlite.write(make_unit("a"))
    assert await names(sqlite) == {"a"}


async def test_another_programs_short_lock_is_waited_for(sqlite: SqliteStore, sqlite_path: Path) -> None:
    with hold_lock(sqlite_path):
        waiting = asyncio.create_task(sqlite.write(make_unit("a")))
        assert await names(sqlite) == set()
        assert not waiting.done()
    await waiting
    assert await names(sqlite) == {"a"}


async def test_a_full_database_saves_nothing_and_works_once_there_is_room(sqlite: SqliteStore) -> None:
    await sqlite.write(make_unit("a"))
    await on_writer(sqlite, "PRAGMA max_page_count = 1")  # SQLite rounds it up to the current size

    async def large(tx: Tx) -> None:
        for number in range(2000):
            await put(tx, f"{'long' * 25}{number}")

    with pytest.raises(Unavailable, match="full"):
        await sqlite.write(large)
    outcomes = await asyncio.gather(
        sqlite.write(make_unit("b")), sqlite.write(large), sqlite.write(make_unit("c")), return_exceptions=True
    )
    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)  # the commit they shared failed
    assert await names(sqlite) == {"a"}
    await on_writer(sqlite, "PRAGMA max_page_count = 1000000")
    await sqlite.write(large)
    assert len(await names(sqlite)) == 2001


def size_of_log(path: Path) -> int:
    return Path(f"{path}-wal").stat().st_size


async def test_a_full_disk_saves_nothing_and_works_once_there_is_room(sqlite: SqliteStore, sqlite_path: Path) -> None:
    """The log can't grow: the write itself fails, as on a full disk."""
    await sqlite.write(make_unit("a"))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_of_log(sqlite_path), before[1]))
    try:
        await _expect_refusals(sqlite, "I/O")
        assert await names(sqlite) == {"a"}
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    await sqlite.write(make_unit("b"))
    assert await names(sqlite) == {"a", "b"}


async def test_a_database_turned_read_only_saves_nothing_and_works_once_it_can(sqlite: SqliteStore) -> None:
    await sqlite.write(make_unit("a"))
    await on_writer(sqlite, "PRAGMA query_only = ON")  # the same error as on a read-only disk
    await _expect_refusals(sqlite, "readonly")
    assert await names(sqlite) == {"a"}
    await on_writer(sqlite, "PRAGMA query_only = OFF")
    await sqlite.write(make_unit("b"))
    assert await names(sqlite) == {"a", "b"}


async def test_an_unwritable_folder_is_reported_and_works_once_writable(
    sqlite_template: Path, opening: Opening
) -> None:
    with readable_folder() as folder:
        path = Path(shutil.copy(sqlite_template, folder / "callboard.db"))
        before = set(threading.enumerate())
        with nothing_written(folder), pytest.raises(Unavailable):
            await opening(f"sqlite:///{path}")
        with nothing_written(folder), pytest.raises(Unavailable, match="readonly"):
            await SqliteStore.open(path)
        for thread in set(threading.enumerate()) - before:
            thread.join(10)
            assert not thread.is_alive()  # a remaining thread would keep the process from ending
        store = await opening(f"sqlite:///{path}")
        await store.write(make_unit("a"))
        await store.close()


async def test_a_file_that_is_not_a_database_is_reported(tmp_path: Path, opening: Opening) -> None:
    path = tmp_path / "callboard.db"
    path.write_text("These are my notes, and no database. " * 100)
    with pytest.raises(ConfigError, match=r"damaged .*as a SQLite file does"):
        await opening(f"sqlite:///{path}")
    path.unlink()
    store = await opening(f"sqlite:///{path}")
    assert await names(store) == set()
    await store.close()


async def test_a_path_that_is_a_folder_is_reported(tmp_path: Path, opening: Opening) -> None:
    with pytest.raises(Unavailable):
        await opening(f"sqlite:///{tmp_path}")


def test_what_sqlite_says_of_a_damaged_file_is_put_into_words() -> None:
    """Each message of `integrity_check` and of the two errors, as SQLite's source has them."""
    pages, index = "pages of it were changed or lost", "an index doesn't fit its table"
    said = {
        "*** in database main ***\nTree 5 page 3: btreeInitPage() returns error code 11": pages,
        "Page 7: never used": pages,
        "Freelist: size is 3 but should be 4": pages,
        "database disk image is malformed": pages,
        "row 3 missing from index calls_by_day": index,
        "wrong # of entries in index calls_by_day": index,
        "non-unique entry in index calls_by_day": index,
        "NULL value in calls.person": "a row holds what its table forbids",
        "CHECK constraint failed in calls": "a row holds what its table forbids",
        "file is not a database": "it doesn't begin as a SQLite file does, or is encrypted",
    }
    assert {fault: explain_fault(fault) for fault in said} == said
