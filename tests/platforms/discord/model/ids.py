"""Time and ids of the Discord stand-in.

Ids are real snowflakes: the 42 upper bits are milliseconds since 2015, so a bot can read a tap's time from
them (https://discord.com/developers/docs/reference#snowflakes).
"""

from __future__ import annotations

from collections.abc import Callable

EPOCH_MS = 1_420_070_400_000
_COUNTER_BITS = 22

Clock = Callable[[], float]
"""Seconds since 1970, UTC."""


class Snowflakes:
    """Unique ids as decimal strings, with the clock's time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._count = 0

    def next(self) -> str:
        self._count += 1
        low = self._count % (1 << _COUNTER_BITS)
        return str((int(self._clock() * 1000) - EPOCH_MS) << _COUNTER_BITS | low)


def at_millisecond(millisecond: int) -> str:
    """The snowflake of a millisecond after the epoch. Guilds use these, so their shard is predictable."""
    return str(millisecond << _COUNTER_BITS)
