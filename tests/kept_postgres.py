"""One open PostgreSQL store for many tests of a worker.

To connect and to plan the statements anew takes longer than most tests run. The store is the real one, with its own
pool, in a thread with its own event loop, since each test has a loop of its own. A unit of work awaits only its
transaction, so it may run there: on SQLite it runs in another thread too.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from bot.store.open import open_store

T = TypeVar("T")


class KeptPostgres:
    """Keeps a thread with an event loop, and the store of one URL open in it until `close_store`."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._store: Any = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="kept-postgres", daemon=True)
        self._thread.start()

    async def open_store(self) -> "KeptStore":
        """The store, opened if it isn't."""
        if self._store is None:
            self._store = await self.run(open_store, self._url)
        return KeptStore(self, self._store)

    async def run(self, function: Callable[..., Coroutine[Any, Any, T]], *args: Any) -> T:
        """Run something where the store is. Canceling it cancels it there."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(function(*args), self._loop))

    def close_store(self) -> None:
        """Close the store with its connections, if it is open."""
        if self._store is not None:
            asyncio.run_coroutine_threadsafe(self._store.close(), self._loop).result()
            self._store = None

    def end(self) -> None:
        """Close everything."""
        self.close_store()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class KeptStore:
    """The kept store as one test uses it. Whatever it offers runs in its own loop."""

    def __init__(self, keeper: KeptPostgres, store: Any) -> None:
        self._keeper, self._store = keeper, store

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)
        if not asyncio.iscoroutinefunction(found):
            return found
        return lambda *args: self._keeper.run(found, *args)

    async def close(self) -> None:
        """Close it for all. The next test opens another."""
        await asyncio.to_thread(self._keeper.close_store)

    async def settle(self) -> None:
        """Wait for units whose callers have left, and cancel vacuums, as `PostgresStore.close` does."""
        await self._keeper.run(_settle, self._store)


async def _settle(store: Any) -> None:
    for vacuum in store._vacuums:
        vacuum.cancel()
    await store._batches.finish()
    while unfinished := store._vacuums | store._under_way:
        await asyncio.wait(unfinished)
