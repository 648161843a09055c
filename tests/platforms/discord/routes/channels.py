"""REST routes of channels and their messages, and of direct messages."""

from __future__ import annotations

from aiohttp import web

from tests.platforms.discord.checks.message_limits import COMPONENTS_V2
from tests.platforms.discord.checks.schemas import MESSAGE, MESSAGE_EDIT
from tests.platforms.discord.checks.violations import sized
from tests.platforms.discord.faults import ApiError
from tests.platforms.discord.model.messages import Message
from tests.platforms.discord.model.state import State
from tests.platforms.discord.model.world import Channel
from tests.platforms.discord.routes.web import (
    API,
    STATE,
    Body,
    check_edit,
    check_new,
    read_body,
    refuse_violations,
    reply,
)

NONCE_SECONDS = 180.0
"""How long a nonce keeps a second message away; Discord says "a few minutes"."""


def channel_routes() -> list[web.RouteDef]:
    messages = API + "/channels/{channel}/messages"
    return [
        web.post(f"{API}/users/@me/channels", _open_dm),
        web.get(API + "/channels/{channel}", _channel),
        web.get(messages, _history),
        web.post(messages, _post),
        web.get(messages + "/{message}", _message),
        web.patch(messages + "/{message}", _edit),
        web.delete(messages + "/{message}", _delete),
    ]


async def _open_dm(request: web.Request) -> web.Response:
    state = request.app[STATE]
    account = state.accounts.get(str((await read_body(request)).json.get("recipient_id")))
    if account is None or account.bot:
        raise ApiError(400, 50033, "Invalid Recipient(s)")
    return reply(state.dm(account).payload())


async def _channel(request: web.Request) -> web.Response:
    return reply(_find_channel(request).payload())


async def _history(request: web.Request) -> web.Response:
    """Newest first. History has no nonces."""
    shown = _find_channel(request).messages
    after, before = int(request.query.get("after", 0)), int(request.query.get("before", 1 << 63))
    within = [message.payload for message in shown if after < int(message.id) < before]
    limit = int(request.query.get("limit", 50))
    page = within[:limit] if "after" in request.query else within[-limit:]
    return reply(page[::-1])


async def _post(request: web.Request) -> web.Response:
    state, channel = request.app[STATE], _find_channel(request)
    body = await read_body(request)
    flags = (body.json.get("flags") or 0) & COMPONENTS_V2
    nonce = body.json.get("nonce")
    if nonce is not None:
        refuse_violations(request, sized("nonce", str(nonce), 0, 25))
    check_new(request, body, MESSAGE, flags)
    message = _posted_before(state, channel, body) or _create(state, channel, body, flags)
    return reply(message.payload | ({} if nonce is None else {"nonce": nonce}))


def _posted_before(state: State, channel: Channel, body: Body) -> Message | None:
    """The recent message with the same nonce, if `enforce_nonce` is set."""
    if not body.json.get("enforce_nonce"):
        return None
    when, message = channel.nonces.get(str(body.json.get("nonce")), (0.0, None))
    return message if state.clock() - when < NONCE_SECONDS else None


def _create(state: State, channel: Channel, body: Body, flags: int) -> Message:
    message = state.new_message(channel, flags)
    if body.json.get("nonce") is not None:
        channel.nonces[str(body.json["nonce"])] = (state.clock(), message)
    state.show(message, body.json, body.uploads, edit=False)
    return message


async def _message(request: web.Request) -> web.Response:
    return reply(_find_message(request).payload)


async def _edit(request: web.Request) -> web.Response:
    message = _find_message(request)
    body = await read_body(request)
    check_edit(request, body, MESSAGE_EDIT, message)
    request.app[STATE].show(message, body.json, body.uploads, edit=True)
    return reply(message.payload)


async def _delete(request: web.Request) -> web.Response:
    request.app[STATE].delete(_find_message(request))
    return web.Response(status=204)


def _find_channel(request: web.Request) -> Channel:
    channel = request.app[STATE].channels.get(request.match_info["channel"])
    if channel is None:
        raise ApiError(404, 10003, "Unknown Channel")
    return channel


def _find_message(request: web.Request) -> Message:
    """A message that everybody in the channel sees. This route doesn't reach private ones."""
    channel = _find_channel(request)
    message = request.app[STATE].messages.get(request.match_info["message"])
    if message is None or message.deleted or message.private or message.payload["channel_id"] != channel.id:
        raise ApiError(404, 10008, "Unknown Message")
    return message
