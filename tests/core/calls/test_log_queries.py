"""On PostgreSQL, a log asks only three statements: it locks its caller, reads, and adds. So do many at once."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from bot.core.calls.call_request import CallRequest
from bot.core.totals.counting import Outcome
from bot.store.engine import T, Unit
from bot.store.postgres.store import PostgresStore
from bot.store.postgres.together import run_together
from tests.services import Core, caller, campaign, core_on, new_request

SHAPES = ("SELECT param_set.place, its.* FROM ", "SELECT 0 AS query, ", "WITH insert0 AS (INSERT INTO calls ")


class NotingConnection:
    """A connection that notes the statements it runs."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection, self.ran = connection, list[str]()

    def __getattr__(self, name: str) -> Any:
        run = getattr(self._connection, name)

        async def note(text: str, *params: Any) -> Any:
            self.ran.append(text)
            return await run(text, *params)

        return note


class NotingStore:
    """A store whose shared transactions run on a connection that notes their statements."""

    has_one_process = False

    def __init__(self, store: PostgresStore, url: str) -> None:
        self._store, self._url = store, url
        self.ran = list[str]()
        self.waiting = list[tuple[Unit[Any], asyncio.Future[Any]]]()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def write_together(self, unit: Unit[T]) -> T:
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self.waiting.append((unit, answer))
        return await answer

    async def run_waiting(self) -> None:
        """Run what waits, in one transaction."""
        connection = await asyncpg.connect(self._url)
        noting = NotingConnection(connection)
        async with connection.transaction():
            outcomes = await run_together(noting, [unit for unit, _ in self.waiting])
        await connection.close()
        for (_, answer), outcome in zip(self.waiting, outcomes, strict=True):
            answer.set_result(outcome)
        self.waiting.clear()
        self.ran = noting.ran


@pytest.fixture
async def noting(emptied_postgres_url: str) -> AsyncIterator[NotingStore]:
    store = await PostgresStore.open(emptied_postgres_url)
    yield NotingStore(store, emptied_postgres_url)
    await store.close()


async def settle(core: Core, store: NotingStore, *people: str) -> None:
    """Give each person a chapter and a district."""
    await core.add_org("Valley", "Fresno", "Madera")
    for number, who in enumerate(people):
        await core.tell(who, district="CA-11", chapter=("Fresno", "Madera")[number % 2])


async def run_each(store: NotingStore, *logs: Any) -> list[Any]:
    """What logs that wait at once return."""
    tasks = [asyncio.ensure_future(one) for one in logs]
    await asyncio.sleep(0)  # each runs until it waits
    assert len(store.waiting) == len(tasks)
    await store.run_waiting()
    return list(await asyncio.gather(*tasks))


async def test_a_log_asks_nothing_besides(noting: NotingStore) -> None:
    core = await core_on(noting, (campaign(), campaign("old", "opens: 2020-01-01 09:00", "closes: 2020-02-01 09:00")))
    people = [f"p{number}" for number in range(16)]
    await settle(core, noting, *people)
    wanted = CallRequest(Outcome.SPOKE)
    await run_each(noting, core.log(people[0]))  # also reads what is read once a minute
    await run_each(noting, core.log(people[1]))
    check_statements(noting)
    outcomes = zip(people, ("unavailable", "voicemail", "spoke") * 2, strict=False)
    await run_each(noting, *[core.log(who, outcome) for who, outcome in outcomes])
    check_statements(noting)
    log = core.calls.identify_and_log
    taps = [log(caller(who, space="s"), None, lambda _: wanted, new_request(), core.clock()) for who in people[8:]]
    await run_each(noting, *taps)
    check_statements(noting)


def check_statements(noting: NotingStore) -> None:
    """Check that the last transaction locked, read and added, each once."""
    assert len(noting.ran) == len(SHAPES), noting.ran
    assert all(text.startswith(shape) for text, shape in zip(noting.ran, SHAPES, strict=True)), noting.ran
