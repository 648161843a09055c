"""The payloads that Slack sends an app. Source: Slack's interaction-payloads pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.platforms.slack.model import Channel, Message

if TYPE_CHECKING:
    from tests.platforms.slack.people import User
    from tests.platforms.slack.views import View

Json = dict[str, Any]
VERIFICATION_TOKEN = "unused"


def slash(user: User, command: str, text: str, channel: Channel) -> Json:
    """A slash command. It carries no timestamp; only the HTTP headers do."""
    team = user.team
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": "privategroup" if channel.private else channel.name,
        "user_id": user.id,
        "user_name": user.name.lower(),
        "command": command,
        "text": text,
        "api_app_id": team.hub.app_id,
        "is_enterprise_install": "false",
        "response_url": team.hub.new_hook(user, channel, None),
        "trigger_id": team.hub.new_trigger(),
    }


def _interaction(user: User, kind: str) -> Json:
    team = user.team
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name.lower(), "name": user.name.lower(), "team_id": user.home_team.id},
        "api_app_id": team.hub.app_id,
        "token": VERIFICATION_TOKEN,
        "team": {"id": team.id, "domain": team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def tap(user: User, where: Message | View, action: Json) -> Json:
    """A block_actions payload for one action (without its `action_ts`) in a message or in a view."""
    hub = user.team.hub
    stamped = {**action, "action_ts": hub.new_ts()}
    body = {**_interaction(user, "block_actions"), "trigger_id": hub.new_trigger(), "actions": [stamped]}
    return {**body, **(_in_message(user, where) if isinstance(where, Message) else _in_view(where))}


def _in_message(user: User, message: Message) -> Json:
    """The message of a payload. For an ephemeral one it is only the timestamp."""
    channel = message.channel
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.private_to is not None,
    }
    found: Json = {
        "container": container,
        "channel": {"id": channel.id, "name": channel.name},
        "state": {"values": {}},
        "response_url": user.team.hub.new_hook(user, channel, message),
    }
    return found if message.private_to is not None else {**found, "message": message.to_json()}


def _in_view(view: View) -> Json:
    return {"container": {"type": "view", "view_id": view.id}, "view": view.to_json()}


def shortcut(user: User, callback_id: str) -> Json:
    """A global shortcut. It carries neither a channel nor a response_url."""
    hub = user.team.hub
    body = {**_interaction(user, "shortcut"), "trigger_id": hub.new_trigger()}
    return {**body, "callback_id": callback_id, "action_ts": hub.new_ts()}


def submission(view: View) -> Json:
    """A view_submission. It has no response_url."""
    trigger = view.user.team.hub.new_trigger()
    body = _interaction(view.user, "view_submission")
    home = view.user.home_team
    body["team"] = {"id": home.id, "domain": home.domain}
    return {**body, "trigger_id": trigger, "view": view.to_json(), "response_urls": []}


def suggestion(view: View, block_id: str, action_id: str, typed: str) -> Json:
    """A block_suggestion: a person types into an external select."""
    body = _interaction(view.user, "block_suggestion")
    return {**body, **_in_view(view), "block_id": block_id, "action_id": action_id, "value": typed}


def event(user: User, inner: Json) -> Json:
    """An event_callback around one event."""
    hub, team = user.team.hub, user.team
    authorization = {"team_id": team.id, "user_id": team.bot_user_id, "is_bot": True, "enterprise_id": None}
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team.id,
        "api_app_id": hub.app_id,
        "event": {**inner, "event_ts": hub.new_ts()},
        "type": "event_callback",
        "event_id": hub.new_id("Ev"),
        "event_time": int(hub.clock()),
        "authorizations": [{**authorization, "is_enterprise_install": False}],
        "is_ext_shared_channel": False,
    }
