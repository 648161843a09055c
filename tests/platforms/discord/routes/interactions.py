"""REST routes by which a bot answers: the callback, and the webhook each interaction opens for 15 minutes."""

from __future__ import annotations

from collections.abc import Iterator

from aiohttp import web

from tests.platforms.discord.checks.form_limits import STRING, check_choices, check_modal
from tests.platforms.discord.checks.message_limits import COMPONENTS_V2, EPHEMERAL, LOADING, check_message
from tests.platforms.discord.checks.schemas import CALLBACKS, FOLLOWUP, WEBHOOK_EDIT
from tests.platforms.discord.checks.violations import Json, Violation
from tests.platforms.discord.faults import ApiError
from tests.platforms.discord.model.interactions import (
    ANSWER,
    AUTOCOMPLETE,
    CHOICES,
    COMMAND,
    COMPONENT,
    DEFER,
    DEFER_UPDATE,
    FORM,
    MODAL,
    TOKEN_SECONDS,
    UPDATE,
    Attempt,
    Interaction,
)
from tests.platforms.discord.model.messages import Message
from tests.platforms.discord.model.state import State
from tests.platforms.discord.routes.web import (
    API,
    STATE,
    Body,
    check_body,
    check_edit,
    check_mentions,
    check_new,
    read_body,
    refuse_empty,
    refuse_violations,
    reply,
    where,
)

_MAY_ANSWER = {
    COMMAND: {ANSWER, DEFER, FORM},
    COMPONENT: {ANSWER, DEFER, DEFER_UPDATE, UPDATE, FORM},
    AUTOCOMPLETE: {CHOICES},
    MODAL: {ANSWER, DEFER, DEFER_UPDATE, UPDATE},
}
_TRUE = ("1", "true")
_FOLLOW_UPS = 5  # where only the person has the app


def interaction_routes() -> list[web.RouteDef]:
    webhook = API + "/webhooks/{application}/{token}"
    return [
        web.post(API + "/interactions/{interaction}/{token}/callback", _callback),
        web.post(webhook, _follow_up),
        web.get(webhook + "/messages/{message}", _get),
        web.patch(webhook + "/messages/{message}", _patch),
        web.delete(webhook + "/messages/{message}", _delete),
    ]


async def _callback(request: web.Request) -> web.Response:
    state = request.app[STATE]
    interaction = state.interactions.get(request.match_info["token"])
    if interaction is None or interaction.id != request.match_info["interaction"]:
        raise ApiError(404, 10062, "Unknown interaction")
    body = await read_body(request)
    kind, data = body.json.get("type", 0), body.json.get("data") or {}
    try:
        _refuse_untimely(state, interaction)
        _check_callback(request, interaction, kind, body)
    except ApiError as error:
        interaction.attempts.append(Attempt(kind, data, error.body["code"]))
        interaction.changed.fire()
        raise
    interaction.attempts.append(Attempt(kind, data, None))
    interaction.response, interaction.acknowledged = kind, state.clock()
    _take(state, interaction, kind, Body(data, body.uploads))
    interaction.changed.fire()
    if request.query.get("with_response") not in _TRUE:
        return web.Response(status=204)
    return reply(_callback_response(interaction, kind))


def _refuse_untimely(state: State, interaction: Interaction) -> None:
    if interaction.response is not None:
        raise ApiError(400, 40060, "Interaction has already been acknowledged.")
    if state.clock() - interaction.born > state.answer_seconds:
        raise ApiError(404, 10062, "Unknown interaction")


def _check_callback(request: web.Request, interaction: Interaction, kind: int, body: Body) -> None:
    allowed = _MAY_ANSWER[interaction.kind]
    if interaction.kind == MODAL and interaction.source is None:
        allowed = {ANSWER, DEFER}  # there is no message to update
    if kind not in allowed:
        refuse_violations(request, [Violation("type", "BASE_TYPE_CHOICES", f"Value must be one of {allowed}.")])
    data: Json = body.json.get("data") or {}
    check_body(request, _data_faults(interaction, kind, data), CALLBACKS[kind], body.json, "data.")
    if kind in (ANSWER, UPDATE):
        check_mentions(request, data)
        refuse_empty(Body(data, body.uploads), interaction.source if kind == UPDATE else None)


def _data_faults(interaction: Interaction, kind: int, data: Json) -> Iterator[Violation]:
    if kind == FORM:
        yield from check_modal(data)
    elif kind == CHOICES:
        yield from check_choices(data, _focused_type(interaction.data.get("options") or []))
    else:
        before = interaction.source.payload["flags"] if kind == UPDATE and interaction.source else 0
        yield from check_message(data, before | (data.get("flags") or 0))


