"""Discord for one of several processes: it serves its shards while no other process does, and else stands by."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from bot.adapters import DOWN, Adapter, Connections, ConnectionState
from bot.core.processes.presence import Presence
from bot.core.processes.process_rows import Process
from bot.errors import ConfigError, Standby, Unavailable, Unreachable
from bot.kit.cards.outbound import Poster
from bot.runtime.duties import Part, Shards
from bot.runtime.log import get_logger

_log = get_logger("callboard.run")


class LeasedDiscord:
    """See `bot.adapters.Adapter`. As a standby it sends through the REST API, and answers nobody.

    ``make_gateway`` makes the adapter that serves the shards, a new one each time. ``sender`` is for a standby.
    """

    name = "discord"

    def __init__(self, presence: Presence, part: Part, make_gateway: Callable[[], Adapter], sender: Adapter) -> None:
        self._presence, self._part = presence, part
        self._make_gateway, self._sender = make_gateway, sender
        self._gateway: Adapter | None = None
        self._last: Adapter | None = None  # the gateway that was stopped; its poster sends nothing
        self._sends = False

    @property
    def poster(self) -> Poster:
        """Sends posts, once started or as a standby."""
        return (self._gateway or (self._sender if self._sends else self._last) or self._sender).poster

    @property
    def problem(self) -> str:
        """Why the shards can't be served right now, or couldn't before this process gave them up."""
        gateway = self._gateway or self._last
        return gateway.problem if gateway else ""

    async def read_connections(self) -> Connections:
        """How many shards are connected, unless another process serves them."""
        if self._gateway:
            return await self._gateway.read_connections()
        return Connections(ConnectionState.STANDBY) if self._sends and self._presence.holder else DOWN

    async def start(self) -> None:
        """Serve the shards. Raises Standby while another process does, and what the adapters raise."""
        try:
            is_free = await self._presence.claim_shards()
        except Unavailable as error:
            raise Unreachable("the database", str(error)) from None
        if not is_free:
            await self._start_sender()
            raise Standby("discord", describe_holder(self._part.shards, self._presence.holder))
        gateway = self._make_gateway()
        try:
            await gateway.start()
        except BaseException:
            await gateway.stop()
            await self._release()
            raise
        self._gateway = gateway

    async def wait_until_lost(self) -> ConfigError:
        """Wait until the gateway is lost, or another process serves the shards. This one has stopped to by then."""
        assert self._gateway, "start() comes first"
        lost = asyncio.create_task(self._gateway.wait_until_lost())
        taken = asyncio.create_task(self._wait_until_taken())
        try:
            await asyncio.wait((lost, taken), return_when=asyncio.FIRST_COMPLETED)
            error = None if taken.done() else lost.result()
        finally:
            lost.cancel()
            taken.cancel()
            await asyncio.wait((lost, taken))
        await self._stop_gateway()
        if error:
            await self._release()
            return error
        return Standby("discord", describe_holder(self._part.shards, self._presence.holder))

    async def stop(self) -> None:
        """Finish what was begun, disconnect, and let the next process serve the shards at once."""
        await self._stop_gateway()
        await self._sender.stop()
        await self._release()

    async def _stop_gateway(self) -> None:
        gateway, self._gateway = self._gateway, None
        if gateway:
            self._last = gateway
            await gateway.stop()

    async def _start_sender(self) -> None:
        if not self._sends:
            await self._sender.start()
            self._sends = True

    async def _release(self) -> None:
        with suppress(Unavailable):  # the lease ends by itself
            await self._presence.give_up_shards()

    async def _wait_until_taken(self) -> None:
        while self._presence.serves_discord:
            await self._presence.changed.wait()
            self._presence.changed.clear()


def describe_holder(shards: Shards | None, holder: Process | None) -> str:
    """Why this process waits, as a sentence."""
    wanted = f"the shards {shards}" if shards else "Discord"
    if holder is None:  # it left just now
        return f"another process just served {wanted}. This one takes over"
    theirs = f"the shards {holder.shards}" if holder.shards else "all of Discord's shards"
    sentence = f"the process {holder.id} serves {theirs}. This one is a standby for {wanted}"
    if shards != holder.shards:
        return f"{sentence}: some servers belong to both, so start each process with shards of its own"
    return f"{sentence}, and takes over when that one ends"
