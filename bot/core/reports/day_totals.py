"""A campaign's completed calls, or its postcards, by campaign-local day, from its counters."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from bot.core.reports.report_rows import Scoped, load_rows_within
from bot.core.totals.counting import CAMPAIGN, GroupKind, Measure
from bot.core.totals.periods import list_periods
from bot.roles import Reach
from bot.store.engine import Tx
from bot.store.sql import bindparam, select
from bot.store.statement import Row, Statement
from bot.store.tables import current_totals


class DayTotal(Struct, frozen=True):
    """Completed calls or postcards on one campaign-local day, and how many people made or sent them."""

    day: str
    calls: int
    people: int


class DayTotals(Struct, frozen=True):
    """``days`` are newest first. ``calls`` and ``people`` are the whole campaign's."""

    days: tuple[DayTotal, ...]
    calls: int
    people: int


_N = current_totals.c
_TOTALS = select(_N.period, _N.n, _N.people).where(
    _N.campaign_id == bindparam("campaign"), _N.period == list_periods().c.period, _N.n > 0, _N.scope == ""
)
_DAYS = Scoped(
    Statement(_TOTALS.where(_N.by == bindparam("of_all"))),
    Statement(_TOTALS.where(_N.by == bindparam("of_org"), _N.key == bindparam("org"))),
)


async def load_day_totals(tx: Tx, reach: Reach, campaign: str, measure: Measure = Measure.CALLS) -> DayTotals:
    """Load the totals of the orgs in reach. A person who calls for two orgs counts as one of the people of each."""
    kinds = {"of_all": measure.name_kind(GroupKind.TOTAL).value, "of_org": measure.name_kind(GroupKind.ORG).value}
    rows = await load_rows_within(tx, _DAYS, reach, campaign=campaign, **kinds)
    whole = [row for row in rows if row.period == CAMPAIGN]
    return DayTotals(_sum_days(rows), sum(row.n for row in whole), sum(row.people for row in whole))


def _sum_days(rows: Iterable[Row]) -> tuple[DayTotal, ...]:
    """The daily totals of some orgs. Leaves out the rows for weeks and for the whole campaign."""
    calls, people = Counter[str](), Counter[str]()
    for row in rows:
        if row.period != CAMPAIGN and "W" not in row.period:
            calls[row.period] += row.n
            people[row.period] += row.people
    return tuple(DayTotal(day, calls[day], people[day]) for day in sorted(calls, reverse=True))
