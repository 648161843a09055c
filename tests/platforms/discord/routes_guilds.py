"""REST routes of servers: who is a member, with which roles."""

from __future__ import annotations

from aiohttp import web

from .faults import ApiError
from .web import API, STATE, reply


def guild_routes() -> list[web.RouteDef]:
    return [web.get(API + "/guilds/{guild}/members/{user}", _member)]


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
