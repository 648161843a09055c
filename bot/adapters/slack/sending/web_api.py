"""Every request to Slack's Web API goes through `ask`: it returns a JSON object or raises a `Failure`.

A proxy in front of Slack may answer with a page, plain text, half an object or nothing. The SDK then mistakes text for
an object (slack_sdk 3.47), so nothing outside this module reads its answers or its errors.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.slack.drawing.text import Json
from bot.adapters.slack.sending.method_scopes import find_scope

NO_ANSWER = "no answer"  # in place of one of Slack's error codes
LEAST = 0.1  # seconds before a retry, whatever Slack says
AGAIN = 5.0  # seconds before a retry where Slack doesn't say

_LIMITED = {"message_limit_exceeded", "rate_limited", "ratelimited"}
_LACKING = {"missing_scope", "invalid_scopes"}
_BUSY = {"service_unavailable", "request_timeout"}
# "It's possible some aspect of the operation succeeded before the error was raised."
_HALFWAY = {"fatal_error", "internal_error", NO_ANSWER}
_CONNECTING = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
# The SDK calls .get on any body of a 200, and text may not match its charset.
BROKEN = (SlackClientError, aiohttp.ClientError, OSError, AttributeError, ValueError)

Request = Callable[[], Awaitable[AsyncSlackResponse]]


class Failure(Exception):
    """Slack didn't do what was asked, or nobody knows whether it did.

    ``code`` is Slack's error code or `NO_ANSWER`, ``needed`` the missing scope (`method_scopes`), ``pause`` the seconds
    before a retry makes sense, None where it doesn't. ``certain`` means that nothing was done.
    """

    def __init__(self, code: str, *, certain: bool, pause: float | None = None, needed: str = "") -> None:
        super().__init__(code)
        self.code, self.certain, self.pause, self.needed = code, certain, pause, needed

    @property
    def facts(self) -> dict[str, str]:
        """What a log entry says of it."""
        return {"reason": self.code, **({"scope": self.needed} if self.needed else {})}


async def ask(request: Request, patience: float = 0.0) -> Json:
    """Send ``request`` and return Slack's answer. Waits out rate limits for up to ``patience`` seconds.

    Nothing else is retried: it may have been done. Raises Failure.
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
    """The text in an answer under ``path``. Raises Failure where there is none."""
    found: Any = answer
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    if not isinstance(found, str) or not found:
        raise Failure(NO_ANSWER, certain=False)
    return found


def read_object(answer: Json, name: str) -> Json:
    """The object in an answer under ``name``. Raises Failure where there is none."""
    found = answer.get(name)
    if not isinstance(found, dict):
        raise Failure(NO_ANSWER, certain=False)
    return found


def make_failure(error: Exception) -> Failure:
    """What is known about a request that failed in the SDK or the connection.

    A failure to connect means nothing was sent. After a later failure nobody knows: Slack has no idempotency key.
    """
    if isinstance(error, SlackApiError):
        return _explain_refusal(error.response)
    if isinstance(error, _CONNECTING):
        return Failure(NO_ANSWER, certain=True, pause=AGAIN)
    return Failure(NO_ANSWER, certain=False)


def read_retry_after(headers: Mapping[str, str]) -> float:
    """The seconds in Retry-After; the SDK may change the case of its name."""
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
    """What a refused answer says. The SDK passes on an object, text, or aiohttp's own response."""
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
    if code not in _LACKING:
        return Failure(code, certain=certain)
    method = str(getattr(response, "api_url", "")).rpartition("/")[2]
    return Failure(code, certain=certain, needed=find_scope(method, str(said.get("needed") or "")))
