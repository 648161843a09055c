"""Where an answer goes, and how a window that is open carries that along.

After a form is submitted Slack usually gives no response_url, so the one of the request that opened it
travels in the window's ``private_metadata`` (3,000 characters), which only the app sees. Nothing is kept in
memory: a form sent after a restart finds its way.
"""

import json
from dataclasses import dataclass, replace

from bot.adapters.slack.drawing.render import is_owned
from bot.adapters.slack.drawing.text import Json, unescape


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody asked.

    ``response_url`` lives 30 minutes and takes five answers; empty where there is none. ``own`` is whether
    a message was tapped that the caller alone sees, so that an answer may take its place. ``view`` is the id
    of the window in which the answer is to stand, and ``title`` the words at its top.
    """

    user: str
    channel: str = ""
    response_url: str = ""
    own: bool = False
    view: str = ""
    title: str = ""

    def leave_view(self) -> "Place":
        """Return the place from which the window was opened."""
        return replace(self, view="", title="")


def encode_metadata(place: Place, form_id: str = "") -> str:
    """Return what a window carries: the way back, and the form's sealed id."""
    carried = {"form": form_id, "channel": place.channel, "url": place.response_url}
    return json.dumps(carried, separators=(",", ":"))


def find_command_place(body: Json) -> Place:
    """Return where a slash command was typed."""
    return Place(body["user_id"], body["channel_id"], body.get("response_url", ""))


def find_tap_place(body: Json) -> Place:
    """Return where a button was pressed, in a message or in a window.

    A direct message may be one of two people, who both see what is posted there: a message is only somebody's
    own where Slack or its buttons say so.
    """
    if body.get("view"):
        return find_view_place(body)
    container, channel = body["container"], body["channel"]["id"]
    own = bool(container.get("is_ephemeral")) or is_owned(body["actions"][0])
    return Place(body["user"]["id"], channel, body.get("response_url", ""), own)


def find_view_place(body: Json) -> Place:
    """Return the window that was tapped or submitted, with the way back that it carries."""
    view = body["view"]
    carried = json.loads(view.get("private_metadata") or "{}")
    channel, response_url = carried.get("channel", ""), carried.get("url", "")
    return Place(body["user"]["id"], channel, response_url, view=view["id"], title=unescape(view["title"]["text"]))


def read_form_id(view: Json) -> str:
    """Return the sealed id of the form a window shows; empty where it shows none."""
    return str(json.loads(view.get("private_metadata") or "{}").get("form", ""))
