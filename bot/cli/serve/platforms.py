"""`callboard run`: starts the platforms whose tokens are set and keeps them running until a signal."""

import asyncio
import os
import secrets
import signal
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from bot.adapters import Adapter
from bot.adapters.pacing import Backoff
from bot.app.app import App
from bot.cli.monitoring.monitoring import Monitoring, open_monitoring
from bot.cli.serve.adapter_choice import choose_adapters
from bot.cli.serve.database_wait import wait_for_database
from bot.cli.serve.deliverers import Deliverer, WithoutDelivery
from bot.cli.serve.errands import take_errands
from bot.cli.serve.watches.campaign_watch import catch_hangup, make_campaign_watch
from bot.cli.serve.watches.presence_watch import SocketWatch, attend
from bot.cli.serve.watches.shared_loops import make_loops
from bot.config.required_tokens import check_tokens, list_platforms
from bot.config.settings import Config
from bot.config.tokens import Tokens
from bot.errors import ConfigError, Standby, Unreachable, make_config_error
from bot.kit.cards.outbound import Poster
from bot.runtime.collector import tune_collector
from bot.runtime.duties import WHOLE, Duty, Part
from bot.runtime.log import get_logger
from bot.runtime.loops import run_beside

_STOPPING = 7.0  # seconds for platforms to finish their work, after two for deliveries
LONGEST_END = 9.5  # seconds after a signal until the process exits, even if something hangs

_STANDBY = 0.5  # seconds between two looks of a standby

_log = get_logger("callboard.run")


async def run(
    config: Config,
    tokens: Tokens,
    environ: Mapping[str, str],
    part: Part = WHOLE,
    settings_file: Path = Path("config.yaml"),
) -> int:
    """Do this process's part until SIGTERM or SIGINT; return the exit status, as `serve` does.

    Scheduled commands read ``settings_file`` again. Raises ConfigError with what to fix first.
    """
    check_tokens(config, tokens, part)
    part = part.keep(list_platforms(tokens))
    stop = asyncio.Event()
    with _catch_signals(stop):
        async with open_monitoring(config.monitoring, stop) as monitoring:
            app = await wait_for_database(config, environ, stop, part, monitoring.meter)
            return 0 if app is None else await _run_app(app, tokens, stop, part, settings_file, monitoring)


async def _run_app(
    app: App, tokens: Tokens, stop: asyncio.Event, part: Part, settings_file: Path, monitoring: Monitoring
) -> int:
    app.load_features()
    tune_collector()
    hangup, sockets = asyncio.Event(), SocketWatch(app.core.processes.presence)
    files = make_campaign_watch(app.core.campaigns.files, hangup)
    loops = (files, *make_loops(app, settings_file), sockets.make_loop())
    worker = app.build_worker() if Duty.DELIVERY in part.duties else WithoutDelivery(app.posters)
    adapters = choose_adapters(app, tokens, part, sockets)
    try:
        with catch_hangup(hangup):
            watched = monitoring.watch(app, part, tokens, adapters)
            async with attend(app, part, tokens), run_beside(*loops), take_errands(app), watched:
                return await serve(adapters, stop, worker)
    finally:
        await app.close()


async def serve(adapters: Sequence[Adapter], stop: asyncio.Event, worker: Deliverer | None = None) -> int:
    """Serve ``adapters`` and their deliveries until ``stop``. The exit status is 1 if one was lost or never reached.

    A ``stop`` before the start is over, or while nothing could be reached yet, is a clean end.
    Tries all, then raises ConfigError with the settings that keep any from starting. A platform that is out of reach
    is tried again after pauses while the others run. Losing a platform ends the process only if it was the last one.
    """
    served = tuple(Served(adapter, worker) for adapter in adapters)
    tasks = {asyncio.create_task(one.keep()): one for one in served}
    stopped = asyncio.create_task(stop.wait())
    try:
        if await _wait_until_tried(served, stopped):
            _raise_problems(task for task, one in tasks.items() if not one.has_started)
            if worker:
                worker.start(one.adapter.poster for one in served if one.has_poster)
            await _watch(tasks, stopped)
        return _choose_status(served)
    finally:
        for task in (stopped, *tasks):
            task.cancel()
        await asyncio.wait((stopped, *tasks))
        if worker:
            await worker.stop()
        await _stop_all(adapters)


