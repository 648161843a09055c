"""Injected faults: rate limits, refusals, slow or stalled answers for chosen routes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase

from tests.platforms.discord.checks.violations import Json


class ApiError(Exception):
    """An answer other than 2xx, with Discord's JSON error code."""

    def __init__(
        self,
        status: int,
        code: int,
        message: str,
        *,
        extra: Json | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {"message": message, "code": code, **(extra or {})}
        self.headers = headers or {}


class Cut(StrEnum):
    """How an answer is damaged in transit."""

    BROKEN = "broken"  # the connection is cut
    TRUNCATED = "truncated"  # half of the JSON
    PAGE = "page"  # a proxy's HTML with 502


@dataclass(frozen=True, slots=True)
class Page:
    """An answer from a proxy in place of Discord's."""

    status: int
    content_type: str
    body: str


@dataclass(slots=True)
class Fault:
    """A fault for the next `times` requests on `route` (`POST /channels/*/messages`), after `skip` others.

    `taken`: Discord does what was asked before the answer is an `error` or damaged by a `cut`.
    """

    route: str
    times: int
    error: ApiError | None = None
    seconds: float = 0.0
    gate: asyncio.Event | None = None
    cut: Cut | Page | None = None
    taken: bool = False
    skip: int = 0


@dataclass(slots=True)
class Faults:
    """Pending faults, oldest first, and every request so far."""

    waiting: list[Fault] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        self.waiting.append(fault)

    async def meet(self, route: str) -> Fault | None:
        """Apply a request's fault: wait, or raise ApiError. Returns the damage to do to the answer."""
        self.requests.append(route)
        fault = next((each for each in self.waiting if fnmatchcase(route, each.route)), None)
        if fault is None:
            return None
        if fault.skip:
            fault.skip -= 1
            return None
        fault.times -= 1
        if fault.times == 0:
            self.waiting.remove(fault)
        await _stall(fault)
        if fault.error and not fault.taken:
            raise fault.error
        return fault


async def _stall(fault: Fault) -> None:
    if fault.seconds:
        await asyncio.sleep(fault.seconds)
    if fault.gate:
        await fault.gate.wait()


def rate_limited(retry_after: float, everywhere: bool) -> ApiError:
    """A 429 as Discord sends it. Without `Via`, discord.py takes it for a ban by Cloudflare and gives up."""
    headers = {"Retry-After": str(retry_after), "Via": "1.1 google"}
    headers |= {"X-RateLimit-Global": "true"} if everywhere else {"X-RateLimit-Scope": "user"}
    extra = {"retry_after": retry_after, "global": everywhere}
    return ApiError(429, 0, "You are being rate limited.", extra=extra, headers=headers)
