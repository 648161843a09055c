"""The periods for which a campaign has counters, found without reading them all.

Most counters are of persons, in each day and week. The primary key has the period second, so the next period after
one is found at once: a few lookups, where a scan would read a million rows.
"""

from bot.store.sql import CTE, ColumnElement, bindparam, case, func, select
from bot.store.tables import counter_changes, counters


def list_periods() -> CTE:
    """The periods of the query's ``campaign``, as a column ``period``; the last one is null."""
    found = select(_find_first().label("period")).cte("periods", recursive=True)
    after = _find_first(found.c.period)
    return found.union_all(select(after).where(found.c.period.is_not(None)))


def _find_first(after: ColumnElement[str] | None = None) -> ColumnElement[str]:
    """The first period after another one, or of all. It may be in changes that aren't folded yet."""
    firsts = []
    for table in (counters, counter_changes):
        first = select(func.min(table.c.period)).where(table.c.campaign_id == bindparam("campaign"))
        firsts.append((first if after is None else first.where(table.c.period > after)).scalar_subquery())
    kept, changed = firsts
    return case((changed.is_(None), kept), (kept.is_(None), changed), (changed < kept, changed), else_=kept)
