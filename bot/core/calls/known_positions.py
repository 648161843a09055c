"""A member's recent positions, as callers reported them. Scripts adapt to them; nothing shows who reported what."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.guidance.phone_lines import Official
from bot.core.times.clock import DAY, day_of
from bot.store.engine import Tx
from bot.store.sql import BigInteger, Select, Table, bindparam, cast, func, literal_column, select, union_all
from bot.store.statement import Statement
from bot.store.tables import report_changes, report_totals

FRESH = 30 * DAY
_ANYWHERE = ZoneInfo("UTC")
_DAYS = tuple(f"day_{n}" for n in range(FRESH // DAY + 2))  # from tomorrow on, where that day has begun
_ENOUGH = 3  # callers who must report the same, so one who misheard can't put words in a member's mouth
_AGREE = 0.75  # share of all reports


def _select_lines(table: Table) -> Select[Any]:
    line = table.c
    return select(line.ask, line.value, line.n).where(
        line.about == literal_column("'known'"),  # as the partial index says it
        line.campaign_id == bindparam("campaign"),
        line.period.in_([bindparam(day) for day in _DAYS]),  # not a range, so that the key finds each day's lines
        line.org_id == "",
        line.slot == bindparam("member"),
    )


_LINES = union_all(_select_lines(report_totals), _select_lines(report_changes)).subquery()  # changes: not folded yet
_CALLERS = cast(func.sum(_LINES.c.n), BigInteger)  # PostgreSQL's sums are decimals
_COUNT_REPORTS = Statement(
    select(_LINES.c.ask, _LINES.c.value.label("position"), _CALLERS.label("callers"))
    .group_by(_LINES.c.ask, _LINES.c.value)
    .having(func.sum(_LINES.c.n) > 0)
)


async def find_known_positions(tx: Tx, member: Official, campaign: str, at: int) -> Mapping[str, str]:
    """A member's position by ask, for the asks of a campaign on which enough callers agree."""
    reports: dict[str, Counter[str]] = defaultdict(Counter)
    today = day_of(at, _ANYWHERE)
    days = {name: (today - timedelta(days=n - 1)).isoformat() for n, name in enumerate(_DAYS)}
    for row in await tx.all(_COUNT_REPORTS, member=member.id, campaign=campaign, **days):
        reports[row.ask][row.position] = row.callers
    return {ask: known for ask, counts in reports.items() if (known := find_consensus(counts))}


def find_consensus(counts: Counter[str]) -> str | None:
    """The position that enough callers report and nearly all agree on, or None."""
    [(position, callers)] = counts.most_common(1)
    return position if callers >= _ENOUGH and callers >= _AGREE * counts.total() else None
