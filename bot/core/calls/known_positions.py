"""A member's recent positions, as callers reported them. Scripts adapt to them; nothing shows who reported what."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.guidance.phone_lines import Official
from bot.core.times.clock import DAY, day_of
from bot.store.engine import Tx
from bot.store.sql import BigInteger, Select, Table, bindparam, cast, func, literal_column, select, union_all
from bot.store.statement import Statement
from bot.store.tables import report_changes, report_totals

FRESH = 30 * DAY
_ANYWHERE = ZoneInfo("UTC")  # a day more or less doesn't matter
_ENOUGH = 3  # callers who must report the same, so one who misheard can't put words in a member's mouth
_AGREE = 0.75  # share of all reports


def _select_lines(table: Table) -> Select[Any]:
    line = table.c
    return select(line.ask, line.value, line.n).where(
        line.about == literal_column("'known'"),  # as the partial indexes say it
        line.campaign_id == bindparam("campaign"),
        line.slot == bindparam("member"),
        line.period >= bindparam("since"),
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
    since = day_of(at - FRESH, _ANYWHERE).isoformat()
    for row in await tx.all(_COUNT_REPORTS, member=member.id, campaign=campaign, since=since):
        reports[row.ask][row.position] = row.callers
    return {ask: known for ask, counts in reports.items() if (known := find_consensus(counts))}


def find_consensus(counts: Counter[str]) -> str | None:
    """The position that enough callers report and nearly all agree on, or None."""
    [(position, callers)] = counts.most_common(1)
    return position if callers >= _ENOUGH and callers >= _AGREE * counts.total() else None
