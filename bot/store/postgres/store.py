"""PostgreSQL: a pool of connections, one transaction per unit of work. Several processes may share it."""

import asyncio
import time
from collections.abc import Awaitable, Iterable
from typing import Any, TypeVar

import asyncpg

from bot.errors import Unavailable
from bot.runtime.log import get_logger
from bot.runtime.meter import UNMEASURED, DatabaseWait, Meter
from bot.store.engine import ListQueries, Unit
from bot.store.postgres.batches import Batches, Work
from bot.store.postgres.causes import explain
from bot.store.postgres.dialing import CONDITIONS, UNPREPARED, UNREACHABLE, is_pooled, make_error
from bot.store.postgres.together import run_statement
from bot.store.statement import Params, Row, Statement
from bot.store.tables import PERSONAL

T = TypeVar("T")

_log = get_logger("callboard.store")

_CONNECTIONS = 10
_VACUUM_SECONDS = 3600
_STATEMENT_SECONDS = 10  # longer than any statement needs, so that a connection always comes back
_LOCK_MILLISECONDS = 500  # a unit that waits longer for a lock holds up all others of its batch
# How a transaction begins, in one round trip. A setting lasts no longer than it, since a pooler may be in between.
_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_WRITE = "BEGIN ISOLATION LEVEL READ COMMITTED"
# A prepared statement is planned once, for any arrays. By default, short arrays are planned each time, which costs more
# than running them: https://www.postgresql.org/docs/15/sql-prepare.html#SQL-PREPARE-NOTES.
_WRITE_TOGETHER = (
    f"{_WRITE}; SET LOCAL lock_timeout = {_LOCK_MILLISECONDS}; SET LOCAL plan_cache_mode = force_generic_plan"
)


class PostgresTx:
    """See `engine.Tx`."""

    __slots__ = ("_connection",)
    has_one_writer = False

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def one(self, statement: Statement, /, **params: Any) -> Row | None:
        compiled = statement.postgresql
        row = await self._connection.fetchrow(compiled.text, *compiled.bind(params))
        return None if row is None else compiled.row(row)

    async def all(self, statement: Statement, /, **params: Any) -> list[Row]:
        compiled = statement.postgresql
        rows = await self._connection.fetch(compiled.text, *compiled.bind(params))
        return [compiled.row(row) for row in rows]

    async def run(self, statement: Statement, /, **params: Any) -> int:
        return await run_statement(self._connection, statement, params)

    async def many(self, statement: Statement, rows: Iterable[Params], /) -> None:
        compiled = statement.postgresql
        await self._connection.executemany(compiled.text, [compiled.bind(row) for row in rows])

    async def read_ahead(self, list_queries: ListQueries) -> None:
        """Do nothing: what is in a hurry runs in batches."""


class PostgresStore:
    """See `engine.Store`."""

    has_one_process = False

    def __init__(self, pool: Any, pooled: bool, meter: Meter = UNMEASURED) -> None:
        self._pool, self._meter = pool, meter
        self._pooled = pooled  # behind PgBouncer, where no setting of a session lasts
        self._under_way: set[asyncio.Task[Any]] = set()
        self._vacuums: set[asyncio.Task[None]] = set()
        self._vacuuming = asyncio.Lock()
        self._batches = Batches(lambda work: self._run_in_transaction(work, _WRITE_TOGETHER), self.write, meter)

    @classmethod
    async def open(cls, url: str, pooled: bool | None = None, meter: Meter = UNMEASURED) -> "PostgresStore":
        """Open the database at ``url`` (postgresql://…), which must hold the current schema.

        ``pooled`` says whether a pooler is in between, None if that is to be asked.
        """
        if pooled is None:
            pooled = await is_pooled(url)
        settings = {"application_name": "callboard"}
        if not pooled:
            settings["statement_timeout"] = str(_STATEMENT_SECONDS * 1000)
        try:
            pool = await asyncpg.create_pool(
                url,
                min_size=1,
                max_size=_CONNECTIONS,
                command_timeout=_STATEMENT_SECONDS,
                server_settings=settings,
                reset=_leave_as_is,
                **(UNPREPARED if pooled else {}),
            )
        except UNREACHABLE as error:
            raise make_error(error) from error
        return cls(pool, pooled, meter)

    async def read(self, unit: Unit[T]) -> T:
        return await self._shield(self._run_in_transaction(_make_work(unit), _READ))

    async def write(self, unit: Unit[T]) -> T:
        return await self._shield(self._run_in_transaction(_make_work(unit), _WRITE))

    async def write_together(self, unit: Unit[T]) -> T:
        return await self._batches.add(unit)

    async def scrub(self) -> None:
        """Start to vacuum the tables of people. For few deleted rows the server's own vacuum may wait long.

        It runs in the background, since it reads whole tables. If it fails, the server's own vacuum follows.
        """
        vacuum = asyncio.create_task(self._vacuum(), name="vacuum")
        self._vacuums.add(vacuum)
        vacuum.add_done_callback(self._finish_vacuum)

    async def close(self) -> None:
        for vacuum in self._vacuums:
            vacuum.cancel()
        if self._vacuums:
            await asyncio.wait(self._vacuums)
        await self._batches.finish()
        if self._under_way:
            await asyncio.wait(self._under_way)
        await self._pool.close()

    async def _shield(self, work: Awaitable[T]) -> T:
        """Let a unit finish even if its caller is cancelled: half a commit would leak the connection."""
        task = asyncio.ensure_future(work)
        self._under_way.add(task)
        task.add_done_callback(self._finish_unit)
        return await asyncio.shield(task)

    async def _vacuum(self) -> None:
        async with self._vacuuming, self._pool.acquire(timeout=_STATEMENT_SECONDS) as connection:
            try:
                if not self._pooled:
                    await connection.execute("SET statement_timeout = 0")
                for table in PERSONAL:
                    await connection.execute(f'VACUUM "{table.name}"', timeout=_VACUUM_SECONDS)
            finally:
                if not self._pooled:
                    await connection.execute("RESET statement_timeout")

    def _finish_vacuum(self, task: asyncio.Task[None]) -> None:
        self._vacuums.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.warning("not vacuumed; the server's own vacuum will do it", reason=type(error).__name__)

    def _finish_unit(self, task: asyncio.Task[Any]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()  # read it, so that a cancelled caller causes no warning

    async def _run_in_transaction(self, work: Work[T], begin: str) -> T:
        committing, asked = False, time.perf_counter()
        try:
            async with self._pool.acquire(timeout=_STATEMENT_SECONDS) as connection:
                self._meter.record_wait(DatabaseWait.CONNECTION, time.perf_counter() - asked)
                try:
                    await connection.execute(begin)
                except BaseException:  # nobody knows what it holds now, so don't give it to the next unit
                    connection.terminate()
                    raise
                try:
                    result = await work(connection)
                except BaseException:
                    await connection.execute("ROLLBACK")
                    raise
                committing = begin is not _READ
                # PostgreSQL answers so, without an error, where a statement failed and the unit went on.
                if await connection.execute("COMMIT") != "COMMIT":
                    raise Unavailable("PostgreSQL: a statement failed, so nothing was saved")
                return result
        except CONDITIONS as error:
            self._meter.record_database_failure()
            raise Unavailable(f"PostgreSQL: {explain(error)}", certain=not committing) from error


async def _leave_as_is(connection: Any) -> None:
    """Reset nothing as a connection comes back, which takes a round trip: no setting outlasts its transaction, but
    that of `_vacuum`, which resets it itself."""


def _make_work(unit: Unit[T]) -> Work[T]:
    return lambda connection: unit(PostgresTx(connection))
