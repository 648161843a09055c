"""Slack's payloads: what it posts to an app, and what its Web API answers. Pure.

Source: https://docs.slack.dev/interactivity, and …/authentication/verifying-requests-from-slack for signatures.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

from msgspec.json import encode

from bot.simulation.platforms.screens import Json, Person

APP = "A0SIMULATED"
# In the form of Slack's. They open nothing but the stand-in.
SIGNING_SECRET, CLIENT_ID, CLIENT_SECRET = "5" * 32, "1234567890.1234567890", "6" * 32
_ZONE = "America/New_York"


def make_slash(person: Person, name: str, options: Mapping[str, str], trigger: str, hook: str) -> Json:
    """A slash command, with its options typed as ``key:value``."""
    first, _, rest = name.partition(" ")
    typed = " ".join(filter(None, (rest, *(f"{key}:{value}" for key, value in options.items()))))
    team = person.space.id
    where = {"token": "unused", "team_id": team, "team_domain": team.lower(), "channel_id": person.space.channel}
    who = {"channel_name": "general", "user_id": person.user, "user_name": person.user.lower(), "text": typed}
    made = {"command": f"/{first}", "api_app_id": APP, "is_enterprise_install": "false"}
    return {**where, **who, **made, "response_url": hook, "trigger_id": trigger}


def make_tap(person: Person, message: Json, tapped: Json, at: str, trigger: str, hook: str) -> Json:
    """A tap on a button of a message, private or not."""
    team, channel, user = person.space.id, {"id": person.space.channel, "name": "general"}, person.user
    private = message["private"]
    container = {"type": "message", "message_ts": message["ts"], "channel_id": channel["id"], "is_ephemeral": private}
    body: Json = {"type": "block_actions", "api_app_id": APP, "token": "unused", "enterprise": None}
    body |= {"user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": team}}
    body |= {"team": {"id": team, "domain": team.lower()}, "is_enterprise_install": False, "trigger_id": trigger}
    body |= {"actions": [{**tapped, "action_ts": at}], "container": container, "channel": channel}
    body |= {"state": {"values": {}}, "response_url": hook}
    return body if private else {**body, "message": message["content"]}


def encode_request(body: Json) -> bytes:
    """The form that Slack posts."""
    return urlencode(body if "command" in body else {"payload": encode(body).decode()}).encode()


def sign(stamp: str, body: bytes) -> Mapping[str, str]:
    """The headers of a signed request."""
    digest = hmac.digest(SIGNING_SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hex()
    kind = "application/x-www-form-urlencoded"
    return {"Content-Type": kind, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def describe_user(user: str, team: str) -> Json:
    """A person as users.info has them."""
    named = {"id": user, "team_id": team, "name": user.lower(), "real_name": "Volunteer", "tz": _ZONE}
    flags = {"deleted": False, "is_bot": False, "is_admin": False, "is_owner": False}
    return {"user": {**named, **flags, "tz_label": _ZONE, "tz_offset": 0, "locale": "en-US"}}


def describe_channel(channel: str) -> Json:
    """A public channel as conversations.info has it, with the bot in it."""
    named = {"id": channel, "name": "general", "is_im": False, "is_archived": False, "is_channel": True}
    return {"channel": {**named, "is_member": True, "is_private": False}}


def describe_bot(team: str) -> Json:
    """What auth.test says of a workspace's bot."""
    names = {"url": "https://simulated.slack.test/", "team": team, "user": "callboard", "team_id": team}
    return {**names, "user_id": "U0BOT", "bot_id": "B0BOT", "is_enterprise_install": False}


def describe_message(channel: str, ts: str, body: Json) -> Json:
    """What chat.postMessage and chat.update answer."""
    sent = {"type": "message", "user": "U0BOT", "bot_id": "B0BOT", "app_id": APP, "ts": ts}
    return {"channel": channel, "ts": ts, "message": {**sent, "text": body.get("text"), "blocks": body.get("blocks")}}


def find_buttons(blocks: Sequence[Json]) -> dict[str, Json]:
    """What a tap on each button, or on each option of a menu, sends, by its label."""
    found: dict[str, Json] = {}
    for number, block in enumerate(blocks):
        for element in _list_elements(block):
            ids = {"action_id": element.get("action_id", "a"), "block_id": block.get("block_id") or f"b{number}"}
            if element["type"] == "button" and not element.get("url"):
                given = {"value": element["value"]} if "value" in element else {}
                found[element["text"]["text"]] = {**ids, "type": "button", "text": element["text"], **given}
            for option in element.get("options") or ():
                chosen = {"type": element["type"], "selected_option": option}
                found[option["text"]["text"]] = {**ids, **chosen}
    return found


def _list_elements(block: Json) -> Iterator[Json]:
    if block["type"] == "actions":
        yield from block["elements"]
    if isinstance(block.get("accessory"), dict):
        yield block["accessory"]
