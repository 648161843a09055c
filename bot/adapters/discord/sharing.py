"""How this process shares one bot with others."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.adapters.pacing import MakeLimiter, make_own_limiter
from bot.runtime.duties import Shards


async def serve_always() -> bool:
    """Say that interactions are this process's to answer."""
    return True


@dataclass(frozen=True, slots=True)
class Sharing:
    """``shards`` are None if one process serves all. ``make_limiter`` makes the limits that belong to the token.

    ``may_serve`` says whether an interaction that arrived is still this process's to answer.
    """

    shards: Shards | None = None
    make_limiter: MakeLimiter = make_own_limiter
    may_serve: Callable[[], Awaitable[bool]] = serve_always

    @property
    def registers_commands(self) -> bool:
        """Whether commands are this process's to register: one process serves the first shard."""
        return self.shards is None or 0 in self.shards.ids

    def name_file(self, stem: str) -> str:
        """The name of a file in a folder that several processes may share."""
        shards = self.shards
        return f"{stem}.json" if shards is None else f"{stem}.{shards.first}-{shards.last}-of-{shards.total}.json"
