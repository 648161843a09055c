"""Bolt and the SDK, set up so that nothing of theirs decides for us: tokens, retries, logs."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web import async_base_client
from slack_sdk.web.async_client import AsyncWebClient

# The SDK's own reading knows no NO_PROXY and no ALL_PROXY; left alone, it would overrule the session, which reads both.
vars(async_base_client)["load_http_proxy_from_env"] = lambda logger=None: None

_TIMEOUT, _CONNECT = 10.0, 5.0  # seconds for a request to Slack from first to last, and of these to connect
_KEPT = 4.0  # seconds; Slack's end of a connection may close while a post is on its way there, which tells nothing


def new_session() -> aiohttp.ClientSession:
    """Return the one session for all requests; without it the SDK opens a connection for each."""
    connector = aiohttp.TCPConnector(keepalive_timeout=_KEPT)
    timeout = aiohttp.ClientTimeout(total=_TIMEOUT, connect=_CONNECT)
    return aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=True)


def new_client(token: str | None, api_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Return a Web API client; without a token it serves as the pattern of those that have one.

    The SDK sends again by default when a connection broke, which posts twice what Slack had taken, and waits out
    any limit. Here it does neither: `asking.ask` does what is safe.
    """
    return AsyncWebClient(token=token, base_url=api_url, session=session, logger=_make_logger(), retry_handlers=[])


def new_app(
    client: AsyncWebClient,
    authorize: Callable[..., Awaitable[AuthorizeResult | None]],
    admit: Callable[..., Awaitable[Any]] | None = None,
) -> AsyncApp:
    """Return a Bolt app that gives each request a client like ``client`` with the token of ``authorize``.

    ``admit`` runs before that, and may answer by itself. With a function that authorizes, SLACK_CLIENT_ID
    and SLACK_CLIENT_SECRET in the environment don't make Bolt look for installations in files, and no
    request waits for an auth.test of its own. Signatures are checked in ``door``, where a bad one can't
    raise. Listeners end at their acknowledgement, so it goes out when they return; otherwise Bolt looks for
    it every 10 ms.
    """
    return AsyncApp(
        name="callboard.slack.bolt",
        logger=_make_logger(),
        client=client,
        signing_secret="",
        before_authorize=admit,
        authorize=authorize,  # type: ignore[arg-type]  # Bolt takes None for "not installed", its type doesn't
        request_verification_enabled=False,
        process_before_response=True,
    )


def _make_logger() -> logging.Logger:
    """Return the logger for the libraries: errors alone, and of these only where they came from.

    Their messages hold request bodies, tickets for sockets and response_urls.
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
