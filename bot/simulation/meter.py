"""How busy a machine is: the CPU that a process and the whole machine used, and how late this process wakes up.

CPU of others is known on Linux only. Elsewhere None is returned.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

_SCHEDULED = 2  # a process's clock of the nanoseconds that it was scheduled
_STAT = Path("/proc/stat")
_IDLE = slice(3, 5)  # the idle and waiting ticks among a line's figures
_LOOK = 0.1  # seconds between two looks at how late this process wakes up


@dataclass
class Load:
    """CPU seconds of Callboard, of the crowd (this process) and of the whole machine within ``seconds``.

    ``lag`` is the longest time, in seconds, by which this process woke up late: a crowd that is too slow would measure
    itself.
    """

    callboard: float | None = None
    crowd: float = 0.0
    machine: float | None = None
    seconds: float = 0.0
    lag: float = 0.0


@asynccontextmanager
async def measure(pid: int) -> AsyncIterator[Load]:
    """Measure while something runs. The figures are complete at the end, and ``lag`` at any time."""
    load, begun = Load(), time.perf_counter()
    callboard, crowd, machine = read_cpu_seconds(pid), time.process_time(), read_machine_seconds()
    watching = asyncio.create_task(_watch_lag(load))
    try:
        yield load
    finally:
        watching.cancel()
        load.callboard = _find_growth(callboard, read_cpu_seconds(pid))
        load.machine = _find_growth(machine, read_machine_seconds())
        load.crowd, load.seconds = time.process_time() - crowd, time.perf_counter() - begun


def _find_growth(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


async def _watch_lag(load: Load) -> None:
    while True:
        due = time.perf_counter() + _LOOK
        await asyncio.sleep(_LOOK)
        load.lag = max(load.lag, time.perf_counter() - due)


def read_cpu_seconds(pid: int) -> float | None:
    """The CPU seconds that a process has used in all its threads.

    Python has no `clock_getcpuclockid`, so the id is made as in the kernel's include/linux/posix-timers.h.
    """
    try:
        return time.clock_gettime((~pid << 3) | _SCHEDULED)
    except (AttributeError, OSError):
        return None


def read_machine_seconds() -> float | None:
    """The CPU seconds that the machine was busy with anything since it started."""
    try:
        ticks = [int(one) for one in _STAT.read_text().partition("\n")[0].split()[1:9]]
        return (sum(ticks) - sum(ticks[_IDLE])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError):
        return None
