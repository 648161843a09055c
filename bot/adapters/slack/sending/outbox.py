"""Sends answers. Every answer arrives in some way, and no channel sees one twice.

Slack has no idempotency key. An answer for one person is sent by the next way unless Slack confirmed the last: at worst
they see it twice. An answer for a channel is not: the person who asked learns, privately, that nobody knows.
"""

import asyncio
from dataclasses import replace
from enum import Enum
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.drawing.forms import build_card_view
from bot.adapters.slack.drawing.place import Place
from bot.adapters.slack.drawing.render import Message, draw_message
from bot.adapters.slack.drawing.text import Json
from bot.adapters.slack.sending.uploads import TemporaryFiles, upload
from bot.adapters.slack.sending.views import try_update_view
from bot.adapters.slack.sending.web_api import LEAST, Failure, ask, read_retry_after, read_text
from bot.kit.cards.reply import Card, File, Image, Reply
from bot.kit.i18n import Words
from bot.runtime.log import get_logger
from bot.text import join_sentences

# No links by name and nothing unfurls: people's text can neither ping nor show a page.
_QUIET: Json = {"unfurl_links": False, "unfurl_media": False, "link_names": False, "parse": "none"}
_WAIT = 2.0  # seconds to wait out a rate limit before trying the next way
_TRIES = (0.0, 2.0, 10.0, 30.0)  # seconds before each round of all the ways

_log = get_logger("callboard.slack")


class Fate(Enum):
    """What became of a message: posted, certainly not posted, or unknown."""

    TAKEN = "taken"
    REFUSED = "refused"
    UNSURE = "unsure"


