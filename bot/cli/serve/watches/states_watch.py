"""Keeps the data on state legislatures fresh while `run` runs: every process reads new ones, and one downloads them."""

from collections.abc import Sequence

from bot.app.app import App
from bot.cli.legislators.states_update import download_update
from bot.cli.serve.watches.schedule import LOOK_EVERY, make_schedule, make_update
from bot.config.settings import Config
from bot.core.base.build import Base
from bot.core.base.schedules import Scheduled, ScheduleLog
from bot.core.statehouse.statehouses import Statehouses
from bot.core.times.clock import SECOND
from bot.runtime.log import get_logger
from bot.runtime.loops import Loop

_READ_EVERY = 3.0  # seconds

_log = get_logger("callboard.states")


def make_states_loops(app: App) -> Sequence[Loop]:
    """The loop that reads new data and, where ``states.every`` says how often, the one that downloads them."""
    read, every = make_states_reader(app.core.statehouses), app.config.states.every
    if every is None:
        return (read,)
    return (read, make_states_schedule(app.config, app.core.statehouses, app.core.base, every * SECOND))


def make_states_reader(statehouses: Statehouses, pause: float = _READ_EVERY) -> Loop:
    """The loop that reads a state's new edition within seconds, also in a process that nobody asks anything."""

    async def read() -> float:
        await statehouses.read_directory()
        return pause

    return Loop("states", read, "could not read the data on state legislatures", _log, recovery=pause)


def make_states_schedule(
    config: Config, statehouses: Statehouses, base: Base, every: int, pause: float = LOOK_EVERY
) -> Loop:
    """The loop that updates the loaded states ``every`` so many microseconds, in one process at a time."""
    updates = ScheduleLog(base.store, base.clock, Scheduled.STATES)

    async def download() -> Sequence[str]:
        return await download_update(config, statehouses, base.clock)

    return make_schedule(make_update("state legislatures", download), updates, lambda: updates.claim(every), pause)
