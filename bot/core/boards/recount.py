"""Recomputes every total and counts those that were wrong. Logging keeps totals right; this repairs a mishap."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import MetaData, except_, func, select, text, union

from bot.core.totals import counters
from bot.core.totals.counter_changes import fold_all_changes
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import campaigns, counter_changes
from bot.store.tables import counters as totals


class CampaignRecount(NamedTuple):
    """One campaign's recount. ``wrong`` counts the wrong totals by kind, and is empty if none were.

    A kind is a `GroupKind`, or a word this version doesn't know.
    """

    campaign: str
    totals: int
    wrong: Mapping[str, int]


_CHANGED = counter_changes.c.campaign_id
_BEFORE = totals.to_metadata(MetaData(), name="totals_before")
_SNAPSHOT = Statement(text("CREATE TEMPORARY TABLE totals_before AS SELECT * FROM counters"))
_DROP = Statement(text("DROP TABLE totals_before"))
# Stray rows can belong to a campaign that no longer exists.
_ANY = union(*(select(column.label("id")) for column in (campaigns.c.id, totals.c.campaign_id, _CHANGED))).subquery()
_CAMPAIGNS = Statement(select(_ANY.c.id).order_by(_ANY.c.id))
_COUNT_TOTALS = Statement(select(totals.c.campaign_id, func.count().label("n")).group_by(totals.c.campaign_id))

_PLACE = [column.name for column in totals.primary_key]
_DIFFERENCES = [except_(select(one), select(other)).subquery() for one, other in ((_BEFORE, totals), (totals, _BEFORE))]
_DIFFERING = union(*(select(*(rows.c[name] for name in _PLACE)) for rows in _DIFFERENCES)).subquery()
_WRONG = Statement(
    select(_DIFFERING.c.campaign_id, _DIFFERING.c.by, func.count().label("n"))
    .group_by(_DIFFERING.c.campaign_id, _DIFFERING.c.by)
    .order_by(_DIFFERING.c.by)
)


async def recount(tx: Tx) -> tuple[CampaignRecount, ...]:
    """Repair every total of every campaign. Nobody may log meanwhile, or their calls would count twice."""
    await fold_all_changes(tx)
    await tx.run(_SNAPSHOT)
    known = [row.id for row in await tx.all(_CAMPAIGNS)]
    for campaign in known:
        await counters.rebuild_counters(tx, campaign)
    wrong: dict[str, dict[str, int]] = {campaign: {} for campaign in known}
    for row in await tx.all(_WRONG):
        wrong[row.campaign_id][str(row.by)] = row.n
    counts = {row.campaign_id: row.n for row in await tx.all(_COUNT_TOTALS)}
    await tx.run(_DROP)
    return tuple(CampaignRecount(campaign, counts.get(campaign, 0), wrong[campaign]) for campaign in known)
