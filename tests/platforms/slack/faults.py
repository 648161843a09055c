"""Bad weather on demand: rate limits, delays, errors and cut lines for Web API methods."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RateLimited:
    """429 with Retry-After in whole seconds."""

    retry_after: int


@dataclass(frozen=True, slots=True)
class Refused:
    """`ok: false` with this error code."""

    code: str


@dataclass(frozen=True, slots=True)
class Cut:
    """The request is carried out, then the line goes dead before the answer: the caller can't know."""


@dataclass(frozen=True, slots=True)
class Held:
    """The request waits, for an event to be set or for some seconds, and then goes on as usual."""

    until: asyncio.Event | float


Fault = RateLimited | Refused | Cut | Held


class Weather:
    """Faults in store for each method, used up one a request."""

    def __init__(self) -> None:
        self._coming: dict[str, list[Fault]] = defaultdict(list)

    def add(self, method: str, fault: Fault, times: int) -> None:
        """The next `times` requests to `method` meet this fault."""
        self._coming[method] += [fault] * times

    def next(self, method: str) -> Fault | None:
        """What the request that has just come meets."""
        coming = self._coming[method]
        return coming.pop(0) if coming else None
