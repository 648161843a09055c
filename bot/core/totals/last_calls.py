"""Finds a group's last call that still counts, by an index: an undo must not scan millions of calls."""

from enum import StrEnum
from typing import assert_never

from bot.core.totals.counting import CAMPAIGN, CounterKey, GroupKind, PostcardKind
from bot.core.totals.postcard_totals import find_last_postcard
from bot.store.engine import Tx
from bot.store.sql import BindParameter, ColumnElement, and_, bindparam, desc, func, literal, literal_column, select
from bot.store.statement import Statement
from bot.store.tables import anonymous_totals, calls, counters

_LEFT = anonymous_totals.c
COUNTED = and_(
    calls.c.campaign_id == bindparam("campaign_id"),
    calls.c.removed_at.is_(None),
    calls.c.counted == literal_column("1"),  # a literal, because SQLite uses no partial index for a parameter
)


class _RowSet(StrEnum):
    """The sets of calls that an index finds."""

    ORG = "org"
    CHAPTER = "chapter"
    STATE = "state"
    DISTRICT = "district"
    STATE_ALONE = "state alone"  # people with a known state and an unknown district
    NOWHERE = "nowhere"
    PERSON = "person"


_KEY: BindParameter[str] = bindparam("key")


def _list_conditions(rows: _RowSet) -> tuple[ColumnElement[bool], ...]:
    """The conditions that select a set of calls."""
    match rows:
        case _RowSet.ORG:
            return (calls.c.org_id == _KEY,)
        case _RowSet.CHAPTER:
            return (calls.c.chapter_id == _KEY,)
        case _RowSet.STATE:
            return (calls.c.state == _KEY,)
        case _RowSet.DISTRICT:
            return (calls.c.district == _KEY,)
        case _RowSet.STATE_ALONE:
            return (calls.c.state == _KEY, calls.c.district.is_(None))
        case _RowSet.NOWHERE:
            return (calls.c.state.is_(None), calls.c.district.is_(None))
        case _RowSet.PERSON:
            return (calls.c.person_id == _KEY,)
        case _:
            assert_never(rows)


def _choose_rows(by: GroupKind, key: str) -> _RowSet:
    found = _list_row_sets(by)
    if len(found) == 1:
        return found[0]
    return _RowSet.DISTRICT if "-" in key else _RowSet.STATE_ALONE if key else _RowSet.NOWHERE


def _list_row_sets(by: GroupKind) -> tuple[_RowSet, ...]:
    """The sets of calls in which the groups of a kind find theirs."""
    match by:
        case GroupKind.ORG:
            return (_RowSet.ORG,)
        case GroupKind.CHAPTER:
            return (_RowSet.CHAPTER,)
        case GroupKind.STATE:
            return (_RowSet.STATE,)
        case GroupKind.DISTRICT:
            return (_RowSet.DISTRICT, _RowSet.STATE_ALONE, _RowSet.NOWHERE)
        case GroupKind.PERSON:
            return (_RowSet.PERSON,)
        case GroupKind.TOTAL:
            return ()  # see `_LATEST_OF_ALL`
        case _:
            assert_never(by)


def _list_scopes(by: GroupKind) -> tuple[bool, ...]:
    """Whether counters of a kind belong to one org, to all, or there are both."""
    match by:
        case GroupKind.TOTAL | GroupKind.ORG:
            return (False,)
        case GroupKind.CHAPTER | GroupKind.STATE | GroupKind.DISTRICT:
            return (True,)  # a chapter that moved has a counter in each org
        case GroupKind.PERSON:
            return (False, True)
        case _:
            assert_never(by)


def _make_latest_query(by: GroupKind, rows: _RowSet, period: str, scoped: bool) -> Statement:
    """The query for a group's last call that still counts, and the last one that forgotten people left.

    ``scoped`` groups belong to one org.
    """
    wheres = list(_list_conditions(rows))
    if scoped:
        # coalesce() keeps SQLite from scanning the whole org's calls for one person's.
        wheres.append(func.coalesce(calls.c.org_id, "") == bindparam("scope"))
    if period != CAMPAIGN:
        wheres.append(calls.c[period] == bindparam("period"))
    newest = select(calls.c.counted_at).where(COUNTED, *wheres)
    left = select(_LEFT.last_at).where(
        _LEFT.campaign_id == bindparam("campaign_id"),
        _LEFT.period == bindparam("period"),
        _LEFT.by == by.value,
        _LEFT.scope == bindparam("scope"),
        _LEFT.key == bindparam("key"),
    )
    last = newest.order_by(desc(calls.c.counted_at)).limit(1).scalar_subquery()
    return Statement(select(last.label("counted_at"), left.scalar_subquery().label("left_at")))


_LATEST: dict[tuple[_RowSet, str, bool], Statement] = {
    (rows, period, scoped): _make_latest_query(by, rows, period, scoped)
    for by in GroupKind
    for rows in _list_row_sets(by)
    for period in (CAMPAIGN, "day", "week")
    for scoped in _list_scopes(by)
}


# Every call counts for an org, and org counters are updated before the whole's: see `CallCredit.groups`.
_LATEST_OF_ALL = Statement(
    select(func.max(counters.c.last_at).label("counted_at"), literal(0).label("left_at")).where(
        counters.c.campaign_id == bindparam("campaign_id"),
        counters.c.period == bindparam("period"),
        counters.c.by == GroupKind.ORG.value,
    )
)


async def find_last_call(tx: Tx, campaign_id: str, counter_key: CounterKey) -> int:
    """The time (UTC microseconds) of a counter's last call that still counts, 0 if there is none."""
    period, by, scope, key = counter_key
    if isinstance(by, PostcardKind):
        return await find_last_postcard(tx, campaign_id, period, by, scope, key)
    kind = CAMPAIGN if period == CAMPAIGN else ("week" if "W" in period else "day")
    statement = _LATEST_OF_ALL if by is GroupKind.TOTAL else _LATEST[_choose_rows(by, key), kind, bool(scope)]
    row = await tx.one(statement, campaign_id=campaign_id, key=key, scope=scope, period=period)
    return max(row.counted_at or 0, row.left_at or 0) if row else 0
