"""The totals that reports show: calls by office and outcome, answers, and people who asked.

Triggers of the database keep them, for every statement that changes a call (migration 0042). On PostgreSQL they append
changes, which are folded here as those of counters are.
"""

from collections.abc import Sequence
from typing import Any, cast

from bot.core.totals.counting import CAMPAIGN
from bot.store.engine import Tx
from bot.store.sql import BindParameter, Executable, Table, bindparam, delete, func, insert, literal, select
from bot.store.statement import Statement
from bot.store.tables import report_asker_lines, report_askers, report_changes, report_lines, report_totals

_HERE: BindParameter[str] = bindparam("campaign_id")
_KEY, _ASKER_KEY = ([column.name for column in table.primary_key] for table in (report_totals, report_askers))


def _make_fold(insert: Any) -> Executable:
    """Move a campaign's changes into its totals. A change of 1 and one of -1 leave nothing."""
    taken = delete(report_changes).where(report_changes.c.campaign_id == _HERE)
    changes = taken.returning(*(report_changes.c[name] for name in [*_KEY, "n"])).cte("taken")
    keys, total = [changes.c[name] for name in _KEY], func.sum(changes.c.n)
    sums = select(*keys, total).group_by(*keys).having(total != 0)
    new = insert(report_totals).from_select([*_KEY, "n"], sums)
    added = {"n": report_totals.c.n + new.excluded.n}
    return cast(Executable, new.on_conflict_do_update(index_elements=_KEY, set_=added))


_FOLD = Statement(_make_fold)
_DROP_EMPTY = Statement(delete(report_totals).where(report_totals.c.campaign_id == _HERE, report_totals.c.n == 0))


async def fold_report_changes(tx: Tx, campaign_id: str) -> None:
    """Fold a campaign's changes into its totals. Only the transaction that has the campaign's turn may do so."""
    await tx.run(_FOLD, campaign_id=campaign_id)
    await tx.run(_DROP_EMPTY, campaign_id=campaign_id)


def _count_lines(lines: Table, target: Table, names: Sequence[str], **values: Any) -> Statement:
    """Count a campaign's lines, in groups of its columns or of other ``values``."""
    columns = [values[name] if name in values else lines.c[name] for name in names]
    groups = [column for column in columns if not isinstance(column, BindParameter)]
    rows = select(*columns, func.count()).where(lines.c.campaign_id == _HERE).group_by(*groups)
    return Statement(insert(target).from_select([*names, "n"], rows))


# Triggers count askers too, so totals are emptied after those.
_RECOUNT = (
    Statement(delete(report_askers).where(report_askers.c.campaign_id == _HERE)),
    *(
        _count_lines(report_asker_lines, report_askers, _ASKER_KEY, period=period, org_id=org)
        for period in (literal(CAMPAIGN), report_asker_lines.c.day)
        for org in (literal(""), report_asker_lines.c.org_id)
    ),
    Statement(delete(report_changes).where(report_changes.c.campaign_id == _HERE)),
    Statement(delete(report_totals).where(report_totals.c.campaign_id == _HERE)),
    _count_lines(report_lines, report_totals, _KEY, period=literal(CAMPAIGN)),
    _count_lines(report_lines, report_totals, _KEY, period=report_lines.c.day),
    _count_lines(report_askers, report_totals, _KEY, about=literal("asked"), office=literal(""), value=literal("")),
)


async def recount_reports(tx: Tx, campaign_id: str) -> None:
    """Recompute what a campaign's reports count from its calls and their answers."""
    for statement in _RECOUNT:
        await tx.run(statement, campaign_id=campaign_id)
