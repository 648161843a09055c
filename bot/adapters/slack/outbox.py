"""Everything sent to Slack on our own: answers, windows, pictures and files.

Slack knows no idempotency key, so nothing is sent again unless Slack said that it was not taken (429, or an
error it names). Where a connection broke the outcome is unknown; that is logged, and the person asks again.
"""

from dataclasses import replace
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.adapters.slack.forms import card_view
from bot.adapters.slack.place import Place
from bot.adapters.slack.render import Message, message
from bot.adapters.slack.sdk import error_code
from bot.adapters.slack.text import Json
from bot.kit.i18n import Words
from bot.kit.reply import Card, File, Image, Reply

# Nobody is named by id, nothing unfolds: people's text can neither ping nor show a page.
_QUIET: Json = {"unfurl_links": False, "unfurl_media": False, "link_names": False, "parse": "none"}
_ALT = 1000  # characters of files.getUploadURLExternal's alt_txt
_GONE = {"not_found", "hash_conflict"}  # the window was closed, or changed since

_log = structlog.get_logger("callboard.slack")


class NotOpened(Exception):
    """Slack opened no window, most often because 3 s had passed since the command or tap."""


class Outbox:
    """Sends through one workspace's client, whose session also serves response_urls and uploads."""

    def __init__(self, web: AsyncWebClient, session: aiohttp.ClientSession) -> None:
        self._web, self._session = web, session

    async def answer(self, place: Place, reply: Reply, said: Words) -> None:
        """Show ``reply`` where it was asked for, and its picture and file where only the right people see them."""
        try:
            if place.view and await self._shown_in_window(place, reply.card, said):
                await self._file_beside(place, reply, said)
                return
            outside = place.outside()
            await self._sent(replace(outside, own=outside.own and not reply.refused), reply, said)
        except (aiohttp.ClientError, TimeoutError) as error:
            _log.warning("answer perhaps lost", reason=type(error).__name__)
        except SlackApiError as error:
            _log.error("answer lost", reason=error_code(error))

    async def open(self, trigger_id: str, view: Json) -> Json | None:
        """Open a window and return it as Slack has it; None where it is open already.

        Raises NotOpened.
        """
        try:
            return _view(await self._web.views_open(trigger_id=trigger_id, view=view))
        except SlackApiError as error:
            if (code := error_code(error)) == "exchanged_trigger_id":  # delivered again
                return None
            _log.warning("form not opened", reason=code)
        except (aiohttp.ClientError, TimeoutError) as error:
            _log.warning("form perhaps not opened", reason=type(error).__name__)
        raise NotOpened

    async def change(self, view_id: str, view: Json, view_hash: str | None = None) -> Json | None:
        """Put another view in a window; None where that can't be, as after somebody closed it."""
        try:
            return _view(await self._web.views_update(view_id=view_id, hash=view_hash, view=view))
        except SlackApiError as error:
            if (code := error_code(error)) not in _GONE:
                _log.warning("window not changed", reason=code)
        except (aiohttp.ClientError, TimeoutError) as error:
            _log.warning("window perhaps not changed", reason=type(error).__name__)
        return None

    async def _shown_in_window(self, place: Place, card: Card, said: Words) -> bool:
        view = card_view(card, place, said.t("slack.close"))
        return await self.change(place.view, view) is not None

    async def _sent(self, place: Place, reply: Reply, said: Words) -> None:
        elsewhere = reply.private and not place.direct
        drawn = message(reply.card, _aside(reply.card, said) if elsewhere else "")
        private = await self._posted(place, drawn, reply.private)
        for it in (reply.card.image, reply.card.file):
            if it:
                await self._shared(place, it, private, said)

    async def _file_beside(self, place: Place, reply: Reply, said: Words) -> None:
        """Send a file in a direct message beside the window that tells of it; a picture's words have to do."""
        if reply.card.file:
            await self._shared(place.outside(), reply.card.file, True, said)

    async def _posted(self, place: Place, drawn: Message, private: bool) -> bool:
        """Post by the first way that works, and return whether the answer became a private one."""
        if place.response_url and await self.responded(place, drawn, private):
            return private
        if not private and await self._taken("chat_postMessage", channel=place.channel, **body(drawn)):
            return False
        content = {"text": drawn.text, "blocks": list(drawn.blocks), "link_names": False, "parse": "none"}
        if not (
            place.channel and await self._taken("chat_postEphemeral", channel=place.channel, user=place.user, **content)
        ):
            await self._web.chat_postMessage(channel=await self._direct(place.user), **body(drawn))
        return True

    async def responded(self, place: Place, drawn: Message, private: bool) -> bool:
        """Answer through the response_url; False where Slack says that it is spent or too old."""
        there: Json = {"response_type": "ephemeral" if private else "in_channel", "replace_original": False}
        if place.own and private:
            there = {"replace_original": True}
        hook = AsyncWebhookClient(
            place.response_url,
            session=self._session,
            logger=self._web.logger,
            retry_handlers=self._web.retry_handlers,
        )
        answer = await hook.send_dict({**body(drawn), **there})
        refused = answer.status_code != 200 or '"ok":false' in answer.body.replace(" ", "")
        if refused:
            _log.info("not taken", method="response_url", status=answer.status_code)
        return not refused

    async def _taken(self, method: str, **arguments: Any) -> bool:
        """Call a method; False where Slack refused, most often because the bot isn't in the channel."""
        try:
            await getattr(self._web, method)(**arguments)
        except SlackApiError as error:
            _log.info("not taken", method=method, reason=error_code(error))
            return False
        return True

    async def _shared(self, place: Place, it: Image | File, private: bool, said: Words) -> None:
        """Share with the channel or, what is private, in a direct message; else say what it would show."""
        try:
            where = await self._direct(place.user) if private else place.channel
            await self._uploaded(where, it)
        except (SlackApiError, aiohttp.ClientError) as error:
            _log.warning("upload not sent", reason=type(error).__name__)
            key = "slack.no_picture" if isinstance(it, Image) else "slack.no_file"
            words = Card(body=said.m(key, alt=it.alt))
            await self._posted(replace(place, own=False), message(words), private=True)

    async def _uploaded(self, channel: str, it: Image | File) -> None:
        """Upload in Slack's three steps: an address, the bytes, the sharing."""
        name = it.name if isinstance(it, File) or it.name.endswith(".png") else f"{it.name}.png"
        slot = await self._web.files_getUploadURLExternal(filename=name, length=len(it.data), alt_txt=it.alt[:_ALT])
        async with self._session.post(slot["upload_url"], data=it.data) as answer:
            answer.raise_for_status()
        files = [{"id": slot["file_id"], "title": name}]
        await self._web.files_completeUploadExternal(files=files, channel_id=channel)

    async def _direct(self, user: str) -> str:
        opened = await self._web.conversations_open(users=user)
        return str(opened["channel"]["id"])


def _aside(card: Card, said: Words) -> str:
    """Say where the picture and the file of a private answer are."""
    places = [("slack.picture", card.image), ("slack.file", card.file)]
    return " ".join(said.t(key) for key, it in places if it)


def body(drawn: Message) -> Json:
    """Return what a message that is posted anew is made of."""
    return {"text": drawn.text, "blocks": list(drawn.blocks), **_QUIET}


def _view(answer: Any) -> Json:
    view: Json = answer["view"]
    return view
