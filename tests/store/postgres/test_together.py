"""PostgreSQL: units of work that share a transaction do what they would do one by one."""

import asyncio
import importlib
import pkgutil
import random
from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy import bindparam, delete, func, insert, select

import bot.core
from bot.errors import Unavailable, UserError
from bot.store.engine import Tx, Unit
from bot.store.postgres.combined import combine_inserts, combine_queries, split_by_table
from bot.store.postgres.store import PostgresStore
from bot.store.statement import Statement
from bot.store.tables import meta, orgs
from tests.store.rows import ALL, MOVE, ONE, make_unit, names, numbers, put

LOCK = Statement(select(orgs.c.id, orgs.c.created_at).where(orgs.c.name == bindparam("org")).with_for_update())
ABOVE = Statement(select(orgs.c.name).where(orgs.c.created_at > bindparam("than")).order_by(orgs.c.name.desc()))
NEWEST = Statement(select(orgs.c.name).order_by(orgs.c.created_at.desc()).limit(bindparam("count")))
KEEP = Statement(lambda insert: insert(meta).on_conflict_do_nothing())
DROP = Statement(delete(orgs).where(orgs.c.name == bindparam("org")))
END = Statement(select(func.pg_terminate_backend(func.pg_backend_pid()).label("ended")))
ROWS = Statement(insert(orgs), order=[column.name for column in orgs.columns])


@pytest.fixture
async def postgres(emptied_postgres_url: str) -> AsyncIterator[PostgresStore]:
    store = await PostgresStore.open(emptied_postgres_url)
    yield store
    await store.close()


async def run_all(store: PostgresStore, *units: Unit[object]) -> list[object]:
    """What each unit returns or raises, of units that wait at the same moment."""
    return await asyncio.gather(*map(store.write_together, units), return_exceptions=True)


async def test_every_kind_of_statement_answers_each_unit_with_its_own(postgres: PostgresStore) -> None:
    for name, number in (("a", 1), ("b", 2), ("c", 3)):
        await postgres.write(make_unit(name, number))

    def ask(name: str) -> Unit[object]:
        async def unit(tx: Tx) -> object:
            row = await tx.one(ONE, org=name)
            above = [one.name for one in await tx.all(ABOVE, than=row.created_at if row else -1)]
            moved = await tx.run(MOVE, org=name, by=10)
            kept = await tx.run(KEEP, name="first", value=name.encode())
            await tx.many(ROWS, [(f"{name}{place}", f"{name}{place}", 0, 0, None, None) for place in range(2)])
            added = await tx.one(ONE, org=f"{name}1")
            everybody = len(await tx.all(ALL))
            return row and row.created_at, above, moved, kept, added is not None, everybody, await tx.run(DROP, org="x")

        return unit

    found = await run_all(postgres, ask("a"), ask("b"), ask("nobody"))
    assert found == [
        (1, ["c", "b"], 1, 1, True, 9, 0),
        (2, ["c"], 1, 0, True, 9, 0),
        (None, ["c", "b", "a"], 0, 0, True, 9, 0),
    ]
    assert {name: number for name, number in (await numbers(postgres)).items() if number} == {"a": 11, "b": 12, "c": 3}


async def test_what_is_read_ahead_answers_the_same_queries_once(postgres: PostgresStore) -> None:
    for name, number in (("a", 1), ("b", 2), ("c", 3)):
        await postgres.write(make_unit(name, number))

    def ask(name: str, *others: str) -> Unit[object]:
        async def unit(tx: Tx) -> object:
            hints = [(ONE, {"org": one}) for one in (name, *others)]
            await tx.read_ahead(lambda: [*hints, (ALL, {}), (ABOVE, {"than": 1}), (NEWEST, {"count": 2})])
            first = [row and row.created_at for row in [await tx.one(ONE, org=one) for one in (name, *others)]]
            rest = [one.name for one in await tx.all(ABOVE, than=1)], [one.name for one in await tx.all(ALL)]
            newest = [one.name for one in await tx.all(NEWEST, count=2)]
            await tx.run(MOVE, org=name, by=10)
            again = await tx.one(ONE, org=name)
            return first, *rest, newest, again and again.created_at

        return unit

    found = await run_all(postgres, ask("a"), ask("b", "nobody", "c"), ask("nobody"))
    above, everybody, newest = ["c", "b"], ["a", "b", "c"], ["c", "b"]
    assert found == [
        ([1], above, everybody, newest, 11),
        ([2, None, 3], above, everybody, newest, 12),
        ([None], above, everybody, newest, None),
    ]


async def test_what_was_read_ahead_is_forgotten_with_the_first_change(postgres: PostgresStore) -> None:
    async def unit(tx: Tx) -> object:
        await tx.read_ahead(lambda: [(ONE, {"org": "a"}), (ALL, {}), (ABOVE, {"than": 0})])
        before = await tx.one(ONE, org="a")
        await put(tx, "a", 5)
        after = await tx.one(ONE, org="a")
        await tx.many(ROWS, [("b", "b", 0, 6, None, None)])
        return before, after and after.created_at, [row.name for row in await tx.all(ABOVE, than=0)]

    assert await run_all(postgres, unit) == [(None, 5, ["b", "a"])]


