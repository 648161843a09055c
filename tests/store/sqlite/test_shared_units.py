"""SQLite: units that many callers run at once fold what they add to one row, and do what they would do one by one."""

import asyncio
import random
import sqlite3
from collections.abc import Sequence

import pytest
from sqlalchemy import bindparam, func, select

from bot.errors import UserError
from bot.store.engine import Tx, Unit
from bot.store.sqlite.store import SqliteStore
from bot.store.statement import Statement
from bot.store.tables import orgs
from tests.store.rows import MOVE, ONE, make_unit, names, numbers, put

LOCK = Statement(select(orgs.c.id, orgs.c.created_at).where(orgs.c.name == bindparam("org")).with_for_update())
SUM = Statement(select(func.coalesce(func.sum(orgs.c.created_at), 0).label("sum")))
_COLUMNS = [column.name for column in orgs.columns]


def fold(rows: Sequence[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """One row for each name, with the sum of their numbers."""
    sums: dict[object, int] = {}
    labels = {row[0]: row[1] for row in rows}
    for row in rows:
        sums[row[0]] = sums.get(row[0], 0) + int(str(row[3]))
    return [(id, labels[id], 0, number, None, None) for id, number in sorted(sums.items(), key=str)]


ADD_UP = Statement(
    lambda insert: (new := insert(orgs)).on_conflict_do_update(
        index_elements=["id"], set_={"created_at": orgs.c.created_at + new.excluded.created_at}
    ),
    order=_COLUMNS,
    fold=fold,
)


def make_row(name: str, number: int = 1) -> tuple[object, ...]:
    return (name, name, 0, number, None, None)


def add(*added: str) -> Unit[int | None]:
    """Add one to each of the named rows, and return the first one's number afterwards."""

    async def unit(tx: Tx) -> int | None:
        await tx.many(ADD_UP, [make_row(name) for name in added])
        row = await tx.one(ONE, org=added[0])
        return row and int(row.created_at)

    return unit


async def run_all(store: SqliteStore, *units: Unit[object]) -> list[object]:
    """What each unit returns or raises, of units that wait at the same moment."""
    return await asyncio.gather(*map(store.write_together, units), return_exceptions=True)


async def test_a_row_that_many_add_to_is_written_once(sqlite: SqliteStore) -> None:
    changes = await sqlite.write(_count_changes)
    found = await run_all(sqlite, *[add("total", f"own {number}") for number in range(60)])
    assert found == [60] * 60  # each sees at least its own, and here everybody's
    assert await sqlite.write(_count_changes) - changes == 61
    assert await numbers(sqlite) == {"total": 60, **{f"own {number}": 1 for number in range(60)}}


async def _count_changes(tx: Tx) -> int:
    row = await tx.one(Statement(select(func.total_changes().label("count"))))
    assert row
    return int(row.count)


async def test_units_that_lock_one_row_see_each_others_work(sqlite: SqliteStore) -> None:
    """Reading, then writing what was read: side by side, one of two would be lost."""
    await sqlite.write(make_unit("one"))
    await sqlite.write(make_unit("two"))

    def add_one(name: str) -> Unit[object]:
        async def unit(tx: Tx) -> object:
            row = await tx.one(LOCK, org=name)
            assert row
            await tx.many(ADD_UP, [make_row("total")])
            await tx.run(MOVE, org=name, by=1)
            return row.created_at

        return unit

    units = [add_one(random.choice(["one", "two"])) for _ in range(150)]
    found = await run_all(sqlite, *units)
    after = await numbers(sqlite)
    assert after["total"] == after["one"] + after["two"] == len(found)
    assert sorted(found, key=str) == sorted([*range(after["one"]), *range(after["two"])], key=str)


async def test_a_newcomer_who_asks_twice_at_once_is_added_once(sqlite: SqliteStore) -> None:
    async def unit(tx: Tx) -> bool:
        is_new = await tx.one(LOCK, org="newcomer") is None
        if is_new:
            await put(tx, "newcomer")
            await tx.one(LOCK, org="newcomer")
        await tx.many(ADD_UP, [make_row("total")])
        return is_new

    assert sorted(map(bool, await run_all(sqlite, *[unit] * 5))) == [False] * 4 + [True]
    assert await numbers(sqlite) == {"newcomer": 0, "total": 5}


async def test_a_unit_that_is_not_shared_sees_all_that_came_before_it(sqlite: SqliteStore) -> None:
    async def read_sum(tx: Tx) -> object:
        row = await tx.one(SUM)
        return row and row.sum

    waiting = [sqlite.write_together(add("a", "b")), sqlite.write(read_sum), sqlite.write_together(add("a"))]
    assert await asyncio.gather(*waiting) == [1, 2, 2]


@pytest.mark.parametrize("when", ["before it wrote", "after it wrote", "after it paused"])
async def test_a_unit_that_fails_costs_nobody_else(sqlite: SqliteStore, when: str) -> None:
    async def fail(tx: Tx) -> None:
        if when != "before it wrote":
            await put(tx, "undone")
        if when == "after it paused":
            await tx.many(ADD_UP, [make_row("total", 100)])
        raise UserError("log.too_early")

    found = await run_all(sqlite, add("total"), fail, add("total"), add("total"))
    assert [type(one) for one in found] == [int, UserError, int, int]
    assert await numbers(sqlite) == {"total": 3}


async def test_rows_that_break_a_rule_reach_only_their_own_unit(sqlite: SqliteStore) -> None:
    async def break_rule(tx: Tx) -> None:
        await tx.many(ADD_UP, [("other", None, 0, 1, None, None)])

    found = await run_all(sqlite, add("total"), break_rule, add("total"))
    assert [type(one) for one in found] == [int, sqlite3.IntegrityError, int]
    assert await numbers(sqlite) == {"total": 2}


async def test_a_unit_may_pause_several_times(sqlite: SqliteStore) -> None:
    async def unit(tx: Tx) -> None:
        for _ in range(3):
            await tx.many(ADD_UP, [make_row("total")])

    await run_all(sqlite, unit, add("total"), unit)
    assert await numbers(sqlite) == {"total": 7}


async def test_callers_that_give_up_leave_the_others_alone(sqlite: SqliteStore) -> None:
    waiting = [asyncio.ensure_future(sqlite.write_together(add(name, "total"))) for name in "abcd"]
    await asyncio.sleep(0)
    waiting[1].cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert await names(sqlite) == {"a", "c", "d", "total"}
    assert (await numbers(sqlite))["total"] == 3
