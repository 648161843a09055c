"""REST routes about the application itself: who it is, where the gateway is, its commands."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from aiohttp import web

from tests.platforms.discord.checks.command_limits import check_commands
from tests.platforms.discord.checks.schemas import COMMAND, check_schema
from tests.platforms.discord.checks.violations import Json, Violation
from tests.platforms.discord.faults import ApiError
from tests.platforms.discord.model.commands import without_localizations
from tests.platforms.discord.model.state import State
from tests.platforms.discord.routes.web import API, STATE, read_body, refuse_violations, reply, where

_STARTS = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}


def application_routes() -> list[web.RouteDef]:
    commands = "/applications/{application}/commands"
    guild_commands = "/applications/{application}/guilds/{guild}/commands"
    return [
        web.get(f"{API}/users/@me", _me),
        web.get(f"{API}/applications/@me", _application),
        web.get(f"{API}/oauth2/applications/@me", _application),
        web.get(f"{API}/gateway", _gateway),
        web.get(f"{API}/gateway/bot", _gateway),
        web.get(API + commands, _list),
        web.put(API + commands, _overwrite),
        web.get(API + guild_commands, _list),
        web.put(API + guild_commands, _overwrite),
    ]


async def _me(request: web.Request) -> web.Response:
    return reply(request.app[STATE].bot.payload())


async def _application(request: web.Request) -> web.Response:
    state = request.app[STATE]
    described: Json = {
        "id": state.bot.id,
        "name": state.bot.name,
        "description": "",
        "icon": None,
        "flags": 0,
    }
    described |= {"bot_public": True, "bot_require_code_grant": False, "verify_key": "0" * 64, "team": None}
    described["integration_types_config"] = {"0": {}, "1": {}}  # it can be added to servers and to accounts
    counts = {"approximate_guild_count": len(state.guilds), "interactions_endpoint_url": None}
    return reply(described | counts | {"owner": state.bot.payload(), "bot": state.bot.payload(), "summary": ""})


async def _gateway(request: web.Request) -> web.Response:
    state = request.app[STATE]
    answer: Json = {"url": state.gateway_url}
    if request.path.endswith("/bot"):
        answer |= {"shards": state.shards, "session_start_limit": _STARTS}
    return reply(answer)


async def _list(request: web.Request) -> web.Response:
    commands = request.app[STATE].commands.all(_scope(request))
    complete = request.query.get("with_localizations") == "true"
    return reply(commands if complete else without_localizations(commands))


async def _overwrite(request: web.Request) -> web.Response:
    state = request.app[STATE]
    scope = _scope(request)
    body: Any = (await read_body(request)).json
    refuse_violations(request, _find_faults(json.dumps(body)))
    stored = state.commands.put(scope, body)
    for name in sorted(state.commands.shown_twice()):
        state.problem(where(request), f"/{name} is registered globally and in a guild: people see it twice")
    return reply(stored)


@lru_cache(16)
def _find_faults(text: str) -> tuple[Violation, ...]:
    """The faults of commands in JSON. Hundreds of tests start the same bot, with the same commands."""
    commands = json.loads(text)
    return tuple(check_commands(commands)) or tuple(_schema_faults(commands))


def _schema_faults(commands: list[Json]) -> list[Violation]:
    faults = ((index, fault) for index, body in enumerate(commands) for fault in check_schema(COMMAND, body))
    return [Violation(f"{index}.{fault.path}", fault.code, fault.message) for index, fault in faults]


def _scope(request: web.Request) -> str | None:
    state: State = request.app[STATE]
    guild = request.match_info.get("guild")
    if request.match_info["application"] != state.bot.id:
        raise ApiError(404, 10002, "Unknown Application")
    if guild is not None and guild not in state.guilds:
        raise ApiError(403, 50001, "Missing Access")
    return guild
