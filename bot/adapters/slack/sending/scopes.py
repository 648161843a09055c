"""Scopes that workspaces didn't grant. A refused call isn't repeated for a while."""

import time

from cachetools import FIFOCache

from bot.kit.cards.outbound import Address
from bot.runtime.log import get_logger

_REST = 3600.0  # seconds; an admin may grant the scope in between
_MOST = 10_000  # workspaces and channels remembered

_FIX = "ask someone who manages apps in the workspace to add Callboard again"

_log = get_logger("callboard.slack")


class Scopes:
    """Remembers refusals by workspace, or by channel where the scope works for other channels there."""

    def __init__(self) -> None:
        self._refused: FIFOCache[tuple[str, str, str], float] = FIFOCache(_MOST)
        self._worked: set[tuple[str, str]] = set()
        self._reported: FIFOCache[tuple[str, str], float] = FIFOCache(_MOST)

    def is_refused(self, to: Address, scope: str) -> bool:
        """Say whether a scope was missing recently, for a channel or its whole workspace."""
        now = time.monotonic()
        return any(now < self._refused.get((to.space, channel, scope), 0.0) for channel in ("", to.channel))

    def note_granted(self, space: str, scope: str) -> None:
        """Record that a workspace granted a scope, at least for some channels."""
        self._worked.add((space, scope))

    def note_refused(self, to: Address, scope: str) -> None:
        """Record that a scope is missing."""
        channel = to.channel if (to.space, scope) in self._worked else ""
        self._refused[to.space, channel, scope] = time.monotonic() + _REST

    def report(self, space: str, scope: str) -> None:
        """Log once in a while that a workspace's token lacks a scope; ``callboard doctor`` names the workspace."""
        now = time.monotonic()
        if now >= self._reported.get((space, scope), 0.0):
            self._reported[space, scope] = now + _REST
            _log.warning("slack has not granted a scope", scope=scope, fix=_FIX)
