"""Starts the app once its database answers, or gives up when a signal asks for the end."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress

from bot.adapters.pacing import Backoff
from bot.app.app import App, bootstrap
from bot.config.settings import Config
from bot.errors import OutOfReach
from bot.runtime.duties import WHOLE, Part
from bot.runtime.log import get_logger
from bot.runtime.meter import UNMEASURED, Meter

_log = get_logger("callboard.run")


async def wait_for_database(
    config: Config,
    environ: Mapping[str, str],
    stop: asyncio.Event,
    part: Part = WHOLE,
    meter: Meter = UNMEASURED,
) -> App | None:
    """The app, once its database answers. Tries again after pauses. None if ``stop`` came first."""
    backoff = Backoff(longest=30.0)
    while not stop.is_set():
        try:
            return await _bootstrap_until(stop, config, environ, part, meter)
        except OutOfReach as error:
            _log.warning("the database is out of reach", reason=str(error))
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), backoff.take_pause())
    return None


async def _bootstrap_until(
    stop: asyncio.Event, config: Config, environ: Mapping[str, str], part: Part, meter: Meter
) -> App | None:
    """Bootstrap the app. None if ``stop`` came while a server kept it waiting.

    A SQLite file is opened to the end: a thread may be upgrading it, and needs the lock that would be released.
    """
    starting = asyncio.create_task(bootstrap(config, environ, part=part, meter=meter))
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait((starting, stopped), return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not starting.done() and config.store.url.engine == "postgresql":
        starting.cancel()
        await asyncio.wait((starting,))
        if starting.cancelled():
            return None
    return await starting
