"""Keeps the data on Congress fresh while `callboard run` runs: every process reads new ones, and one downloads them."""

from collections.abc import Sequence

from bot.app.app import App
from bot.cli.legislators.congress_update import download_update
from bot.cli.serve.watches.schedule import LOOK_EVERY, make_schedule, make_update
from bot.config.settings import Config
from bot.core.base.build import Base
from bot.core.base.schedules import Scheduled, ScheduleLog
from bot.core.congress.congress import Congress
from bot.core.times.clock import SECOND
from bot.runtime.log import get_logger
from bot.runtime.loops import Loop

_READ_EVERY = 3.0  # seconds

_log = get_logger("callboard.congress")


def make_congress_loops(app: App) -> Sequence[Loop]:
    """The loop that reads new data and, where ``congress.every`` says how often, the one that downloads them."""
    read = make_congress_reader(app.core.congress)
    every = app.config.congress.every
    if every is None:
        return (read,)
    return (read, make_congress_schedule(app.config, app.core.congress, app.core.base, every * SECOND))


def make_congress_reader(congress: Congress, pause: float = _READ_EVERY) -> Loop:
    """The loop that reads a new edition within seconds, also in a process that nobody asks anything."""

    async def read() -> float:
        await congress.read_directory()
        return pause

    return Loop("congress", read, "could not read the data on Congress", _log, recovery=pause)


def make_congress_schedule(
    config: Config, congress: Congress, base: Base, every: int, pause: float = LOOK_EVERY
) -> Loop:
    """The loop that updates the data ``every`` so many microseconds, in one process at a time."""
    updates = ScheduleLog(base.store, base.clock, Scheduled.CONGRESS)

    async def download() -> Sequence[str]:
        return await download_update(config, congress, base.clock)

    return make_schedule(make_update("Congress", download), updates, lambda: updates.claim(every), pause)
