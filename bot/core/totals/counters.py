"""The totals that boards show, kept in the transaction of the call that moves them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import (
    BindParameter,
    Executable,
    Table,
    and_,
    bindparam,
    case,
    delete,
    distinct,
    func,
    insert,
    literal,
    literal_column,
    select,
    update,
)
from sqlalchemy.sql.elements import ColumnElement

from bot.core.totals.counting import CAMPAIGN, By, Place, Share, summed
from bot.core.totals.last_calls import COUNTED, find_last
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import anonymous_totals, calls, counters

_PLACE = and_(
    counters.c.campaign_id == bindparam("campaign_id"),
    counters.c.period == bindparam("period"),
    counters.c.by == bindparam("by"),
    counters.c.scope == bindparam("scope"),
    counters.c.key == bindparam("key"),
)


def _upsert(new: Any, table: Table, sums: Sequence[str] = ("n", "people")) -> Executable:
    """Return an insert that adds to the rows that are there."""
    held = table.c
    later = case((new.excluded.last_at > held.last_at, new.excluded.last_at), else_=held.last_at)
    added = {**{name: held[name] + new.excluded[name] for name in sums}, "last_at": later}
    return cast(Executable, new.on_conflict_do_update(index_elements=list(table.primary_key), set_=added))


_NAMES = [column.name for column in counters.columns]
_ADD = Statement(lambda insert: _upsert(insert(counters), counters), order=_NAMES)
_LEAVE = Statement(lambda insert: _upsert(insert(anonymous_totals), anonymous_totals, ("n", "people", "forgotten")))
_SUBTRACT = Statement(
    update(counters).where(_PLACE).values(n=counters.c.n - 1, people=counters.c.people - bindparam("fewer"))
)
_REDATE = Statement(update(counters).where(_PLACE).values(last_at=bindparam("latest")))
_CLEAR = Statement(delete(counters).where(_PLACE, counters.c.n == 0))
_ONE = Statement(select(counters.c.n, counters.c.people, counters.c.last_at).where(_PLACE))


def _whole(name: str, by: By, scope: ColumnElement[str], key: ColumnElement[str]) -> ColumnElement[int]:
    """Return one total of the whole campaign as a column, 0 where nothing counts."""
    c = counters.c
    here = (
        c.campaign_id == bindparam("campaign_id"),
        c.period == CAMPAIGN,
        c.by == by.value,
        c.scope == scope,
        c.key == key,
    )
    return func.coalesce(select(c.n).where(*here).scalar_subquery(), 0).label(name)


_STANDING = Statement(
    select(
        _whole("own", By.PERSON, literal(""), bindparam("person")),
        _whole("chapter", By.CHAPTER, bindparam("org"), bindparam("chapter")),
        _whole("everybody", By.TOTAL, literal(""), literal("")),
    )
)

_GROUP_COLUMNS: dict[By, tuple[ColumnElement[str], ...]] = {
    By.TOTAL: (),
    By.ORG: (calls.c.org_id,),
    By.CHAPTER: (calls.c.chapter_id,),
    By.STATE: (calls.c.state,),
    By.DISTRICT: (func.coalesce(calls.c.district, calls.c.state, literal_column("''")),),
    By.PERSON: (calls.c.person_id,),
}


async def add(tx: Tx, campaign_id: str, moved: Mapping[Place, int], at: int) -> None:
    """Add one completed call, made at ``at`` (UTC microseconds), to every total in ``moved``."""
    rows = [
        (campaign_id, period, str(by), scope, key, 1, people, at)  # not by _written: a call waits for 18 of them
        for (period, by, scope, key), people in moved.items()
    ]
    await tx.many(_ADD, rows)


async def subtract(tx: Tx, campaign_id: str, moved: Mapping[Place, int], at: int) -> None:
    """Take one completed call, made at ``at`` and already removed from ``calls``, off every total in ``moved``.

    The rows are changed, and so locked, before the last call that still counts is looked for: by then whoever
    else moved them has committed.
    """
    await tx.many(_SUBTRACT, [{**_at(campaign_id, place), "fewer": people} for place, people in moved.items()])
    await tx.many(_CLEAR, [_at(campaign_id, place) for place in moved])
    for place in moved:
        await _redate(tx, campaign_id, place, at)


async def move(
    tx: Tx, campaign_id: str, before: Iterable[Mapping[Place, Share]], after: Iterable[Mapping[Place, Share]]
) -> None:
    """Put what some people add to totals, now that ``calls`` has changed, in place of what they added before.

    Rows are taken in the order in which `counting.bumps` takes them.
    """
    old, new = summed(before), summed(after)
    places = [place for place in sorted(old.keys() | new.keys()) if old.get(place) != new.get(place)]
    differences = {place: _difference(old.get(place, Share()), new.get(place, Share())) for place in places}
    rows = [(campaign_id, *_written(place), *share) for place, share in differences.items()]
    await tx.many(_ADD, rows)
    await tx.many(_CLEAR, [_at(campaign_id, place) for place in places])
    for place in places:
        if place in old and new.get(place, Share()).last_at < old[place].last_at:
            await _redate(tx, campaign_id, place, old[place].last_at)


async def leave(tx: Tx, campaign_id: str, left: Mapping[Place, Share], *, forgotten: bool) -> None:
    """Add to what people left of totals who are nobody's now; the totals themselves stand as they are.

    Those who asked to be ``forgotten`` may come back and ask again, so that they are never taken for several people.
    """
    rows = [_left(campaign_id, place, left[place], forgotten) for place in sorted(left)]
    await tx.many(_LEAVE, rows)


def _left(campaign_id: str, place: Place, share: Share, forgotten: bool) -> dict[str, Any]:
    return {**_at(campaign_id, place), **share._asdict(), "forgotten": share.people if forgotten else 0}


async def total(tx: Tx, campaign_id: str, by: By, scope: str, key: str, period: str = CAMPAIGN) -> int:
    """Return one total, 0 where nothing counts."""
    return (await share(tx, campaign_id, by, scope, key, period)).n


async def share(tx: Tx, campaign_id: str, by: By, scope: str, key: str, period: str = CAMPAIGN) -> Share:
    """Return one total with how many people it is of, all 0 where nothing counts."""
    row = await tx.one(_ONE, campaign_id=campaign_id, period=period, by=by.value, scope=scope, key=key)
    return Share(row.n, row.people, row.last_at) if row else Share()


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


async def _redate(tx: Tx, campaign_id: str, place: Place, at: int) -> None:
    """Find the last call that still counts in a place whose last one, made at ``at``, may be gone."""
    held = await tx.one(_ONE, **_at(campaign_id, place))
    if held and held.last_at == at:
        await tx.run(_REDATE, latest=await find_last(tx, campaign_id, place), **_at(campaign_id, place))


def _difference(old: Share, new: Share) -> Share:
    return Share(new.n - old.n, new.people - old.people, new.last_at)


def _at(campaign_id: str, place: Place) -> dict[str, Any]:
    period, by, scope, key = _written(place)
    return {"campaign_id": campaign_id, "period": period, "by": by, "scope": scope, "key": key}


def _written(place: Place) -> tuple[str, str, str, str]:
    """Return a place as its row has it: the drivers know no enumerations."""
    period, by, scope, key = place
    return period, str(by), scope, key


_EMPTY = Statement(delete(counters).where(counters.c.campaign_id == bindparam("campaign_id")))


_LEFT = anonymous_totals.c
_LEFT_HERE = select(*(_LEFT[name] for name in _NAMES)).where(_LEFT.campaign_id == bindparam("campaign_id"))
# Whoever is among the people counted already, by calls that are no longer theirs, is none here.
ADDED_PERSON = case((calls.c.adds_person == 1, calls.c.person_id))
_ADD_LEFT = Statement(lambda insert: _upsert(insert(counters).from_select(_NAMES, _LEFT_HERE), counters))


def _recount(by: By, period: ColumnElement[str], scope: ColumnElement[str]) -> Statement:
    key = _GROUP_COLUMNS[by][0] if _GROUP_COLUMNS[by] else literal("")
    tally = (func.count(), func.count(distinct(ADDED_PERSON)), func.max(calls.c.counted_at))
    rows = select(calls.c.campaign_id, period, literal(by.value), scope, key, *tally)
    columns = [term for term in (calls.c.campaign_id, period, scope, key) if not isinstance(term, BindParameter)]
    grouped = rows.where(COUNTED, key.is_not(None)).group_by(*columns)
    return Statement(insert(counters).from_select(_NAMES, grouped))


_RECOUNTS = [
    _recount(by, period, scope)
    for period in (literal(CAMPAIGN), calls.c.day, calls.c.week)
    for by, scope in (
        (By.TOTAL, literal("")),
        (By.ORG, literal("")),
        (By.CHAPTER, calls.c.org_id),
        (By.STATE, calls.c.org_id),
        (By.DISTRICT, calls.c.org_id),
        (By.PERSON, literal("")),
        (By.PERSON, calls.c.org_id),
    )
]


async def rebuild(tx: Tx, campaign_id: str) -> None:
    """Compute every total of a campaign anew from its calls and from what forgotten people left."""
    await tx.run(_EMPTY, campaign_id=campaign_id)
    for statement in _RECOUNTS:
        await tx.run(statement, campaign_id=campaign_id)
    await tx.run(_ADD_LEFT, campaign_id=campaign_id)
