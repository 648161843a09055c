"""What every REST route shares: bodies, answers in Discord's JSON, errors, faults, and checked messages."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.platforms.discord.checks.message_limits import check_message
from tests.platforms.discord.checks.schemas import check_schema
from tests.platforms.discord.checks.violations import Json, Violation, error_tree
from tests.platforms.discord.faults import ApiError, Cut, Page
from tests.platforms.discord.model.messages import Message, Upload
from tests.platforms.discord.model.state import State

API = "/api/v10"
STATE = web.AppKey("state", State)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_FILE_FIELD = re.compile(r"files\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Body:
    """A request's JSON and its files, by index."""

    json: Json
    uploads: dict[int, Upload]


def reply(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON with exactly `application/json`. With a charset, discord.py would return text."""
    body = json.dumps(data).encode()
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")


@web.middleware
async def discord_manners(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Faults first, then the token, then the route; errors become Discord's JSON."""
    state = request.app[STATE]
    if not request.path.startswith(API):
        return await handler(request)
    try:
        fault = await state.faults.meet(f"{request.method} {request.path.removeprefix(API)}")
        if fault and fault.cut and not fault.taken:
            return _spoiled(request, fault.cut, web.Response())
        _authorise(request, state)
        answer = await handler(request)
        if fault and fault.taken and fault.error:
            raise fault.error
        return _spoiled(request, fault.cut, answer) if fault and fault.cut else answer
    except ApiError as error:
        return reply(error.body, error.status, error.headers)
    except web.HTTPNotFound:
        state.problem(request.method, f"the stand-in has no route {request.path}")
        return reply({"message": "404: Not Found", "code": 0}, 404)
    finally:
        state.changed.fire()


def _spoiled(request: web.Request, cut: Cut | Page, answer: web.StreamResponse) -> web.StreamResponse:
    """A damaged answer."""
    if isinstance(cut, Page):
        return web.Response(status=cut.status, text=cut.body, content_type=cut.content_type)
    if cut is Cut.BROKEN and request.transport:
        request.transport.abort()
        return answer
    if cut is Cut.PAGE:
        return web.Response(status=502, text="<html><h1>502 Bad Gateway</h1></html>", content_type="text/html")
    body = answer.body if isinstance(answer, web.Response) and isinstance(answer.body, bytes) else b""
    half = body[: len(body) // 2] or b'{"id": "1'
    return web.Response(status=200, body=half, content_type="application/json")


def _authorise(request: web.Request, state: State) -> None:
    # Interaction tokens are in the address itself and need no other proof.
    if request.path.startswith((f"{API}/interactions/", f"{API}/webhooks/")):
        return
    if request.headers.get("Authorization") != f"Bot {state.token}":
        raise ApiError(401, 0, "401: Unauthorized")


async def read_body(request: web.Request) -> Body:
    """JSON, or multipart with `payload_json` and `files[n]`."""
    if request.content_type == "application/json":
        return Body(await request.json(), {})
    fields = await request.post()
    uploads = {}
    for name, field in fields.items():
        numbered = _FILE_FIELD.fullmatch(name)
        if numbered and isinstance(field, web.FileField):
            uploads[int(numbered.group(1))] = Upload(field.filename, field.file.read())
    return Body(json.loads(str(fields.get("payload_json", "{}"))), uploads)


def where(request: web.Request) -> str:
    """The request's route without ids and tokens, for problems."""
    resource = request.match_info.route.resource
    return f"{request.method} {resource.canonical.removeprefix(API) if resource else request.path}"


def refuse_violations(request: web.Request, violations: Iterable[Violation]) -> None:
    """Record each fault as a problem. Raises Discord's 400 if there is one."""
    found = list(violations)
    if not found:
        return
    for violation in found:
        request.app[STATE].problem(where(request), f"{violation.path}: {violation.message}")
    raise ApiError(400, 50035, "Invalid Form Body", extra={"errors": error_tree(found)})


def check_body(request: web.Request, limits: Iterable[Violation], schema: str, body: Any, prefix: str = "") -> None:
    """Check limits first, because they say more, and the API description only if they pass."""
    if not request.app[STATE].checks:
        return
    found = [Violation(prefix + fault.path, fault.code, fault.message) for fault in limits]
    refuse_violations(request, found or check_schema(schema, body))


def check_new(request: web.Request, body: Body, schema: str, flags: int) -> None:
    """Check a new message: within the limits, not empty, mentions off."""
    check_body(request, check_message(body.json, flags), schema, body.json)
    check_mentions(request, body.json)
    refuse_empty(body, None)


def check_edit(request: web.Request, body: Body, schema: str, message: Message) -> None:
    """Check an edited message the same way."""
    flags = message.payload["flags"] | (body.json.get("flags") or 0)
    check_body(request, check_message(body.json, flags), schema, body.json)
    check_mentions(request, body.json)
    refuse_empty(body, message)


def check_mentions(request: web.Request, data: Json) -> None:
    """Edits parse mentions again, so they must switch them off too (a problem, but no error on Discord)."""
    allowed = data.get("allowed_mentions")
    if allowed is None:
        request.app[STATE].problem(where(request), "allowed_mentions is missing: text from people could ping")
    elif allowed.get("parse") != [] or any(allowed.get(key) for key in ("users", "roles", "replied_user")):
        request.app[STATE].problem(where(request), f"allowed_mentions lets mentions through: {allowed}")


def refuse_empty(body: Body, message: Message | None) -> None:
    """Raise 50006 if nothing would be visible."""
    parts = ("content", "embeds", "components")
    before: Json = message.payload if message else {}
    kept = message is not None and bool(message.attachments) and body.json.get("attachments") is None
    if not (kept or body.uploads or any(body.json.get(part, before.get(part)) for part in parts)):
        raise ApiError(400, 50006, "Cannot send an empty message")
