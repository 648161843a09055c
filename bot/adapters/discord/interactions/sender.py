"""Sends the answers to one interaction, and retries for as long as Discord accepts them.

Discord allows 3 seconds for the first response, accepts only one, and lets it be edited for 15 minutes
(https://docs.discord.com/developers/interactions/receiving-and-responding). If a first response arrived but Discord's
reply was lost, the retry gets "already acknowledged". Edits are safe to repeat. A follow-up whose reply was lost is
repeated too: a private message shown twice is better than none.
"""

import asyncio
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from discord.http import MultipartParameters

from bot.adapters.discord.interactions.rest import Outcome, Response, RestClient
from bot.adapters.pacing import Backoff
from bot.kit.cards.outbound import Later, Unknown
from bot.runtime.log import get_logger

_FIRST, _LIFE = 2.9, 14.9 * 60  # Discord's limits in seconds, minus the time an event takes to arrive
_TRY = 1.2  # seconds a first response may hang before it is sent again
_FOLLOW_UPS = 5  # of one interaction, where only the person has the app
_PAUSE, _LONGEST = 0.05, 15.0  # seconds between two attempts, at first and at most
_UNKNOWN_MESSAGE, _TAKEN = 10008, 40060
_ENDED = {10062, 10015, 50027}  # unknown interaction, unknown webhook, invalid webhook token

_log = get_logger("callboard.discord")

Content = MultipartParameters | Mapping[str, Any]


class Sent(Enum):
    """What became of a request."""

    YES = "yes"
    BEFORE = "before"  # another process or another delivery answered first
    REFUSED = "refused"  # Discord refuses this content; other content may work
    NO = "no"  # it's too late to answer the interaction


class InteractionSender:
    """Sends to one interaction, identified by its id, application and token."""

    def __init__(self, rest: RestClient, interaction: str, application: str, token: str) -> None:
        self._rest = rest
        self._callback = f"/interactions/{interaction}/{token}/callback"
        self._webhook = f"/webhooks/{application}/{token}"
        self._follow_ups = 0
        self._born = asyncio.get_running_loop().time()

    async def respond(self, make: Callable[[], Content]) -> Sent:
        """Send the first response. ``make`` builds it for each attempt, because files can be read only once."""
        tries, outcome = await self._persist("POST", self._callback, make, _FIRST, _TRY)
        if isinstance(outcome, Response) and outcome.code == _TAKEN:
            return Sent.YES if tries > 1 else Sent.BEFORE
        return self._judge(outcome)

    async def edit_original(self, make: Callable[[], Content]) -> Sent:
        """Edit the first response, or the message that was tapped."""
        return self._judge((await self._persist("PATCH", f"{self._webhook}/messages/@original", make))[1])

    async def try_edit(self, make: Callable[[], Content]) -> None:
        """Edit the first response once. Returns when Discord has answered, so a later edit is surely the last."""
        await self._persist("PATCH", f"{self._webhook}/messages/@original", make, most=1)

    async def follow_up(self, make: Callable[[], Content]) -> Sent:
        """Send a further message, with at most as many attempts as Discord takes follow-ups."""
        most = max(_FOLLOW_UPS - self._follow_ups, 1)
        tries, outcome = await self._persist("POST", f"{self._webhook}?wait=true", make, most=most)
        self._follow_ups += tries
        return self._judge(outcome)

    async def delete_original(self) -> bool:
        """Delete the first response; return whether it is gone."""
        _, outcome = await self._persist("DELETE", f"{self._webhook}/messages/@original", dict)
        gone = (
            isinstance(outcome, Response) and outcome.code == _UNKNOWN_MESSAGE
        )  # an earlier attempt or a person deleted it
        return gone or self._judge(outcome) is Sent.YES

    async def _persist(
        self,
        method: str,
        path: str,
        make: Callable[[], Content],
        life: float = _LIFE,
        patience: float | None = None,
        most: int = 0,
    ) -> tuple[int, Outcome]:
        """Send until Discord answers or ``life`` seconds pass; return the number of attempts and the last outcome.

        ``most`` limits the attempts.
        """
        backoff, tries, loop = Backoff(_PAUSE, _LONGEST), 0, asyncio.get_running_loop()
        while True:
            tries += 1
            outcome = await self._try(method, path, make(), patience)
            pause = _pause(outcome, backoff)
            if pause is None or tries == most or loop.time() + pause > self._born + life:
                return tries, outcome
            await asyncio.sleep(pause)

    async def _try(self, method: str, path: str, content: Content, patience: float | None) -> Outcome:
        try:
            async with asyncio.timeout(patience):
                return await self._rest.send(method, path, content)
        except TimeoutError:
            return Unknown()

    def _judge(self, outcome: Outcome) -> Sent:
        """What an outcome means. Failures are logged without the URL, which holds the interaction's token."""
        match outcome:
            case Response(status=status) if status < 400:
                return Sent.YES
            case Response(status=status):
                late = outcome.code in _ENDED
                _log.warning("answered too late" if late else "answer refused", status=status, code=outcome.code)
                return Sent.NO if late or status in (401, 429) else Sent.REFUSED
            case Later() | Unknown():
                _log.warning("discord unreachable", error=type(outcome).__name__)
                return Sent.NO


def _pause(outcome: Outcome, backoff: Backoff) -> float | None:
    """Seconds to wait before another attempt, None where none makes sense."""
    match outcome:
        case Response(status=429) as response:
            return response.pause
        case Response():
            return None
        case Later() | Unknown():
            return backoff.take_pause()
