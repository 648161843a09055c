"""The Web API's methods: their effects and answers. Source: Slack's method reference."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.platforms.slack.answers import Answer
from tests.platforms.slack.checks import rules
from tests.platforms.slack.hub import ApiError, Hub
from tests.platforms.slack.model import Channel, Message
from tests.platforms.slack.people import Team, User
from tests.platforms.slack.transports.socket_mode import SocketMode
from tests.platforms.slack.views import View
from tests.platforms.slack.web_api.posting import UPDATE_CHARACTERS, Posting
from tests.platforms.slack.web_api.sent_files import READ
from tests.platforms.slack.web_api.uploads import Uploads

Json = dict[str, Any]
Method = Callable[[Team, Json], Json]


@dataclass(frozen=True, slots=True)
class Keys:
    """The app's own secrets, as an admin would copy them from its settings page."""

    app_token: str
    signing_secret: str
    client_id: str
    client_secret: str


class Methods:
    """Handlers by method name. A handler takes the calling team and the arguments, and raises ApiError."""

    def __init__(self, hub: Hub, posting: Posting, sockets: SocketMode, uploads: Uploads, keys: Keys) -> None:
        self._hub, self._posting, self._sockets, self._keys = hub, posting, sockets, keys
        self.table: dict[str, Method] = {
            "auth.test": self._auth_test,
            "team.info": self._team_info,
            "users.info": self._users_info,
            "conversations.open": self._conversations_open,
            "conversations.info": self._conversations_info,
            "users.conversations": self._users_conversations,
            "conversations.join": self._conversations_join,
            "chat.postMessage": self._post_message,
            "chat.postEphemeral": self._post_ephemeral,
            "chat.update": self._update,
            "chat.delete": self._delete,
            "views.open": self._views_open,
            "views.update": self._views_update,
            "views.publish": self._views_publish,
            "files.getUploadURLExternal": uploads.begin,
            "files.completeUploadExternal": uploads.complete,
            "files.delete": uploads.delete,
        }

    def connections_open(self, token: str) -> Json:
        """apps.connections.open, which takes the app-level token."""
        if token != self._keys.app_token:
            raise ApiError("invalid_auth")
        return {"url": self._sockets.ticket()}

    def oauth_access(self, args: Json, basic: str) -> Json:
        """oauth.v2.access: client id and secret by Basic authorization or as arguments. A code is valid once."""
        given = f"{args.get('client_id')}:{args.get('client_secret')}"
        if basic:
            given = base64.b64decode(basic).decode()
        if given != f"{self._keys.client_id}:{self._keys.client_secret}":
            raise ApiError("bad_client_secret")
        if args.get("code") not in self._hub.installs:
            raise ApiError("invalid_code")
        team, grant = self._hub.installs.pop(args["code"])
        user_id, scopes = grant.split(" ", 1)
        return {
            "app_id": self._hub.app_id,
            "authed_user": {"id": user_id},
            "scope": scopes,
            "token_type": "bot",
            "access_token": team.bot_token,
            "bot_user_id": team.bot_user_id,
            "team": {"id": team.id, "name": team.name},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _auth_test(self, team: Team, args: Json) -> Json:
        return {
            "url": f"https://{team.domain}.slack.test/",
            "team": team.name,
            "user": "callboard",
            "team_id": team.id,
            "user_id": team.bot_user_id,
            "bot_id": team.bot_id,
            "is_enterprise_install": False,
        }

    def _team_info(self, team: Team, args: Json) -> Json:
        return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "icon": {}}}

    def _users_info(self, team: Team, args: Json) -> Json:
        user = self._user(team, args)
        names = {"id": user.id, "team_id": user.home_team.id, "name": user.name.lower(), "real_name": user.name}
        flags = {"deleted": False, "is_bot": False, "is_admin": user.administrator, "is_owner": False}
        zone = {"tz": user.zone, "tz_label": user.zone, "tz_offset": 0}
        asked = args.get("include_locale") in (True, 1, "1", "true")
        return {"user": {**names, **flags, **zone, **({"locale": user.locale} if asked else {})}}

    def _conversations_open(self, team: Team, args: Json) -> Json:
        user = self._user(team, {"user": args.get("users")})
        return {"channel": {"id": team.direct(user).id}}

    def _conversations_info(self, team: Team, args: Json) -> Json:
        return {"channel": self._channel(team, args).to_json()}

    def _users_conversations(self, team: Team, args: Json) -> Json:
        """Two per page, so that callers have to page. Private channels only if the bot is in them too."""
        user = self._user(team, args)
        seen = [one for one in team.channels.values() if one.direct_with is None and one.has_member(user)]
        listed = [one.to_json() for one in seen if one.bot or not one.private]
        start = int(args.get("cursor") or 0)
        more = str(start + 2) if start + 2 < len(listed) else ""
        return {"channels": listed[start : start + 2], "response_metadata": {"next_cursor": more}}

    def _conversations_join(self, team: Team, args: Json) -> Json:
        channel = self._channel(team, args)
        if channel.private or channel.direct_with:
            raise ApiError("method_not_supported_for_channel_type")
        channel.bot = True
        return {"channel": channel.to_json()}

    def _post_message(self, team: Team, args: Json) -> Json:
        channel = self._channel(team, args, writes=True)
        message = self._posting.post("chat.postMessage", channel, args)
        return {"channel": channel.id, "ts": message.ts, "message": message.to_json()}

    def _post_ephemeral(self, team: Team, args: Json) -> Json:
        channel = self._channel(team, args, writes=True)
        reader = team.users.get(str(args.get("user")))
        if reader is None:
            raise ApiError("user_not_in_channel")
        message = self._posting.post("chat.postEphemeral", channel, args, reader)
        return {"message_ts": message.ts}

    def _update(self, team: Team, args: Json) -> Json:
        message = self._message(team, args)
        self._posting.update("chat.update", message, args, UPDATE_CHARACTERS)
        found = {"channel": message.channel.id, "ts": message.ts, "text": message.fallback}
        return {**found, "message": message.to_json()}

    def _delete(self, team: Team, args: Json) -> Json:
        message = self._message(team, args)
        self._posting.delete(message)
        return {"channel": message.channel.id, "ts": message.ts}

    def _views_open(self, team: Team, args: Json) -> Json:
        trigger = str(args.get("trigger_id"))
        self._hub.exchange(trigger)
        self._check_view("views.open", args.get("view"), "modal")
        if READ in team.refused_scopes and any(_takes_file(block) for block in args["view"]["blocks"]):
            raise ApiError("missing_scope", needed=READ)
        answer = self._asker(trigger)
        view = View(answer.user, args["view"], answer)
        self._hub.views[view.id] = view
        answer.show(view)
        self._hub.news.tell()
        return {"view": view.to_json()}

    def _asker(self, trigger: str) -> Answer:
        """The trigger's person: from the newest request that carried it."""
        waiting = [*self._hub.pending, *self._hub.latest.values()]
        return next(a for a in reversed(waiting) if a.payload.get("trigger_id") == trigger)

    def _views_update(self, team: Team, args: Json) -> Json:
        wanted = (args.get("view_id"), args.get("external_id"))
        found = [v for v in self._hub.views.values() if v.id == wanted[0] or v.external_id == wanted[1] != ""]
        view = found[-1] if found else None
        if view is None or not view.open:
            raise ApiError("not_found")
        if args.get("hash") and args["hash"] != view.hash:
            raise ApiError("hash_conflict")
        self._check_view("views.update", args.get("view"), "modal")
        view.replace(args["view"])
        self._changed(view)
        return {"view": view.to_json()}

    def _changed(self, view: View) -> None:
        """Show a view's change to the person who just submitted or tapped it, else to the one who opened it."""
        tapped = [a for a in self._hub.pending if a.source is view]
        last = self._hub.latest.get(view.user.id)
        recent = [last] if last is not None and last.source is view else []
        for answer in (tapped or recent or [a for a in [view.answer] if a])[:1]:
            answer.show(view)
        self._hub.news.tell()

    def _views_publish(self, team: Team, args: Json) -> Json:
        user = self._user(team, {"user": args.get("user_id")})
        self._check_view("views.publish", args.get("view"), "home")
        home = self._hub.homes.get(user.id)
        if home is None:
            home = self._hub.homes[user.id] = View(user, args["view"], None)
        else:
            home.replace(args["view"])
        self._changed(home)
        return {"view": home.to_json()}

    def _check_view(self, where: str, view: Any, kind: str) -> None:
        for sentence in rules.ping_faults(view):
            self._hub.problem(where, sentence)
        faults = rules.view_faults(view)
        if not faults and view["type"] != kind:
            faults = (f"view type {view['type']} where {kind} belongs",)
        if faults:
            self._posting.refuse(where, "invalid_arguments", faults)

    def _user(self, team: Team, args: Json) -> User:
        user = team.users.get(str(args.get("user")))
        if user is None:
            raise ApiError("user_not_found")
        return user

    def _channel(self, team: Team, args: Json, writes: bool = False) -> Channel:
        """A channel by id. A person's id means their direct message. Writing requires the bot in the channel."""
        name = str(args.get("channel"))
        channel = team.direct(team.users[name]) if name in team.users else team.channels.get(name)
        if channel is None or (channel.private and not channel.bot):
            raise ApiError("channel_not_found")
        if writes and not channel.bot:
            raise ApiError("not_in_channel")
        return channel

    def _message(self, team: Team, args: Json) -> Message:
        """A message that everybody sees: ephemeral ones can't be reached by timestamp."""
        for message in reversed(self._channel(team, args).messages):
            if message.ts == args.get("ts") and message.private_to is None and not message.deleted:
                return message
        raise ApiError("message_not_found")


def _takes_file(block: Json) -> bool:
    return bool(block["type"] == "input" and block["element"]["type"] == "file_input")
