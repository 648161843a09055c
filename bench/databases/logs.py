"""Durable logs a second: whole units of work by many callers, beside `sqlite3` that runs the same statements.

The statements of real logs are recorded with their parameters. One thread then runs them again on a copy of the
initial database. So only Callboard itself differs: its rules, receipts, encryption and the hop to the connection's
thread on one side, and shared commits on the other, in which it writes a counter once for all logs that move it.
"""

import asyncio
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bench.core import build_bench_core, make_volunteer
from bench.rounds import take_turns
from bench.table import Bar, Figures, Row
from bot.core.calls.call_request import CallRequest
from bot.core.calls.calls import Calls
from bot.core.people.profiles.profiles import Profile
from bot.core.times.clock import now
from bot.core.totals.counting import Outcome
from bot.store.engine import ListQueries, Store, T, Tx, Unit
from bot.store.open import open_store
from bot.store.sqlite.connection import PRAGMAS
from bot.store.statement import Params, Statement
from bot.store.statement import Row as Record

TITLE = "Durable logs"
_CHAPTERS = 20
_EACH, _HUNDRED = "plain sqlite3, a commit each", "plain sqlite3, a hundred to a commit"
_BARS = {(1, _EACH): 0.85, (64, _EACH): 2.0, (64, _HUNDRED): 0.65}  # by number of callers
_ALONE = 4  # a single caller logs four times fewer calls, because each waits for the disk


async def measure(logs: int = 1024, repeats: int = 7, callers: Sequence[int] = (1, 16, 64, 256)) -> tuple[Row, ...]:
    """Each number of callers, compared with one commit per log and with a hundred logs per commit."""
    with tempfile.TemporaryDirectory(prefix="callboard-bench-") as folder:
        bench = Bench(Path(folder), logs)
        await bench.prepare()
        takes: dict[str | int, Any] = {"each": lambda: bench.plain(1), "hundred": lambda: bench.plain(100)}
        takes |= {count: _caller(bench, count) for count in callers}
        taken = await take_turns(repeats, takes)
    beside = (("each", _EACH), ("hundred", _HUNDRED))
    return tuple(_row(count, taken[count], name, taken[key]) for key, name in beside for count in callers)


def _caller(bench: "Bench", callers: int) -> Callable[[], Any]:
    return lambda: bench.measure_rate(callers)


def _row(callers: int, ours: Figures, beside: str, plain: Figures) -> Row:
    limit = _BARS.get((callers, beside))
    what = "1 caller" if callers == 1 else f"{callers} callers"
    return Row(what, "logs/s", ours, beside, plain, Bar("at least", limit) if limit else None)


