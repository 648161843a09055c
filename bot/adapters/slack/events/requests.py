"""Reads Slack's payloads: who asked, where and when. Pure.

In a channel shared with another organization (Slack Connect) three workspaces may differ: the one where the app is
installed, the one the person belongs to, and the one that the payload names. A tap names the app's, a submitted form
the person's (https://docs.slack.dev/apis/slack-connect and ``view.app_installed_team_id``).
"""

from collections.abc import Mapping, Sequence

from bot.adapters.slack.drawing.text import Json
from bot.identity import Caller

PLATFORM = "slack"
_SECOND = 1_000_000  # microseconds
_TIMESTAMP = "x-slack-request-timestamp"
_UNNAMED = ("directmessage", "privategroup", "mpdm-")  # placeholders that Slack sends instead of a name

Headers = Mapping[str, Sequence[str]]


def make_caller(body: Json, account: str, home: str = "", alias: str = "") -> Caller:
    """Make the caller. The space is the workspace where the app is installed.

    A direct message doesn't count as a channel: it can't receive alerts or belong to a chapter.
    """
    channel = "" if is_direct(body) else find_channel(body)
    return Caller(PLATFORM, account, find_space(body, home) or None, (f"channel:{channel}",) if channel else (), alias)


def find_user_id(body: Json) -> str:
    """The person's id, which commands and interactions carry in different places."""
    return str(body["user"]["id"] if isinstance(body.get("user"), dict) else body["user_id"])


def find_space(body: Json, home: str = "") -> str:
    """The workspace where the app is installed; ``home`` where the payload names none.

    An app installed for a whole enterprise gets interactions without a team.
    """
    view, sent, user = _read_object(body, "view"), _read_object(body, "message"), _read_object(body, "user")
    named = (
        view.get("app_installed_team_id"),
        sent.get("team"),
        body.get("team_id"),
        _read_object(body, "team").get("id"),
        body.get("team"),
        view.get("team_id"),
        home,
        user.get("team_id"),
    )
    return next((str(team) for team in named if _is_team(team)), "")


def find_home(body: Json, space: str) -> str:
    """The workspace that the person belongs to; ``space`` where the payload doesn't say."""
    team = _read_object(body, "user").get("team_id")
    return str(team) if _is_team(team) else space


def find_channel(body: Json) -> str:
    """The channel's id; empty in a modal."""
    return str(body.get("channel_id") or _read_object(body, "channel").get("id") or "")


def find_channel_name(body: Json) -> str:
    """The channel's name; empty where Slack sends the kind of channel instead."""
    name = str(body.get("channel_name") or _read_object(body, "channel").get("name") or "")
    return "" if name.startswith(_UNNAMED) else name


def is_direct(body: Json) -> bool:
    """Say whether the request came from a direct message, of two people or several."""
    name = str(body.get("channel_name") or _read_object(body, "channel").get("name") or "")
    return is_between_two(body) or name.startswith("mpdm-")


def is_between_two(body: Json) -> bool:
    """Say whether the request came from a direct message of the caller with the app, or with one other person.

    Slack doesn't say which. What is shown there is for the caller, who asked for it.
    """
    return find_channel(body).startswith("D")


def find_moment(body: Json, headers: Headers, received: int) -> int:
    """When the person acted, UTC microseconds, as closely as Slack says.

    A tap carries its time. Commands and submissions don't: HTTP stamps their delivery in whole seconds (verified with
    the signature), within which our time of receipt keeps their order. Socket Mode leaves only the time of receipt.
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


def _read_object(body: Json, name: str) -> Json:
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def _is_team(value: object) -> bool:
    """Say whether a value is a workspace's id; an enterprise's begins with E."""
    return isinstance(value, str) and value.startswith("T")