async def test_rows_wait_until_their_unit_reads_or_everybody_is_done(postgres: PostgresStore) -> None:
    """A unit that fails before then costs nobody a second run."""
    runs = list[str]()

    def add(name: str, *, fails: bool = False, reads: bool = False) -> Unit[object]:
        async def unit(tx: Tx) -> object:
            runs.append(name)
            await put(tx, name)
            await tx.many(ROWS, [(f"{name}2", f"{name}2", 0, 2, None, None)])
            if fails:
                raise UserError("log.too_early")
            return [row.name for row in await tx.all(ALL)] if reads else name

        return unit

    found = await run_all(postgres, add("a"), add("b", fails=True), add("c"))
    assert [str(one) for one in found if not isinstance(one, UserError)] == ["a", "c"]
    assert sorted(runs) == ["a", "b", "c"]
    assert await names(postgres) == {"a", "a2", "c", "c2"}
    found = await run_all(postgres, add("d", reads=True), add("e"))
    assert found == [["a", "a2", "c", "c2", "d", "d2", "e", "e2"], "e"]


async def test_units_that_lock_one_row_see_each_others_work(postgres: PostgresStore) -> None:
    """Reading, then writing what was read: without the lock, one of two would be lost."""
    await postgres.write(make_unit("one"))
    await postgres.write(make_unit("two"))

    def add_one(name: str) -> Unit[object]:
        async def unit(tx: Tx) -> object:
            row = await tx.one(LOCK, org=name)
            assert row
            await tx.run(MOVE, org=name, by=1)
            return row.created_at

        return unit

    units = [add_one(random.choice(["one", "two"])) for _ in range(150)]
    found = await run_all(postgres, *units, *[add_one("one"), add_one("two")])
    after = await numbers(postgres)
    assert after["one"] + after["two"] == len(found)
    assert sorted(found, key=str) == sorted([*range(after["one"]), *range(after["two"])], key=str)


@pytest.mark.parametrize("wrote", [False, True])
async def test_a_unit_that_fails_costs_nobody_else(postgres: PostgresStore, wrote: bool) -> None:
    async def fail(tx: Tx) -> None:
        if wrote:
            await put(tx, "undone")
        await tx.one(ONE, org="a")
        raise UserError("log.too_early")

    async def break_rule(tx: Tx) -> None:
        await put(tx, "twice")
        await put(tx, "twice")

    found = await run_all(
        postgres, make_unit("a"), fail, make_unit("b"), *([break_rule] if wrote else []), make_unit("c")
    )
    assert [type(one) for one in found if not isinstance(one, str)] == [
        UserError,
        *([asyncpg.UniqueViolationError] if wrote else []),
    ]
    assert await names(postgres) == {"a", "b", "c"}


async def test_a_row_that_another_transaction_holds_holds_up_its_own_unit_only(
    postgres: PostgresStore, emptied_postgres_url: str
) -> None:
    await postgres.write(make_unit("held"))

    async def wait(tx: Tx) -> None:
        await tx.one(LOCK, org="held")

    other = await asyncpg.connect(emptied_postgres_url)
    try:
        async with other.transaction():
            await other.execute("UPDATE orgs SET created_at = 5 WHERE name = 'held'")
            held_up = asyncio.ensure_future(postgres.write_together(wait))
            assert set(await run_all(postgres, *map(make_unit, "abcdef"))) == set("abcdef")
            assert not held_up.done()
        await held_up
    finally:
        await other.close()


async def test_a_connection_that_breaks_saves_nothing_and_tells_everybody(postgres: PostgresStore) -> None:
    async def break_connection(tx: Tx) -> None:
        await put(tx, "b")
        await tx.one(END)

    found = await run_all(postgres, make_unit("a"), break_connection, make_unit("c"))
    assert [type(one) for one in found] == [Unavailable] * 3
    assert len({id(one) for one in found}) == 3
    assert all(isinstance(one, Unavailable) and one.certain for one in found)
    assert await run_all(postgres, make_unit("d")) == ["d"]
    assert await names(postgres) == {"d"}


async def test_callers_that_give_up_leave_the_others_alone(postgres: PostgresStore) -> None:
    waiting = [asyncio.ensure_future(postgres.write_together(make_unit(name))) for name in "abcd"]
    await asyncio.sleep(0)
    waiting[1].cancel()
    found = await asyncio.gather(*waiting, return_exceptions=True)
    assert [one for one in found if isinstance(one, str)] == ["a", "c", "d"]
    assert await names(postgres) >= {"a", "c", "d"}


async def test_closing_waits_for_units_under_way(emptied_postgres_url: str) -> None:
    store = await PostgresStore.open(emptied_postgres_url)
    waiting = [asyncio.ensure_future(store.write_together(make_unit(name))) for name in "abcd"]
    await asyncio.sleep(0)
    await store.close()
    assert [one.result() for one in waiting] == list("abcd")


def list_statements() -> list[Statement]:
    """Every statement of core, by walking its modules."""
    found = {}
    for module in pkgutil.walk_packages(bot.core.__path__, "bot.core."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Statement):
                found[id(value)] = value
    return list(found.values())


async def test_postgresql_accepts_each_of_cores_statements_with_arrays(emptied_postgres_url: str) -> None:
    connection = await asyncpg.connect(emptied_postgres_url)
    try:
        # A rotation of the key makes this table for its own transaction.
        await connection.execute("CREATE TEMPORARY TABLE rehashed (old BYTEA PRIMARY KEY, new BYTEA NOT NULL)")
        texts = {one.array_text for one in list_statements()} - {""}
        for text in texts:
            await connection.prepare(text)
        assert len(texts) > 200
        queries = [
            one for one in list_statements() if one.array_text.startswith("SELECT") and not one.postgresql.is_locking
        ]
        inserts = [one for one in list_statements() if one.is_certain]
        assert len(inserts) > 20
        for seed in range(30):
            some = random.Random(seed)
            await connection.prepare(combine_queries(tuple(some.sample(queries, 5))))
            for part in split_by_table(some.sample(inserts, 5)):
                await connection.prepare(combine_inserts(part))
    finally:
        await connection.close()
