"""What delivers in a process: a worker, a worker that begins late, or another process."""

import asyncio
from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from bot.app.app import App
from bot.kit.cards.outbound import Poster, Posters

if TYPE_CHECKING:
    from bot.delivery.worker import Worker


class Deliverer(Protocol):
    """Who gets the posters of the platforms: `bot.delivery.worker.Worker`, or `WithoutDelivery`."""

    def start(self, posters: Iterable[Poster] = ()) -> None:
        """Start with some posters."""
        ...

    def add(self, poster: Poster) -> None:
        """Use a poster too from now on, in place of another one for its platform."""
        ...

    async def stop(self) -> None:
        """Stop."""
        ...


class WithoutDelivery:
    """Keeps posters for requests. Another process delivers."""

    def __init__(self, posters: Posters) -> None:
        self._posters = posters

    def start(self, posters: Iterable[Poster] = ()) -> None:
        """See `Deliverer`."""
        for poster in posters:
            self._posters.add(poster)

    def add(self, poster: Poster) -> None:
        """See `Deliverer`."""
        self._posters.add(poster)

    async def stop(self) -> None:
        """See `Deliverer`."""


class LateDelivery:
    """Starts the worker of ``app`` for ``poster``, once: at a console, when somebody is about to type something."""

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
