"""The pages of the port: whether a process lives, whether it is ready, and what was measured."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.adapters import Adapter
from bot.app.app import App
from bot.cli.monitoring.facts import FactFinder, Facts
from bot.cli.monitoring.gateway_watch import GatewayWatch
from bot.cli.monitoring.metrics import Metrics
from bot.cli.monitoring.readiness import STARTING, STOPPING, Report, judge
from bot.cli.monitoring.server import MonitoringServer
from bot.cli.monitoring.state_metrics import StateMetrics
from bot.config.tokens import Tokens
from bot.runtime.duties import Part
from bot.runtime.loops import run_beside


class Pages:
    """Answers from what is known already, or can be known within a second. ``stop`` means that the process ends."""

    def __init__(self, stop: asyncio.Event) -> None:
        self._stop = stop
        self._finder: FactFinder | None = None
        self._states = StateMetrics()
        self.metrics = Metrics()
        self.metrics.registry.register(self._states)

    def make_server(self, host: str, port: int) -> MonitoringServer:
        """The server of these pages."""
        pages = {"/healthz": self._show_alive, "/readyz": self._show_ready, "/metrics": self._show_metrics}
        return MonitoringServer(host, port, pages)

    @asynccontextmanager
    async def watch(self, app: App, part: Part, tokens: Tokens, adapters: Sequence[Adapter]) -> AsyncIterator[None]:
        """Show how the app and its adapters are, during what happens inside."""
        gateways = GatewayWatch(adapters)
        await gateways.look()
        finder = self._finder = FactFinder(app, part, tokens, gateways)
        try:
            async with run_beside(gateways.make_loop()):
                yield
        finally:
            self._finder = None
            finder.close()

    async def _look(self) -> tuple[Report, Facts | None]:
        finder = self._finder
        if self._stop.is_set():
            return STOPPING, None
        if finder is None:
            return STARTING, None
        facts = await finder.find()
        return judge(facts), facts

    async def _show_alive(self) -> web.Response:
        """Say that the process's loop turns. Nothing else counts: a new process couldn't do better."""
        return web.Response(text="alive\n")

    async def _show_ready(self) -> web.Response:
        report, _ = await self._look()
        text = json.dumps(report.to_json(), indent=2)
        return web.Response(status=200 if report.is_ready else 503, text=f"{text}\n", content_type="application/json")

    async def _show_metrics(self) -> web.Response:
        self._states.show(*await self._look())
        body = await asyncio.to_thread(generate_latest, self.metrics.registry)  # thousands of lines take a while
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})
