"""Recomputes every total and counts those that were wrong. Logging keeps totals right; this repairs a mishap."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from bot.core.totals import counters
from bot.core.totals.counter_changes import fold_all_changes
from bot.store.engine import Tx
from bot.store.sql import MetaData, Table, except_, func, select, text, union
from bot.store.statement import Statement
from bot.store.tables import campaigns, counter_changes, report_totals
from bot.store.tables import counters as counter_totals


class CampaignRecount(NamedTuple):
    """One campaign's recount. ``wrong`` counts the wrong totals by kind, and is empty if none were.

    A kind is a `GroupKind`, a kind of `report_totals`, or a word this version doesn't know.
    """

    campaign: str
    totals: int
    wrong: Mapping[str, int]


Announce = Callable[[str, int, int], None]


class _Kept(NamedTuple):
    """A table of totals, and the statements that find which of them a recount changed."""

    snapshot: Statement
    tally: Statement
    find_wrong: Statement
    drop: Statement


def _keep(table: Table, kind: str) -> _Kept:
    """Compare a table of totals before and after. ``kind`` is the column that says what a total groups."""
    name = f"{table.name}_before"
    before, keys = table.to_metadata(MetaData(), name=name), [column.name for column in table.primary_key]
    differences = [except_(select(one), select(other)).subquery() for one, other in ((before, table), (table, before))]
    differing = union(*(select(*(rows.c[key] for key in keys)) for rows in differences)).subquery()
    campaign, by = differing.c.campaign_id, differing.c[kind].label("by")
    count = func.count().label("n")
    return _Kept(
        Statement(text(f"CREATE TEMPORARY TABLE {name} AS SELECT * FROM {table.name}")),  # noqa: S608 - the schema's own
        Statement(select(table.c.campaign_id, count).group_by(table.c.campaign_id)),
        Statement(select(campaign, by, count).group_by(campaign, by).order_by(by)),
        Statement(text(f"DROP TABLE {name}")),
    )


_TOTALS = (_keep(counter_totals, "by"), _keep(report_totals, "about"))
# Stray rows can belong to a campaign that no longer exists.
_NAMED = (campaigns.c.id, *(table.c.campaign_id for table in (counter_totals, counter_changes, report_totals)))
_ANY = union(*(select(column.label("id")) for column in _NAMED)).subquery()
_CAMPAIGNS = Statement(select(_ANY.c.id).order_by(_ANY.c.id))


def _say_nothing(campaign: str, number: int, of: int) -> None:
    """Nobody waits."""


async def recount(tx: Tx, announce: Announce = _say_nothing) -> tuple[CampaignRecount, ...]:
    """Repair every total of every campaign. Nobody may log meanwhile, or their calls would count twice.

    The database recounts, so memory doesn't grow. ``announce`` is called with each campaign before it is recounted, its
    number, and how many there are.
    """
    await fold_all_changes(tx)
    for kept in _TOTALS:
        await tx.run(kept.snapshot)
    known = [row.id for row in await tx.all(_CAMPAIGNS)]
    for number, campaign in enumerate(known, 1):
        announce(campaign, number, len(known))
        await counters.rebuild_counters(tx, campaign)
    wrong: dict[str, dict[str, int]] = {campaign: {} for campaign in known}
    counts = Counter[str]()
    for kept in _TOTALS:
        for row in await tx.all(kept.find_wrong):
            wrong[row.campaign_id][str(row.by)] = row.n
        for row in await tx.all(kept.tally):
            counts[row.campaign_id] += row.n
        await tx.run(kept.drop)
    return tuple(CampaignRecount(campaign, counts[campaign], wrong[campaign]) for campaign in known)
