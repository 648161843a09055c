"""What Slack's words for what it didn't do mean for a post. Pure.

https://docs.slack.dev/reference/methods/chat.postMessage#errors and the same of chat.update, conversations.info
and conversations.open.
"""

from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.adapters.slack.sdk import NO_ANSWER, error_code
from bot.kit.outbound import Later, Refusal, Refused, Unknown

AGAIN = 5.0  # seconds until another try where Slack says nothing of when
INVITE = "invite @Callboard"  # what a channel's people type: no permission's name, but what lacks

_SCOPE = "scope "
_FORBIDDEN = {
    "access_denied",
    "accesslimited",
    "cannot_dm_bot",
    "ekm_access_denied",
    "messages_tab_disabled",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_in_channel",
    "team_access_not_granted",
    "user_disabled",
}
_REFUSALS = {
    **dict.fromkeys(_FORBIDDEN, Refusal.FORBIDDEN),
    "channel_not_found": Refusal.GONE,  # also a private channel that the app isn't in
    "message_not_found": Refusal.GONE,
    "user_not_found": Refusal.GONE,
    "users_not_found": Refusal.GONE,
    "is_archived": Refusal.ARCHIVED,
    "account_inactive": Refusal.REMOVED,
    "invalid_auth": Refusal.REMOVED,
    "not_authed": Refusal.REMOVED,
    "team_not_found": Refusal.REMOVED,
    "token_expired": Refusal.REMOVED,
    "token_revoked": Refusal.REMOVED,
    "edit_window_closed": Refusal.CLOSED,  # a workspace's own rule
}
_NOT_NOW = {"message_limit_exceeded", "rate_limited", "ratelimited", "request_timeout", "service_unavailable"}
_HALFWAY = {"fatal_error", "internal_error"}  # "It's possible some aspect of the operation succeeded"


Trouble = SlackClientError | aiohttp.ClientError | OSError
TROUBLES = (SlackClientError, aiohttp.ClientError, OSError)  # a TimeoutError is one of the last


def meaning(error: Trouble) -> Refused | Later | Unknown:
    """Return what is known of a request that ended with ``error``.

    A failure to connect sent nothing. Of any later one nobody knows what Slack took: it has no idempotency key.
    """
    match error:
        case SlackApiError():
            return _refused(error)
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return Later(AGAIN)
        case _:
            return Unknown()


def _refused(error: SlackApiError) -> Refused | Later | Unknown:
    code, answer = error_code(error), error.response
    status = getattr(answer, "status_code", 0)
    if status == 429 or code in _NOT_NOW:
        return Later(_pause(getattr(answer, "headers", {})))
    if code in _HALFWAY or not code or status >= 500 or code == NO_ANSWER:
        return Unknown()
    if code.startswith("restricted_action"):
        return Refused(Refusal.FORBIDDEN)
    return Refused(_REFUSALS.get(code, Refusal.OTHER), _missing(code, answer))


def _missing(code: str, answer: Any) -> str:
    if code == "not_in_channel":
        return INVITE
    return f"{_SCOPE}{answer.get('needed') or ''}" if code == "missing_scope" else ""


def unscoped(known: Refused | Later) -> bool:
    """Say whether a scope lacks, which says nothing of what it is asked about."""
    return isinstance(known, Refused) and known.missing.startswith(_SCOPE)


def _pause(headers: Mapping[str, str]) -> float:
    """Return Retry-After, whose name the SDK may hand over in any case."""
    said = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        return float(said)
    except ValueError:
        return AGAIN
