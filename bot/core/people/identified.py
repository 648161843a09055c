"""Does the work of a request in the transaction that reads its caller, so that nobody is read twice.

Some commands read the caller first, each for a reason. `/profile` needs rights that other platforms are asked about,
and no transaction waits for a platform. `/link` locks two people in one order. `/org join` locks the space first, and
adds nobody who types a wrong code. `/mydata forget` must not add the person it deletes.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from bot.core.people.people import People, Person
from bot.errors import UserError
from bot.identity import Caller, Identity
from bot.store.engine import Query, Store, Tx, Unit

T = TypeVar("T")

Work = Callable[[Tx, Person, Identity], Awaitable[T]]
ListQueriesOf = Callable[[Person], Iterable[Query]]
Reading = Callable[[Tx, Person | None, Identity], Awaitable[T]]


async def run_identified(
    store: Store,
    people: People,
    caller: Caller,
    manages: bool | None,
    work: Work[T],
    *,
    list_queries: ListQueriesOf | None = None,
) -> tuple[T, Identity]:
    """Lock the caller, identify them and do ``work``, in one transaction. ``manages`` is as in `People.identify`.

    A UserError that ``work`` raises carries the identity too. Work that many callers do at once, and that locks no rows
    but the caller's, comes with ``list_queries``, which lists what it will likely ask. It is done together with theirs.
    """

    async def run(tx: Tx) -> tuple[T, Identity]:
        person = await people.take(tx, caller)
        if list_queries:
            await tx.read_ahead(lambda: (*people.list_identity_queries(caller, person), *list_queries(person)))
        identity = await people.identify_within(tx, caller, person, manages)
        return await _pass_on(work(tx, person, identity), identity)

    return await (store.write_together(run) if list_queries else store.write(run))


async def hold_identified(
    store: Store, people: People, caller: Caller, manages: bool | None, work: Unit[T]
) -> tuple[T, Identity]:
    """Do the same without adding a newcomer: for ``work`` that only changes or deletes what is there."""

    async def run(tx: Tx) -> tuple[T, Identity]:
        identity = await people.identify_within(tx, caller, await people.hold(tx, caller), manages)
        return await _pass_on(work(tx), identity)

    return await store.write(run)


async def read_identified(
    store: Store, people: People, caller: Caller, manages: bool | None, work: Reading[T]
) -> tuple[T, Identity]:
    """Do the same for ``work`` that only reads: nobody is locked or added, and a newcomer is no person yet."""

    async def run(tx: Tx) -> tuple[T, Identity]:
        person = await people.find(tx, caller)
        identity = await people.identify_within(tx, caller, person, manages)
        return await _pass_on(work(tx, person, identity), identity)

    return await store.read(run)


async def _pass_on(work: Awaitable[T], identity: Identity) -> tuple[T, Identity]:
    """What ``work`` returns or raises, with the identity."""
    try:
        return await work, identity
    except UserError as error:
        error.identity = identity
        raise
