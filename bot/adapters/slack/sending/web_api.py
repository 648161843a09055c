"""The one way to ask Slack anything: a JSON object comes back, or a `Failure` that says what is known.

A proxy in front of Slack answers in its own words: a page, plain text, half an object, nothing. The SDK takes a
text for an object there (slack_sdk 3.47), so nothing outside this module reads its answers or its errors.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.slack.drawing.text import Json

NO_ANSWER = "no answer"  # instead of one of Slack's words
LEAST = 0.1  # seconds before another try, whatever Slack says
AGAIN = 5.0  # seconds until another try where Slack says nothing of when

_LIMITED = {"message_limit_exceeded", "rate_limited", "ratelimited"}
_BUSY = {"service_unavailable", "request_timeout"}
# "It's possible some aspect of the operation succeeded before the error was raised."
_HALFWAY = {"fatal_error", "internal_error", NO_ANSWER}
_CONNECTING = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
# The SDK looks for .get in whatever came with a 200, and text may not be what its charset says.
BROKEN = (SlackClientError, aiohttp.ClientError, OSError, AttributeError, ValueError)

Request = Callable[[], Awaitable[AsyncSlackResponse]]


class Failure(Exception):
    """Slack didn't do what it was asked, or nobody knows whether it did.

    ``code`` is Slack's word or `NO_ANSWER`, ``needed`` the scope it wants, ``pause`` the seconds until another
    try makes sense, None where it makes none. ``certain`` says that surely nothing was done.
    """

    def __init__(self, code: str, *, certain: bool, pause: float | None = None, needed: str = "") -> None:
        super().__init__(code)
        self.code, self.certain, self.pause, self.needed = code, certain, pause, needed


async def ask(request: Request, patience: float = 0.0) -> Json:
    """Return Slack's answer to ``request``; where it limits, wait and ask again for ``patience`` seconds at most.

    Nothing else is asked again: it may have been done. Raises Failure.
    """
    left = patience
    while True:
        try:
            return await _send(request)
        except Failure as failure:
            pause = max(failure.pause or 0.0, LEAST)
            if failure.code not in _LIMITED or pause > left:
                raise
            left -= pause
            await asyncio.sleep(pause)


def read_text(answer: Json, *path: str) -> str:
    """Return the text that stands in an answer under ``path``; raises Failure where none does."""
    found: Any = answer
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    if not isinstance(found, str) or not found:
        raise Failure(NO_ANSWER, certain=False)
    return found


def read_object(answer: Json, name: str) -> Json:
    """Return the object that stands in an answer; raises Failure where none does."""
    found = answer.get(name)
    if not isinstance(found, dict):
        raise Failure(NO_ANSWER, certain=False)
    return found


def make_failure(error: Exception) -> Failure:
    """Return what is known of a request that ended with an error of the SDK or of the connection.

    A failure to connect sent nothing. Of any later one nobody knows what Slack took: it has no idempotency key.
    """
    if isinstance(error, SlackApiError):
        return _explain_refusal(error.response)
    if isinstance(error, _CONNECTING):
        return Failure(NO_ANSWER, certain=True, pause=AGAIN)
    return Failure(NO_ANSWER, certain=False)


def read_retry_after(headers: Mapping[str, str]) -> float:
    """Return the seconds of Retry-After, whose name the SDK may hand over in any case."""
    said = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        return max(0.0, float(said))
    except ValueError:
        return AGAIN


async def _send(request: Request) -> Json:
    try:
        answer = (await request()).data
    except BROKEN as error:
        raise make_failure(error) from None
    if not isinstance(answer, dict):
        raise Failure(NO_ANSWER, certain=False)
    return answer


def _explain_refusal(response: Any) -> Failure:
    """Return what an answer says that the SDK refused: an object, a text, or aiohttp's own response."""
    status = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    data = getattr(response, "data", response)
    said: Json = data if isinstance(data, dict) else {}
    code = str(said.get("error") or NO_ANSWER)
    if status == 429 or code in _LIMITED:
        pause = read_retry_after(getattr(response, "headers", None) or {})
        return Failure("ratelimited", certain=True, pause=pause)
    if code in _BUSY:
        return Failure(code, certain=True, pause=AGAIN)
    certain = code not in _HALFWAY and status < 500
    return Failure(code, certain=certain, needed=str(said.get("needed") or ""))
