"""What workspaces refused for want of a scope: not asked again for a while, for it would be refused again."""

import time
from collections import OrderedDict

import structlog

from bot.kit.cards.outbound import Address

# What reading a channel and joining one take; private channels are read by a scope of their own.
LOOK, JOIN = "channels:read, groups:read", "channels:join"

_REST = 3600.0  # seconds; somebody may grant a scope meanwhile
_MOST = 10_000  # workspaces and channels remembered

_log = structlog.get_logger("callboard.slack")


class Scopes:
    """Remembers refusals: a workspace's, or a channel's where the scope works for others there."""

    def __init__(self) -> None:
        self._refused: OrderedDict[tuple[str, str, str], float] = OrderedDict()
        self._worked: set[tuple[str, str]] = set()

    def is_refused(self, to: Address, scope: str) -> bool:
        """Say whether a scope was missing lately, for a channel or its whole workspace."""
        now = time.monotonic()
        return any(now < self._refused.get((to.space, channel, scope), 0.0) for channel in ("", to.channel))

    def note_granted(self, space: str, scope: str) -> None:
        """Keep that a workspace granted a scope, at least for some of its channels."""
        self._worked.add((space, scope))

    def note_refused(self, to: Address, scope: str) -> None:
        """Keep that one is missing; ``callboard doctor`` names those that a token lacks."""
        channel = to.channel if (to.space, scope) in self._worked else ""
        self._refused[to.space, channel, scope] = time.monotonic() + _REST
        if len(self._refused) > _MOST:
            self._refused.popitem(last=False)
        _log.warning("slack has not granted a scope", scope=scope)
