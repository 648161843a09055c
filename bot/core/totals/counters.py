"""The counter rows behind every total, moved in the transaction of the call."""

from collections.abc import Iterable, Mapping
from typing import Any, assert_never

from bot.core.totals.counter_changes import OWN_KINDS, append_changes, drop_changes, fold_rows, take_changes, upsert
from bot.core.totals.counting import (
    CAMPAIGN,
    AnyKind,
    CallCredit,
    CounterDelta,
    CounterKey,
    GroupKind,
    Measure,
    find_counted,
    sum_deltas,
)
from bot.core.totals.last_calls import COUNTED, find_last_call
from bot.core.totals.postcard_totals import recount_postcards
from bot.core.totals.report_totals import recount_reports
from bot.store.engine import Query, Tx
from bot.store.sql import (
    BindParameter,
    ColumnElement,
    ScalarSelect,
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
from bot.store.statement import Row, Statement
from bot.store.tables import anonymous_totals, calls, chapters, counters, current_totals

_AT_KEY = and_(
    counters.c.campaign_id == bindparam("campaign_id"),
    counters.c.period == bindparam("period"),
    counters.c.by == bindparam("by"),
    counters.c.scope == bindparam("scope"),
    counters.c.key == bindparam("key"),
)

_NAMES = [column.name for column in counters.columns]
_BY = _NAMES.index("by")
_ADD = Statement(lambda insert: upsert(insert(counters), counters), order=_NAMES, fold=fold_rows)
_ADD_ANONYMOUS = Statement(
    lambda insert: upsert(insert(anonymous_totals), anonymous_totals, ("n", "people", "forgotten"))
)
_SUBTRACT = Statement(
    update(counters).where(_AT_KEY).values(n=counters.c.n - 1, people=counters.c.people - bindparam("fewer"))
)
_SET_LAST_AT = Statement(update(counters).where(_AT_KEY).values(last_at=bindparam("latest")))
_CLEAR = Statement(delete(counters).where(_AT_KEY, counters.c.n == 0))
_ROW = Statement(select(counters.c.n, counters.c.people, counters.c.last_at).where(_AT_KEY))
_T = current_totals.c
_ONE = Statement(
    select(_T.n, _T.people, _T.last_at).where(
        _T.campaign_id == bindparam("campaign_id"),
        _T.period == bindparam("period"),
        _T.by == bindparam("by"),
        _T.scope == bindparam("scope"),
        _T.key == bindparam("key"),
    )
)


def _make_total_column(
    name: str, by: GroupKind, scope: ColumnElement[str] | ScalarSelect[str], key: ColumnElement[str]
) -> ColumnElement[int]:
    """A column with one total of the whole campaign, 0 if there is none."""
    c = current_totals.c
    here = (
        c.campaign_id == bindparam("campaign_id"),
        c.period == CAMPAIGN,
        c.by == by.value,
        c.scope == scope,
        c.key == key,
    )
    return func.coalesce(select(c.n).where(*here).scalar_subquery(), 0).label(name)


_ORG_OF_CHAPTER = select(chapters.c.org_id).where(chapters.c.id == bindparam("chapter")).scalar_subquery()
_CURRENT_TOTALS = Statement(
    select(
        _make_total_column("own", GroupKind.PERSON, literal(""), bindparam("person")),
        _make_total_column("chapter", GroupKind.CHAPTER, _ORG_OF_CHAPTER, bindparam("chapter")),
        _make_total_column("everybody", GroupKind.TOTAL, literal(""), literal("")),
    )
)


async def add_call(tx: Tx, campaign_id: str, credit: CallCredit, others: Iterable[CallCredit], at: int) -> None:
    """Add one completed call, made at ``at`` (UTC microseconds), to every counter that it moves.

    ``others`` are the person's other completed calls of the campaign: see `find_counter_changes`. With several
    writers, a person's own counters are changed in place, and changes to shared ones are appended.
    """
    counted, people, groups = find_counted(credit, others), int(credit.adds_person), credit.groups
    rows = [  # written out, in the order of `CallCredit.keys`: each call waits for 21
        (campaign_id, period, by._value_, scope, key, 1, 0 if (period, by, scope, key) in counted else people, at)
        for period in sorted(credit.periods)
        for by, scope, key in groups
    ]
    if tx.has_one_writer:
        await tx.many(_ADD, rows)
        return
    await tx.many(_ADD, [row for row in rows if row[_BY] in OWN_KINDS])
    await append_changes(tx, [row for row in rows if row[_BY] not in OWN_KINDS])


async def subtract_call(tx: Tx, campaign_id: str, moved: Mapping[CounterKey, int], at: int) -> None:
    """Subtract one completed call, made at ``at`` and already removed from ``calls``, from every counter in ``moved``.

    Changing the rows first also locks them. So every other transaction that moved them has committed before this
    one looks for the last call that still counts.
    """
    await take_changes(tx, campaign_id, moved)
    await tx.many(
        _SUBTRACT,
        [{**_make_params(campaign_id, counter_key), "fewer": people} for counter_key, people in moved.items()],
    )
    await tx.many(_CLEAR, [_make_params(campaign_id, counter_key) for counter_key in moved])
    for counter_key in moved:
        await _redate(tx, campaign_id, counter_key, at)


async def replace_deltas(
    tx: Tx,
    campaign_id: str,
    before: Iterable[Mapping[CounterKey, CounterDelta]],
    after: Iterable[Mapping[CounterKey, CounterDelta]],
) -> None:
    """Replace what people added to totals before ``calls`` changed with what they add now.

    Rows are taken in the order of `find_counter_changes`.
    """
    old, new = sum_deltas(before), sum_deltas(after)
    counter_keys = [
        counter_key for counter_key in sorted(old.keys() | new.keys()) if old.get(counter_key) != new.get(counter_key)
    ]
    await take_changes(tx, campaign_id, counter_keys)
    differences = {
        counter_key: _subtract(old.get(counter_key, CounterDelta()), new.get(counter_key, CounterDelta()))
        for counter_key in counter_keys
    }
    rows = [(campaign_id, *_make_columns(counter_key), *delta) for counter_key, delta in differences.items()]
    await tx.many(_ADD, rows)
    await tx.many(_CLEAR, [_make_params(campaign_id, counter_key) for counter_key in counter_keys])
    for counter_key in counter_keys:
        if counter_key in old and new.get(counter_key, CounterDelta()).last_at < old[counter_key].last_at:
            await _redate(tx, campaign_id, counter_key, old[counter_key].last_at)


async def leave_anonymous_totals(
    tx: Tx, campaign_id: str, left: Mapping[CounterKey, CounterDelta], *, forgotten: bool
) -> None:
    """Keep what a person who is no longer known contributed to totals. The totals themselves don't change.

    A ``forgotten`` person may come back and be forgotten again, so all of them together never count as several people.
    """
    rows = [_make_anonymous_row(campaign_id, counter_key, left[counter_key], forgotten) for counter_key in sorted(left)]
    await tx.many(_ADD_ANONYMOUS, rows)


def _make_anonymous_row(
    campaign_id: str, counter_key: CounterKey, delta: CounterDelta, forgotten: bool
) -> dict[str, Any]:
    return {
        **_make_params(campaign_id, counter_key),
        **delta._asdict(),
        "forgotten": delta.people if forgotten else 0,
    }


async def load_total(tx: Tx, campaign_id: str, by: AnyKind, scope: str, key: str, period: str = CAMPAIGN) -> int:
    """The calls in one total, 0 if there is none."""
    return (await load_counter(tx, campaign_id, by, scope, key, period)).n


async def load_counter(
    tx: Tx, campaign_id: str, by: AnyKind, scope: str, key: str, period: str = CAMPAIGN
) -> CounterDelta:
    """One counter: its calls, people and last call. All are 0 if it has no row."""
    row = await tx.one(_ONE, campaign_id=campaign_id, period=period, by=by.value, scope=scope, key=key)
    return CounterDelta(row.n, row.people, row.last_at) if row else CounterDelta()


async def count_people(tx: Tx, campaign_id: str, period: str, org: str, measure: Measure = Measure.CALLS) -> int:
    """How many people called for an org, or in all if ``org`` is empty. This reads the total; it counts nothing."""
    by = measure.name_kind(GroupKind.ORG if org else GroupKind.TOTAL)
    return (await load_counter(tx, campaign_id, by, "", org, period)).people


def make_totals_query(campaign_id: str, person: str, chapter: str) -> Query:
    """The query for the campaign totals that one person sees."""
    return _CURRENT_TOTALS, {"campaign_id": campaign_id, "person": person, "chapter": chapter}


async def load_current_totals(tx: Tx, campaign_id: str, person: str, chapter: str) -> Row:
    """The campaign totals that one person sees, as columns ``own``, ``chapter`` and ``everybody``, in one query."""
    statement, params = make_totals_query(campaign_id, person, chapter)
    row = await tx.one(statement, **params)
    assert row is not None, "a query without tables has one row"
    return row


async def _redate(tx: Tx, campaign_id: str, counter_key: CounterKey, at: int) -> None:
    """Recompute the time of a counter's last call, if that call was the one at ``at``, which may have been removed."""
    counter = await tx.one(_ROW, **_make_params(campaign_id, counter_key))
    if counter and counter.last_at == at:
        await tx.run(
            _SET_LAST_AT,
            latest=await find_last_call(tx, campaign_id, counter_key),
            **_make_params(campaign_id, counter_key),
        )


def _subtract(old: CounterDelta, new: CounterDelta) -> CounterDelta:
    return CounterDelta(new.n - old.n, new.people - old.people, new.last_at)


def _make_params(campaign_id: str, counter_key: CounterKey) -> dict[str, Any]:
    period, by, scope, key = _make_columns(counter_key)
    return {"campaign_id": campaign_id, "period": period, "by": by, "scope": scope, "key": key}


def _make_columns(counter_key: CounterKey) -> tuple[str, str, str, str]:
    """A counter's key as column values: the drivers don't accept enum members."""
    period, by, scope, key = counter_key
    return period, str(by), scope, key


_EMPTY = Statement(delete(counters).where(counters.c.campaign_id == bindparam("campaign_id")))

_LEFT = anonymous_totals.c
_LEFT_HERE = select(*(_LEFT[name] for name in _NAMES)).where(_LEFT.campaign_id == bindparam("campaign_id"))
# A person already counted by calls that are no longer theirs adds no person here.
ADDED_PERSON = case((calls.c.adds_person == 1, calls.c.person_id))
_ADD_LEFT = Statement(lambda insert: upsert(insert(counters).from_select(_NAMES, _LEFT_HERE), counters))


def _find_key_column(by: GroupKind) -> ColumnElement[str]:
    """What a call's row says of the group of a kind that it counts for."""
    match by:
        case GroupKind.TOTAL:
            return literal("")
        case GroupKind.ORG:
            return calls.c.org_id
        case GroupKind.CHAPTER:
            return calls.c.chapter_id
        case GroupKind.STATE:
            return calls.c.state
        case GroupKind.DISTRICT:
            return func.coalesce(calls.c.district, calls.c.state, literal_column("''"))
        case GroupKind.PERSON:
            return calls.c.person_id
        case _:
            assert_never(by)


def _recount(by: GroupKind, period: ColumnElement[str], scope: ColumnElement[str]) -> Statement:
    key = _find_key_column(by)
    sums = (func.count(), func.count(distinct(ADDED_PERSON)), func.max(calls.c.counted_at))
    rows = select(calls.c.campaign_id, period, literal(by.value), scope, key, *sums)
    columns = [term for term in (calls.c.campaign_id, period, scope, key) if not isinstance(term, BindParameter)]
    grouped = rows.where(COUNTED, key.is_not(None)).group_by(*columns)
    return Statement(insert(counters).from_select(_NAMES, grouped))


_RECOUNTS = [
    _recount(by, period, scope)
    for period in (literal(CAMPAIGN), calls.c.day, calls.c.week)
    for by, scope in (
        (GroupKind.TOTAL, literal("")),
        (GroupKind.ORG, literal("")),
        (GroupKind.CHAPTER, calls.c.org_id),
        (GroupKind.STATE, calls.c.org_id),
        (GroupKind.DISTRICT, calls.c.org_id),
        (GroupKind.PERSON, literal("")),
        (GroupKind.PERSON, calls.c.org_id),
    )
]


async def rebuild_counters(tx: Tx, campaign_id: str) -> None:
    """Recompute every counter of a campaign from its calls and postcards, and from what forgotten people left."""
    await tx.run(_EMPTY, campaign_id=campaign_id)
    await drop_changes(tx, campaign_id)
    for statement in _RECOUNTS:
        await tx.run(statement, campaign_id=campaign_id)
    await recount_postcards(tx, campaign_id)
    await tx.run(_ADD_LEFT, campaign_id=campaign_id)
    await recount_reports(tx, campaign_id)
