"""The app's Home tab: the home card, and what somebody does there.

A tap in the tab shows its answer in the tab, with a way back. Slack keeps a tab until the app publishes another view.
So it is drawn anew when somebody opens it and after what they do elsewhere, and sent only if it has changed.
"""

import hashlib
import json
from dataclasses import replace
from functools import partial

from cachetools import FIFOCache
from msgspec import Struct
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.drawing.render import draw_view
from bot.adapters.slack.drawing.text import Json
from bot.adapters.slack.sending.background_tasks import BackgroundTasks
from bot.adapters.slack.sending.web_api import Failure, ask
from bot.kit.cards.reply import Button, Card
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.dispatch.steps import Step
from bot.kit.i18n import Words
from bot.kit.invocation import Envelope
from bot.runtime.log import get_logger

COMMAND, ACTION = "callboard", "home"  # their card is the home card
_MOST = 10_000  # tabs remembered at a time
_PATIENCE = 2.0  # seconds to wait out a rate limit

_log = get_logger("callboard.slack")


class _Shown(Struct):
    """What a tab shows: a digest of its blocks, and whether that is the home card. ``turn`` counts its drawings."""

    digest: str = ""
    is_home: bool = False
    turn: int = 0


class HomeTabs:
    """Everybody's tab. Nothing is lost with this memory: the next opening draws the tab again."""

    def __init__(self, dispatcher: Dispatcher, tasks: BackgroundTasks) -> None:
        self._dispatcher, self._tasks = dispatcher, tasks
        self._tabs: FIFOCache[tuple[str, str], _Shown] = FIFOCache(_MOST)

    async def open(self, asked: Envelope, user: str, web: AsyncWebClient) -> None:
        """Draw the home card, because somebody opened their tab."""
        await self._draw_home(asked, user, web, self._take_turn(asked, user))

    async def refresh(self, asked: Envelope, user: str, web: AsyncWebClient) -> None:
        """Draw the home card again after somebody did something elsewhere, if their tab shows it."""
        tab = self._tabs.get(_make_key(asked, user))
        if tab is not None and tab.is_home:
            await self._draw_home(asked, user, web, self._take_turn(asked, user))

    async def show(
        self, asked: Envelope, user: str, card: Card, said: Words, web: AsyncWebClient, *, is_home: bool
    ) -> bool:
        """Show the answer to what somebody did in the tab; False if Slack didn't take it."""
        turn, blocks = self._take_turn(asked, user), draw_view(card)
        if not is_home:
            way = Card(buttons=(Button(said.t("slack.home"), ACTION),))
            blocks += draw_view(self._dispatcher.seal(way, asked.caller, said.language))
        return await self._publish(asked, user, web, blocks, turn, is_home)

    async def _draw_home(self, asked: Envelope, user: str, web: AsyncWebClient, turn: int) -> None:
        outside = replace(asked, id=f"{asked.id}:home", caller=replace(asked.caller, marks=()), channel_name="")
        step = self._dispatcher.read_text(outside, COMMAND, "")
        assert isinstance(step, Step), "the home card has no form"
        running, _ = self._tasks.run_once(outside.id, partial(self._dispatcher.run, step))
        reply = await running
        if not reply.refused:
            await self._publish(asked, user, web, draw_view(reply.card), turn, is_home=True)

    def _take_turn(self, asked: Envelope, user: str) -> int:
        tab = self._tabs.setdefault(_make_key(asked, user), _Shown())
        tab.turn += 1
        return tab.turn

    async def _publish(
        self, asked: Envelope, user: str, web: AsyncWebClient, blocks: list[Json], turn: int, is_home: bool
    ) -> bool:
        """Publish unless the tab shows this already, or something newer is on its way. False if Slack refused."""
        tab = self._tabs.setdefault(_make_key(asked, user), _Shown(turn=turn))
        digest = hashlib.sha256(json.dumps(blocks, sort_keys=True).encode()).hexdigest()
        if tab.turn != turn or tab.digest == digest:
            return True
        tab.digest, tab.is_home = digest, is_home
        try:
            await ask(lambda: web.views_publish(user_id=user, view={"type": "home", "blocks": blocks}), _PATIENCE)
        except Failure as failure:
            tab.digest = ""  # nobody knows what the tab shows now
            _log.info("not taken", method="views_publish", **failure.facts)
            return False
        return True


def _make_key(asked: Envelope, user: str) -> tuple[str, str]:
    return asked.caller.space or "", user
