"""Uploads in Slack's three steps: get a URL, send the bytes, share. Only the last shows anything to anybody."""

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.sending.web_api import NO_ANSWER, Failure, ask, read_text
from bot.kit.cards.reply import File, Image

_ALT = 1000  # characters of files.getUploadURLExternal's alt_txt
_WAIT = 5.0  # seconds to wait out a rate limit in each step


async def upload(web: AsyncWebClient, session: aiohttp.ClientSession, channel: str, it: Image | File) -> None:
    """Share a picture or file in ``channel``. Raises Failure, which is certain until the last step."""
    name = it.name if isinstance(it, File) or it.name.endswith(".png") else f"{it.name}.png"
    try:
        file_id = await _store(web, session, name, it)
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
