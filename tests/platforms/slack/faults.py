"""Bad weather on demand: rate limits, delays, errors, cut lines and proxies' own pages for whatever the bot asks."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web


@dataclass(frozen=True, slots=True)
class RateLimited:
    """429 with Retry-After in whole seconds."""

    retry_after: int


@dataclass(frozen=True, slots=True)
class Refused:
    """`ok: false` with this error code, and the scope that `missing_scope` names."""

    code: str
    needed: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """The line goes dead before the answer; `taken` tells whether the request was carried out: nobody can know."""

    taken: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """Something else than Slack's answer, as a proxy in between says it, whether the request was `taken` or not."""

    status: int
    content_type: str
    body: str
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """The request waits, for an event to be set or for some seconds, and then goes on as usual."""

    until: asyncio.Event | float


Fault = RateLimited | Refused | Cut | Page | Held


class Weather:
    """Faults in store, used up one a request: for a method, or for a request by its number."""

    def __init__(self) -> None:
        self._coming: dict[str, list[Fault]] = defaultdict(list)
        self._struck: dict[int, Fault] = {}
        self._count = 0

    def add(self, method: str, fault: Fault, times: int) -> None:
        """The next `times` requests to `method` meet this fault."""
        self._coming[method] += [fault] * times

    def strike(self, position: int, fault: Fault) -> None:
        """The request that comes after `position` others from now on meets this fault, whatever it asks for."""
        self._struck[self._count + position] = fault

    def next(self, method: str) -> Fault | None:
        """What the request that has just come meets."""
        self._count += 1
        coming = self._coming[method]
        return self._struck.pop(self._count - 1, None) or (coming.pop(0) if coming else None)


async def meet(
    fault: Fault | None, request: web.Request, carry_out: Callable[[], Awaitable[web.Response]]
) -> web.StreamResponse:
    """Answers a request as the fault wants it; `carry_out` is what happens on a fair day."""
    match fault:
        case RateLimited(seconds):
            headers = {"Retry-After": str(seconds)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        case Refused(code, needed):
            return web.json_response({"ok": False, "error": code, **({"needed": needed} if needed else {})})
        case Held(asyncio.Event() as event):
            await event.wait()
        case Held(float() | int() as seconds):
            await asyncio.sleep(seconds)
        case Cut(taken):
            found = await carry_out() if taken else web.Response()
            if request.transport is not None:
                request.transport.close()
            return found
        case Page(status, content_type, body, taken):
            if taken:
                await carry_out()
            return web.Response(status=status, content_type=content_type, text=body)
    return await carry_out()
