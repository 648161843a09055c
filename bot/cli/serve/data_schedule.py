"""Updates public data by schedule while `callboard run` runs, in one process at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from bot.core.base.schedules import ScheduleLog
from bot.errors import ConfigError, Unavailable
from bot.runtime.log import get_logger, log_failure
from bot.runtime.loops import Loop

LOOK_EVERY = 60.0  # seconds between two looks whether a scheduled update is due
_PATIENCE = 900.0  # seconds for all downloads, less than `schedules.LEASE`
_BROKEN = "Something unexpected happened; the log says what."

_log = get_logger("callboard.data")

# Updates the data. Returns what an admin should know, and raises ConfigError or Unavailable with what went wrong.
Download = Callable[[], Awaitable[Sequence[str]]]


def make_schedule(what: str, updates: ScheduleLog, every: int, download: Download, pause: float = LOOK_EVERY) -> Loop:
    """The loop that updates the data on ``what`` every so many microseconds, in one process at a time."""
    failing = f"could not update the data on {what}"

    async def look() -> float:
        if await updates.claim(every):
            await _update(what, updates, download)
        return pause

    return Loop(f"{what} schedule", look, failing, _log, recovery=pause)


async def _update(what: str, updates: ScheduleLog, download: Download) -> None:
    """Update the data once, and record how that ended. If Callboard stops meanwhile, the next process does it."""
    failing = f"could not update the data on {what}"
    try:
        problem = await _try_update(what, download)
    except asyncio.CancelledError:
        await updates.release()
        raise
    except Exception as error:  # supervisor: `doctor` shows that it failed, and it is tried again later
        log_failure(_log, failing, error)
        problem = _BROKEN
    if problem:
        await updates.record_failure(problem)
        _log.error(failing, problem=problem)
    else:
        await updates.record_done()
        _log.info(f"the data on {what} are up to date")


async def _try_update(what: str, download: Download) -> str:
    """What kept the data from being updated, empty if nothing did."""
    try:
        async with asyncio.timeout(_PATIENCE):
            for line in await download():
                _log.info(f"data on {what}", note=line)
    except TimeoutError:
        return "The downloads took longer than 15 minutes."
    except (ConfigError, Unavailable) as error:
        return " ".join(str(error).splitlines())
    return ""
