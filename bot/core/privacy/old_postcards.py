"""What becomes of a person's postcards when they are forgotten, or when time has passed."""

from collections.abc import Iterable, Sequence
from functools import partial

from bot.core.base.keys.keys import Keys
from bot.core.outbox.stored_files import end_stored_files
from bot.core.postcards.postcard_rows import DROP_WORDS
from bot.core.postcards.unsent_postcards import drop_unsent
from bot.store.engine import Store, Tx
from bot.store.sql import bindparam, func, select, update
from bot.store.statement import Statement
from bot.store.tables import campaigns, postcards

_P = postcards.c
_OLD = (
    _P.campaign_id == campaigns.c.id,
    _P.words.is_(None),  # until then, somebody may still have to tell the writer
    func.coalesce(campaigns.c.closes_at, _P.written_at) < bindparam("before"),
)
# The people whose postcards of campaigns that closed ``before`` still name them, a page at a time.
DUE_WRITERS = Statement(
    select(_P.person_id)
    .distinct()
    .where(*_OLD, _P.person_id > bindparam("after"))
    .order_by(_P.person_id)
    .limit(bindparam("most"))
)
_DUE_OF = Statement(select(_P.id).where(_P.person_id == bindparam("person"), *_OLD))
_WORDS = select(_P.id).where(_P.delete_at <= bindparam("now"), _P.words.is_not(None)).order_by(_P.id)
_OLD_WORDS, _FREE_WORDS = Statement(_WORDS), Statement(_WORDS.with_for_update(skip_locked=True))
_DETACH = Statement(update(postcards).where(_P.id == bindparam("postcard")).values(person_id=None))


async def delete_old_words(store: Store, at: int) -> None:
    """Delete what postcards say whose time has come. The postcards still count.

    Those that somebody prints just now follow one by one, so that a lock is never held while another is waited for.
    """
    await store.write(partial(_drop_free_words, at=at))
    for row in await store.read(lambda tx: tx.all(_OLD_WORDS, now=at)):
        await store.write(partial(_drop_words, ids=(row.id,)))


async def _drop_free_words(tx: Tx, at: int) -> None:
    await _drop_words(tx, [row.id for row in await tx.all(_FREE_WORDS, now=at)])


async def _drop_words(tx: Tx, ids: Sequence[str]) -> None:
    await tx.many(DROP_WORDS, [{"postcard": one} for one in ids])


async def find_due_postcards(tx: Tx, person_id: str, before: int) -> set[str]:
    """Those postcards of one person."""
    return {row.id for row in await tx.all(_DUE_OF, person=person_id, before=before)}


async def detach_postcards(tx: Tx, ids: set[str]) -> None:
    """Make postcards name their writer no longer."""
    await tx.many(_DETACH, [{"postcard": one} for one in sorted(ids)])


async def forget_unsent(tx: Tx, keys: Keys, accounts: Iterable[bytes], at: int) -> None:
    """Delete accounts' unsent postcards, and let their pictures go where a platform stores them."""
    for account in accounts:
        for topic in await drop_unsent(tx, account):
            await end_stored_files(tx, keys, topic, at)