class Outbox:
    """Sends with one workspace's client. ``session`` is also used for response_urls and uploads."""

    def __init__(
        self, web: AsyncWebClient, session: aiohttp.ClientSession, temporary: TemporaryFiles | None = None
    ) -> None:
        self.web, self._session = web, session
        self.temporary = temporary or TemporaryFiles()

    async def answer(self, place: Place, reply: Reply, said: Words) -> None:
        """Show ``reply`` where it was asked for, and its picture and file only to the right people."""
        if place.view and await self._show_in_view(place, reply.card, said):
            await self.send_file(place, reply, said)
            return
        outside = place.leave_view()
        await self._send(replace(outside, own=outside.own and not reply.refused), reply, said)

    async def _show_in_view(self, place: Place, card: Card, said: Words) -> bool:
        return (
            await try_update_view(self.web, place.view, build_card_view(card, place, said.t("slack.close"))) is not None
        )

    async def _send(self, place: Place, reply: Reply, said: Words) -> None:
        private = reply.private
        if not private and not await self._publish(place, draw_message(reply.card), said):
            private, place = True, replace(place, response_url="")
        if private:
            await self._deliver(place, draw_message(reply.card, _describe_files(reply.card, said)))
        for it in (reply.card.image, reply.card.file):
            if it:
                await self._share(place, it, private, said)

    async def _publish(self, place: Place, drawn: Message, said: Words) -> bool:
        """Post to the channel; False where it was refused. Where the outcome is unknown, tell only the caller."""
        fate = Fate.REFUSED
        if place.response_url:
            fate = await self.respond(place, drawn, private=False)
        if fate is Fate.REFUSED:
            fate = await self._call("chat_postMessage", channel=place.channel, **build_body(drawn))
        if fate is Fate.UNSURE:
            await self._deliver(replace(place, own=False), draw_message(Card(body=said.m("slack.perhaps_posted"))))
        return fate is not Fate.REFUSED

    async def _deliver(self, place: Place, drawn: Message) -> None:
        """Show a message to one person by the first way that confirms it, in several rounds."""
        for pause in _TRIES:
            await asyncio.sleep(pause)
            if await self._try_deliver(place, drawn):
                return
        _log.error("answer lost")

    async def _try_deliver(self, place: Place, drawn: Message) -> bool:
        if place.response_url and await self.respond(place, drawn, private=True) is Fate.TAKEN:
            return True
        content = {"text": drawn.text, "blocks": list(drawn.blocks), "link_names": False, "parse": "none"}
        where = {"channel": place.channel, "user": place.user}
        if place.channel and await self._call("chat_postEphemeral", **where, **content) is Fate.TAKEN:
            return True
        try:
            direct = await self.open_direct(place.user)
        except Failure as failure:
            _log.warning("not taken", method="conversations_open", **failure.facts)
            return False
        return await self._call("chat_postMessage", channel=direct, **build_body(drawn.mark_owned())) is Fate.TAKEN

    async def respond(self, place: Place, drawn: Message, *, private: bool) -> Fate:
        """Answer through the response_url, which needs no token."""
        there: Json = {"response_type": "ephemeral" if private else "in_channel", "replace_original": False}
        if place.own and private:
            there = {"replace_original": True}
        content, left = {**build_body(drawn), **there}, _WAIT
        while True:
            status, fate, pause = await self._post_response(place.response_url, content)
            pause = max(pause, LEAST)
            if status != 429 or pause > left:
                break
            left -= pause
            await asyncio.sleep(pause)
        if fate is not Fate.TAKEN:
            _log.info("not taken", method="response_url", status=status, fate=fate.value)
        return fate

    async def _post_response(self, url: str, content: Json) -> tuple[int, Fate, float]:
        """Post once; return the status (0 for none), the fate, and the seconds to pause."""
        try:
            async with self._session.post(url, json=content) as response:
                fate = _read_fate(response.status, await response.read())
                return response.status, fate, read_retry_after(response.headers)
        except (aiohttp.ClientConnectorError, aiohttp.InvalidURL):
            return 0, Fate.REFUSED, 0.0
        except (aiohttp.ClientError, OSError):
            return 0, Fate.UNSURE, 0.0

    async def _call(self, method: str, **arguments: Any) -> Fate:
        """Call a method, and say what became of it; most often Slack refuses because the bot isn't in the channel."""
        try:
            await ask(lambda: getattr(self.web, method)(**arguments), _WAIT)
        except Failure as failure:
            _log.info("not taken", method=method, **failure.facts)
            return Fate.REFUSED if failure.certain else Fate.UNSURE
        return Fate.TAKEN

    async def send_file(self, place: Place, reply: Reply, said: Words) -> None:
        """Send the picture and the file by direct message. Modals and the Home tab only say what they show."""
        for it in (reply.card.image, reply.card.file):
            if it:
                await self._share(place.leave_view(), it, True, said)

    async def _share(self, place: Place, it: Image | File, private: bool, said: Words) -> None:
        """Share a picture or file in the channel, or in a direct message where private; otherwise describe it."""
        try:
            where = await self.open_direct(place.user) if private else place.channel
            await upload(self.web, self._session, where, it, self.temporary)
        except Failure as failure:
            _log.warning("upload not sent", **failure.facts, certain=failure.certain)
            await self._deliver(replace(place, own=False), draw_message(_explain_missing(it, failure, said)))

    async def open_direct(self, user: str) -> str:
        """The channel of direct messages with a person. Raises Failure."""
        try:
            return read_text(await ask(lambda: self.web.conversations_open(users=user), _WAIT), "channel", "id")
        except Failure as failure:  # opening one shows nothing to anybody
            raise Failure(failure.code, certain=True, pause=failure.pause, needed=failure.needed) from None


def _read_fate(status: int, answer: bytes) -> Fate:
    """What a response_url's answer means. Slack says ``ok``, bare or in an object; a proxy may say anything."""
    said = b"".join(answer.split()).lower()
    if status == 200 and (said == b"ok" or (said.startswith(b"{") and b'"ok":true' in said and said.endswith(b"}"))):
        return Fate.TAKEN
    if b'"ok":false' in said or 400 <= status < 500:
        return Fate.REFUSED
    return Fate.UNSURE


def _explain_missing(it: Image | File, failure: Failure, said: Words) -> Card:
    """A card that says a picture or file did not arrive, or may not have, and what it shows."""
    what = "picture" if isinstance(it, Image) else "file"
    if failure.needed:
        return Card(body=said.m(f"slack.no_scope_{what}", alt=it.alt, permission=failure.needed))
    return Card(body=said.m(f"slack.{'no' if failure.certain else 'perhaps_no'}_{what}", alt=it.alt))


def _describe_files(card: Card, said: Words) -> str:
    """The sentences that say where a private answer's picture and file are."""
    places = [("slack.picture", card.image), ("slack.file", card.file)]
    return join_sentences(said.t(key) for key, it in places if it)


def build_body(drawn: Message) -> Json:
    """The content of a new message."""
    return {"text": drawn.text, "blocks": list(drawn.blocks), **_QUIET}
