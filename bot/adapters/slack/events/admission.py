"""Many workspaces: a request goes on with its own workspace's token, or is answered and goes no further.

Commands and taps are acknowledged before the token is looked up, so that a slow database costs an answer time and
never the request. A submitted form is not: its window is closed or changed by the acknowledgement.
"""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
from slack_bolt.async_app import AsyncBoltContext, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.drawing.forms import card_view
from bot.adapters.slack.drawing.place import Place, from_view
from bot.adapters.slack.drawing.render import message
from bot.adapters.slack.events.requests import space_of, user_of
from bot.adapters.slack.events.sdk import new_client
from bot.adapters.slack.events.workspaces import Workspaces
from bot.adapters.slack.sending.outbox import Outbox
from bot.adapters.slack.sending.work import Work
from bot.errors import Unavailable
from bot.kit.cards.reply import Card
from bot.kit.i18n import words

_WORKSPACE = "callboard_workspace"  # where Bolt's context carries it from the one step to the other
_NO_TOKEN = {"event_callback", "url_verification"}  # removals are the only events; they come without a token
_AT_ONCE = {None, "block_actions"}  # commands, which have no type, and taps
_PATIENCE = 15.0  # seconds a token may take once the request is acknowledged


async def admitted(context: AsyncBoltContext) -> AuthorizeResult | None:
    """Return what `Admission.admit` found; no method, for whose ``self`` Bolt 1.30 would look."""
    known: AuthorizeResult | None = context.get(_WORKSPACE)
    return known


class Admission:
    """Bolt's step before it authorizes, which `admitted` then does without asking anybody.

    By itself Bolt would ask Slack who each token is, at every request, and log an error for each of a
    workspace without the app. ``decide``: seconds until the database is taken to be out of reach.
    """

    def __init__(
        self, workspaces: Workspaces, session: aiohttp.ClientSession, api_url: str, work: Work, decide: float
    ) -> None:
        self._workspaces, self._session, self._api_url = workspaces, session, api_url
        self._work, self._decide = work, decide

    async def admit(self, request: AsyncBoltRequest, next_: Callable[[], Awaitable[None]]) -> BoltResponse | None:
        """Find the workspace's token where the acknowledgement needs it; without one say so to the person alone."""
        kind, space = request.body.get("type"), space_of(request.body)
        if kind in _AT_ONCE:
            request.context[_WORKSPACE] = AuthorizeResult(enterprise_id=None, team_id=space)
        elif kind not in _NO_TOKEN:
            found = await self._find(space, self._decide)
            if isinstance(found, str):
                return self._refused(request, found)
            request.context[_WORKSPACE] = found
        await next_()
        return None

    async def reach(self, request: AsyncBoltRequest) -> AsyncWebClient | None:
        """Return the client of the workspace where a command or tap was made; without one, say so there."""
        found = await self._find(space_of(request.body), _PATIENCE)
        if isinstance(found, str):
            await self._told(request, Card(body=words(None).m(found)))
            return None
        return new_client(found.bot_token, self._api_url, self._session)

    async def _find(self, space: str, seconds: float) -> AuthorizeResult | str:
        """Return the workspace's token and bot, or the sentence for whoever asks there."""
        try:
            async with asyncio.timeout(seconds):
                found = await self._workspaces.find(space)
        except (Unavailable, TimeoutError):
            return "error.unavailable"
        return found or "slack.not_installed"

    def _refused(self, request: AsyncBoltRequest, key: str) -> BoltResponse:
        body, said = request.body, words(None)
        card = Card(body=said.m(key))
        if body.get("type") == "view_submission":
            view = card_view(card, from_view(body), said.t("slack.close"))
            return BoltResponse(status=200, body={"response_action": "update", "view": view})
        return BoltResponse(status=200)

    async def _told(self, request: AsyncBoltRequest, card: Card) -> None:
        """Answer through the response_url, which needs no token; a removed app's may be dead.

        A tap in a window brings none; the one that the window carries does.
        """
        body = request.body
        url = body.get("response_url") or (from_view(body).response_url if body.get("view") else "")
        if url:
            place = Place(user_of(body), response_url=url)
            await Outbox(request.context.client, self._session).respond(place, message(card), private=True)