class Bench:
    """A database of volunteers who have each chosen a chapter and a district, with one log from each."""

    def __init__(self, folder: Path, logs: int) -> None:
        self._begun, self._used = folder / "begun.db", folder / "used.db"
        self._logs = logs
        self._units: tuple[tuple[Executed, ...], ...] = ()

    async def prepare(self) -> None:
        """Fill the database, and record what logging does with it."""
        store = await open_store(f"sqlite:///{self._begun}")
        await fill(store, self._logs)
        await store.close()
        recording = Recording(await open_store(f"sqlite:///{self._fresh()}"))
        await _log_all(build_bench_core(recording).calls.calls, self._logs, 1)
        await recording.close()
        self._units = tuple(recording.units)

    async def measure_rate(self, callers: int) -> float:
        """Callboard's logs a second, each durable before its caller logs the next."""
        logs = self._logs if callers > 1 else max(1, self._logs // _ALONE)
        store = await open_store(f"sqlite:///{self._fresh()}")
        calls = build_bench_core(store).calls.calls
        begun = time.perf_counter()
        await _log_all(calls, logs, callers)
        seconds = time.perf_counter() - begun
        await store.close()
        return logs / seconds

    async def plain(self, together: int) -> float:
        """The logs a second of `sqlite3` alone, with ``together`` logs per commit."""
        with closing(sqlite3.connect(self._fresh(), isolation_level=None, cached_statements=256)) as connection:
            for pragma in PRAGMAS:
                connection.execute(pragma)
            begun = time.perf_counter()
            for first in range(0, len(self._units), together):
                _replay(connection, self._units[first : first + together])
            return len(self._units) / (time.perf_counter() - begun)

    def totals(self) -> tuple[Any, ...]:
        """The totals that the last take left. They are the same after every take."""
        with closing(sqlite3.connect(self._used)) as connection:
            rows = connection.execute('SELECT period, "by", scope, key, n, people FROM counters ORDER BY 1, 2, 3, 4')
            return tuple(rows.fetchall())

    def _fresh(self) -> Path:
        for suffix in ("", "-wal", "-shm"):
            self._used.with_name(f"{self._used.name}{suffix}").unlink(missing_ok=True)
        return Path(shutil.copy(self._begun, self._used))


async def fill(store: Store, people: int) -> None:
    """Add the volunteers whom `make_volunteer` names, in twenty chapters and one district."""
    core = build_bench_core(store)
    await core.prepare()

    async def seed(tx: Tx) -> None:
        org = await core.coalition.coalition.add_org(tx, "Valley Org")
        assert org is not None, "the database is new"
        chapters = [
            await core.coalition.coalition.add_chapter(tx, org, f"Chapter {number}") for number in range(_CHAPTERS)
        ]
        for number in range(people):
            person = await core.people.people.take(tx, make_volunteer(number))
            await core.people.people.save(tx, person, Profile(district="CA-11"), chapters[number % _CHAPTERS])

    await store.write(seed)


async def _log_all(calls: Calls, logs: int, callers: int) -> None:
    """Have every volunteer log once. A caller starts the next log when the last one is answered."""
    numbers = iter(range(logs))

    async def caller() -> None:
        for number in numbers:
            await calls.log(make_volunteer(number), CallRequest(Outcome.SPOKE), f"request {number}", now())

    await asyncio.gather(*(caller() for _ in range(callers)))


@dataclass(frozen=True, slots=True)
class Executed:
    """A statement that ran, with its bound parameters (those of each row, for ``many``)."""

    how: Literal["one", "all", "run", "many"]
    text: str
    params: Any


def _replay(connection: sqlite3.Connection, units: Sequence[Sequence[Executed]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for unit in units:
        for executed in unit:
            match executed.how:
                case "one":
                    connection.execute(executed.text, executed.params).fetchone()
                case "all":
                    connection.execute(executed.text, executed.params).fetchall()
                case "run":
                    connection.execute(executed.text, executed.params)
                case "many":
                    connection.executemany(executed.text, executed.params)
    connection.execute("COMMIT")


class Recording:
    """A store that records every statement of each unit that writes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.has_one_process = store.has_one_process
        self.units: list[tuple[Executed, ...]] = []

    async def read(self, unit: Unit[T]) -> T:
        return await self._store.read(unit)

    async def write(self, unit: Unit[T]) -> T:
        executed: list[Executed] = []
        result = await self._store.write(lambda tx: unit(_RecordingTx(tx, executed)))
        self.units.append(tuple(executed))
        return result

    async def write_together(self, unit: Unit[T]) -> T:
        return await self.write(unit)

    async def scrub(self) -> None:
        await self._store.scrub()

    async def close(self) -> None:
        await self._store.close()


class _RecordingTx:
    def __init__(self, tx: Tx, executed: list[Executed]) -> None:
        self._tx = tx
        self.has_one_writer = tx.has_one_writer
        self._executed = executed

    async def one(self, statement: Statement, /, **params: Any) -> Record | None:
        self._keep("one", statement, params)
        return await self._tx.one(statement, **params)

    async def all(self, statement: Statement, /, **params: Any) -> list[Record]:
        self._keep("all", statement, params)
        return await self._tx.all(statement, **params)

    async def run(self, statement: Statement, /, **params: Any) -> int:
        self._keep("run", statement, params)
        return await self._tx.run(statement, **params)

    async def many(self, statement: Statement, rows: Iterable[Params], /) -> None:
        compiled, kept = statement.sqlite, tuple(rows)
        self._executed.append(Executed("many", compiled.text, [compiled.bind(row) for row in kept]))
        await self._tx.many(statement, kept)

    async def read_ahead(self, list_queries: ListQueries) -> None:
        await self._tx.read_ahead(list_queries)

    def _keep(self, how: Literal["one", "all", "run"], statement: Statement, params: Mapping[str, Any]) -> None:
        compiled = statement.sqlite
        self._executed.append(Executed(how, compiled.text, compiled.bind(params)))
