"""`/log` and `/script` while postcards are printed, beside the same commands at other times."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from itertools import count
from statistics import median

from bench.core import ROOT, make_volunteer
from bench.rounds import time_milliseconds
from bench.table import Bar, Figures, Row
from bot.app.app import App, bootstrap
from bot.config.settings import Config, StoreConfig
from bot.core.times.clock import now
from bot.kit.dispatch.steps import Step
from bot.kit.invocation import Envelope
from bot.pictures.postcard import Postcard, Sheet

_PAUSE = 0.02  # seconds between two commands: people use the bot some twenty times a second
_BAR = Bar("at most", 1.2)

Deeds = Mapping[str, Callable[[], Awaitable[object]]]


async def measure_beside(make_card: Callable[[int], Postcard], repeats: int, cards: int, idle: int) -> tuple[Row, ...]:
    """Commands through the dispatcher, on a file of SQLite, quiet and while ``cards`` are drawn, in turns."""
    quiet, busy = dict[str, list[float]](), dict[str, list[float]]()
    async with _open_app() as app:
        deeds, sheet = _make_deeds(app), Sheet("Postcards", tuple(make_card(number) for number in range(cards)))
        await _take(deeds, lambda: False, 10)
        await app.pictures.draw_preview(make_card(0))
        for _ in range(repeats):
            _add(quiet, await _take(deeds, lambda: False, idle))
            drawing = asyncio.create_task(app.pictures.draw_sheet(sheet))
            _add(busy, await _take(deeds, drawing.done, 100_000))
            await drawing
    other = "at other times"
    return tuple(
        Row(f"{name} while {cards:,} print", "ms", Figures(tuple(busy[name])), other, Figures(tuple(quiet[name])), _BAR)
        for name in deeds
    )


def _add(to: dict[str, list[float]], taken: Mapping[str, list[float]]) -> None:
    for name, times in taken.items():
        to.setdefault(name, []).append(median(times))


async def _take(deeds: Deeds, is_done: Callable[[], bool], most: int) -> dict[str, list[float]]:
    """Run the deeds in turns until ``is_done``, at least once and at most ``most`` times."""
    times: dict[str, list[float]] = {name: [] for name in deeds}
    for _ in range(most):
        for name, deed in deeds.items():
            times[name].append(await time_milliseconds(deed))
            await asyncio.sleep(_PAUSE)
        if is_done():
            break
    return times


@asynccontextmanager
async def _open_app() -> AsyncIterator[App]:
    with tempfile.TemporaryDirectory() as folder:
        store = StoreConfig.model_validate({"url": f"sqlite:///{folder}/bench.db"})
        app = await bootstrap(Config(campaigns=ROOT / "campaigns", store=store), {})
        try:
            yield app
        finally:
            await app.close()


def _make_deeds(app: App) -> Deeds:
    numbers = count()

    async def run(name: str, **args: str) -> None:
        number = next(numbers)
        envelope = Envelope(f"bench {number}", now(), make_volunteer(number))
        step = app.dispatcher.read_command(envelope, name, args)
        assert isinstance(step, Step), step
        await app.dispatcher.run(step)

    return {"/log": lambda: run("log", outcome="voicemail"), "/script": lambda: run("script")}
