"""How this process shares one Slack app with others."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.adapters.pacing import MakeLimiter, make_own_limiter


def ignore_hello(open: int, seen: int) -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """``make_limiter`` makes the limits that belong to the token. A process that only sends doesn't ``listen``.

    ``note_hello`` learns, with each new connection of Socket Mode, how many this process has ``open`` and how many of
    the app Slack has ``seen``.
    """

    make_limiter: MakeLimiter = make_own_limiter
    listens: bool = True
    note_hello: Callable[[int, int], None] = ignore_hello