class Served:
    """One platform. Starts it, tries again while it is out of reach, and waits until it is lost."""

    def __init__(self, adapter: Adapter, worker: Deliverer | None, backoff: Backoff | None = None) -> None:
        self.adapter = adapter
        self.tried = asyncio.Event()
        self.ready = False
        self.is_standby = False
        self.has_started = False  # once it was ready or a standby, what ends it is a loss
        self._offered: Poster | None = None
        self._worker = worker
        self._backoff = backoff or Backoff()

    @property
    def is_served(self) -> bool:
        """Whether people there get answers now."""
        return self.ready and not self.adapter.problem

    @property
    def has_poster(self) -> bool:
        """Whether it can send. A standby can."""
        return self.ready or self.is_standby

    async def keep(self) -> None:
        """Start it, trying again while it is out of reach. Raises ConfigError with what must be fixed.

        It may lose its work to another process. Then it is a standby until that one ends.
        """
        try:
            while True:
                while not await self._try_start():
                    self.tried.set()
                    await asyncio.sleep(_STANDBY if self.is_standby else self._backoff.take_pause())
                self.tried.set()
                error = await self.adapter.wait_until_lost()
                if not isinstance(error, Standby):
                    raise error
                self._stand_by(error)
        except ConfigError:
            self.is_standby = False
            raise
        finally:
            self.tried.set()

    async def _try_start(self) -> bool:
        try:
            await self.adapter.start()
        except Standby as error:
            if not self.is_standby:
                self._stand_by(error)
            self._offer_poster()
            return False
        except Unreachable as error:
            _log.warning("out of reach", platform=self.adapter.name, reason=str(error))
            return False
        except ConfigError:
            raise
        except Exception as error:  # supervisor: the other platforms still start
            raise _make_start_error(self.adapter.name, error) from None
        self.ready, self.is_standby, self.has_started = True, False, True
        _log.info("ready", platform=self.adapter.name)
        self._offer_poster()
        return True

    def _stand_by(self, why: Standby) -> None:
        self.ready, self.is_standby, self.has_started = False, True, True
        _log.warning("standby", platform=self.adapter.name, reason=str(why))

    def _offer_poster(self) -> None:
        if not self._worker or not self.tried.is_set():  # else the worker begins with it
            return
        if (poster := self.adapter.poster) is not self._offered:
            self._offered = poster
            self._worker.add(poster)


def _choose_status(served: Sequence[Served]) -> int:
    """1 if a platform was lost, or never reached while another one was served; else 0."""
    lost = any(one.ready and not one.is_served for one in served)
    started = all(one.tried.is_set() for one in served) and any(one.has_poster for one in served)
    return int(lost or (started and not all(one.has_poster for one in served)))


async def _wait_until_tried(served: Sequence[Served], stopped: asyncio.Task[bool]) -> bool:
    """Wait until each platform was tried once. False if ``stopped`` came first."""
    every = asyncio.create_task(_wait_for_all(served))
    await asyncio.wait((every, stopped), return_when=asyncio.FIRST_COMPLETED)
    done = every.done()
    every.cancel()
    await asyncio.wait((every,))
    return done


async def _wait_for_all(served: Sequence[Served]) -> None:
    for one in served:
        await one.tried.wait()


def _raise_problems(tasks: Iterable["asyncio.Task[None]"]) -> None:
    """Raise ConfigError with the problems of all platforms that can't start with these settings."""
    failed_ones = [task.exception() for task in tasks if task.done()]
    problems = [problem for error in failed_ones if isinstance(error, ConfigError) for problem in error.problems]
    if problems:
        raise ConfigError(tuple(problems))


async def _watch(tasks: Mapping["asyncio.Task[None]", Served], stopped: asyncio.Task[bool]) -> None:
    """Wait for the end. Raises ConfigError if a platform can't start or the last one is lost."""
    left = set(tasks)
    while not stopped.done():
        done, _ = await asyncio.wait((*left, stopped), return_when=asyncio.FIRST_COMPLETED)
        for task in left & done:
            left.discard(task)
            _log.error("lost", platform=tasks[task].adapter.name, reason=str(task.exception()))
            if not left or not tasks[task].has_started:
                _raise_problems((task,))


def _make_start_error(platform: str, error: Exception) -> ConfigError:
    reference = secrets.token_hex(4)
    _log.error("could not start", platform=platform, reference=reference, exc_info=error)
    sentence = f"could not start; the log says why under the reference {reference}"
    return make_config_error(platform, sentence)


async def _stop_all(adapters: Sequence[Adapter]) -> None:
    stops = {asyncio.create_task(adapter.stop()): adapter.name for adapter in adapters}
    if not stops:
        return
    done, late = await asyncio.wait(stops, timeout=_STOPPING)
    for task in late:
        task.cancel()
        _log.warning("did not finish in time", platform=stops[task])
    for task in done:
        if error := task.exception():
            _log.error("could not stop cleanly", platform=stops[task], exc_info=error)


@contextmanager
def _catch_signals(stop: asyncio.Event) -> Iterator[None]:
    """Set ``stop`` at the first SIGTERM or SIGINT. A second one, or `LONGEST_END` seconds, ends the process.

    The handlers stay: asyncio would take its own away with the loop, and a signal after that would change the status.
    """
    loop = asyncio.get_running_loop()
    last_resort = threading.Timer(LONGEST_END, os._exit, (1,))
    last_resort.daemon = True
    is_stopping = False

    def begin_to_stop(number: int) -> None:
        _log.info("stopping", signal=signal.Signals(number).name)
        stop.set()
        last_resort.start()

    def handle_signal(number: int, frame: FrameType | None) -> None:
        nonlocal is_stopping
        if is_stopping:
            os._exit(128 + number)
        is_stopping = True
        if not loop.is_closed():  # otherwise everything has ended, and the process is about to
            loop.call_soon_threadsafe(begin_to_stop, number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handle_signal)
    yield
