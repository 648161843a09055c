"""What a payload says of a request: which, when and whose. Pure."""

from collections.abc import Mapping, Sequence

from bot.adapters.slack.people import User
from bot.adapters.slack.text import Json
from bot.kit.invocation import Caller, Envelope

PLATFORM = "slack"
_SECOND = 1_000_000  # microseconds
_TIMESTAMP = "x-slack-request-timestamp"

Headers = Mapping[str, Sequence[str]]


def envelope(body: Json, at: int, user: User, prefix: str = "") -> Envelope:
    """Return the request as kit knows it.

    Its id is the payload's trigger_id: Slack makes one for each command, tap and submission, and a payload
    that is delivered again, over whichever connection, is the same payload letter by letter. (An envelope_id
    of Socket Mode and a retry header belong to the delivery instead.)
    """
    return Envelope(body["trigger_id"], at, caller(body), user.locale, f"/{prefix}", user.manages)


def caller(body: Json) -> Caller:
    """Return whose request it is; the space is the workspace where it was made."""
    team = team_of(body)
    channel = body.get("channel_id") or body.get("channel", {}).get("id", "")
    return Caller(PLATFORM, f"{team}:{user_of(body)}", team, (f"channel:{channel}",) if channel else ())


def user_of(body: Json) -> str:
    """Return the id of the person, which commands and interactions carry in different places."""
    return str(body["user"]["id"] if isinstance(body.get("user"), dict) else body["user_id"])


def team_of(body: Json) -> str:
    """Return the id of the workspace.

    An app that is installed for a whole enterprise gets interactions without a team; the person's stands in.
    """
    if "team_id" in body:
        return str(body["team_id"])
    return str(body["team"]["id"] if body.get("team") else body["user"]["team_id"])


def moment(body: Json, headers: Headers, received: int) -> int:
    """Return when the person acted, UTC microseconds, as nearly as Slack tells it.

    A tap carries its time. Commands and submissions carry none: over HTTP their delivery is stamped in whole
    seconds (checked with the signature), within which the time of receipt keeps them in their order; over
    Socket Mode only that is left.
    """
    actions = body.get("actions") or [{}]
    if tapped := actions[0].get("action_ts"):
        seconds, _, fraction = str(tapped).partition(".")
        return int(seconds) * _SECOND + int(f"{fraction:0<6}"[:6])
    stamped = headers.get(_TIMESTAMP)
    if not stamped:
        return received
    second = int(stamped[0]) * _SECOND
    return min(max(second, received), second + _SECOND - 1)
