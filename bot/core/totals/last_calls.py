"""When a group's last call was that still counts, found by an index: an undo may not walk through millions of calls."""

from enum import StrEnum

from sqlalchemy import BindParameter, and_, bindparam, desc, func, literal, literal_column, select
from sqlalchemy.sql.elements import ColumnElement

from bot.core.totals.counting import CAMPAIGN, By, Place
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import anonymous_totals, calls, counters

_LEFT = anonymous_totals.c
COUNTED = and_(
    calls.c.campaign_id == bindparam("campaign_id"),
    calls.c.removed_at.is_(None),
    calls.c.counted == literal_column("1"),  # written out: with a parameter SQLite can't use the partial indexes
)


class _Rows(StrEnum):
    """How a group's calls are found by an index."""

    ORG = "org"
    CHAPTER = "chapter"
    STATE = "state"
    DISTRICT = "district"
    STATE_ALONE = "state alone"  # of people whose state is known and whose district isn't
    NOWHERE = "nowhere"
    PERSON = "person"


_KEY: BindParameter[str] = bindparam("key")
_WHERES: dict[_Rows, tuple[ColumnElement[bool], ...]] = {
    _Rows.ORG: (calls.c.org_id == _KEY,),
    _Rows.CHAPTER: (calls.c.chapter_id == _KEY,),
    _Rows.STATE: (calls.c.state == _KEY,),
    _Rows.DISTRICT: (calls.c.district == _KEY,),
    _Rows.STATE_ALONE: (calls.c.state == _KEY, calls.c.district.is_(None)),
    _Rows.NOWHERE: (calls.c.state.is_(None), calls.c.district.is_(None)),
    _Rows.PERSON: (calls.c.person_id == _KEY,),
}


def _rows_of(by: By, key: str) -> _Rows:
    if by is not By.DISTRICT:
        return _Rows(by.value)
    return _Rows.DISTRICT if "-" in key else _Rows.STATE_ALONE if key else _Rows.NOWHERE


def _latest(by: By, rows: _Rows, period: str, scoped: bool) -> Statement:
    """Return the query for the last call that still counts in one place, and the last that forgotten people left.

    ``scoped`` is what counts for one org alone.
    """
    wheres = list(_WHERES[rows])
    if scoped:
        # coalesce() keeps SQLite from walking through the calls of the whole org for one person's.
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


# A chapter that moved has a total in each org; a person has one in each and one in all.
_SCOPED = {By.ORG: (False,), By.PERSON: (False, True)}
_KINDS = [(By.DISTRICT, rows) for rows in (_Rows.DISTRICT, _Rows.STATE_ALONE, _Rows.NOWHERE)]
_KINDS += [(by, _Rows(by.value)) for by in By if by not in (By.TOTAL, By.DISTRICT)]
_LATEST: dict[tuple[_Rows, str, bool], Statement] = {
    (rows, period, scoped): _latest(by, rows, period, scoped)
    for by, rows in _KINDS
    for period in (CAMPAIGN, "day", "week")
    for scoped in _SCOPED.get(by, (True,))
}


# Every call counts for an org, whose totals stand before the whole's in the order in which rows are taken.
_LATEST_OF_ALL = Statement(
    select(func.max(counters.c.last_at).label("counted_at"), literal(0).label("left_at")).where(
        counters.c.campaign_id == bindparam("campaign_id"),
        counters.c.period == bindparam("period"),
        counters.c.by == By.ORG.value,
    )
)


async def find_last(tx: Tx, campaign_id: str, place: Place) -> int:
    """Return when (UTC microseconds) the last call was that still counts in a place, 0 where none does."""
    period, by, scope, key = place
    kind = CAMPAIGN if period == CAMPAIGN else ("week" if "W" in period else "day")
    statement = _LATEST_OF_ALL if by is By.TOTAL else _LATEST[_rows_of(by, key), kind, bool(scope)]
    row = await tx.one(statement, campaign_id=campaign_id, key=key, scope=scope, period=period)
    return max(row.counted_at or 0, row.left_at or 0) if row else 0
