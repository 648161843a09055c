"""State legislators: loads every state's data, and finds whom a caller calls.

It uses the real files that are in ``shared/data/openstates`` beside the repository, and invented legislatures of the
same size for all other states: 7,450 legislators in all.
"""

import gc
import tempfile
import time
import tracemalloc
from functools import partial
from pathlib import Path
from statistics import median

from msgspec.structs import replace

from bench.core import MIN_GROUP
from bench.rounds import take_turns, time_milliseconds
from bench.table import Bar, Row
from bot.core.congress.source_file import SourceFile
from bot.core.directory.members import Directory
from bot.core.guidance.line_reports import LineReports
from bot.core.guidance.state_targets import StateHome
from bot.core.guidance.targets import find_targets
from bot.core.statehouse.chambers import Chamber
from bot.core.statehouse.facts import STATEHOUSES
from bot.core.statehouse.open_states import read_state
from bot.core.statehouse.state_directory import StateDirectory
from bot.core.statehouse.statehouses import Statehouses
from bot.core.times.clock import now
from bot.store.engine import Store, Tx
from bot.store.open import open_store
from tests.public_data.statehouses import OPEN_STATES, make_state_file
from tests.services import campaign

TITLE = "State legislators"
_FROM_EACH = 8  # callers in one take, from each state
_MIB = 1024 * 1024

Files = dict[str, SourceFile]  # by state


async def measure(repeats: int = 5, states: tuple[str, ...] = tuple(STATEHOUSES)) -> tuple[Row, ...]:
    """The cost of an update of every state, of the first read, and of each caller's targets."""
    files = {state: _find_file(state) for state in states}
    with tempfile.TemporaryDirectory(prefix="callboard-bench-") as folder:
        store = await open_store(f"sqlite:///{Path(folder) / 'callboard.db'}")
        try:
            await _time_update(store, files)
            directory = await Statehouses(store, now).read_directory()
            members = sum(len(roster.members) for roster in directory.rosters.values())
            takes = {
                "update": partial(_time_update, store, files),
                "start": partial(_time_read, store),
                "memory": partial(_measure_memory, store),
                "answer": partial(_time_answer, store, _list_callers(directory)),
            }
            taken = await take_turns(repeats, takes)
        finally:
            await store.close()
    return (
        Row(f"update of {len(files)} states, {members:,} legislators", "s", taken["update"]),
        Row("read at the first question", "s", taken["start"], bar=Bar("at most", 3.0)),
        Row("memory it takes", "MiB", taken["memory"], bar=Bar("at most", 60.0)),
        Row("districts to targets and numbers", "ms", taken["answer"], bar=Bar("at most", 1.0)),
    )


def _find_file(state: str) -> SourceFile:
    path = OPEN_STATES / f"{state.lower()}.csv"
    return SourceFile(path.name, path.read_bytes()) if path.is_file() else make_state_file(state)


def _list_callers(directory: StateDirectory) -> list[StateHome]:
    """Callers from every state, with their districts."""
    callers = list[StateHome]()
    for roster in directory.rosters.values():
        upper, lower = ([key for key in roster.districts if f"-{one.letter}-" in key] for one in Chamber)
        for number in range(_FROM_EACH):
            own = lower[number % len(lower)] if lower else None
            callers.append(StateHome(upper[number % len(upper)], own, directory))
    return callers


async def _time_update(store: Store, files: Files) -> float:
    begun, statehouses = time.perf_counter(), Statehouses(store, now)
    for state, source in files.items():
        await statehouses.replace(read_state(source, state, now()))
    return time.perf_counter() - begun


async def _time_read(store: Store) -> float:
    return await time_milliseconds(Statehouses(store, now).read_directory) / 1000


async def _measure_memory(store: Store) -> float:
    """The MiB that the directory holds, as Python counts them."""
    gc.collect()
    tracemalloc.start()
    directory = await Statehouses(store, now).read_directory()
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert directory.rosters, "the update came before"
    return size / _MIB


async def _time_answer(store: Store, callers: list[StateHome]) -> float:
    """The median milliseconds of one answer: whom a caller calls in their state, and at which numbers."""
    statehouses, lines, file = (
        Statehouses(store, now),
        LineReports(MIN_GROUP),
        campaign("both", "targets: {state: both}"),
    )
    await statehouses.read_directory()

    async def answer(tx: Tx, caller: StateHome) -> None:
        home = replace(caller, directory=await statehouses.load_directory(tx))
        targets = find_targets(file, (caller.upper or "")[:2], Directory(), home)
        assert targets.all
        for target in targets.all:
            await lines.pick_line(tx, target, file.phone, now())

    return median([await time_milliseconds(partial(store.read, partial(answer, caller=one))) for one in callers])
