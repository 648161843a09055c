"""What `run` shows to those who watch it: /healthz, /readyz and /metrics on a port of their own."""

import asyncio
import errno
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.adapters import Adapter
from bot.app.app import App
from bot.config.settings import MonitoringConfig
from bot.config.tokens import Tokens
from bot.errors import make_config_error
from bot.runtime.duties import Part
from bot.runtime.log import get_logger, warn_once
from bot.runtime.loops import Loop, run_beside
from bot.runtime.meter import UNMEASURED, Meter

if TYPE_CHECKING:
    from bot.cli.monitoring.pages import Pages
    from bot.cli.monitoring.server import MonitoringServer

_AGAIN = 10.0  # seconds until another try to listen on a port that another process has

_IN_USE = (
    "Another program listens on {where}, so nobody can watch this process. It serves people all the same, and tries "
    "again. Give each process on a machine a port of its own (CALLBOARD_MONITORING_PORT), or none"
)

_log = get_logger("callboard.monitoring")


class Monitoring:
    """The pages of one process, and the meter whose measurements they show. Without a port it has neither."""

    def __init__(self, pages: "Pages | None" = None) -> None:
        self._pages = pages

    @property
    def meter(self) -> Meter:
        """What takes the measurements."""
        return self._pages.metrics if self._pages else UNMEASURED

    @asynccontextmanager
    async def watch(self, app: App, part: Part, tokens: Tokens, adapters: Sequence[Adapter]) -> AsyncIterator[None]:
        """Show how the app and its adapters are, during what happens inside."""
        if self._pages is None:
            yield
            return
        async with self._pages.watch(app, part, tokens, adapters):
            yield


@asynccontextmanager
async def open_monitoring(config: MonitoringConfig, stop: asyncio.Event) -> AsyncIterator[Monitoring]:
    """Listen on the port, if there is one, during what happens inside. Until ``stop`` the process may be ready.

    A port that another process has is no reason not to serve people: it is tried again until it is free. Raises
    ConfigError for an address that can't be listened on.
    """
    if config.port is None:
        yield Monitoring()
        return
    from bot.cli.monitoring.pages import Pages  # with prometheus-client and aiohttp's server

    pages = Pages(stop)
    server = pages.make_server(config.host, config.port)
    try:
        await _listen(config, server)
        async with run_beside(_make_listening(config, server)):
            yield Monitoring(pages)
    finally:
        await server.close()


async def _listen(config: MonitoringConfig, server: "MonitoringServer") -> None:
    where = f"{config.host}:{config.port}"
    try:
        await server.open()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return warn_once(_log, "the monitoring port is in use", _IN_USE.format(where=where))
        reason = str(error.strerror).partition(" (")[0]
        sentence = f"can't listen on {where} ({reason}); change monitoring.host or monitoring.port"
        raise make_config_error("monitoring", sentence) from None
    _log.info("monitoring", host=config.host, port=server.port)


def _make_listening(config: MonitoringConfig, server: "MonitoringServer") -> Loop:
    """The loop that listens once the port is free, as after an older process on this machine has ended."""

    async def look() -> float:
        if not server.is_listening:
            await _listen(config, server)
        return _AGAIN

    return Loop("monitoring", look, "could not listen", _log, recovery=_AGAIN)
