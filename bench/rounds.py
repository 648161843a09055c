"""Takes measurements in turns, so that other load on the machine affects all of them."""

import time
from collections.abc import Awaitable, Callable, Mapping
from statistics import median
from typing import TypeVar

from bench.table import Figures

Name = TypeVar("Name")
Take = Callable[[], Awaitable[float]]


async def take_turns(repeats: int, takes: Mapping[Name, Take]) -> dict[Name, Figures]:
    """Take every quantity once (A, B, C), then again (A, B, C), ``repeats`` times in all."""
    taken: dict[Name, list[float]] = {name: [] for name in takes}
    for _ in range(repeats):
        for name, take in takes.items():
            taken[name].append(await take())
    return {name: Figures(tuple(values)) for name, values in taken.items()}


async def time_in_turns(
    repeats: int, each: int, deeds: Mapping[Name, Callable[[], Awaitable[object]]]
) -> dict[Name, Figures]:
    """Time deeds in turns, one at a time. A take is the median of ``each`` runs, in milliseconds."""
    taken: dict[Name, list[float]] = {name: [] for name in deeds}
    for _ in range(repeats):
        times: dict[Name, list[float]] = {name: [] for name in deeds}
        for _ in range(each):
            for name, deed in deeds.items():
                times[name].append(await time_milliseconds(deed))
        for name, values in times.items():
            taken[name].append(median(values))
    return {name: Figures(tuple(values)) for name, values in taken.items()}


async def time_milliseconds(deed: Callable[[], Awaitable[object]]) -> float:
    """The milliseconds that a deed takes."""
    begun = time.perf_counter()
    await deed()
    return (time.perf_counter() - begun) * 1000
