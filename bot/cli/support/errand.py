"""Changes the database from the command line, also while Callboard runs on it."""

from collections.abc import Awaitable, Callable, Sequence

from bot.config.store_url import StoreUrl
from bot.errors import AlreadyRunning
from bot.runtime.errands import Errands
from bot.store.engine import Store
from bot.store.open import open_store


async def do_or_hand_over(
    address: StoreUrl, kind: str, make_details: Callable[[], object], do: Callable[[Store], Awaitable[Sequence[str]]]
) -> Sequence[str]:
    """What ``do`` answers, or what the Callboard that is running on the SQLite file answers to the errand ``kind``.

    ``make_details`` makes what `bot.cli.serve.errands` reads, of what JSON can hold. Raises ConfigError with what was
    wrong.
    """
    try:
        store = await open_store(address.url)
    except AlreadyRunning:
        errands = Errands(address.path)
        if not errands.can_be_taken():
            raise
        return await errands.hand_over(kind, make_details())
    try:
        return await do(store)
    finally:
        await store.close()
