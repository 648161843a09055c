"""Fifty people at once on Discord: how fast their `/log` is answered, for how much CPU, and whether all of them are.

Beside Callboard run a bare discord.py bot that says "ok", and a bot that opens a connection to SQLite for each command.
Each runs in its own process, connected to a stand-in of Discord in this one. Linux only.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

from bench.platforms.discord import DiscordHall, open_hall
from bench.platforms.programs import Kind, Program
from bench.table import Bar, Figures, Row

TITLE = "Fifty Discord commands at once"


@dataclass(frozen=True, slots=True)
class Take:
    """``rate`` in commands a second, ``cpu`` and ``late`` (99 of 100 took no longer) in ms, ``lost`` in percent."""

    rate: float
    cpu: float
    late: float
    lost: float


async def measure(repeats: int = 5, commands: int = 500, callers: int = 50) -> tuple[Row, ...]:
    """``commands`` commands by as many ``callers`` at once, of each program in turns."""
    async with AsyncExitStack() as stack:
        kinds: tuple[Kind, ...] = ("bare", "connecting", "callboard")
        halls = {kind: await stack.enter_async_context(open_hall(kind)) for kind in kinds}
        taken: dict[str, list[Take]] = {what: [] for what in _list_deeds(halls)}
        for deed in _list_deeds(halls).values():
            await _take(*deed, callers, callers)  # the first ones compile, and open their connections
        for _ in range(repeats):
            for what, deed in _list_deeds(halls).items():
                taken[what].append(await _take(*deed, commands, callers))
    return _make_rows(taken)


def _list_deeds(halls: dict[Kind, DiscordHall]) -> dict[str, tuple[Callable[[], Awaitable[None]], Program]]:
    bare, own, callboard = halls["bare"], halls["connecting"], halls["callboard"]
    return {
        "bare": (bare.ok, bare.program),
        "own": (own.log_plainly, own.program),
        "/script": (callboard.script, callboard.program),
        "/log": (callboard.log, callboard.program),
    }


async def _take(deed: Callable[[], Awaitable[None]], program: Program, commands: int, callers: int) -> Take:
    """Run commands. A caller begins the next one when the last one is answered, or given up."""
    times, lost, numbers = list[float](), list[str](), iter(range(commands))

    async def caller() -> None:
        for _ in numbers:
            asked = time.perf_counter()
            try:
                await deed()
            except AssertionError as error:  # no answer in time, or one that says that it failed
                lost.append(str(error))
            times.append(time.perf_counter() - asked)

    begun, used = time.perf_counter(), program.read_cpu_seconds()
    await asyncio.gather(*(caller() for _ in range(callers)))
    seconds, cpu = time.perf_counter() - begun, program.read_cpu_seconds() - used
    late = sorted(times)[-1 - len(times) // 100]
    return Take((commands - len(lost)) / seconds, 1000 * cpu / commands, 1000 * late, 100 * len(lost) / commands)


def _make_rows(taken: dict[str, list[Take]]) -> tuple[Row, ...]:
    def figures(what: str, part: str) -> Figures:
        return Figures(tuple(getattr(take, part) for take in taken[what]))

    return tuple(
        Row(
            f"{what}, {_PARTS[part][0]}",
            _PARTS[part][1],
            figures(what, part),
            _BESIDE.get(beside, ""),
            figures(beside, part) if beside else None,
            bar,
        )
        for what, part, beside, bar in _ROWS
    )


_PARTS = {"rate": ("answered", "/s"), "cpu": ("CPU", "ms"), "late": ("99 of 100", "ms"), "lost": ("lost", "%")}
_BESIDE = {"bare": "bare discord.py", "own": "a connection per command"}
_ROWS: tuple[tuple[str, str, str, Bar | None], ...] = (
    ("/log", "rate", "own", Bar("at least", 3.0)),
    ("/log", "cpu", "bare", Bar("at most", 3.2)),
    ("/log", "cpu", "own", None),
    ("/log", "late", "", Bar("at most", 150)),
    ("/log", "late", "own", None),
    ("/log", "lost", "", Bar("at most", 0)),
    ("/log", "lost", "own", None),
    ("/script", "rate", "bare", None),
    ("/script", "cpu", "bare", None),
    ("/script", "late", "bare", None),
)
