"""What somebody entered lately, in the order in which it was entered: calls that stand, and calls taken back."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from bot.core.base.clock import HOUR
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import calls

LINK = "link"  # why the double of a call that stands was removed
LATELY = 50 * HOUR  # today and yesterday, of which one may have 25 hours, in any zone

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
    """Return somebody's entries since `LATELY` before ``at`` (UTC microseconds), the last one last.

    Where a clock was set back, entries that it dated later than ``at`` are among them.
    """
    return await tx.all(_RECENT, person=person_id, since=at - LATELY)


async def fetch_entry(tx: Tx, call_id: str) -> Row:
    """Return one entry."""
    [entry] = await tx.all(_ONE, call=call_id)
    return entry


def find_next_entered_at(entries: Sequence[Row], at: int) -> int:
    """Return the ``entered_at`` of what is entered at ``at``: that time, or just after the last entry.

    A clock that was set back, and requests that come in late, would else change the order.
    """
    return max(at, entries[-1].entered_at + 1) if entries else at


async def find_last_entered_at(tx: Tx, person_id: str) -> int:
    """Return the ``entered_at`` of somebody's last entry, 0 for none."""
    row = await tx.one(_LAST, person=person_id)
    return row.place or 0 if row else 0
