"""Follows the campaign files while `callboard run` runs: looks every few seconds, and at once on SIGHUP."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from bot.core.campaigns.file_watch import FileWatch
from bot.errors import Problem
from bot.runtime.log import get_logger
from bot.runtime.loops import Loop

_PAUSE = 3.0  # seconds between two looks

_log = get_logger("callboard.campaigns")


def make_campaign_watch(files: FileWatch, hangup: asyncio.Event, pause: float = _PAUSE) -> Loop:
    """The loop that takes in changed files. It logs each problem and each ignored file once. ``hangup`` wakes it."""
    known, ignored = list[Problem](), set[str]()

    async def look() -> float:
        for campaign in await files.take_changes():
            _log.info("campaign file taken in", campaign=campaign)
        for problem in files.problems:
            if problem not in known:
                _log.error("a campaign file has a problem; its campaign goes on as it was", problem=str(problem))
        known[:] = files.problems
        for file in set(files.ignored) - ignored:
            _log.warning("a campaign file is ignored: its campaign is written in chat", file=file)
        ignored.clear()
        ignored.update(files.ignored)
        return pause

    async def wait(seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(hangup.wait(), seconds)
        hangup.clear()

    return Loop("campaigns", look, "could not take in campaign files", _log, recovery=pause, wait=wait)


@contextmanager
def catch_hangup(hangup: asyncio.Event) -> Iterator[None]:
    """Set ``hangup`` at each SIGHUP, which would end the process otherwise."""
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, hangup.set)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGHUP)
