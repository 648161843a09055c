"""The deliveries of a console, which load once somebody is about to type something."""

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING

from bot.app import App
from bot.kit.cards.outbound import Poster

if TYPE_CHECKING:
    from bot.delivery.worker import Worker


class LateDelivery:
    """Starts the worker of ``app`` for ``poster``, once."""

    def __init__(self, app: App, poster: Poster) -> None:
        self._app, self._poster = app, poster
        self._beginning: asyncio.Task[Worker] | None = None

    async def begin(self) -> None:
        """Start delivering. Modules load in a thread, so that people can type meanwhile."""
        if self._beginning is None:
            self._beginning = asyncio.create_task(self._start())
        await self._beginning

    async def stop(self) -> None:
        """Stop the worker, if it has begun."""
        if self._beginning:
            worker = await self._beginning
            await worker.stop()

    async def _start(self) -> "Worker":
        await asyncio.to_thread(import_module, "bot.delivery.outbox")
        worker = self._app.build_worker()
        worker.start([self._poster])
        return worker
