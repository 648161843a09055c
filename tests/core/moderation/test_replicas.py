"""Voids and suspensions in two processes on one PostgreSQL database."""

import asyncio
from collections.abc import Awaitable, Sequence

import pytest
from sqlalchemy import text

from bot.core.moderation.moderation import Reason
from bot.errors import UserError
from bot.roles import Reach, Role
from bot.store.engine import Store, Tx
from bot.store.statement import Statement
from tests.fixtures import Opening
from tests.services import Core, caller, core_on, new_request

ALL = Reach(Role.ADMIN)
_BLOCKED = Statement(text("SELECT count(*) AS count FROM pg_locks WHERE NOT granted"))


@pytest.fixture
async def cores(emptied_postgres_url: str, opening: Opening) -> Sequence[Core]:
    """Core of two processes."""
    stores = [await opening(emptied_postgres_url) for _ in range(2)]
    return [await core_on(store) for store in stores]


async def suspend(core: Core, who: str, by: str) -> bool:
    return await core.moderation.suspend(caller(by), ALL, who, Reason.SPAM, new_request())


async def wait_until_blocked(store: Store) -> None:
    """Wait until a transaction waits for another's lock."""
    while not (await store.read(lambda tx: tx.all(_BLOCKED)))[0].count:
        pass  # reading lets the others go on


async def test_a_newcomer_who_acts_in_two_processes_does_not_deadlock(cores: Sequence[Core]) -> None:
    """An admin by the settings voids and suspends for the first time: both add the same person, and then an entry."""
    await cores[0].log("ana")
    added, blocked = asyncio.Event(), asyncio.Event()

    async def act(tx: Tx) -> None:
        await cores[0].people.ensure(tx, caller("boss"))
        added.set()
        await blocked.wait()
        await cores[0].moderation.record(tx, caller("boss"), "call.void", "a call", None, "spam")

    acting = asyncio.create_task(cores[0].store.write(act))
    await added.wait()
    suspending = asyncio.create_task(suspend(cores[1], "ana", by="boss"))
    await wait_until_blocked(cores[0].store)
    blocked.set()
    await acting
    assert await suspending


async def test_corrections_on_two_replicas_at_once_leave_totals_exact(cores: Sequence[Core]) -> None:
    """Coordinators void each other's calls while people undo, log and are suspended."""
    names = [f"person-{number}" for number in range(8)]
    receipts = [await cores[0].log(name) for name in names]

    async def tried(work: Awaitable[object]) -> object:
        try:
            return await work
        except UserError as error:
            return error.key

    deeds: list[Awaitable[object]] = []
    for at, (name, logged) in enumerate(zip(names, receipts, strict=True)):
        one, other = cores[at % 2], cores[1 - at % 2]
        by, request = caller(names[at - 1]), new_request()
        for core in (one, other):
            deeds.append(core.moderation.void(by, ALL, logged.reference, Reason.DUPLICATE, request))
        deeds += [other.undo(name, logged.call_id), one.log(name), suspend(other, name, "cora"), one.log(name)]
    await asyncio.gather(*map(tried, deeds))
    assert {row.removed_as for row in await cores[0].rows() if row.id in {it.call_id for it in receipts}} <= {
        "duplicate",
        "undo",
    }
    assert await cores[0].totals() == await cores[1].rebuilt()
    assert (await cores[0].audit.verify()).broken is None
