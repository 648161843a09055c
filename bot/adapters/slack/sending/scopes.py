"""Scopes that workspaces didn't grant. A refused call isn't repeated for as long as one card may take to be drawn."""

import time
from collections.abc import Callable

from cachetools import FIFOCache

from bot.kit.cards.outbound import Address
from bot.runtime.log import get_logger

_REST = 60.0  # seconds until a refused call is tried again: an admin who grants the scope looks again
_REPORT = 3600.0  # seconds between two log lines about a scope
_MOST = 10_000  # workspaces and channels remembered

_FIX = "ask someone who manages apps in the workspace to add Callboard again"

_log = get_logger("callboard.slack")


class Scopes:
    """Remembers refusals by workspace, or by channel where the scope works for other channels there.

    ``clock`` gives seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._refused: FIFOCache[tuple[str, str, str], float] = FIFOCache(_MOST)
        self._worked: set[tuple[str, str]] = set()
        self._reported: FIFOCache[tuple[str, str], float] = FIFOCache(_MOST)

    def is_refused(self, to: Address, scope: str) -> bool:
        """Say whether a scope was missing just now, for a channel or its whole workspace."""
        now = self._clock()
        return any(now < self._refused.get((to.space, channel, scope), 0.0) for channel in ("", to.channel))

    def note_granted(self, space: str, scope: str) -> None:
        """Record that a workspace granted a scope, at least for some channels."""
        self._worked.add((space, scope))
        self._refused.pop((space, "", scope), None)

    def note_refused(self, to: Address, scope: str) -> None:
        """Record that a scope is missing."""
        channel = to.channel if (to.space, scope) in self._worked else ""
        self._refused[to.space, channel, scope] = self._clock() + _REST

    def report(self, space: str, scope: str) -> None:
        """Log once in a while that a workspace's token lacks a scope; ``callboard doctor`` names the workspace."""
        now = self._clock()
        if now >= self._reported.get((space, scope), 0.0):
            self._reported[space, scope] = now + _REPORT
            _log.warning("slack has not granted a scope", scope=scope, fix=_FIX)
