"""Backs up and tries to restore by schedule while `run` runs. A program of its own does the work, so nobody waits."""

import asyncio
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app.app import App
from bot.cli.serve.watches.schedule import LOOK_EVERY, Job, make_schedule
from bot.cli.support.options import ROOT
from bot.core.base.schedules import Scheduled, ScheduleLog
from bot.core.times.clock import SECOND
from bot.errors import make_config_error
from bot.runtime.loops import Loop


def make_backup_loops(app: App, settings_file: Path, pause: float = LOOK_EVERY) -> Sequence[Loop]:
    """The loops that back up at ``backup.at``, and restore in a throw-away place every ``backup.drill``."""
    settings, zone = app.config.backup, ZoneInfo(app.config.coalition.timezone)
    store, clock = app.core.base.store, app.core.base.clock
    backups, drills = (ScheduleLog(store, clock, which) for which in (Scheduled.BACKUP, Scheduled.DRILL))
    loops = list[Loop]()
    if (at := settings.at) is not None:
        job = Job("backup", "could not back up", "backed up", partial(_run, settings_file, "backup"))
        loops.append(
            make_schedule(job, backups, lambda: backups.claim_since(find_last_time(clock(), at, zone) - 1), pause)
        )
    if (every := settings.drill) is not None:
        do = partial(_run, settings_file, "restore", "--drill")
        drill = Job("restore drill", "a backup could not be restored", "a backup could be restored", do)
        loops.append(make_schedule(drill, drills, lambda: drills.claim(every * SECOND), pause))
    return loops


def find_last_time(now: int, at: time, zone: ZoneInfo) -> int:
    """The last instant at which clocks in ``zone`` showed ``at``, not after ``now`` (both UTC microseconds).

    If a clock change skipped that time, the instant is an hour of clock time later.
    """
    today = datetime.combine(datetime.fromtimestamp(now // SECOND, zone).date(), at)
    days = (today, today - timedelta(days=1))
    return next(instant for day in days if (instant := int(day.replace(tzinfo=zone).timestamp()) * SECOND) <= now)


async def _run(settings_file: Path, *arguments: str) -> list[str]:
    """Run a command of this program to its end. Gives its lines, raises ConfigError with what it complained of.

    It is ended if nobody waits anymore.
    """
    command = (sys.executable, "-P", "-m", "bot", *arguments, "--config", str(settings_file))
    pipe = asyncio.subprocess.PIPE
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}  # this program, wherever it was started from
    process = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe, env=environ)
    try:
        said, complained = await process.communicate()
    except BaseException:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
        raise
    if process.returncode:
        sentences = complained.decode(errors="replace").strip() or f"It ended with {process.returncode}."
        raise make_config_error(f"callboard {' '.join(arguments)}", sentences)
    return said.decode(errors="replace").splitlines()
