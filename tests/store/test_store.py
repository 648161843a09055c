"""What core relies on, the same on both engines: units of work that apply whole or not at all."""

import asyncio
from contextlib import suppress
from functools import partial

import pytest

from bot.errors import CallboardError, Unavailable, UserError
from bot.store.engine import Store, Tx
from tests.fixtures import Opening
from tests.store.rows import ADD, MOVE, ONE, make_unit, names, numbers, put


async def test_written_rows_are_visible_at_once_and_after_a_restart(store_url: str, opening: Opening) -> None:
    store = await opening(store_url)
    assert await store.write(make_unit("a", 7)) == "a"
    assert await numbers(store) == {"a": 7}
    await store.close()
    again = await opening(store_url)
    assert await numbers(again) == {"a": 7}
    await again.close()


async def test_one_all_and_run(store: Store) -> None:
    async def unit(tx: Tx) -> tuple[int, int, int | None, object]:
        unset = {"archived_at": None, "names_reviewed": None}
        rows = [{"id": name, "name": name, "placeholder": 0, "created_at": 1, **unset} for name in "abc"]
        await tx.many(ADD, rows)
        changed = await tx.run(MOVE, org="b", by=41)
        missed = await tx.run(MOVE, org="nobody", by=1)
        found = await tx.one(ONE, org="b")
        return changed, missed, found and found.created_at, await tx.one(ONE, org="nobody")

    assert await store.write(unit) == (1, 0, 42, None)
    assert await numbers(store) == {"a": 1, "b": 42, "c": 1}


async def test_a_unit_that_goes_on_after_a_failed_statement_says_nothing_false(store: Store) -> None:
    """PostgreSQL undoes it all and reports no error at the end; SQLite undoes the one statement."""

    async def unit(tx: Tx) -> str:
        await put(tx, "a")
        with suppress(Exception):
            await put(tx, "a")
        return "saved"

    try:
        saved = await store.write(unit) == "saved"
    except Unavailable:
        saved = False
    assert await numbers(store) == ({"a": 0} if saved else {})
    assert saved is store.has_one_process


async def test_a_unit_that_raises_leaves_nothing_and_its_error_reaches_its_caller(store: Store) -> None:
    refused = UserError("no")

    async def unit(tx: Tx) -> None:
        await put(tx, "a")
        raise refused

    with pytest.raises(UserError) as caught:
        await store.write(unit)
    assert caught.value is refused
    assert await names(store) == set()


async def test_a_unit_that_raises_affects_no_other(store: Store) -> None:
    async def failing(tx: Tx) -> str:
        await put(tx, "failing")
        raise UserError("no")

    units = [failing if number % 5 == 0 else make_unit(f"{number:02}") for number in range(50)]
    outcomes = await asyncio.gather(*(store.write(unit) for unit in units), return_exceptions=True)
    kept = {f"{number:02}" for number in range(50) if number % 5}
    assert {outcome for outcome in outcomes if isinstance(outcome, str)} == kept
    assert sum(isinstance(outcome, UserError) for outcome in outcomes) == 10
    assert await names(store) == kept


async def test_a_broken_constraint_reaches_only_its_own_unit(store: Store) -> None:
    wanted = [f"{number // 2:02}" for number in range(40)]  # each name twice; only one of them succeeds
    outcomes = await asyncio.gather(*(store.write(make_unit(name)) for name in wanted), return_exceptions=True)
    assert sorted(outcome for outcome in outcomes if isinstance(outcome, str)) == sorted(set(wanted))
    errors = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert len(errors) == 20
    assert not any(isinstance(error, CallboardError) for error in errors)  # it is a bug, not a busy database
    assert await names(store) == set(wanted)


async def test_a_unit_with_a_broken_constraint_leaves_nothing(store: Store) -> None:
    async def unit(tx: Tx) -> None:
        await put(tx, "a")
        await put(tx, "b")
        await put(tx, "b")

    with pytest.raises(Exception, match=r"(?i)unique"):
        await store.write(unit)
    assert await names(store) == set()


