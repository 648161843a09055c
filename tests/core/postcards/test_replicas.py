"""Postcards printed, handed over and deleted in two processes on one PostgreSQL database: nobody deadlocks."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import pytest

from bot.core.postcards.postcard_rows import SET_PRINTED
from bot.core.postcards.review import LOCK_WRITER
from bot.core.privacy.old_postcards import delete_old_words
from bot.store.engine import Tx
from tests.core.moderation.test_replicas import wait_until_blocked
from tests.core.postcards.support import ADMIN, BOSS, approve_all, drive, print_all, rows, send
from tests.fixtures import Opening
from tests.services import Core, caller, core_on, new_request

ANA, BEN = caller("ana"), caller("ben")
Hold = Callable[[Tx], Awaitable[object]]


@pytest.fixture
async def cores(emptied_postgres_url: str, opening: Opening) -> Sequence[Core]:
    """Core of two processes. Ana was there first; Ben's postcard was the first to be written."""
    stores = [await opening(emptied_postgres_url) for _ in range(2)]
    cores = [await core_on(store, (drive(),)) for store in stores]
    await stores[0].write(lambda tx: cores[0].people.take(tx, ANA))
    for who in (BEN, ANA):
        await send(cores[0], who, "representative", "senator-1")
        cores[0].clock.forward(minutes=1)
    await approve_all(cores[0])
    return cores


async def cross(core: Core, first: Hold, second: Hold, work: Awaitable[object]) -> None:
    """Take one lock, let ``work`` run into it, and take another one: in the order in which others take them."""
    held, blocked = asyncio.Event(), asyncio.Event()

    async def act(tx: Tx) -> None:
        await first(tx)
        held.set()
        await blocked.wait()
        await second(tx)

    acting = asyncio.create_task(core.store.write(act))
    await held.wait()
    working = asyncio.ensure_future(work)
    await wait_until_blocked(core.store)
    blocked.set()
    await asyncio.gather(acting, working)


def lock(person: str) -> Hold:
    return partial(lambda tx, person: tx.one(LOCK_WRITER, person=person), person=person)


def change(postcard: str) -> Hold:
    return partial(lambda tx, postcard: tx.run(SET_PRINTED, postcard=postcard, at=1), postcard=postcard)


@pytest.mark.parametrize("reader", [BOSS, ANA, BEN], ids=lambda reader: reader.account)
async def test_two_who_hand_postcards_over_at_once_lock_writers_in_one_order(
    cores: Sequence[Core], reader: object
) -> None:
    printing = cores[1].built.postcards.printing
    await print_all(printing)
    ana, ben = sorted({row.person_id for row in await rows(cores[0])})
    request = new_request()
    work = printing.mark_delivered(reader, ADMIN, None, request)  # type: ignore[arg-type]
    await cross(cores[0], lock(ana), lock(ben), work)
    assert {row.status for row in await rows(cores[0])} == {"delivered"}


async def test_one_request_in_two_processes_hands_over_once_and_gets_one_answer(cores: Sequence[Core]) -> None:
    first, second = (core.built.postcards.printing for core in cores)
    await print_all(first)
    request = new_request()
    one, other = await asyncio.gather(*(it.mark_delivered(BOSS, ADMIN, None, request) for it in (first, second)))
    assert one == other
    assert one.count == 4


async def test_printing_waits_for_somebody_who_forgets_themselves(cores: Sequence[Core]) -> None:
    """Forgetting locks the person, and then changes their postcards in any order."""
    mine = [row for row in await rows(cores[0]) if row.person_id == min(one.person_id for one in await rows(cores[0]))]
    first, last = mine[0], mine[-1]

    async def forget(tx: Tx) -> None:
        await lock(first.person_id)(tx)
        await change(last.id)(tx)

    await cross(cores[0], forget, change(first.id), print_all(cores[1].built.postcards.printing))
    assert {row.status for row in await rows(cores[0])} == {"printed"}


async def test_deleting_old_words_holds_no_lock_while_it_waits(cores: Sequence[Core]) -> None:
    found = await rows(cores[0])
    due = max(row.delete_at for row in found)
    await cross(cores[0], change(found[-1].id), change(found[0].id), delete_old_words(cores[1].store, due))
    assert {row.words for row in await rows(cores[0])} == {None}
