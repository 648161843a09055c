"""What measuring costs: the CPU that the meter takes of a log, from its words to its answer, and of a scrape."""

import asyncio
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from prometheus_client import generate_latest

from bench.core import ROOT
from bench.table import Bar, Figures, Row
from bot.app.app import App, bootstrap
from bot.cli.monitoring.metrics import Metrics
from bot.config.settings import load_config
from bot.core.times.clock import now
from bot.identity import Caller
from bot.kit.dispatch.steps import Step
from bot.kit.invocation import Envelope

TITLE = "Monitoring"
_CALLERS = 64
_MOST = 0.01  # of a log's CPU
_MEASURED = ("record_request", "record_wait", "record_commit", "record_database_failure")


class TimedMetrics(Metrics):
    """Adds up the CPU seconds of its thread that it takes itself."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0
        for name in _MEASURED:
            setattr(self, name, self._time(getattr(self, name)))

    def _time(self, measured: Callable[..., None]) -> Callable[..., None]:
        def run(*args: Any) -> None:
            begun = time.thread_time()
            measured(*args)
            self.seconds += time.thread_time() - begun

        return run


async def measure(logs: int = 400, repeats: int = 7) -> tuple[Row, ...]:
    """The meter's share of a log, and the time of a scrape after all of them."""
    metrics = TimedMetrics()
    whole, own, scrapes = list[float](), list[float](), list[float]()
    with tempfile.TemporaryDirectory(prefix="callboard-bench-") as folder:
        app = await _open_app(Path(folder), metrics)
        try:
            await _log(app, range(logs))  # with imports, and plans that stay
            for number in range(1, repeats + 1):
                metrics.seconds, begun = 0.0, time.process_time()
                await _log(app, range(number * logs, (number + 1) * logs))
                whole.append((time.process_time() - begun) / logs * 1e6)
                own.append(metrics.seconds / logs * 1e6)
                begun = time.process_time()
                generate_latest(metrics.registry)
                scrapes.append((time.process_time() - begun) * 1e3)
        finally:
            await app.close()
    log = Figures(tuple(whole))
    return (
        Row("measuring a log", "µs of CPU", Figures(tuple(own)), "the whole log", log, Bar("at most", _MOST)),
        Row("a scrape", "ms of CPU", Figures(tuple(scrapes))),
    )


async def _open_app(folder: Path, metrics: Metrics) -> App:
    environ = {"CALLBOARD_STORE_URL": f"sqlite:///{folder}/callboard.db", "CALLBOARD_LIMITS_SECONDS_BETWEEN_LOGS": "0"}
    return await bootstrap(load_config(ROOT / "config.yaml", environ), environ, meter=metrics)


async def _log(app: App, numbers: range) -> None:
    """Have somebody new log a call for each number, so many at once."""
    waiting = iter(numbers)

    async def call() -> None:
        for number in waiting:
            caller = Caller("slack", f"T0:U{number}", "T0")
            step = app.dispatcher.read_text(Envelope(f"request {number}", now(), caller), "log", "spoke representative")
            assert isinstance(step, Step), "nothing is missing"
            assert not (await app.dispatcher.run(step)).refused

    await asyncio.gather(*(call() for _ in range(_CALLERS)))