def _focused_type(options: list[Json]) -> int:
    for option in options:
        if option.get("focused"):
            return int(option["type"])
        if option.get("options"):
            return _focused_type(option["options"])
    return STRING


def _take(state: State, interaction: Interaction, kind: int, body: Body) -> None:
    flags = body.json.get("flags") or 0
    if kind == ANSWER:
        flags &= EPHEMERAL | COMPONENTS_V2
        interaction.original = state.new_message(interaction.channel, flags, interaction)
        state.show(interaction.original, body.json, body.uploads, edit=False)
    elif kind == DEFER:
        flags = flags & EPHEMERAL | LOADING
        interaction.original = state.new_message(interaction.channel, flags, interaction)
    elif kind == UPDATE and interaction.source:
        interaction.original = interaction.source
        state.show(interaction.source, body.json, body.uploads, edit=True)
    elif kind == CHOICES:
        interaction.choices = tuple((each["name"], each["value"]) for each in body.json.get("choices") or [])
    elif kind == FORM:
        interaction.modal = body.json


def _callback_response(interaction: Interaction, kind: int) -> Json:
    message = interaction.original
    about: Json = {"id": interaction.id, "type": interaction.kind}
    if message is None:
        return {"interaction": about, "resource": {"type": kind}}
    about |= {"response_message_id": message.id, "response_message_loading": message.loading}
    about |= {"response_message_ephemeral": message.private}
    return {"interaction": about, "resource": {"type": kind, "message": message.payload}}


async def _follow_up(request: web.Request) -> web.Response:
    """A further message. The first one after a defer takes the deferred answer's place, private or not."""
    state, interaction = request.app[STATE], _opened(request)
    body = await read_body(request)
    flags = (body.json.get("flags") or 0) & (EPHEMERAL | COMPONENTS_V2)
    check_new(request, body, FOLLOWUP, flags)
    if interaction.is_by_user_alone and len(interaction.followups) >= _FOLLOW_UPS:
        raise ApiError(400, 40094, "This interaction has reached the maximum number of follow up messages.")
    message = interaction.original
    if message is not None and message.loading:
        if bool(flags & EPHEMERAL) != message.private:
            state.problem(where(request), "the defer had already fixed whether the answer is private")
        state.show(message, body.json, body.uploads, edit=False)
    else:
        message = state.new_message(interaction.channel, flags, interaction)
        interaction.followups.append(message)
        state.show(message, body.json, body.uploads, edit=False)
    interaction.changed.fire()
    return reply(message.payload) if request.query.get("wait") in _TRUE else web.Response(status=204)


async def _get(request: web.Request) -> web.Response:
    return reply(_target(request, _opened(request)).payload)


async def _patch(request: web.Request) -> web.Response:
    state, interaction = request.app[STATE], _opened(request)
    message = _target(request, interaction)
    body = await read_body(request)
    check_edit(request, body, WEBHOOK_EDIT, message)
    # What fills a deferred answer is its first state, not an edit.
    state.show(message, body.json, body.uploads, edit=not message.loading)
    if message is interaction.source:
        interaction.original = message
    interaction.changed.fire()
    return reply(message.payload)


async def _delete(request: web.Request) -> web.Response:
    interaction = _opened(request)
    request.app[STATE].delete(_target(request, interaction))
    interaction.changed.fire()
    return web.Response(status=204)


def _opened(request: web.Request) -> Interaction:
    """The interaction of a webhook's token; it opens with the first answer and closes after 15 minutes."""
    state = request.app[STATE]
    interaction = state.interactions.get(request.match_info["token"])
    if interaction is None or interaction.response is None:
        raise ApiError(404, 10015, "Unknown Webhook")
    if state.clock() - interaction.born > TOKEN_SECONDS:
        raise ApiError(401, 50027, "Invalid Webhook Token")
    return interaction


def _target(request: web.Request, interaction: Interaction) -> Message:
    """A message this token reaches; @original is the answer, or the message that a button is under."""
    wanted = request.match_info["message"]
    original = interaction.original
    if original is None and interaction.response in (DEFER_UPDATE, UPDATE):
        original = interaction.source
    if original and wanted in ("@original", original.id) and not original.deleted:
        return original
    for message in (interaction.source, *interaction.followups):
        if message and message.id == wanted and not message.deleted:
            return message
    raise ApiError(404, 10008, "Unknown Message")
