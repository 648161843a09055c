"""What one person's standing calls add to every total, and moving the totals when that changes."""

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import bindparam, select

from bot.core.calls.calls import credit
from bot.core.totals import counters
from bot.core.totals.counting import CounterDelta, CounterKey, sum_credits
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import calls

STANDING = Statement(
    select(calls)
    .where(calls.c.person_id == bindparam("person"), calls.c.removed_at.is_(None))
    .order_by(calls.c.campaign_id, calls.c.id)
)


async def retotal(tx: Tx, before: Sequence[Sequence[Row]], after: Sequence[Sequence[Row]]) -> None:
    """Move every total from what some people's standing calls added ``before`` to what they add ``after``.

    Each sequence holds one person's rows, ordered by campaign.
    """
    old, new = [contributions(rows) for rows in before], [contributions(rows) for rows in after]
    for campaign in sorted({campaign for one in (*old, *new) for campaign in one}):
        await counters.replace_deltas(
            tx, campaign, [one.get(campaign, {}) for one in old], [one.get(campaign, {}) for one in new]
        )


def contributions(rows: Sequence[Row]) -> dict[str, dict[CounterKey, CounterDelta]]:
    """Return what one person's standing calls, ordered by campaign, add to each campaign's totals."""
    counted = [row for row in rows if row.counted]
    return {
        campaign: sum_credits((credit(row), row.counted_at) for row in own)
        for campaign, own in groupby(counted, key=lambda row: row.campaign_id)
    }
