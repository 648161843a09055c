"""The totals that reports show: calls by office and outcome, answers, people who asked, and postcards.

Triggers of the database keep them, for every statement that changes one (migrations 0042 and 0046). On PostgreSQL they
append changes, which are folded here as those of counters are.
"""

from typing import Any, cast

from bot.core.totals.counting import CAMPAIGN, Outcome
from bot.store.engine import Tx
from bot.store.sql import (
    BindParameter,
    ColumnElement,
    Executable,
    Table,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
)
from bot.store.statement import Statement
from bot.store.tables import (
    calls,
    position_callers,
    positions,
    report_asker_lines,
    report_askers,
    report_changes,
    report_lines,
    report_postcard_lines,
    report_totals,
)

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


def _insert_groups(source: Table, target: Table, n: Any, *where: ColumnElement[bool], **values: Any) -> Statement:
    """Add up a campaign's rows of ``source``, in groups of its columns or of other ``values``."""
    names = [column.name for column in target.primary_key]
    columns = [values[name] if name in values else source.c[name] for name in names]
    groups = [column for column in columns if not isinstance(column, BindParameter)]
    rows = select(*columns, n).where(source.c.campaign_id == _HERE, *where).group_by(*groups)
    return Statement(insert(target).from_select([*names, "n"], rows))


def _sum_up(table: Table, *where: ColumnElement[bool], **values: Any) -> Statement:
    """Add rows that are the sums of others in the same table."""
    return _insert_groups(table, table, func.sum(table.c.n), *where, **values)


_KEY_OF_CALLER = (calls.c.person_id, calls.c.campaign_id, calls.c.slot, positions.c.ask, positions.c.position)
_HEARD = select(*_KEY_OF_CALLER, func.max(calls.c.day)).where(
    calls.c.campaign_id == _HERE,
    calls.c.id == positions.c.call_id,
    calls.c.removed_at.is_(None),
    calls.c.outcome == Outcome.SPOKE.value,
    calls.c.adds_person == 1,
    calls.c.person_id.is_not(None),
    positions.c.position != "no_answer",
)
_CALLERS = [column.name for column in position_callers.columns]
_FILL_CALLERS = insert(position_callers).from_select(_CALLERS, _HEARD.group_by(*_KEY_OF_CALLER))
_ANSWERS = (report_totals.c.about == "position", report_totals.c.period == CAMPAIGN)
_NOBODY = {name: literal("") for name in ("org_id", "office", "place")}
_KNOWN = {
    **_NOBODY,
    "about": literal("known"),
    "congress": literal(0),
    "period": position_callers.c.last_day,
    "value": position_callers.c.position,
}
_ASKED = {"about": literal("asked"), "office": literal(""), "value": literal("")}
# Calls are read once, for each day: whole campaigns are sums of days. Triggers count askers and callers too, so
# totals are emptied after those.
_RECOUNT = (
    Statement(delete(report_askers).where(report_askers.c.campaign_id == _HERE)),
    _insert_groups(report_asker_lines, report_askers, func.count(), period=report_asker_lines.c.day),
    _sum_up(report_askers, org_id=literal("")),
    _sum_up(report_askers, period=literal(CAMPAIGN)),
    Statement(delete(position_callers).where(position_callers.c.campaign_id == _HERE)),
    Statement(_FILL_CALLERS),
    Statement(delete(report_changes).where(report_changes.c.campaign_id == _HERE)),
    Statement(delete(report_totals).where(report_totals.c.campaign_id == _HERE)),
    _insert_groups(report_lines, report_totals, func.count(), period=report_lines.c.day),
    _sum_up(report_totals, period=literal(CAMPAIGN)),
    _sum_up(report_totals, *_ANSWERS, about=literal("answer"), org_id=literal("")),
    _insert_groups(report_postcard_lines, report_totals, func.count(), period=literal(CAMPAIGN)),
    _insert_groups(report_askers, report_totals, func.count(), **_ASKED),
    _insert_groups(position_callers, report_totals, func.count(), **_KNOWN),
)


_ANSWERED = Statement(
    select(report_totals.c.ask)
    .where(
        report_totals.c.campaign_id == _HERE,
        report_totals.c.about == "answer",
        report_totals.c.period == CAMPAIGN,
        report_totals.c.n > 0,
    )
    .distinct()
)


async def find_answered(tx: Tx, campaign_id: str) -> frozenset[str]:
    """The keys of a campaign's questions that have answers."""
    return frozenset(row.ask for row in await tx.all(_ANSWERED, campaign_id=campaign_id))


async def recount_reports(tx: Tx, campaign_id: str) -> None:
    """Recompute what a campaign's reports count from its calls, their answers and its postcards."""
    for statement in _RECOUNT:
        await tx.run(statement, campaign_id=campaign_id)
