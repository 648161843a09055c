"""Prevents guessing of one-time codes: after a few wrong codes in a row, of any kind, a person has to wait."""

from bot.core.times.clock import HOUR
from bot.store.engine import Tx
from bot.store.sql import bindparam, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import people

MOST_WRONG = 5  # in a row, before the person is locked
LOCK_TIME = HOUR

_TRIES = Statement(
    select(people.c.id, people.c.wrong_codes, people.c.locked_until).where(people.c.id == bindparam("person"))
)
_SET_TRIES = Statement(
    update(people)
    .where(people.c.id == bindparam("person"))
    .values(wrong_codes=bindparam("wrong"), locked_until=bindparam("until"))
)


async def load_tries(tx: Tx, person_id: str) -> Row:
    """Load a person's wrong codes and the end of their lock. The person's row must be locked."""
    [row] = await tx.all(_TRIES, person=person_id)
    return row


def is_locked(tries: Row, at: int) -> bool:
    """Whether the person still has to wait before they may enter another code."""
    return bool(tries.locked_until and at < tries.locked_until)


async def count_wrong_code(tx: Tx, tries: Row, at: int) -> int | None:
    """Count one more wrong code. Returns the number of tries left, None if the person is now locked."""
    wrong = (tries.wrong_codes or 0) + 1
    locks = wrong >= MOST_WRONG
    await tx.run(_SET_TRIES, person=tries.id, wrong=None if locks else wrong, until=at + LOCK_TIME if locks else None)
    return None if locks else MOST_WRONG - wrong
