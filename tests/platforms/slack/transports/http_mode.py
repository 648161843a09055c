"""Slack's end of HTTP: signed requests to the app's /slack/events.

Source: Slack's "Verifying requests from Slack" (v0 signature) and the Events API's retry headers.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.platforms.slack.hub import Hub
from tests.platforms.slack.transports.delivery import Ack, NotAcknowledged, Retry

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot's server answered."""

    status: int
    body: str
    content_type: str


class HttpMode:
    """Post to one URL. The timestamp header is the wall clock's, because Bolt compares it with its own."""

    def __init__(self, hub: Hub, url: str, signing_secret: str) -> None:
        self._hub, self._url, self._secret = hub, url, signing_secret

    async def deliver(self, kind: str, payload: Json, retry: Retry | None) -> Ack:
        """Post, and take the 200 as the acknowledgement. Raises NotAcknowledged with the status."""
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            reply = await self.post(kind, payload, retry)
        except TimeoutError:
            sentence = f"operation_timeout: no answer in {self._hub.ack_seconds} s"
            raise NotAcknowledged(sentence) from None
        except ClientError as error:
            raise NotAcknowledged(f"dispatch_failed: {type(error).__name__}") from None
        if reply.status != 200:
            raise NotAcknowledged(f"the app answered {reply.status}: {reply.body}", reply.status)
        return Ack(_body(reply), loop.time() - started)

    async def post(
        self,
        kind: str,
        payload: Json,
        retry: Retry | None = None,
        *,
        signature: str | None = None,
        timestamp: str | None = None,
    ) -> Reply:
        """Post one request, correctly signed unless a wrong signature or timestamp is given."""
        body = encoded(kind, payload)
        stamp = str(int(time.time())) if timestamp is None else timestamp
        form = kind != "events_api"
        headers = {
            "Content-Type": "application/x-www-form-urlencoded" if form else "application/json",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signed(self._secret, stamp, body) if signature is None else signature,
        }
        if retry is not None:
            headers |= {"X-Slack-Retry-Num": str(retry.number), "X-Slack-Retry-Reason": retry.reason}
        limit = ClientTimeout(total=self._hub.ack_seconds)
        async with (
            ClientSession(timeout=limit) as session,
            session.post(self._url, data=body.encode(), headers=headers) as response,
        ):
            return Reply(response.status, await response.text(), response.content_type)


def encoded(kind: str, payload: Json) -> str:
    """The body as Slack writes it: JSON for events, a form for commands, JSON within a form for the rest."""
    if kind == "events_api":
        return json.dumps(payload)
    return urlencode(payload if kind == "slash_commands" else {"payload": json.dumps(payload)})


def signed(secret: str, timestamp: str, body: str) -> str:
    """Slack's v0 signature."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return f"v0={digest}"


def _body(reply: Reply) -> Json:
    if not reply.body:
        return {}
    if reply.content_type == "application/json":
        found: Json = json.loads(reply.body)
        return found
    return {"text": reply.body}
