"""Injected faults: rate limits, delays, errors, cut connections and proxies' pages for any request of the bot."""

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
    """The connection breaks before the answer. `taken` says whether the request was carried out, unknown to the bot."""

    taken: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """A proxy's answer in place of Slack's, whether the request was `taken` or not."""

    status: int
    content_type: str
    body: str
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """The request waits for an event or for some seconds, and then continues as usual."""

    until: asyncio.Event | float


Fault = RateLimited | Refused | Cut | Page | Held


class Weather:
    """Pending faults, used once per request: for a method, or for a request by its number."""

    def __init__(self) -> None:
        self._coming: dict[str, list[Fault]] = defaultdict(list)
        self._struck: dict[int, Fault] = {}
        self._count = 0

    def add(self, method: str, fault: Fault, times: int) -> None:
        """Apply this fault to the next `times` requests to `method`."""
        self._coming[method] += [fault] * times

    def strike(self, position: int, fault: Fault) -> None:
        """Apply this fault to the request after `position` others, whatever its method."""
        self._struck[self._count + position] = fault

    def next(self, method: str) -> Fault | None:
        """The fault for the request that has just arrived."""
        self._count += 1
        coming = self._coming[method]
        return self._struck.pop(self._count - 1, None) or (coming.pop(0) if coming else None)


async def meet(
    fault: Fault | None, request: web.Request, carry_out: Callable[[], Awaitable[web.Response]]
) -> web.StreamResponse:
    """Answer a request with a fault. `carry_out` is what happens without one."""
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
