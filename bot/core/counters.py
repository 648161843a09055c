"""The totals that boards show, kept in the transaction of the call that moves them."""

from collections.abc import Iterable

from typing import Any, cast

from sqlalchemy import (
    Column,
    Executable,
    and_,
    bindparam,
    case,
    delete,
    desc,
    distinct,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.sql.elements import ColumnElement

from bot.core.counting import CAMPAIGN, Bump, By
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import calls, counters

_PLACE = and_(
    counters.c.campaign_id == bindparam("campaign_id"),
    counters.c.period == bindparam("period"),
    counters.c.by == bindparam("by"),
    counters.c.scope == bindparam("scope"),
    counters.c.key == bindparam("key"),
)

def _upsert(insert: Any) -> Executable:
    new = insert(counters)
    later = case((new.excluded.last_at > counters.c.last_at, new.excluded.last_at), else_=counters.c.last_at)
    added = {"n": counters.c.n + 1, "people": counters.c.people + new.excluded.people, "last_at": later}
    return cast(Executable, new.on_conflict_do_update(index_elements=list(counters.primary_key), set_=added))


_ADD = Statement(_upsert)
_SUBTRACT = Statement(
    update(counters)
    .where(_PLACE)
    .values(n=counters.c.n - 1, people=counters.c.people - bindparam("fewer"), last_at=bindparam("latest"))
)
_CLEAR = Statement(delete(counters).where(_PLACE, counters.c.n == 0))
_ONE = Statement(select(counters.c.n, counters.c.people, counters.c.last_at).where(_PLACE))

_COUNTED = and_(
    calls.c.campaign_id == bindparam("campaign_id"), calls.c.removed_at.is_(None), calls.c.counted == 1
)
_GROUP_COLUMNS: dict[By, tuple[ColumnElement[str], ...]] = {
    By.TOTAL: (),
    By.ORG: (calls.c.org_id,),
    By.CHAPTER: (calls.c.chapter_id,),
    By.STATE: (calls.c.state,),
    By.PERSON: (calls.c.person_id,),
}


def _latest(by: By, period: str, scoped: bool) -> Statement:
    """Return the query for the last call that still counts in one place."""
    wheres = [column == bindparam("key") for column in _GROUP_COLUMNS[by]]
    if scoped:
        wheres.append(calls.c.org_id == bindparam("scope"))
    if period != CAMPAIGN:
        wheres.append(calls.c[period] == bindparam("period"))
    newest = select(calls.c.counted_at).where(_COUNTED, *wheres)
    return Statement(newest.order_by(desc(calls.c.counted_at)).limit(1))


_LATEST = {
    (by, period, scoped): _latest(by, period, scoped)
    for by in By
    for period in (CAMPAIGN, "day", "week")
    for scoped in (False, True)
}


async def add(tx: Tx, campaign_id: str, moved: Iterable[Bump], at: int) -> None:
    """Add one completed call, made at ``at`` (UTC microseconds), to every total in ``moved``."""
    await tx.many(_ADD, [{**_place(campaign_id, bump), "n": 1, "people": bump.people, "last_at": at} for bump in moved])


async def subtract(tx: Tx, campaign_id: str, moved: Iterable[Bump]) -> None:
    """Take one completed call, already removed from ``calls``, off every total in ``moved``."""
    rows = []
    for bump in moved:
        latest = await _latest_at(tx, campaign_id, bump)
        rows.append({**_place(campaign_id, bump), "fewer": bump.people, "latest": latest})
    await tx.many(_SUBTRACT, rows)
    await tx.many(_CLEAR, [{name: row[name] for name in ("campaign_id", "period", "by", "scope", "key")} for row in rows])


async def total(tx: Tx, campaign_id: str, by: By, scope: str, key: str, period: str = CAMPAIGN) -> int:
    """Return one total, 0 where nothing counts."""
    row = await tx.one(_ONE, campaign_id=campaign_id, period=period, by=by.value, scope=scope, key=key)
    return row.n if row else 0


async def _latest_at(tx: Tx, campaign_id: str, bump: Bump) -> int:
    kind = CAMPAIGN if bump.period == CAMPAIGN else ("week" if "W" in bump.period else "day")
    statement = _LATEST[bump.by, kind, bool(bump.scope)]
    given = {"campaign_id": campaign_id, "key": bump.key, "scope": bump.scope, "period": bump.period}
    row = await tx.one(statement, **given)
    return row.counted_at if row else 0


def _place(campaign_id: str, bump: Bump) -> dict[str, str]:
    return {
        "campaign_id": campaign_id,
        "period": bump.period,
        "by": bump.by.value,
        "scope": bump.scope,
        "key": bump.key,
    }


_EMPTY = Statement(delete(counters).where(counters.c.campaign_id == bindparam("campaign_id")))


def _recount(by: By, period: ColumnElement[str], scope: ColumnElement[str]) -> Statement:
    key = _GROUP_COLUMNS[by][0] if _GROUP_COLUMNS[by] else literal("")
    tally = (func.count(), func.count(distinct(calls.c.person_id)), func.max(calls.c.counted_at))
    rows = select(calls.c.campaign_id, period, literal(by.value), scope, key, *tally)
    columns = [term for term in (calls.c.campaign_id, period, scope, key) if isinstance(term, Column)]
    grouped = rows.where(_COUNTED, key.is_not(None)).group_by(*columns)
    names = ["campaign_id", "period", "by", "scope", "key", "n", "people", "last_at"]
    return Statement(insert(counters).from_select(names, grouped))


_RECOUNTS = [
    _recount(by, period, scope)
    for period in (literal(CAMPAIGN), calls.c.day, calls.c.week)
    for by, scope in (
        (By.TOTAL, literal("")),
        (By.ORG, literal("")),
        (By.CHAPTER, calls.c.org_id),
        (By.STATE, literal("")),
        (By.PERSON, literal("")),
        (By.PERSON, calls.c.org_id),
    )
]


async def rebuild(tx: Tx, campaign_id: str) -> None:
    """Compute every total of a campaign anew from its calls."""
    await tx.run(_EMPTY, campaign_id=campaign_id)
    for statement in _RECOUNTS:
        await tx.run(statement, campaign_id=campaign_id)
