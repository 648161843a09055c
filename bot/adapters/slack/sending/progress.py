"""How far slow work is, on Slack.

A response_url can't replace what it posted itself after a slash command (slackapi/bolt-js#2287), after a tap it takes
five answers in all, and an ephemeral message can't be edited otherwise. So progress is one direct message, where slow
work's file arrives too: it is edited, and goes once the answer is there. In a modal, the modal shows it.
"""

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.drawing.forms import build_card_view
from bot.adapters.slack.drawing.place import Place
from bot.adapters.slack.drawing.render import draw_message
from bot.adapters.slack.sending.outbox import Outbox, build_body
from bot.adapters.slack.sending.views import try_update_view
from bot.adapters.slack.sending.web_api import Failure, ask, read_text
from bot.kit.cards.reply import Card
from bot.kit.i18n import Words
from bot.runtime.log import get_logger

_log = get_logger("callboard.slack")


class ProgressMessage:
    """What one person sees of one piece of work. Whatever fails here is logged, and the work goes on."""

    def __init__(self, outbox: Outbox, place: Place, said: Words) -> None:
        self._outbox, self._place, self._said = outbox, place, said
        self._channel = self._stamp = ""
        self._is_lost = False  # perhaps posted, but nobody knows where

    @property
    def _web(self) -> AsyncWebClient:
        return self._outbox.web

    async def show(self, card: Card) -> None:
        """Post the message, or edit it."""
        if self._place.view:
            await try_update_view(
                self._web, self._place.view, build_card_view(card, self._place, self._said.t("slack.close"))
            )
        elif not self._is_lost:
            await self._post(card)

    async def end(self) -> None:
        """Take the message away, once the answer is there."""
        if self._stamp:
            try:
                await ask(lambda: self._web.chat_delete(channel=self._channel, ts=self._stamp))
            except Failure as failure:
                _log.info("progress stays", **failure.facts)

    async def _post(self, card: Card) -> None:
        content = build_body(draw_message(card))
        try:
            if self._stamp:
                shown = {"text": content["text"], "blocks": content["blocks"]}
                await ask(lambda: self._web.chat_update(channel=self._channel, ts=self._stamp, **shown))
                return
            self._channel = await self._outbox.open_direct(self._place.user)
            posted = await ask(lambda: self._web.chat_postMessage(channel=self._channel, **content))
            self._stamp = read_text(posted, "ts")
        except Failure as failure:
            self._is_lost = not self._stamp and not failure.certain
            _log.info("progress not shown", **failure.facts)
