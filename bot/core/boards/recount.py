"""Every total computed anew, and how many had been wrong. A log moves its totals itself: this is for after a mishap."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import MetaData, except_, func, select, text, union

from bot.core.totals import counters
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import campaigns
from bot.store.tables import counters as totals


class Recounted(NamedTuple):
    """What one campaign's totals came to; ``wrong`` says of what how many were wrong, and is empty where none was.

    What totals are of is a `By`, or a word of a row that this version doesn't know.
    """

    campaign: str
    totals: int
    wrong: Mapping[str, int]


_BEFORE = totals.to_metadata(MetaData(), name="totals_before")
_REMEMBER = Statement(text("CREATE TEMPORARY TABLE totals_before AS SELECT * FROM counters"))
_DROP = Statement(text("DROP TABLE totals_before"))
# A stray row may be of a campaign that isn't there.
_ANY = union(select(campaigns.c.id.label("id")), select(totals.c.campaign_id.label("id"))).subquery()
_CAMPAIGNS = Statement(select(_ANY.c.id).order_by(_ANY.c.id))
_HELD = Statement(select(totals.c.campaign_id, func.count().label("n")).group_by(totals.c.campaign_id))

_PLACE = [column.name for column in totals.primary_key]
_DIFFERENCES = [except_(select(one), select(other)).subquery() for one, other in ((_BEFORE, totals), (totals, _BEFORE))]
_DIFFERING = union(*(select(*(rows.c[name] for name in _PLACE)) for rows in _DIFFERENCES)).subquery()
_WRONG = Statement(
    select(_DIFFERING.c.campaign_id, _DIFFERING.c.by, func.count().label("n"))
    .group_by(_DIFFERING.c.campaign_id, _DIFFERING.c.by)
    .order_by(_DIFFERING.c.by)
)


async def recount(tx: Tx) -> tuple[Recounted, ...]:
    """Put right every total of every campaign. Nobody else may be logging: their totals would be taken twice."""
    await tx.run(_REMEMBER)
    known = [row.id for row in await tx.all(_CAMPAIGNS)]
    for campaign in known:
        await counters.rebuild_counters(tx, campaign)
    wrong: dict[str, dict[str, int]] = {campaign: {} for campaign in known}
    for row in await tx.all(_WRONG):
        wrong[row.campaign_id][str(row.by)] = row.n
    held = {row.campaign_id: row.n for row in await tx.all(_HELD)}
    await tx.run(_DROP)
    return tuple(Recounted(campaign, held.get(campaign, 0), wrong[campaign]) for campaign in known)
