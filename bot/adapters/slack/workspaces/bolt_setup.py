"""Sets up Bolt and the SDK so that tokens, retries and logs are ours to decide."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web import async_base_client
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.events.shapes import is_well_formed
from bot.runtime.proxies import has_proxies

# The SDK ignores NO_PROXY and ALL_PROXY, and would overrule the session, which reads both.
vars(async_base_client)["load_http_proxy_from_env"] = lambda logger=None: None

MALFORMED = "not a request as Slack sends it"
_TIMEOUT, _CONNECT = 10.0, 5.0  # seconds for a whole request to Slack, and for connecting
_KEPT = 4.0  # seconds to keep idle connections; a post over one that Slack is closing has an unknown outcome


def make_session() -> aiohttp.ClientSession:
    """Make the one session for all requests. Without it the SDK opens a connection for each."""
    connector = aiohttp.TCPConnector(keepalive_timeout=_KEPT)
    timeout = aiohttp.ClientTimeout(total=_TIMEOUT, connect=_CONNECT)
    return aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=has_proxies())


def make_web_client(token: str | None, api_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Make a Web API client. Without a token it is the template for those that have one.

    By default the SDK retries after a broken connection, which would post twice what Slack already took, and waits out
    any rate limit. Here it does neither: `web_api.ask` does what is safe.
    """
    return AsyncWebClient(token=token, base_url=api_url, session=session, logger=_make_logger(), retry_handlers=[])


def make_app(
    client: AsyncWebClient,
    authorize: Callable[..., Awaitable[AuthorizeResult | None]],
    admit: Callable[..., Awaitable[Any]] | None = None,
) -> AsyncApp:
    """Make a Bolt app that gives each request a client like ``client`` with the token from ``authorize``.

    A request that lacks something is refused first. ``admit`` runs after that, and may answer by itself. An
    ``authorize`` function keeps Bolt from looking for installations in files when SLACK_CLIENT_ID and
    SLACK_CLIENT_SECRET are set, and saves an auth.test per request.
    Signatures are checked in ``http_server``, where a bad one can't raise. Listeners end with their acknowledgement, so
    it goes out when they return; otherwise Bolt polls for it every 10 ms.
    """

    async def check_shape(request: AsyncBoltRequest, next_: Callable[[], Awaitable[None]]) -> BoltResponse | None:
        if not is_well_formed(request.body):
            return BoltResponse(status=400, body=MALFORMED)
        if admit is not None:
            response: BoltResponse | None = await admit(request=request, next_=next_)
            return response
        await next_()
        return None

    return AsyncApp(
        name="callboard.slack.bolt",
        logger=_make_logger(),
        client=client,
        signing_secret="",
        before_authorize=check_shape,
        authorize=authorize,  # type: ignore[arg-type]  # Bolt takes None for "not installed", its type doesn't
        request_verification_enabled=False,
        process_before_response=True,
    )


def _make_logger() -> logging.Logger:
    """Make the libraries' logger. It logs only errors, and only where they were raised.

    Their messages contain request bodies, socket tickets and response_urls.
    """
    logger = logging.getLogger("callboard.slack.sdk")
    logger.setLevel(logging.ERROR)
    if not logger.filters:
        logger.addFilter(_strip_content)
    return logger


def _strip_content(record: logging.LogRecord) -> bool:
    raised = record.exc_info[0] if record.exc_info else None
    record.msg = f"{record.module}.{record.funcName}" + (f": {raised.__name__}" if raised else "")
    record.args, record.exc_info, record.exc_text = (), None, None
    return True
