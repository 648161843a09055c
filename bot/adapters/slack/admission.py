"""Many workspaces: a request goes on with its own workspace's token, or is answered and goes no further."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import aiohttp
from slack_bolt.async_app import AsyncBoltContext, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from bot.adapters.slack.forms import card_view
from bot.adapters.slack.outbox import Outbox
from bot.adapters.slack.place import Place, from_view
from bot.adapters.slack.render import message
from bot.adapters.slack.requests import user_of
from bot.adapters.slack.work import Work
from bot.adapters.slack.workspaces import Workspaces
from bot.errors import Unavailable
from bot.kit.i18n import words
from bot.kit.reply import Card

_WORKSPACE = "callboard_workspace"  # where Bolt's context carries it from the one step to the other
_NO_TOKEN = {"event_callback", "url_verification"}  # removals are the only events; they come without a token


async def admitted(context: AsyncBoltContext) -> AuthorizeResult | None:
    """Return what `Admission.admit` found; no method, for whose ``self`` Bolt 1.30 would look."""
    known: AuthorizeResult | None = context.get(_WORKSPACE)
    return known


class Admission:
    """Bolt's step before it authorizes, which `admitted` then does without asking anybody.

    By itself Bolt would ask Slack who each token is, at every request, and log an error for each of a
    workspace without the app. ``decide``: seconds until the database is taken to be out of reach.
    """

    def __init__(self, workspaces: Workspaces, session: aiohttp.ClientSession, work: Work, decide: float) -> None:
        self._workspaces, self._session, self._work, self._decide = workspaces, session, work, decide

    async def admit(self, request: AsyncBoltRequest, next_: Callable[[], Awaitable[None]]) -> BoltResponse | None:
        """Find the workspace's token; without one say so to the person alone."""
        if request.body.get("type") not in _NO_TOKEN:
            try:
                async with asyncio.timeout(self._decide):
                    found = await self._workspaces.find(request.context.team_id or "")
            except (Unavailable, TimeoutError):
                return self._refused(request, "error.unavailable")
            if found is None:
                return self._refused(request, "slack.not_installed")
            request.context[_WORKSPACE] = found
        await next_()
        return None

    def _refused(self, request: AsyncBoltRequest, key: str) -> BoltResponse:
        body, said = request.body, words(None)
        card = Card(body=said.m(key))
        if body.get("type") == "view_submission":
            view = card_view(card, from_view(body), said.t("slack.close"))
            return BoltResponse(status=200, body={"response_action": "update", "view": view})
        if body.get("response_url"):
            self._work.spawn(self._told(request, card))
        return BoltResponse(status=200)

    async def _told(self, request: AsyncBoltRequest, card: Card) -> None:
        """Answer through the response_url, which needs no token; a removed app's may be dead."""
        outbox = Outbox(request.context.client, self._session)
        place = Place(user_of(request.body), response_url=request.body["response_url"])
        with suppress(aiohttp.ClientError, TimeoutError):
            await outbox.responded(place, message(card), private=True)