async def test_hundreds_of_writers_at_once_lose_nothing(store: Store) -> None:
    await store.write(make_unit("sum"))

    async def unit(tx: Tx) -> int:
        return await tx.run(MOVE, org="sum", by=1)

    assert await asyncio.gather(*(store.write(unit) for _ in range(600))) == [1] * 600
    assert await numbers(store) == {"sum": 600}


async def test_a_read_sees_one_snapshot(store: Store) -> None:
    """Numbers move from one row to another while both are read. The sum is the same in every snapshot."""
    await store.write(make_unit("a", 100))
    await store.write(make_unit("b", 0))

    async def move(tx: Tx) -> None:
        await tx.run(MOVE, org="a", by=-1)
        await tx.run(MOVE, org="b", by=1)

    async def both(tx: Tx) -> tuple[int, int]:
        first, second = [await tx.one(ONE, org=name) for name in "ab"]
        assert first
        assert second
        return first.created_at, second.created_at

    async def keep_moving() -> None:
        for _ in range(25):
            await store.write(move)

    seen = set()
    moving = asyncio.gather(*(keep_moving() for _ in range(4)))
    while not moving.done():
        seen.update(await asyncio.gather(*(store.read(both) for _ in range(4))))
    await moving
    assert {first + second for first, second in seen} == {100}
    assert len(seen) > 5  # reads ran between writes
    assert await numbers(store) == {"a": 0, "b": 100}


async def test_a_read_cannot_write(store: Store) -> None:
    with pytest.raises(Unavailable, match=r"(?i)read-?only|takes no writes"):
        await store.read(make_unit("a"))
    assert await names(store) == set()


async def test_close_finishes_writes_in_progress(store_url: str, opening: Opening) -> None:
    store = await opening(store_url)
    wanted = [f"{number:03}" for number in range(300)]
    writes = [asyncio.create_task(store.write(make_unit(name))) for name in wanted]
    await asyncio.sleep(0)
    await store.close()
    assert [task.result() for task in writes] == wanted
    again = await opening(store_url)
    assert await names(again) == set(wanted)
    await again.close()


async def test_close_finishes_reads_in_progress(store_url: str, opening: Opening) -> None:
    store = await opening(store_url)
    await store.write(make_unit("a", 7))
    reads = [asyncio.create_task(numbers(store)) for _ in range(50)]
    await asyncio.sleep(0)
    await store.close()
    assert [task.result() for task in reads] == [{"a": 7}] * 50


async def test_a_closed_store_refuses_at_once(store_url: str, opening: Opening) -> None:
    store = await opening(store_url)
    await store.close()
    with pytest.raises(Unavailable):
        await store.write(make_unit("a"))
    with pytest.raises(Unavailable):
        await numbers(store)


async def test_a_caller_who_left_before_the_unit_began_leaves_no_trace(store: Store) -> None:
    task = asyncio.create_task(store.write(make_unit("a")))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await store.write(make_unit("b"))
    assert await names(store) == {"b"}


async def test_cancelled_callers_disturb_no_other(store_url: str, opening: Opening) -> None:
    """Every started unit ends whole, and every waiting caller gets an answer."""
    store = await opening(store_url)

    async def pair(tx: Tx, name: str) -> str:
        await put(tx, f"{name}-first")
        await put(tx, f"{name}-second")
        return name

    tasks = [asyncio.create_task(store.write(partial(pair, name=f"{number:03}"))) for number in range(120)]
    for before, leaving in zip(tasks[::3], tasks[1::3], strict=True):
        await asyncio.wait({before})
        leaving.cancel()
    await asyncio.wait(tasks)
    stayed = {task.result() for task in tasks if not task.cancelled()}
    await store.close()
    again = await opening(store_url)
    kept = await names(again)
    await again.close()
    assert len(stayed) >= 80
    assert {f"{name}-{part}" for name in stayed for part in ("first", "second")} <= kept
    assert len(kept) == 2 * len({name.split("-")[0] for name in kept})
