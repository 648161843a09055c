"""What keeps one-time codes from being guessed: after a few wrong ones in a row, of any kind, somebody has to wait."""

from sqlalchemy import bindparam, select, update

from bot.core.base.clock import HOUR
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import people

TRIES = 5  # wrong codes until somebody has to wait
LOCKED = HOUR

_TRIES = Statement(
    select(people.c.id, people.c.wrong_codes, people.c.locked_until).where(people.c.id == bindparam("person"))
)
_TRIED = Statement(
    update(people)
    .where(people.c.id == bindparam("person"))
    .values(wrong_codes=bindparam("wrong"), locked_until=bindparam("until"))
)


async def tries_of(tx: Tx, person_id: str) -> Row:
    """Return the wrong codes of a person who is locked, and until when they have to wait."""
    [row] = await tx.all(_TRIES, person=person_id)
    return row


def is_locked(tries: Row, at: int) -> bool:
    """Say whether somebody still has to wait before another code is taken from them."""
    return bool(tries.locked_until and at < tries.locked_until)


async def count_wrong(tx: Tx, tries: Row, at: int) -> int | None:
    """Count one more wrong code; return how many tries are left, None where they have to wait from now on."""
    wrong = (tries.wrong_codes or 0) + 1
    locks = wrong >= TRIES
    await tx.run(_TRIED, person=tries.id, wrong=None if locks else wrong, until=at + LOCKED if locks else None)
    return None if locks else TRIES - wrong
