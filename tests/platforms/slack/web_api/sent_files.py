"""Files that people add in a form. Slack gives them to a token with files:read; others it sends to the login page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from tests.platforms.slack.hub import Hub
    from tests.platforms.slack.people import User

Json = dict[str, Any]
READ = "files:read"


def add_file(user: User, name: str, data: bytes, **untrue: Any) -> Json:
    """Take a file from a person and return it as forms hold it. ``untrue`` replaces what Slack says of it."""
    hub = user.team.hub
    id = hub.new_id("F")
    hub.sent_files[id] = data
    url = f"{hub.base_url}/files-pri/{user.team.id}-{id}/download/{name}"
    described = {"id": id, "name": name, "title": name, "size": len(data), "mode": "hosted", "is_external": False}
    return {**described, "url_private": url, "url_private_download": url, "user": user.id, **untrue}


async def serve_file(hub: Hub, request: web.Request) -> web.StreamResponse:
    """Give a file to its workspace's token."""
    team_id, _, file_id = request.match_info["file"].partition("-")
    team = hub.team_of(request.headers.get("Authorization", "").removeprefix("Bearer "))
    if team is None or team.id != team_id or READ in team.refused_scopes:
        return web.Response(status=302, headers={"Location": f"{hub.base_url}/?redir=login"})
    return web.Response(body=hub.sent_files[file_id], content_type="application/octet-stream")
