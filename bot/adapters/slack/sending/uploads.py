"""Uploads in Slack's three steps: get a URL, send the bytes, share. Only the last shows anything to anybody.

Slack keeps an uploaded file until the app deletes it. So a temporary one is noted before it is shared, and not shared
where it can't be noted.
"""

from dataclasses import dataclass
from typing import Protocol

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.sending.web_api import NO_ANSWER, Failure, ask, read_text
from bot.errors import Unavailable
from bot.kit.cards.reply import File, Image
from bot.runtime.log import get_logger

_PLATFORM = "slack"
_ALT = 1000  # characters of files.getUploadURLExternal's alt_txt
_WAIT = 5.0  # seconds to wait out a rate limit in each step
_NOT_NOTED = "not noted"  # in place of one of Slack's error codes

_log = get_logger("callboard.slack")


class StoredFiles(Protocol):
    """Where temporary files are noted: `core.outbox.stored_files`. Its methods raise Unavailable."""

    async def keep(self, platform: str, space: str, file: str, topic: str) -> None:
        """Note a file that goes within an hour, or once the decision ``topic`` is made."""
        ...

    async def end(self, topic: str) -> None:
        """Let the files of a decision go now."""
        ...


@dataclass(frozen=True, slots=True)
class TemporaryFiles:
    """The temporary files in one workspace. Without ``notes``, none are shared."""

    notes: StoredFiles | None = None
    space: str = ""

    async def keep(self, file: str, topic: str) -> None:
        """Note a file. Raises Failure where that isn't possible now."""
        try:
            if self.notes is None:
                raise Unavailable("no notes")
            await self.notes.keep(_PLATFORM, self.space, file, topic)
        except Unavailable:
            raise Failure(_NOT_NOTED, certain=True) from None

    async def end(self, topic: str) -> None:
        """Let the files of a decision go now. If the database is out of reach, they go after their hour."""
        try:
            if self.notes is not None:
                await self.notes.end(topic)
        except Unavailable:
            _log.warning("a temporary file stays for its hour")


async def upload(
    web: AsyncWebClient, session: aiohttp.ClientSession, channel: str, it: Image | File, temporary: TemporaryFiles
) -> None:
    """Share a picture or file in ``channel``. Raises Failure, which is certain until the last step."""
    name = it.name if isinstance(it, File) or it.name.endswith(".png") else f"{it.name}.png"
    try:
        file_id = await _store(web, session, name, it)
        if it.temporary:
            await temporary.keep(file_id, it.temporary)
    except Failure as failure:
        raise Failure(failure.code, certain=True, pause=failure.pause, needed=failure.needed) from None
    files: list[dict[str, str | None]] = [{"id": file_id, "title": name}]
    await ask(lambda: web.files_completeUploadExternal(files=files, channel_id=channel), _WAIT)


async def _store(web: AsyncWebClient, session: aiohttp.ClientSession, name: str, it: Image | File) -> str:
    """Send the bytes to Slack and return the file's id."""
    alt = it.alt[:_ALT]
    slot = await ask(lambda: web.files_getUploadURLExternal(filename=name, length=len(it.data), alt_txt=alt), _WAIT)
    try:
        async with session.post(read_text(slot, "upload_url"), data=it.data) as answer:
            answer.raise_for_status()
    except (aiohttp.ClientError, OSError, ValueError):
        raise Failure(NO_ANSWER, certain=True) from None
    return read_text(slot, "file_id")
