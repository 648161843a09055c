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
    literal_column,
    select,
    update,
)
from sqlalchemy.sql.elements import ColumnElement

from bot.core.counting import CAMPAIGN, Bump, By
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
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
    added = {"n": counters.c.n + new.excluded.n, "people": counters.c.people + new.excluded.people, "last_at": later}
    return cast(Executable, new.on_conflict_do_update(index_elements=list(counters.primary_key), set_=added))


_ADD = Statement(_upsert)
_SUBTRACT = Statement(
    update(counters)
    .where(_PLACE)
    .values(n=counters.c.n - 1, people=counters.c.people - bindparam("fewer"))
)
_REDATE = Statement(update(counters).where(_PLACE).values(last_at=bindparam("latest")))
_CLEAR = Statement(delete(counters).where(_PLACE, counters.c.n == 0))
_ONE = Statement(select(counters.c.n, counters.c.people, counters.c.last_at).where(_PLACE))



def _whole(name: str, by: By, scope: ColumnElement[str], key: ColumnElement[str]) -> ColumnElement[int]:
    """Return one total of the whole campaign as a column, 0 where nothing counts."""
    c = counters.c
    here = (c.campaign_id == bindparam("campaign_id"), c.period == CAMPAIGN, c.by == by.value, c.scope == scope, c.key == key)
    return func.coalesce(select(c.n).where(*here).scalar_subquery(), 0).label(name)


_STANDING = Statement(
    select(
        _whole("own", By.PERSON, literal(""), bindparam("person")),
        _whole("chapter", By.CHAPTER, bindparam("org"), bindparam("chapter")),
        _whole("everybody", By.TOTAL, literal(""), literal("")),
    )
)

_COUNTED = and_(
    calls.c.campaign_id == bindparam("campaign_id"),
    calls.c.removed_at.is_(None),
    calls.c.counted == literal_column("1"),  # written out: with a parameter SQLite can't use the partial indexes
)
_GROUP_COLUMNS: dict[By, tuple[ColumnElement[str], ...]] = {
    By.TOTAL: (),
    By.ORG: (calls.c.org_id,),
    By.CHAPTER: (calls.c.chapter_id,),
    By.STATE: (calls.c.state,),
    By.PERSON: (calls.c.person_id,),
}


def _latest(by: By, period: str, scoped: bool) -> Statement:
    """Return the query for the last call that still counts in one place; ``scoped`` is a person's in one org."""
    wheres = [column == bindparam("key") for column in _GROUP_COLUMNS[by]]
    if scoped:
        # coalesce() keeps SQLite from walking through the calls of the whole org for one person's.
        wheres.append(func.coalesce(calls.c.org_id, "") == bindparam("scope"))
    if period != CAMPAIGN:
        wheres.append(calls.c[period] == bindparam("period"))
    newest = select(calls.c.counted_at).where(_COUNTED, *wheres)
    return Statement(newest.order_by(desc(calls.c.counted_at)).limit(1))


_LATEST = {
    (by, period, scoped): _latest(by, period, scoped)
    for by in By
    if by is not By.TOTAL
    for period in (CAMPAIGN, "day", "week")
    for scoped in ((False, True) if by is By.PERSON else (False,))
}


# Every call counts for an org, whose totals stand before the whole's in the order in which rows are taken.
_LATEST_OF_ALL = Statement(
    select(func.max(counters.c.last_at).label("counted_at")).where(
        counters.c.campaign_id == bindparam("campaign_id"),
        counters.c.period == bindparam("period"),
        counters.c.by == By.ORG.value,
    )
)


async def add(tx: Tx, campaign_id: str, moved: Iterable[Bump], at: int) -> None:
    """Add one completed call, made at ``at`` (UTC microseconds), to every total in ``moved``."""
    rows = [
        {
            "campaign_id": campaign_id,
            "period": bump.period,
            "by": bump.by.value,
            "scope": bump.scope,
            "key": bump.key,
            "n": 1,
            "people": bump.people,
            "last_at": at,
        }
        for bump in moved
    ]
    await tx.many(_ADD, rows)


async def subtract(tx: Tx, campaign_id: str, moved: Iterable[Bump], at: int) -> None:
    """Take one completed call, made at ``at`` and already removed from ``calls``, off every total in ``moved``.

    The rows are changed, and so locked, before the last call that still counts is looked for: by then whoever
    else moved them has committed.
    """
    bumps = tuple(moved)
    places = [_place(campaign_id, bump) for bump in bumps]
    await tx.many(
        _SUBTRACT, [{**place, "fewer": bump.people} for place, bump in zip(places, bumps, strict=True)]
    )
    await tx.many(_CLEAR, places)
    for place, bump in zip(places, bumps, strict=True):
        held = await tx.one(_ONE, **place)
        if held and held.last_at == at:
            await tx.run(_REDATE, latest=await _latest_at(tx, campaign_id, bump), **place)


async def total(tx: Tx, campaign_id: str, by: By, scope: str, key: str, period: str = CAMPAIGN) -> int:
    """Return one total, 0 where nothing counts."""
    row = await tx.one(_ONE, campaign_id=campaign_id, period=period, by=by.value, scope=scope, key=key)
    return row.n if row else 0


async def persons(tx: Tx, campaign_id: str, period: str, org: str) -> int:
    """Return how many made calls for an org, or with no org at all, read from its total rather than counted."""
    by = By.ORG if org else By.TOTAL
    row = await tx.one(_ONE, campaign_id=campaign_id, period=period, by=by.value, scope="", key=org)
    return row.people if row else 0


async def standing(tx: Tx, campaign_id: str, person: str, org: str, chapter: str) -> Row:
    """Return the totals of the whole campaign that one person sees, as (own, chapter, everybody) in one query."""
    row = await tx.one(_STANDING, campaign_id=campaign_id, person=person, org=org, chapter=chapter)
    assert row is not None, "a query without tables has one row"
    return row


async def _latest_at(tx: Tx, campaign_id: str, bump: Bump) -> int:
    kind = CAMPAIGN if bump.period == CAMPAIGN else ("week" if "W" in bump.period else "day")
    scoped = bump.by is By.PERSON and bool(bump.scope)
    statement = _LATEST_OF_ALL if bump.by is By.TOTAL else _LATEST[bump.by, kind, scoped]
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
