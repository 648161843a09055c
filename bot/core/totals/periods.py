"""The periods for which a campaign has counters, found without reading them all.

Most counters are of persons, in each day and week. The primary key has the period second, so the next period after
one is found at once: a few lookups, where a scan would read a million rows.
"""

from bot.store.sql import CTE, bindparam, func, select
from bot.store.tables import counters

_HERE, _PERIOD = counters.c.campaign_id == bindparam("campaign"), counters.c.period


def list_periods() -> CTE:
    """The periods of the query's ``campaign``, as a column ``period``; the last one is null.

    Periods of changes that aren't folded yet may be missing.
    """
    found = select(func.min(_PERIOD).label("period")).where(_HERE).cte("periods", recursive=True)
    after = select(func.min(_PERIOD)).where(_HERE, found.c.period < _PERIOD).scalar_subquery()
    return found.union_all(select(after).where(found.c.period.is_not(None)))
