"""Gathers units of work that wait at once, and commits them together."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeVar

import asyncpg

from bot.errors import Unavailable
from bot.runtime.meter import UNMEASURED, DatabaseWait, Meter
from bot.store.engine import FailedUnit, Unit
from bot.store.postgres.together import MustRunAlone, PostponedUnit, run_together

T = TypeVar("T")

Work = Callable[[Any], Awaitable[T]]  # takes a connection with an open transaction
RunInTransaction = Callable[[Work[Any]], Awaitable[Any]]

_MOST = 64  # units in one transaction, so that the first never waits long for the last
_AT_ONCE = 2  # transactions: while the server works on one, Python works on the other
# The batch was undone, but its units may succeed one by one: one broke a rule, or met another transaction's lock.
_UNDONE = (
    MustRunAlone,
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.LockNotAvailableError,
    asyncpg.TransactionRollbackError,
)
_Waiting = tuple[Unit[Any], asyncio.Future[Any], float]  # a unit, its caller's answer, and since when it waits


class Batches:
    """Units of work that share transactions. ``run`` runs work in a transaction and raises Unavailable."""

    def __init__(
        self, run: RunInTransaction, run_alone: Callable[[Unit[Any]], Awaitable[Any]], meter: Meter = UNMEASURED
    ) -> None:
        self._run, self._run_alone, self._meter = run, run_alone, meter
        self._waiting: deque[_Waiting] = deque()
        self._working = 0  # how many transactions are under way
        self._tasks: set[asyncio.Task[None]] = set()

    async def add(self, unit: Unit[T]) -> T:
        """Run ``unit`` in one of the next transactions, and return its result once that is durable."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((unit, answer, time.perf_counter()))
        if self._working < _AT_ONCE:
            self._working += 1
            self._start(self._commit_waiting())
        return await answer

    async def finish(self) -> None:
        """Wait until no unit runs or waits."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name="store-batches")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _commit_waiting(self) -> None:
        try:
            while self._waiting:
                batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), _MOST))]
                if batch := [waiting for waiting in batch if not waiting[1].cancelled()]:
                    await self._commit(batch)
        finally:
            self._working -= 1

    async def _commit(self, batch: Sequence[_Waiting]) -> None:
        begun, units = time.perf_counter(), [unit for unit, _, _ in batch]
        self._meter.record_wait(DatabaseWait.COMMIT, begun - batch[0][2])
        try:
            outcomes = await self._run(lambda connection: run_together(connection, units))
            self._meter.record_commit(len(units), time.perf_counter() - begun)
        except Exception as error:  # supervisor: every caller gets an answer, and the next batch runs
            if isinstance(error, _UNDONE) or isinstance(error.__cause__, _UNDONE):
                self._meter.record_retry(len(batch))
                for one in batch:
                    self._start(self._commit_alone(one))
                return
            outcomes = [FailedUnit(_copy(error)) for _ in units]
        for one, outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, PostponedUnit):
                self._waiting.append(one)
            else:
                _resolve(one[1], outcome)

    async def _commit_alone(self, one: _Waiting) -> None:
        unit, answer, _ = one
        try:
            outcome = await self._run_alone(unit)
        except Exception as error:  # the unit's own error, for its caller
            outcome = FailedUnit(error)
        _resolve(answer, outcome)


def _copy(error: Exception) -> Exception:
    """An error for each caller, so that no two raise the same one."""
    return Unavailable(str(error), certain=error.certain) if isinstance(error, Unavailable) else error


def _resolve(answer: asyncio.Future[Any], outcome: Any) -> None:
    if answer.cancelled():
        return
    if isinstance(outcome, FailedUnit):
        answer.set_exception(outcome.error)
    else:
        answer.set_result(outcome)
