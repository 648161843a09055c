"""Keeps the data on Congress fresh while `callboard run` runs: every process reads new ones, and one downloads them."""

import asyncio
from collections.abc import Sequence

import structlog

from bot.app import App
from bot.cli.support.congress_update import download_update
from bot.config.settings import Config
from bot.core.base.build import Base
from bot.core.congress.congress import Congress
from bot.core.congress.update_log import UpdateLog
from bot.core.times.clock import SECOND, Clock
from bot.errors import ConfigError, Unavailable
from bot.runtime.log import log_failure
from bot.runtime.loops import Loop

_READ_EVERY = 3.0  # seconds
_LOOK_EVERY = 60.0  # seconds between two looks whether a scheduled update is due
_PATIENCE = 900.0  # seconds for all downloads, less than `update_log.LEASE`
_BROKEN = "Something unexpected happened; the log says what."

_log = structlog.get_logger("callboard.congress")


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
    config: Config, congress: Congress, base: Base, every: int, pause: float = _LOOK_EVERY
) -> Loop:
    """The loop that updates the data ``every`` so many microseconds, in one process at a time."""
    log = UpdateLog(base.store, base.clock)

    async def look() -> float:
        if await log.claim(every):
            await _update(config, congress, base.clock, log)
        return pause

    return Loop("congress schedule", look, "could not update the data on Congress", _log, recovery=pause)


async def _update(config: Config, congress: Congress, clock: Clock, log: UpdateLog) -> None:
    """Update the data once, and record how that ended. If Callboard stops meanwhile, the next process does it."""
    try:
        problem = await _try_update(config, congress, clock)
    except asyncio.CancelledError:
        await log.release()
        raise
    except Exception as error:  # supervisor: `doctor` shows that it failed, and it is tried again later
        log_failure(_log, "could not update the data on Congress", error)
        problem = _BROKEN
    if problem:
        await log.record_failure(problem)
        _log.error("could not update the data on Congress", problem=problem)
    else:
        await log.record_done()
        _log.info("the data on Congress are up to date")


async def _try_update(config: Config, congress: Congress, clock: Clock) -> str:
    """What kept the data from being updated, empty if nothing did."""
    try:
        async with asyncio.timeout(_PATIENCE):
            for line in await download_update(config, congress, clock):
                _log.info("congress data", note=line)
    except TimeoutError:
        return "The downloads took longer than 15 minutes."
    except (ConfigError, Unavailable) as error:
        return " ".join(str(error).splitlines())
    return ""
