"""The stand-in's HTTP server: reads requests as Slack does, applies faults, and answers JSON."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from aiohttp import web

from tests.platforms.slack.faults import Weather, meet
from tests.platforms.slack.hub import ApiError, Call, Hub
from tests.platforms.slack.transports.socket_mode import SocketMode
from tests.platforms.slack.web_api.methods import Methods
from tests.platforms.slack.web_api.posting import Posting
from tests.platforms.slack.web_api.sent_files import serve_file
from tests.platforms.slack.web_api.uploads import Uploads

Json = dict[str, Any]
# The scope that a method needs. If there are several, it depends on the channel.
SCOPES = {
    "conversations.info": {"channels:read", "groups:read"},
    "users.conversations": {"channels:read", "groups:read"},
    "conversations.join": {"channels:join"},
    "conversations.open": {"im:write"},
    "users.info": {"users:read"},
    "files.getUploadURLExternal": {"files:write"},
    "files.completeUploadExternal": {"files:write"},
}
STRUCTURED = ("blocks", "view", "metadata", "files", "attachments")


class Server:
    """The routes: `/api/<method>`, `/actions/…` (response_url), `/upload/…`, `/files-pri/…`, `/link/` (WebSocket)."""

    def __init__(
        self,
        hub: Hub,
        methods: Methods,
        posting: Posting,
        uploads: Uploads,
        sockets: SocketMode,
        weather: Weather,
    ) -> None:
        self._hub, self._methods, self._posting, self._weather = hub, methods, posting, weather
        self._uploads = uploads
        self.app = web.Application(client_max_size=50 * 1024 * 1024)
        self.app.router.add_route("*", "/api/{method}", self._api)
        self.app.router.add_post("/actions/{team}/{key}", self._respond)
        self.app.router.add_post("/upload/v1/{file}", self._upload)
        self.app.router.add_get("/link/", sockets.serve)
        self.app.router.add_get("/files-pri/{file}/download/{name}", partial(serve_file, hub))

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await _arguments(request)
        kind, token = _authorization(request, args)
        team = self._hub.team_of(token)
        self._hub.called(Call(method, args, team.id if team else ""))
        return await meet(self._weather.next(method), request, partial(self._answered, method, args, kind, token))

    async def _answered(self, method: str, args: Json, kind: str, token: str) -> web.Response:
        try:
            return web.json_response({"ok": True, **self._dispatch(method, args, kind, token)})
        except ApiError as error:
            return web.json_response(_refusal(error))

    def _dispatch(self, method: str, args: Json, kind: str, token: str) -> Json:
        if method == "apps.connections.open":
            return self._methods.connections_open(token)
        if method == "oauth.v2.access":
            return self._methods.oauth_access(args, token if kind == "Basic" else "")
        if not token:
            raise ApiError("not_authed")
        team = self._hub.team_of(token)
        if team is None:
            raise ApiError("invalid_auth")
        if lacking := team.refused_scopes & SCOPES.get(method, set()):
            raise ApiError("missing_scope", needed=",".join(sorted(lacking)))
        if method not in self._methods.table:
            self._hub.problem(method, "unknown_method")
            raise ApiError("unknown_method")
        return self._methods.table[method](team, args)

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        """A used-up response_url answers 404 with the reason."""
        args = await _arguments(request)
        self._hub.called(Call("response_url", args, request.match_info["team"]))
        return await meet(self._weather.next("response_url"), request, partial(self._responded, request, args))

    async def _responded(self, request: web.Request, args: Json) -> web.Response:
        try:
            self._posting.respond(request.match_info["key"], args, f"{self._hub.base_url}{request.path}")
        except ApiError as error:
            if error.code.endswith("_url"):
                self._hub.problem("response_url", error.code)
            return web.json_response(_refusal(error), status=404 if error.code.endswith("_url") else 400)
        return web.json_response({"ok": True})

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        self._hub.called(Call("upload", {}, ""))
        return await meet(self._weather.next("upload"), request, partial(self._uploads.put, request))


def _authorization(request: web.Request, args: Json) -> tuple[str, str]:
    """The kind of authorization, `Bearer` or `Basic`, and the token, which is removed from the arguments."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return kind, args.pop("token", None) or token


async def _arguments(request: web.Request) -> Json:
    """The arguments from the query, form or JSON. In a form, structured arguments are JSON text."""
    found: Json = dict(request.query)
    if request.content_type == "application/json":
        found |= await request.json()
    else:
        found |= dict(await request.post())
    for name in STRUCTURED:
        if isinstance(found.get(name), str):
            found[name] = json.loads(found[name])
    return {name: value for name, value in found.items() if value is not None}


def _refusal(error: ApiError) -> Json:
    found: Json = {"ok": False, "error": error.code}
    if error.needed:
        found["needed"] = error.needed
    if error.messages:
        found["errors"] = list(error.messages)
        found["response_metadata"] = {"messages": [f"[ERROR] {m}" for m in error.messages]}
    return found
