"""Does work by schedule while `callboard run` runs, in one process at a time: updates of data, backups, drills."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.core.base.schedules import ScheduleLog
from bot.errors import ConfigError, Unavailable
from bot.runtime.log import get_logger, log_failure
from bot.runtime.loops import Loop

LOOK_EVERY = 60.0  # seconds between two looks whether something is due
_PATIENCE = 900.0  # seconds for all of it, less than `schedules.LEASE`
_BROKEN = "Something unexpected happened; the log says what."

_log = get_logger("callboard.data")


@dataclass(frozen=True, slots=True)
class Job:
    """What is done by schedule. ``failing`` and ``done`` are what the log says of it.

    ``do`` gives what an admin should know, and raises ConfigError or Unavailable with what went wrong.
    """

    name: str
    failing: str
    done: str
    do: Callable[[], Awaitable[Sequence[str]]]


def make_update(what: str, download: Callable[[], Awaitable[Sequence[str]]]) -> Job:
    """The job that updates the data on ``what``."""
    return Job(
        f"data on {what}", f"could not update the data on {what}", f"the data on {what} are up to date", download
    )


def make_schedule(job: Job, log: ScheduleLog, claim: Callable[[], Awaitable[bool]], pause: float = LOOK_EVERY) -> Loop:
    """The loop that does a job whenever this process can ``claim`` it."""

    async def look() -> float:
        if await claim():
            await _do(job, log)
        return pause

    return Loop(f"{job.name} schedule", look, job.failing, _log, recovery=pause)


async def _do(job: Job, log: ScheduleLog) -> None:
    """Do it once, and record how that ended. If Callboard stops meanwhile, the next process does it."""
    try:
        problem = await _try(job)
    except asyncio.CancelledError:
        await log.release()
        raise
    except Exception as error:  # supervisor: `doctor` shows that it failed, and it is tried again later
        log_failure(_log, job.failing, error)
        problem = _BROKEN
    if problem:
        await log.record_failure(problem)
        _log.error(job.failing, problem=problem)
    else:
        await log.record_done()
        _log.info(job.done)


async def _try(job: Job) -> str:
    """What kept it from being done, empty if nothing did."""
    try:
        async with asyncio.timeout(_PATIENCE):
            for line in await job.do():
                _log.info(job.name, note=line)
    except TimeoutError:
        return "It took longer than 15 minutes."
    except (ConfigError, Unavailable) as error:
        return " ".join(str(error).splitlines())
    return ""
