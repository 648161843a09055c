"""Finds a group's last call that still counts, by an index: an undo must not scan millions of calls."""

from enum import StrEnum

from sqlalchemy import BindParameter, and_, bindparam, desc, func, literal, literal_column, select
from sqlalchemy.sql.elements import ColumnElement

from bot.core.totals.counting import CAMPAIGN, CounterKey, GroupKind
from bot.store.engine import Tx
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
_WHERES: dict[_RowSet, tuple[ColumnElement[bool], ...]] = {
    _RowSet.ORG: (calls.c.org_id == _KEY,),
    _RowSet.CHAPTER: (calls.c.chapter_id == _KEY,),
    _RowSet.STATE: (calls.c.state == _KEY,),
    _RowSet.DISTRICT: (calls.c.district == _KEY,),
    _RowSet.STATE_ALONE: (calls.c.state == _KEY, calls.c.district.is_(None)),
    _RowSet.NOWHERE: (calls.c.state.is_(None), calls.c.district.is_(None)),
    _RowSet.PERSON: (calls.c.person_id == _KEY,),
}


def _choose_rows(by: GroupKind, key: str) -> _RowSet:
    if by is not GroupKind.DISTRICT:
        return _RowSet(by.value)
    return _RowSet.DISTRICT if "-" in key else _RowSet.STATE_ALONE if key else _RowSet.NOWHERE


def _make_latest_query(by: GroupKind, rows: _RowSet, period: str, scoped: bool) -> Statement:
    """The query for a group's last call that still counts, and the last one that forgotten people left.

    ``scoped`` groups belong to one org.
    """
    wheres = list(_WHERES[rows])
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


# A chapter that moved has a counter in each org. A person has one in each org and one in all.
_SCOPED = {GroupKind.ORG: (False,), GroupKind.PERSON: (False, True)}
_KINDS = [(GroupKind.DISTRICT, rows) for rows in (_RowSet.DISTRICT, _RowSet.STATE_ALONE, _RowSet.NOWHERE)]
_KINDS += [(by, _RowSet(by.value)) for by in GroupKind if by not in (GroupKind.TOTAL, GroupKind.DISTRICT)]
_LATEST: dict[tuple[_RowSet, str, bool], Statement] = {
    (rows, period, scoped): _make_latest_query(by, rows, period, scoped)
    for by, rows in _KINDS
    for period in (CAMPAIGN, "day", "week")
    for scoped in _SCOPED.get(by, (True,))
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
    kind = CAMPAIGN if period == CAMPAIGN else ("week" if "W" in period else "day")
    statement = _LATEST_OF_ALL if by is GroupKind.TOTAL else _LATEST[_choose_rows(by, key), kind, bool(scope)]
    row = await tx.one(statement, campaign_id=campaign_id, key=key, scope=scope, period=period)
    return max(row.counted_at or 0, row.left_at or 0) if row else 0
