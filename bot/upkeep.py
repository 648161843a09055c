"""What an admin has checked and put right from the command line: the audit trail, and the totals."""

from collections.abc import Sequence

from bot.config import StoreUrl
from bot.core.audit import Audit, Verdict
from bot.core.clock import now
from bot.core.counting import By
from bot.core.recount import Recounted, recount
from bot.store.backup import must_be_idle, readable
from bot.store.open import open_store

_GROUPS = {
    By.TOTAL: "everybody",
    By.ORG: "orgs",
    By.CHAPTER: "chapters",
    By.STATE: "states",
    By.DISTRICT: "districts",
    By.PERSON: "people",
}


async def verified(address: StoreUrl) -> Verdict:
    """Return whether the audit trail is whole; a Callboard may be running. Raises ConfigError without a database."""
    with readable(address) as copy:
        store = await open_store(copy.url)
        try:
            return await Audit(store, now).verify()
        finally:
            await store.close()


async def rebuilt(address: StoreUrl) -> tuple[Recounted, ...]:
    """Compute every total anew; raises ConfigError while a Callboard is running, and without a database."""
    await must_be_idle(address)
    store = await open_store(address.url)
    try:
        return await store.write(recount)
    finally:
        await store.close()


def told(recounted: Sequence[Recounted]) -> list[str]:
    """Return a sentence for each campaign whose totals were wrong, or one that says that none were."""
    wrong = [_told(one) for one in recounted if one.wrong]
    return wrong or [f"Every total was right: {sum(one.totals for one in recounted):,} of them. Nothing was changed."]


def _told(one: Recounted) -> str:
    number = sum(one.wrong.values())
    names = {by.value: name for by, name in _GROUPS.items()}
    kinds = ", ".join(f"{count:,} for {names.get(by, repr(by))}" for by, count in one.wrong.items())
    were = "total was wrong and is right now" if number == 1 else "totals were wrong and are right now"
    return f"{one.campaign}: {number:,} {were} ({kinds}). Boards and receipts show it at once."
