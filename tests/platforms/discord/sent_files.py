"""Files that people add to a command or a form. Discord's own server gives them to anybody, without a token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from tests.platforms.discord.checks.violations import Json

if TYPE_CHECKING:
    from tests.platforms.discord.model.state import State

ATTACHMENT, FILE_UPLOAD = 11, 19


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file. ``url`` and ``size`` are what Discord says of it."""

    id: str
    name: str
    data: bytes
    url: str
    size: int

    def payload(self) -> Json:
        described = {"id": self.id, "filename": self.name, "size": self.size, "content_type": None}
        return {**described, "url": self.url, "proxy_url": self.url, "ephemeral": True}


def keep_file(state: State, name: str, data: bytes, url: str = "", size: int | None = None) -> SentFile:
    """Take a file from a person. ``url`` and ``size`` are for a Discord that says something untrue."""
    id = state.new_id()
    address = url or f"{state.gateway_url.replace('ws:', 'http:').removesuffix('/gateway/')}/attachments/{id}/{name}"
    state.sent_files[id] = SentFile(id, name, data, address, len(data) if size is None else size)
    return state.sent_files[id]


def resolve_files(state: State, values: list[str]) -> Json:
    """The files among the values of options and fields, as Discord describes them beside those."""
    found = {value: state.sent_files[value].payload() for value in values if value in state.sent_files}
    return {"attachments": found} if found else {}


async def serve_file(state: State, request: web.Request) -> web.StreamResponse:
    """Give a file to anyone who asks. A token here would be a leak."""
    file = state.sent_files[request.match_info["file"]]
    if request.headers.get("Authorization"):
        state.problem("attachments", "a token was sent to the file server")
    return web.Response(body=file.data, content_type="text/plain")
