"""Changes to shared counters, which several processes append and one transaction at a time folds into the counters.

Every call moves the coalition's total. If calls changed that row in place, each would wait for the commit of the one
before, in whatever process. Totals are read from a view that adds the changes (`tables.current_totals`). What lowers a
counter folds them first, and works on the counters alone.
"""

import secrets
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, TypeVar, cast

from bot.core.totals.counting import CAMPAIGN, CounterKey, GroupKind, PostcardKind
from bot.core.totals.report_totals import fold_report_changes
from bot.store.engine import Store, Tx, Unit
from bot.store.sql import Executable, Select, Table, bindparam, case, delete, func, insert, or_, select
from bot.store.statement import Statement
from bot.store.tables import campaigns, counter_changes, counters, report_changes

# A person's own counters, which only transactions that hold the person's row change.
OWN_KINDS = frozenset({GroupKind.PERSON.value, PostcardKind.PERSON.value})
_PART_BITS = 62

T = TypeVar("T")


def upsert(new: Any, table: Table, sums: Sequence[str] = ("n", "people")) -> Executable:
    """An insert that adds to rows that already exist."""
    old = table.c
    later = case((new.excluded.last_at > old.last_at, new.excluded.last_at), else_=old.last_at)
    added = {**{name: old[name] + new.excluded[name] for name in sums}, "last_at": later}
    return cast(Executable, new.on_conflict_do_update(index_elements=list(table.primary_key), set_=added))


_NAMES = [column.name for column in counters.columns]
_KEY_WIDTH = len(counters.primary_key)


def fold_rows(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows in the order of `_NAMES`, summed to one for each counter, in the one order in which counters are locked."""
    found: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for row in rows:
        counter_key = row[:_KEY_WIDTH]
        old = found.get(counter_key)
        found[counter_key] = row if old is None else (*counter_key, *_add_up(old[_KEY_WIDTH:], row[_KEY_WIDTH:]))
    return [found[counter_key] for counter_key in sorted(found)]


def _add_up(old: tuple[int, ...], new: tuple[int, ...]) -> tuple[int, int, int]:
    """Do what `CounterDelta.add` does, in half its time: each call that shares a commit brings 21 rows."""
    (n, people, last_at), (more, others, later) = old, new
    return n + more, people + others, max(last_at, later)


_CHANGES, _KEY = counter_changes.c, [column.name for column in counters.primary_key]
_HERE = _CHANGES.campaign_id == bindparam("campaign_id")


def _fold_parts(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The same for changes of several callers, each with its part. One part is as good as another."""
    return [(*row, rows[0][-1]) for row in fold_rows([row[:-1] for row in rows])]


_APPEND = Statement(insert(counter_changes), order=[*_NAMES, "part"], fold=_fold_parts)


def _make_fold(insert: Any) -> Executable:
    """Move a campaign's changes into its counters, in the order in which counters are locked."""
    taken = delete(counter_changes).where(_HERE).returning(*(_CHANGES[name] for name in _NAMES)).cte("taken")
    return upsert(insert(counters).from_select(_NAMES, _sum_up(taken.c)), counters)


def _sum_up(columns: Any) -> Select[Any]:
    keys = [columns[name] for name in _KEY]
    sums = (func.sum(columns.n), func.sum(columns.people), func.max(columns.last_at))
    return select(*keys, *sums).group_by(*keys).order_by(*keys)


_FOLD = Statement(_make_fold)
_ADD_SUMS = Statement(
    lambda insert: upsert(insert(counters).from_select(_NAMES, _sum_up(_CHANGES).where(_HERE)), counters)
)
_DROP = Statement(delete(counter_changes).where(_HERE))
_CAMPAIGNS = Statement(
    select(campaigns.c.id)  # changes may name others: a foreign key would be checked once for each change
    .where(
        or_(
            *(
                select(table.c.campaign_id).where(table.c.campaign_id == campaigns.c.id).exists()
                for table in (counter_changes, report_changes)
            )
        )
    )
    .order_by(campaigns.c.id)
)


def _make_turn(insert: Any) -> Executable:
    """Lock the campaign's total without changing it. It is added if it is missing."""
    fixed = {"period": CAMPAIGN, "by": _TOTAL, "scope": "", "key": "", "n": 0, "people": 0, "last_at": 0}
    row = insert(counters).values(campaign_id=bindparam("campaign_id"), **fixed)
    return cast(Executable, row.on_conflict_do_update(index_elements=_KEY, set_={"n": counters.c.n}))


_TOTAL = GroupKind.TOTAL.value
_TAKE_TURN = Statement(_make_turn)
_DROP_EMPTY = Statement(
    delete(counters).where(
        counters.c.campaign_id == bindparam("campaign_id"),
        counters.c.period == CAMPAIGN,
        counters.c.by == _TOTAL,
        counters.c.scope == "",
        counters.c.key == "",
        counters.c.n == 0,
    )
)


async def append_changes(tx: Tx, rows: Sequence[tuple[Any, ...]]) -> None:
    """Append changes, each with the columns of a counter."""
    part = secrets.randbits(_PART_BITS)
    await tx.many(_APPEND, [(*row, part) for row in rows])


async def take_changes(tx: Tx, campaign_id: str, moved: Iterable[CounterKey]) -> None:
    """Fold a campaign's changes into its counters, before those of ``moved`` are lowered.

    The campaign's total is locked first and until the commit. So one transaction at a time works on the shared
    counters of a campaign, in whatever order it takes them.
    """
    if not tx.has_one_writer and any(by.value not in OWN_KINDS for _, by, _, _ in moved):
        await _fold(tx, campaign_id)


async def _fold(tx: Tx, campaign_id: str) -> None:
    if tx.has_one_writer:  # changes that were copied from another database
        await tx.run(_ADD_SUMS, campaign_id=campaign_id)
        await drop_changes(tx, campaign_id)
        return
    await tx.run(_TAKE_TURN, campaign_id=campaign_id)
    await tx.run(_FOLD, campaign_id=campaign_id)
    await tx.run(_DROP_EMPTY, campaign_id=campaign_id)
    await fold_report_changes(tx, campaign_id)


async def fold_all_changes(tx: Tx) -> None:
    """Fold the changes of every campaign that has some."""
    for row in await tx.all(_CAMPAIGNS):
        await _fold(tx, row.id)


async def fold_changes(store: Store) -> None:
    """Do the same, each campaign in a transaction of its own."""
    for row in await store.read(lambda tx: tx.all(_CAMPAIGNS)):
        await store.write(partial(_fold, campaign_id=row.id))


async def read_folded(store: Store, unit: Unit[T]) -> T:
    """Fold the changes, then read: no view adds them to the totals of reports."""
    await fold_changes(store)
    return await store.read(unit)


async def drop_changes(tx: Tx, campaign_id: str) -> None:
    """Delete a campaign's changes, which a recount has replaced."""
    await tx.run(_DROP, campaign_id=campaign_id)
