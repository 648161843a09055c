"""Recomputes the counters of postcards from their rows: the last one of a group, or all of a campaign."""

from typing import Any, assert_never

from bot.core.totals.counting import CAMPAIGN, PostcardKind
from bot.store.engine import Tx
from bot.store.sql import (
    BindParameter,
    ColumnElement,
    bindparam,
    case,
    distinct,
    func,
    insert,
    literal,
    literal_column,
    select,
)
from bot.store.statement import Statement
from bot.store.tables import anonymous_totals, counters, postcards

_P, _LEFT = postcards.c, anonymous_totals.c
_LIVE = (_P.campaign_id == bindparam("campaign_id"), _P.removed_at.is_(None))
_SCOPED = frozenset({PostcardKind.CHAPTER, PostcardKind.STATE, PostcardKind.DISTRICT})
_NAMES = [column.name for column in counters.columns]


def _find_key_column(by: PostcardKind) -> ColumnElement[Any]:
    """What a postcard's row says of the group of a kind that it counts for."""
    match by:
        case PostcardKind.TOTAL:
            return literal("")
        case PostcardKind.ORG:
            return _P.org_id
        case PostcardKind.CHAPTER:
            return _P.chapter_id
        case PostcardKind.STATE:
            return _P.state
        case PostcardKind.DISTRICT:
            return func.coalesce(_P.district, _P.state, literal_column("''"))
        case PostcardKind.PERSON:
            return _P.person_id
        case _:
            assert_never(by)


def _list_scopes(by: PostcardKind) -> tuple[bool, ...]:
    """Whether counters of a kind belong to one org, to all, or there are both."""
    return (False, True) if by is PostcardKind.PERSON else (by in _SCOPED,)


def _make_latest_query(by: PostcardKind, period: str, scoped: bool) -> Statement:
    wheres = [*_LIVE]
    if by is not PostcardKind.TOTAL:
        wheres.append(_find_key_column(by) == bindparam("key"))
    if scoped:
        wheres.append(_P.org_id == bindparam("scope"))
    if period != CAMPAIGN:
        wheres.append(_P[period] == bindparam("period"))
    left = select(_LEFT.last_at).where(
        _LEFT.campaign_id == bindparam("campaign_id"),
        _LEFT.period == bindparam("period"),
        _LEFT.by == by.value,
        _LEFT.scope == bindparam("scope"),
        _LEFT.key == bindparam("key"),
    )
    newest = select(func.max(_P.counted_at)).where(*wheres).scalar_subquery()
    return Statement(select(newest.label("counted_at"), left.scalar_subquery().label("left_at")))


_LATEST = {
    (by, period, scoped): _make_latest_query(by, period, scoped)
    for by in PostcardKind
    for period in (CAMPAIGN, "day", "week")
    for scoped in _list_scopes(by)
}


async def find_last_postcard(tx: Tx, campaign_id: str, period: str, by: PostcardKind, scope: str, key: str) -> int:
    """The time (UTC microseconds) of a counter's last postcard that still counts, 0 if there is none."""
    kind = CAMPAIGN if period == CAMPAIGN else ("week" if "W" in period else "day")
    statement = _LATEST[by, kind, bool(scope)]
    row = await tx.one(statement, campaign_id=campaign_id, key=key, scope=scope, period=period)
    return max(row.counted_at or 0, row.left_at or 0) if row else 0


_ADDED_PERSON = case((_P.adds_person == 1, _P.person_id))


def _recount(by: PostcardKind, period: ColumnElement[str], scoped: bool) -> Statement:
    key, scope = _find_key_column(by), _P.org_id if scoped else literal("")
    sums = (func.count(), func.count(distinct(_ADDED_PERSON)), func.max(_P.counted_at))
    rows = select(_P.campaign_id, period, literal(by.value), scope, key, *sums)
    columns = [term for term in (_P.campaign_id, period, scope, key) if not isinstance(term, BindParameter)]
    grouped = rows.where(*_LIVE, key.is_not(None)).group_by(*columns)
    return Statement(insert(counters).from_select(_NAMES, grouped))


_RECOUNTS = [
    _recount(by, period, scoped)
    for period in (literal(CAMPAIGN), _P.day, _P.week)
    for by in PostcardKind
    for scoped in _list_scopes(by)
]


async def recount_postcards(tx: Tx, campaign_id: str) -> None:
    """Add the counters of a campaign's postcards. It has none before."""
    for statement in _RECOUNTS:
        await tx.run(statement, campaign_id=campaign_id)
