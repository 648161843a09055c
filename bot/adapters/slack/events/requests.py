"""What a payload says of a request: which, when and whose. Pure.

In a channel shared with another organization (Slack Connect) three workspaces may differ: the one that the app is
installed in, the one a person belongs to, and the one that a delivery names. A tap names the app's, a submitted
form the person's (https://docs.slack.dev/apis/slack-connect and ``view.app_installed_team_id``).
"""

from collections.abc import Mapping, Sequence

from bot.adapters.slack.drawing.text import Json
from bot.identity import Caller

PLATFORM = "slack"
_SECOND = 1_000_000  # microseconds
_TIMESTAMP = "x-slack-request-timestamp"
_UNNAMED = ("directmessage", "privategroup", "mpdm-")  # what stands for a name that isn't given

Headers = Mapping[str, Sequence[str]]


def make_caller(body: Json, account: str, home: str = "", alias: str = "") -> Caller:
    """Return whose request it is; the space is the workspace that the app is installed in.

    A direct message is no channel: nothing can be posted there for others, or mapped to a chapter.
    """
    channel = "" if is_direct(body) else find_channel(body)
    return Caller(PLATFORM, account, find_space(body, home) or None, (f"channel:{channel}",) if channel else (), alias)


def find_user_id(body: Json) -> str:
    """Return the id of the person, which commands and interactions carry in different places."""
    return str(body["user"]["id"] if isinstance(body.get("user"), dict) else body["user_id"])


def find_space(body: Json, home: str = "") -> str:
    """Return the workspace that the app is installed in; ``home`` where the payload names none.

    An app that is installed for a whole enterprise gets interactions without a team.
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
    """Return the workspace that the person belongs to; ``space`` where the payload doesn't say."""
    team = _read_object(body, "user").get("team_id")
    return str(team) if _is_team(team) else space


def find_channel(body: Json) -> str:
    """Return the id of the channel; empty in a window."""
    return str(body.get("channel_id") or _read_object(body, "channel").get("id") or "")


def find_channel_name(body: Json) -> str:
    """Return what people call the channel; empty where Slack names a kind of channel instead."""
    name = str(body.get("channel_name") or _read_object(body, "channel").get("name") or "")
    return "" if name.startswith(_UNNAMED) else name


def is_direct(body: Json) -> bool:
    """Say whether somebody is in a direct message, of two people or of several."""
    name = str(body.get("channel_name") or _read_object(body, "channel").get("name") or "")
    return find_channel(body).startswith("D") or name.startswith("mpdm-")


def find_moment(body: Json, headers: Headers, received: int) -> int:
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


def _read_object(body: Json, name: str) -> Json:
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def _is_team(value: object) -> bool:
    """Say whether a value is a workspace's id; an enterprise's begins with E."""
    return isinstance(value, str) and value.startswith("T")
