"""From a URL to a store that is ready: the lock, the upgrade, the engine."""

from pathlib import Path

from filelock import FileLock, Timeout

from bot.errors import ConfigError, Problem, Unavailable
from bot.store import schema
from bot.store.engine import Store, T, Unit
from bot.store.private import private

_SQLITE = "sqlite:///"


async def open_store(url: str) -> Store:
    """Open ``sqlite:///path`` or ``postgresql://…`` at the current schema.

    Raises ConfigError when another process writes to the file or the database is newer than this program,
    Unavailable when it can't be opened.
    """
    if url.startswith(_SQLITE):
        return await _LockedSqlite.open(Path(url.removeprefix(_SQLITE)))
    from bot.store.postgres import PostgresStore

    await schema.upgrade_postgres(url)
    return await PostgresStore.open(url)


class _LockedSqlite:
    """A SQLite store with the lock file that keeps a second writing process away."""

    def __init__(self, store: Store, lock: FileLock) -> None:
        self._store = store
        self._lock = lock

    @classmethod
    async def open(cls, path: Path) -> "_LockedSqlite":
        from bot.store.sqlite import SqliteStore

        lock = FileLock(f"{path}.lock", timeout=0)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire()
            private(path)
        except Timeout:
            sentence = "Callboard is already running on this database. Stop it first, or choose another store.url."
            raise ConfigError((Problem(str(path), 0, 0, sentence),)) from None
        except OSError as error:
            lock.release()
            raise Unavailable(f"{path}: {error.strerror}") from error
        try:
            await schema.upgrade_sqlite(path)
            return cls(await SqliteStore.open(path), lock)
        except BaseException:
            lock.release()
            raise

    async def read(self, unit: Unit[T]) -> T:
        return await self._store.read(unit)

    async def write(self, unit: Unit[T]) -> T:
        return await self._store.write(unit)

    async def scrub(self) -> None:
        await self._store.scrub()

    async def close(self) -> None:
        await self._store.close()
        self._lock.release()
