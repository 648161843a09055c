"""Temporary files on a platform go after an hour, or once their decision was made, also after a restart."""

from sqlalchemy import select

from bot.core.outbox.stored_files import LIFETIME, StoredFiles
from bot.core.times.clock import DAY, SECOND
from bot.store.engine import Store
from bot.store.statement import Statement
from bot.store.tables import stored_files
from tests.core.support.damaging import damage
from tests.services import HandClock, core_on, make_base

ALL = Statement(select(stored_files))


async def make_files(store: Store) -> tuple[StoredFiles, HandClock]:
    clock = (await core_on(store)).clock
    return StoredFiles(make_base(store, clock)), clock


async def test_a_file_is_due_after_an_hour_and_once_more_until_it_is_gone(store: Store) -> None:
    files, clock = await make_files(store)
    await files.keep("slack", "T1", "F1", "postcard-1")
    assert (await files.take(10), await files.find_next_time()) == ((), clock() + LIFETIME)
    clock.forward(minutes=60)
    [one] = await files.take(10)
    assert (one.platform, one.space, one.file) == ("slack", "T1", "F1")
    assert await files.take(10) == ()
    clock.forward(minutes=1)
    assert [again.file for again in await files.take(10)] == ["F1"]
    assert await files.find_next_time() == clock() + 120 * SECOND
    await files.drop(one)
    assert await files.find_next_time() is None


async def test_a_decision_ends_its_own_files_at_once(store: Store) -> None:
    files, _ = await make_files(store)
    for file, topic in (("F1", "postcard-1"), ("F2", "postcard-1"), ("F3", "postcard-2")):
        await files.keep("slack", "T1", file, topic)
    await files.end("postcard-1")
    await files.end("no such decision")
    assert {one.file for one in await files.take(10)} == {"F1", "F2"}


async def test_a_file_that_cannot_be_removed_is_given_up_after_a_week(store: Store) -> None:
    files, clock = await make_files(store)
    await files.keep("slack", "T1", "F1", "postcard-1")
    clock.at += 6 * DAY
    assert len(await files.take(10)) == 1
    clock.at += 2 * DAY
    assert await files.take(10) == ()
    assert await files.find_next_time() is None


async def test_a_row_says_nothing_in_the_clear(store: Store) -> None:
    files, _ = await make_files(store)
    await files.keep("slack", "T1SPACE", "F1FILE", "postcard-1")
    [row] = await store.read(lambda tx: tx.all(ALL))
    assert not any(word in repr(tuple(row)) for word in ("T1SPACE", "F1FILE", "postcard-1"))


async def test_a_damaged_row_goes_and_others_stay(store: Store) -> None:
    files, _ = await make_files(store)
    for file in ("F1", "F2"):
        await files.keep("slack", "T1", file, "postcard-1")
    await store.write(lambda tx: damage(tx, stored_files, stored_files.c.address, b"\x01"))
    await files.end("postcard-1")
    assert len(await files.take(10)) == 1
