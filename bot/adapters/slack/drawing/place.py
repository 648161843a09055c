"""Where an answer goes, and how an open modal carries that along.

Slack usually sends no response_url with a submitted form. So the response_url of the request that opened it travels in
the modal's ``private_metadata`` (3,000 characters), which only the app sees. Nothing stays in memory, so a form
submitted after a restart is still answered.
"""

import json
from dataclasses import dataclass, replace

from bot.adapters.slack.drawing.render import is_owned
from bot.adapters.slack.drawing.text import Json, unescape


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody asked.

    ``response_url`` lives 30 minutes and takes five answers; empty where there is none. ``own`` means that the tapped
    message is visible to the caller alone, so an answer may replace it. ``view`` is the id of the modal that should
    show the answer, and ``title`` its title. ``home`` means that they asked in the app's Home tab.
    """

    user: str
    channel: str = ""
    response_url: str = ""
    own: bool = False
    view: str = ""
    title: str = ""
    home: bool = False

    def leave_view(self) -> "Place":
        """The place from which the modal was opened."""
        return replace(self, view="", title="")


def encode_metadata(place: Place, form_id: str = "") -> str:
    """Encode what a modal carries: the place to answer, and the form's sealed id."""
    carried = {"form": form_id, "channel": place.channel, "url": place.response_url}
    if place.home:
        carried["home"] = "yes"
    return json.dumps(carried, separators=(",", ":"))


def find_command_place(body: Json) -> Place:
    """The place where a slash command was typed."""
    return Place(body["user_id"], body["channel_id"], body.get("response_url", ""))


def find_tap_place(body: Json) -> Place:
    """The place where a button was tapped, in a message or a modal.

    A direct message may be between two people, who both see it. So a message belongs to the caller alone only where
    Slack or its buttons say so.
    """
    if body.get("view"):
        return find_view_place(body)
    container, channel = body["container"], body["channel"]["id"]
    own = bool(container.get("is_ephemeral")) or is_owned(body["actions"][0])
    return Place(body["user"]["id"], channel, body.get("response_url", ""), own)


def find_view_place(body: Json) -> Place:
    """The modal that was tapped or submitted, with the place it carries."""
    view = body["view"]
    if view.get("type") == "home":
        return Place(body["user"]["id"], home=True)
    carried = json.loads(view.get("private_metadata") or "{}")
    channel, response_url = carried.get("channel", ""), carried.get("url", "")
    title, home = unescape(view["title"]["text"]), "home" in carried
    return Place(body["user"]["id"], channel, response_url, view=view["id"], title=title, home=home)


def read_form_id(view: Json) -> str:
    """The sealed id of the form in a modal; empty where it shows none."""
    return str(json.loads(view.get("private_metadata") or "{}").get("form", ""))
