"""Opens a store from its URL: takes the lock, upgrades the schema, starts the engine."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import AlreadyRunning, Unavailable, make_config_error
from bot.runtime.meter import UNMEASURED, Meter
from bot.store import schema
from bot.store.engine import Store, T, Unit
from bot.store.private import create_private
from bot.store.sqlite.conditions import BUSY_SECONDS, explain_fault, is_damage
from bot.store.sqlite.lock import InUseError, WriterLock

_SQLITE = "sqlite:///"


async def open_store(url: str, meter: Meter = UNMEASURED, *, spills: bool = False) -> Store:
    """Open ``sqlite:///path`` or ``postgresql://…`` at the current schema. ``meter`` takes how long units wait.

    If it ``spills``, what SQLite sorts goes to files, so that work on every row takes no more memory than on a few.
    Raises AlreadyRunning if another process writes to the file, ConfigError if the database is damaged or newer than
    this program, Unavailable if it can't be opened.
    """
    if url.startswith(_SQLITE):
        return await _LockedSqlite.open(Path(url.removeprefix(_SQLITE)), meter, spills=spills)
    from bot.store.postgres.store import PostgresStore

    pooled = await schema.upgrade_postgres(url)
    return await PostgresStore.open(url, pooled, meter)


class _LockedSqlite:
    """A SQLite store with the lock that keeps a second writing process away."""

    has_one_process = True

    def __init__(self, store: Store, lock: WriterLock) -> None:
        self._store, self._lock = store, lock

    @classmethod
    async def open(cls, path: Path, meter: Meter = UNMEASURED, *, spills: bool = False) -> "_LockedSqlite":
        from bot.store.sqlite.store import SqliteStore

        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = WriterLock(path)
            lock.acquire()
        except InUseError:
            raise AlreadyRunning(str(path)) from None
        except OSError as error:
            raise Unavailable(f"{path}: {error.strerror}") from error
        try:
            await asyncio.to_thread(_check, path)
            create_private(path)
            lock.lock_file()
            await schema.upgrade_sqlite(path)
            return cls(await SqliteStore.open(path, meter, spills=spills), lock)
        except OSError as error:
            lock.release()
            raise Unavailable(f"{path}: {error.strerror}") from error
        except BaseException:
            lock.release()
            raise

    async def read(self, unit: Unit[T]) -> T:
        return await self._store.read(unit)

    async def write(self, unit: Unit[T]) -> T:
        return await self._store.write(unit)

    async def write_together(self, unit: Unit[T]) -> T:
        return await self._store.write_together(unit)

    async def scrub(self) -> None:
        await self._store.scrub()

    async def close(self) -> None:
        await self._store.close()
        self._lock.release()


def _check(path: Path) -> None:
    """Read every page of an existing file. A damaged one would fail much later, or lose calls silently.

    Raises ConfigError for a damaged file. Other read errors are left to the engine, which opens it next.
    """
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
            fault: str = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            return
        fault = str(error)
    if fault != "ok":
        sentence = f"This database is damaged ({explain_fault(fault)}). Restore a backup: callboard restore FILE --yes"
        raise make_config_error(path, sentence)
