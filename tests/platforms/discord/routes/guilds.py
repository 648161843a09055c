"""REST routes of servers: what they are like, and who is a member with which roles."""

from __future__ import annotations

from aiohttp import web

from tests.platforms.discord.checks.violations import Json
from tests.platforms.discord.faults import ApiError
from tests.platforms.discord.routes.web import API, STATE, reply

# https://docs.discord.com/developers/events/gateway-events#guild-create
_GATEWAY_ONLY = ("channels", "members", "threads", "voice_states", "presences", "stage_instances", "unavailable")


def guild_routes() -> list[web.RouteDef]:
    return [
        web.get(API + "/guilds/{guild}", _guild),
        web.get(API + "/guilds/{guild}/channels", _channels),
        web.get(API + "/guilds/{guild}/members/{user}", _member),
    ]


async def _guild(request: web.Request) -> web.Response:
    """A server without what only the gateway sends."""
    described = _describe(request)
    return reply({name: value for name, value in described.items() if name not in _GATEWAY_ONLY})


async def _channels(request: web.Request) -> web.Response:
    return reply(_describe(request)["channels"])


def _describe(request: web.Request) -> Json:
    state = request.app[STATE]
    guild = state.guilds.get(request.match_info["guild"])
    if guild is None or not guild.has_app:
        raise ApiError(404, 10004, "Unknown Guild")
    return guild.payload(state.bot)


async def _member(request: web.Request) -> web.Response:
    state, user = request.app[STATE], request.match_info["user"]
    guild, account = state.guilds.get(request.match_info["guild"]), state.accounts.get(user)
    if guild is None:
        raise ApiError(404, 10004, "Unknown Guild")
    if account is None:
        raise ApiError(404, 10013, "Unknown User")
    if user in guild.gone:
        raise ApiError(404, 10007, "Unknown Member")
    return reply(guild.member(account))
