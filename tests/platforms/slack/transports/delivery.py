"""What both transports to the bot, Socket Mode and HTTP, have in common."""

from dataclasses import dataclass
from typing import Any, Protocol

Json = dict[str, Any]


class NotAcknowledged(AssertionError):
    """The bot took too long, answered an error, or could not be reached: the person sees Slack's own error.

    `status` is the HTTP status, if there was one.
    """

    def __init__(self, sentence: str, status: int | None = None) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Ack:
    """The bot's acknowledgement: its body, which may be empty, and the seconds since the delivery."""

    body: Json
    seconds: float


@dataclass(frozen=True, slots=True)
class Retry:
    """A delivery's retry number (1 to 3), and Slack's reason for it."""

    number: int
    reason: str = "http_timeout"


class Road(Protocol):
    """A transport to the bot."""

    async def deliver(self, kind: str, payload: Json, retry: Retry | None) -> Ack:
        """Delivers and waits for the acknowledgement. Raises NotAcknowledged."""
        ...
