"""A person's recent entries in the order they were made: live and undone calls."""

from collections.abc import Sequence

from bot.core.times.clock import HOUR
from bot.store.engine import Query, Tx
from bot.store.sql import bindparam, func, select
from bot.store.statement import Row, Statement
from bot.store.tables import calls

LINK = "link"  # why linking accounts removed a duplicate call
LATELY = 50 * HOUR  # covers today and yesterday in any zone, even if one of them has 25 hours

_ENTRY = select(
    calls.c.id,
    calls.c.campaign_id,
    calls.c.slot,
    calls.c.day,
    calls.c.outcome,
    calls.c.logged_at,
    calls.c.entered_at,
    calls.c.removed_at,
    calls.c.removed_as,
)
_ONE = Statement(_ENTRY.where(calls.c.id == bindparam("call")))
_RECENT = Statement(
    _ENTRY.where(calls.c.person_id == bindparam("person"), calls.c.entered_at >= bindparam("since")).order_by(
        calls.c.entered_at
    )
)

_LAST = Statement(select(func.max(calls.c.entered_at).label("place")).where(calls.c.person_id == bindparam("person")))


async def fetch_recent_entries(tx: Tx, person_id: str, at: int) -> list[Row]:
    """A person's entries since `LATELY` before ``at`` (UTC microseconds), the newest last.

    They include entries dated after ``at``, which happens if a clock was set back.
    """
    statement, params = make_recent_query(person_id, at)
    return await tx.all(statement, **params)


def make_recent_query(person_id: str, at: int) -> Query:
    """The query for these entries."""
    return _RECENT, {"person": person_id, "since": at - LATELY}


async def fetch_entry(tx: Tx, call_id: str) -> Row:
    """One entry, by its call's id."""
    [entry] = await tx.all(_ONE, call=call_id)
    return entry


def find_next_entered_at(entries: Sequence[Row], at: int) -> int:
    """The ``entered_at`` of an entry made at ``at``: that time, or just after the last entry if that is later.

    Otherwise a clock that was set back, or a late request, would change the order.
    """
    return max(at, entries[-1].entered_at + 1) if entries else at


async def find_last_entered_at(tx: Tx, person_id: str) -> int:
    """The ``entered_at`` of a person's last entry, 0 for none."""
    row = await tx.one(_LAST, person=person_id)
    return row.place or 0 if row else 0
