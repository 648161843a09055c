"""What one person's live calls add to each total, and how to move the totals when that changes.

A live call is one that was neither undone nor voided.
"""

from collections.abc import Sequence
from itertools import groupby

from bot.core.calls.calls import make_credit
from bot.core.totals import counters
from bot.core.totals.counting import CounterDelta, CounterKey, sum_credits
from bot.store.engine import Tx
from bot.store.sql import bindparam, select
from bot.store.statement import Row, Statement
from bot.store.tables import calls

LIVE_OF_PERSON = Statement(
    select(calls)
    .where(calls.c.person_id == bindparam("person"), calls.c.removed_at.is_(None))
    .order_by(calls.c.campaign_id, calls.c.id)
)


async def move_totals(tx: Tx, before: Sequence[Sequence[Row]], after: Sequence[Sequence[Row]]) -> None:
    """Replace what some people's live calls added to the totals ``before`` with what they add ``after``.

    Each inner sequence holds one person's rows, ordered by campaign.
    """
    old, new = [find_contributions(rows) for rows in before], [find_contributions(rows) for rows in after]
    for campaign in sorted({campaign for one in (*old, *new) for campaign in one}):
        await counters.replace_deltas(
            tx, campaign, [one.get(campaign, {}) for one in old], [one.get(campaign, {}) for one in new]
        )


def find_contributions(rows: Sequence[Row]) -> dict[str, dict[CounterKey, CounterDelta]]:
    """What one person's live calls, ordered by campaign, add to the totals, by campaign."""
    counted = [row for row in rows if row.counted]
    return {
        campaign: sum_credits((make_credit(row), row.counted_at) for row in own)
        for campaign, own in groupby(counted, key=lambda row: row.campaign_id)
    }
