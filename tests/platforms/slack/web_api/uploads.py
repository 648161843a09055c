"""Uploads in Slack's three steps: get an address, send the bytes there, share the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.platforms.slack.hub import ApiError, Hub
from tests.platforms.slack.model import File, Message
from tests.platforms.slack.people import Team
from tests.platforms.slack.web_api.posting import Posting

Json = dict[str, Any]


@dataclass(slots=True)
class Started:
    """An upload in progress."""

    name: str
    length: int
    alt: str
    data: bytes | None = None


class Uploads:
    """Files by id, from the first step to the last."""

    def __init__(self, hub: Hub, posting: Posting) -> None:
        self._hub, self._posting = hub, posting
        self._started: dict[str, Started] = {}

    def begin(self, team: Team, args: Json) -> Json:
        """files.getUploadURLExternal: needs a name and the exact length in bytes."""
        if not args.get("filename") or not int(args.get("length") or 0):
            raise ApiError("invalid_arguments")
        file_id = self._hub.new_id("F")
        self._started[file_id] = Started(args["filename"], int(args["length"]), args.get("alt_txt") or "")
        return {"upload_url": f"{self._hub.base_url}/upload/v1/{file_id}", "file_id": file_id}

    async def put(self, request: web.Request) -> web.Response:
        """Receive the bytes: raw, or the first file of a multipart form. As on Slack, no token is needed."""
        started = self._started.get(request.match_info["file"])
        if started is None:
            return web.Response(status=404, text="file_not_found")
        data = await request.read()
        if request.content_type == "multipart/form-data":
            form = [value for value in (await request.post()).values() if isinstance(value, web.FileField)]
            data = form[0].file.read()
        if len(data) != started.length:
            self._hub.problem("upload", f"{started.name}: {len(data)} bytes, {started.length} were announced")
            return web.Response(status=400, text="invalid_length")
        started.data = data
        return web.Response(text=f"OK - {len(data)}")

    def complete(self, team: Team, args: Json) -> Json:
        """files.completeUploadExternal: shares to `channel_id`, or keeps the files private without one."""
        files = tuple(self._finished(entry) for entry in args.get("files") or ())
        if not files:
            raise ApiError("invalid_arguments")
        if args.get("channel_id"):
            self._share(team, args, files)
        return {"files": [{"id": file.id, "title": file.title} for file in files]}

    def delete(self, team: Team, args: Json) -> Json:
        """files.delete: removes the app's own file, also from the message that shared it."""
        for channel in team.channels.values():
            for message in channel.messages:
                left = tuple(file for file in message.files if file.id != args.get("file"))
                if len(left) < len(message.files):
                    message.files = left
                    message.deleted = not (left or message.blocks or message.fallback)
                    return {}
        raise ApiError("file_not_found")

    def _finished(self, entry: Json) -> File:
        started = self._started.get(entry["id"])
        if started is None or started.data is None:
            raise ApiError("file_not_found")
        del self._started[entry["id"]]
        return File(entry["id"], started.name, entry.get("title") or started.name, started.alt, started.data)

    def _share(self, team: Team, args: Json, files: tuple[File, ...]) -> None:
        channel = team.channels.get(args["channel_id"])
        if channel is None:
            raise ApiError("channel_not_found")
        message = Message(channel, self._hub.new_ts(), args.get("initial_comment") or "", [], files=files)
        self._posting.put(message)
